"""Similar frameworks: by what their records share, those in force first, never the framework's own kin."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from hub.models import Framework
from hub.search import Alike, similar
from scrapers.record import Lot, SupplierPlace
from tests.factories import a_day
from tests.pages import section, words

pytestmark = pytest.mark.once

Publish = Callable[..., str]
Like = Callable[[str], list[Alike]]

LIVE = {"stage": "live", "start": a_day("2025-01-01"), "end": a_day("2028-01-01")}


@pytest.fixture
def like(app: Any, session: Session) -> Like:
    """The frameworks like the one of a key."""

    def like(key: str) -> list[Alike]:
        framework = session.query(Framework).filter(Framework.key == key).one()
        return similar(session, app.extensions["hub.index"], framework)

    return like


def titles(found: list[Alike]) -> list[str]:
    return [alike.framework.title for alike in found]


def a_lot(*suppliers: str) -> tuple[Lot, ...]:
    return (Lot(number="1", title="All", suppliers=tuple(SupplierPlace(name=name) for name in suppliers)),)


def test_shared_codes_categories_suppliers_and_title_words_make_alike(publish: Publish, like: Like) -> None:
    key = publish(
        title="Window cleaning", categories=("Cleaning",), cpv=("90911300",), lots=a_lot("Sparkle Ltd", "Broom Ltd")
    )
    publish(title="Glass care", reference="AB2", cpv=("90911300",))
    publish(title="Hygiene", reference="AB3", categories=("Cleaning",))
    publish(title="Estates", reference="AB4", lots=a_lot("Sparkle Ltd", "Broom Ltd"))
    publish(title="Cleaning of every window", reference="AB5")
    publish(title="Legal advice", reference="AB6", cpv=("79110000",), lots=a_lot("Wig & Gown LLP"))

    found = {alike.framework.title: alike for alike in like(key)}

    assert set(found) == {"Glass care", "Hygiene", "Estates", "Cleaning of every window"}
    assert found["Glass care"].codes == ["90911300"]
    assert found["Hygiene"].categories == ["cleaning"]
    assert found["Estates"].suppliers == 2
    assert found["Cleaning of every window"].words == ["Window", "cleaning"]


def test_what_shares_more_comes_first_and_what_is_over_last(publish: Publish, like: Like) -> None:
    key = publish(title="Window cleaning", cpv=("90911300",), categories=("Cleaning",))
    publish(title="Old window cleaning", reference="AB2", cpv=("90911300",), stage="live", end=a_day("2020-01-01"))
    publish(title="Hygiene", reference="AB3", categories=("Cleaning",), **LIVE)
    publish(title="Window care", reference="AB4", categories=("Cleaning",), cpv=("90911300",), **LIVE)

    assert titles(like(key)) == ["Window care", "Hygiene", "Old window cleaning"]


def test_words_that_half_of_all_titles_have_make_nothing_alike(publish: Publish, like: Like) -> None:
    key = publish(title="Provision of legal services framework")
    publish(title="Provision of catering services framework", reference="AB2")

    assert like(key) == []


def test_a_framework_is_never_like_itself_its_lots_or_what_it_replaced(
    publish: Publish, page: Callable[..., BeautifulSoup], framework: Callable[[str], BeautifulSoup]
) -> None:
    before = publish(title="Window and facade cleaning", reference="AB1", cpv=("90911300",))
    publish(title="Glass care", reference="AB4", cpv=("90911300",))
    key = publish(title="Window cleaning", reference="AB2", cpv=("90911300",), replaces=("AB1",))

    listed = section(framework(key), "similar").select(".hub-list__title")
    addresses = [str(link["href"]) for link in listed]

    assert [words(link) for link in listed] == ["Glass care"]
    assert not any(kin in address for kin in (before, key) for address in addresses)


def test_the_same_framework_of_another_year_is_no_alternative(publish: Publish, like: Like) -> None:
    key = publish(title="Window cleaning 3", cpv=("90911300",), **LIVE)
    publish(title="Window cleaning 2", reference="AB2", cpv=("90911300",), start=a_day("2019-01-01"))
    publish(title="Window cleaning 2", reference="XY2", owner="Fenland Supplies", start=a_day("2019-01-01"))

    assert [alike.framework.reference for alike in like(key)] == ["XY2"]


def test_the_page_says_what_they_have_in_common(publish: Publish, framework: Callable[[str], BeautifulSoup]) -> None:
    key = publish(title="Window cleaning", categories=("Cleaning",), cpv=("90911300",), lots=a_lot("Sparkle Ltd"))
    publish(
        title="Window care", reference="AB2", categories=("Cleaning",), cpv=("90911300",), lots=a_lot("Sparkle Ltd")
    )

    text = words(section(framework(key), "similar"))

    assert "In common: the category “Cleaning”, 1 CPV code, 1 supplier and the word “Window”" in text


def test_a_page_without_anything_alike_says_so(publish: Publish, framework: Callable[[str], BeautifulSoup]) -> None:
    text = words(section(framework(publish(title="Window cleaning")), "similar"))

    assert "The hub knows of no framework that is much like this one." in text


@pytest.mark.parametrize("title", ['"', "-", "OR", "title:x", "*", "14", "🚲"])
def test_any_title_may_be_compared(publish: Publish, like: Like, title: str) -> None:
    assert like(publish(title=title, reference="AB9")) == []
