"""The front page."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import func, select

from hub.models import Framework, listed
from hub.status import Status
from hub.web.home import GROUPS
from tests.conftest import NOON
from tests.factories import a_day
from tests.pages import words

Page = Callable[..., BeautifulSoup]
Publish = Callable[..., str]


def test_an_empty_catalogue_says_so(page: Page) -> None:
    home = page("/")
    assert "The catalogue is empty" in words(home.main)
    assert "No source has been read yet" in words(home.main)


def test_the_one_search_box_searches(stocked_page: Page) -> None:
    form = stocked_page("/").select_one("main form")
    assert form is not None
    assert form["action"] == "/search" and form["method"] == "get"
    assert [field["name"] for field in form.select("input")] == ["q"]


def test_the_counts_add_up_to_what_the_database_holds(stocked_page: Page, stocked: Flask) -> None:
    line = words(stocked_page("/").select_one(".hub-hero__count"))
    total, *parts = [int(number) for number in re.findall(r"\d+", line)]
    with stocked.extensions["hub.readers"]() as session:
        assert total == session.scalar(select(func.count()).select_from(Framework).where(*listed()))
    assert sum(parts) == total


def test_each_count_leads_to_as_many_results(stocked_page: Page) -> None:
    for link in stocked_page("/").select(".hub-hero__count a"):
        number = int(re.findall(r"\d+", link.text)[0])
        heading = words(stocked_page(str(link["href"])).select_one(".hub-results__count"))
        assert heading.startswith(f"{number} framework")


def test_every_status_is_counted_in_one_group() -> None:
    grouped = [status for _, statuses in GROUPS for status in statuses]
    assert sorted(grouped) == sorted(Status)


def test_what_ends_next_comes_first_and_what_is_not_in_force_is_left_out(page: Page, publish: Publish) -> None:
    live: dict[str, Any] = {"stage": "live", "start": a_day("2025-01-01")}
    publish(reference="AB1", title="Ends later", end=a_day("2028-01-01"), **live)
    publish(reference="AB2", title="Ends sooner", end=a_day("2026-12-01"), **live)
    publish(reference="AB3", title="Ended", end=a_day("2025-12-01"), **live)
    publish(reference="AB4", title="Not confirmed", stage="planned", start=a_day("2026-01-01"), end=a_day("2026-12-02"))
    titles = [words(link) for link in page("/").select(".govuk-grid-column-one-half")[0].select(".hub-list__title")]
    assert titles == ["Ends sooner", "Ends later"]


def test_what_ended_since_statuses_were_worked_out_is_not_said_to_be_live(
    page: Page, publish: Publish, app: Flask
) -> None:
    publish(title="Ends in December", stage="live", start=a_day("2025-01-01"), end=a_day("2026-12-01"))
    assert "Ends in December" in words(page("/").main)
    app.config["CLOCK"] = lambda: NOON + timedelta(days=30)
    assert "Ends in December" not in words(page("/").main)
    assert words(page("/a-to-z").select_one(".govuk-tag")) == "Ended"


def test_what_started_last_comes_first(page: Page, publish: Publish) -> None:
    live: dict[str, Any] = {"stage": "live", "end": a_day("2028-01-01")}
    publish(reference="AB1", title="Older", start=a_day("2024-01-01"), **live)
    publish(reference="AB2", title="Newer", start=a_day("2026-11-01"), **live)
    publish(reference="AB3", title="Yet to start", start=a_day("2026-12-24"), **live)
    titles = [words(link) for link in page("/").select(".govuk-grid-column-one-half")[1].select(".hub-list__title")]
    assert titles == ["Newer", "Older"]


def test_a_category_counts_what_is_not_known_to_have_ended(page: Page, publish: Publish) -> None:
    publish(reference="AB1", title="Cleaning A", categories=("Cleaning",), stage="live", end=a_day("2028-01-01"))
    publish(reference="AB2", title="Cleaning B", categories=("Cleaning",), stage="live", end=a_day("2020-01-01"))
    tile = next(item for item in page("/").select(".hub-tiles__item") if "Facilities" in item.text)
    assert words(tile.select_one(".hub-tiles__count")).startswith("1 framework ")
    link = tile.select_one("a")
    assert link is not None and link["href"] == "/search?category=facilities"


def test_the_page_says_how_old_the_data_is(stocked_page: Page) -> None:
    text = words(stocked_page("/").select_one(".hub-dated"))
    assert "Sources last read on 21 November 2026" in text
    assert "dated 26 February 2026" in text
