"""The shortlist: in the address and nowhere else, carried along by every link."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from hub.models import Framework
from hub.web.shortlisted import MOST
from tests.conftest import NOON
from tests.hub.test_api import statements
from tests.pages import words

pytestmark = pytest.mark.once

Page = Callable[..., BeautifulSoup]


@pytest.fixture
def keys(stocked: Flask) -> list[str]:
    """The keys of the thirty, in the order of their references."""
    with stocked.extensions["hub.readers"]() as session:
        listed = select(Framework.key).where(Framework.reference.like("AB1%")).order_by(Framework.reference)
        return list(session.scalars(listed))


def titles(page: BeautifulSoup) -> list[str]:
    return [words(heading) for heading in page.select(".hub-card__title")]


def carried(link: Tag) -> list[str]:
    return parse_qs(urlsplit(str(link["href"])).query).get("shortlist", [])


def the_link(page: BeautifulSoup, text: str) -> Tag:
    return next(link for link in page.select("main a") if words(link).startswith(text))


def test_a_result_is_put_on_the_shortlist_and_the_search_stays(stocked_page: Page) -> None:
    link = the_link(stocked_page("/search?q=cleaning&status=live"), "Add to shortlist")
    after = stocked_page(str(link["href"]))
    assert "status=live" in str(link["href"])
    assert words(after.select_one(".hub-shortlist__on")) == "On your shortlist."
    assert "Shortlist (1)" in words(after.header)
    assert "It was ignored" not in words(after.main)


def test_results_say_nothing_of_a_shortlist_another_visitor_has(stocked_page: Page, keys: list[str]) -> None:
    stocked_page(f"/search?q=cleaning&shortlist={keys[0]}")
    after = stocked_page("/search?q=cleaning")
    assert not [link for link in after.select(".hub-card__title a") if carried(link)]


def test_every_way_on_carries_the_shortlist(stocked_page: Page, keys: list[str]) -> None:
    results = stocked_page(f"/search?q=laptops&shortlist={keys[0]}")
    ways = results.select("header nav a[href^='/categories'], .hub-card__title a, .hub-why a")
    assert ways and all(carried(way) == [keys[0]] for way in ways)
    assert results.select("input[name=shortlist]")[0]["value"] == keys[0]
    framework = stocked_page(str(ways[1]["href"]))
    link = the_link(framework, "Add to shortlist")
    assert carried(link)[0].startswith(f"{keys[0]},")
    after = words(stocked_page(str(link["href"])).select_one(".hub-shortlist"))
    assert after.startswith("On your shortlist. Take it off")


def test_suggestions_lead_on_with_the_shortlist(stocked_page: Page, stocked: Flask, keys: list[str]) -> None:
    box = stocked_page(f"/search?shortlist={keys[0]}").select("#q")[0]
    asked = f"{box['data-hub-suggest']}&q=cleaning"
    groups = stocked.test_client().get(asked).get_json()["groups"]
    options = [option for group in groups for option in group["options"]]
    assert options and all(f"shortlist={keys[0]}" in option["address"] for option in options)


def test_a_framework_is_taken_off_again(stocked_page: Page, keys: list[str], stocked: Flask) -> None:
    answer = stocked.test_client().get(f"/frameworks/{keys[0]}?shortlist={keys[1]},{keys[0]}")
    link = the_link(stocked_page(answer.headers["Location"]), "Take it off")
    assert carried(link) == [keys[1]]


def test_the_shortlist_keeps_its_order_and_removes_one(stocked_page: Page, keys: list[str]) -> None:
    page = stocked_page(f"/shortlist?shortlist={keys[5]},{keys[0]},{keys[3]},{keys[0]}")
    assert titles(page) == ["Cleaning 5", "Cleaning 0", "Catering 3"]
    remove = [link for link in page.select("main a") if words(link).startswith("Remove")]
    assert titles(stocked_page(str(remove[1]["href"]))) == ["Cleaning 5", "Catering 3"]


def test_an_empty_shortlist_says_how_to_fill_it(stocked_page: Page, keys: list[str]) -> None:
    assert "There is nothing on your shortlist. Search for frameworks" in words(stocked_page("/shortlist").main)
    last = the_link(stocked_page(f"/shortlist?shortlist={keys[0]}"), "Remove")
    assert "shortlist=" not in str(last["href"])


def test_the_search_that_led_to_it_is_told(stocked_page: Page, keys: list[str]) -> None:
    results = stocked_page(f"/search?q=cleaning&status=live&page=1&shortlist={keys[0]}")
    link = results.select_one("header nav a[href^='/shortlist']")
    assert link is not None
    text = words(stocked_page(str(link["href"])).main)
    assert "from a search for “cleaning”, narrowed to Status: Live" in text


def test_keys_nobody_knows_are_named_with_a_hint(stocked_page: Page, keys: list[str]) -> None:
    page = stocked_page(f"/shortlist?shortlist={keys[0]},0123456789abcdef,%3Cb%3E,")
    assert titles(page) == ["Cleaning 0"]
    text = words(page.select_one(".hub-notice"))
    assert "There is no framework “0123456789abcdef”" in text
    assert "There is no framework “<b>”" in text


def test_more_than_it_holds_is_left_out_and_said(stocked_page: Page, keys: list[str]) -> None:
    page = stocked_page(f"/shortlist?shortlist={','.join(keys[:23])}")
    assert len(titles(page)) == MOST
    assert "A shortlist holds 20 frameworks. 3 more were left out." in words(page.select_one(".hub-notice"))
    full = stocked_page(f"/search?ended=1&shortlist={','.join(keys[:20])}")
    assert "Your shortlist is full." in words(full.main)
    assert not [link for link in full.select("main a") if words(link).startswith("Add to shortlist")]


def test_a_merged_framework_stands_as_the_one_it_was_merged_into(
    publish: Callable[..., str], sessions: Any, page: Page
) -> None:
    keys = [publish(title="Vans", reference="AB7"), publish(title="Vans and cars", reference="AB8")]
    with sessions.begin() as session:
        rows = {row.key: row for row in session.query(Framework)}
        rows[keys[0]].merged_into = rows[keys[1]]
    assert titles(page(f"/shortlist?shortlist={keys[0]},{keys[1]}")) == ["Vans and cars"]


def test_a_withdrawn_framework_is_named(sessions: Any, page: Page) -> None:
    with sessions.begin() as session:
        session.add(Framework(key="feedfacefeedface", title="Gone", withdrawn_at=NOON))
    assert "“Gone” has been withdrawn" in words(page("/shortlist?shortlist=feedfacefeedface").main)


@pytest.mark.parametrize("odd", ["%00", "%ED%A0%80", "," * 500, "x" * 5000, "a,b&shortlist=c", "%3Cscript%3E"])
def test_an_odd_shortlist_breaks_nothing(client: FlaskClient, odd: str) -> None:
    for path in ("/shortlist", "/search", "/compare", "/"):
        assert client.get(f"{path}?shortlist={odd}").status_code == 200


def test_machines_are_asked_to_leave_its_addresses_alone(client: FlaskClient, stocked_page: Page) -> None:
    assert "Disallow: /*shortlist=" in client.get("/robots.txt").text
    link = the_link(stocked_page("/search?q=cleaning"), "Add to shortlist")
    assert "nofollow" in link.get_attribute_list("rel")


def test_a_long_shortlist_asks_the_database_no_more_often_than_a_short_one(stocked: Flask, keys: list[str]) -> None:
    with statements(stocked) as few:
        stocked.test_client().get(f"/shortlist?shortlist={','.join(keys[:2])}")
    with statements(stocked) as many:
        stocked.test_client().get(f"/shortlist?shortlist={','.join(keys[:12])}")
    assert 0 < len(many) == len(few)
