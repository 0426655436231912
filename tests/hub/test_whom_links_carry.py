"""Whom an address names is carried to wherever a page answers for somebody, through all that lies between."""

from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask

pytestmark = pytest.mark.once

Page = Callable[..., BeautifulSoup]

DISTRICT = "district-council@UKH"

ANSWERING = {
    *("search.search", "find.find", "shortlist.shortlist", "compare.compare"),
    *("frameworks.framework", "award.award", "cost.cost", "notes.start"),
}

BETWEEN = (
    *("/", "/search/how", "/owners", "/owners/fenland-supplies", "/suppliers", "/suppliers/sparkle-ltd"),
    *("/categories", "/categories/cleaning", "/a-to-z", "/replacements", "/about/data", "/about/glossary"),
    *("/about/quality", "/corrections", "/needs", "/download", "/api"),
    *("/frameworks/{key}/sources", "/frameworks/{key}/call-offs", "/frameworks/{key}/why?q=cleaning"),
    *("/frameworks/{key}/correction", "/suppliers/sparkle-ltd/correction"),
)


@pytest.fixture
def key(stocked: Flask) -> str:
    """Of the framework that contracts are linked to."""
    found = stocked.test_client().get("/api/v1/search?q=AB100&ended=true").json or {}
    return str(found["frameworks"][0]["key"])


def asked(address: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}for={DISTRICT}"


def answering(page: BeautifulSoup, app: Flask) -> Iterator[tuple[str, list[str]]]:
    """The links and forms of a page that lead to an answer, and whom each of them names."""
    routes = app.url_map.bind("localhost")
    for link in page.select("a[href^='/'], link[rel=alternate][href^='/']"):
        parts = urlsplit(str(link["href"]))
        if routes.match(parts.path)[0] in ANSWERING:
            yield str(link["href"]), parse_qs(parts.query).get("for", [])
    for form in page.select("form[method=get]"):
        if routes.match(urlsplit(str(form["action"])).path)[0] in ANSWERING:
            yield str(form["action"]), [str(field["value"]) for field in form.select("input[name=for]")]


@pytest.mark.parametrize("address", BETWEEN)
def test_a_page_leads_back_to_answers_for_whom_its_address_names(
    stocked: Flask, stocked_page: Page, key: str, address: str
) -> None:
    found = dict(answering(stocked_page(asked(address.format(key=key))), stocked))
    assert len(found) > 3
    assert {link: whom for link, whom in found.items() if whom != [DISTRICT]} == {}


def test_a_framework_leads_to_pages_that_still_know_whom(stocked: Flask, stocked_page: Page, key: str) -> None:
    address = stocked.test_client().get(asked(f"/frameworks/{key}")).headers["Location"]
    page = stocked_page(address)
    ways = page.select("main a[href*='/sources'], a[href*='/call-offs'], a[href*='/owners'], a[href*='/suppliers/']")
    assert address.count("for=") == 1 and len(ways) > 5 and all(f"for={DISTRICT}" in str(way["href"]) for way in ways)


def test_the_search_for_a_supplier_keeps_whom(stocked_page: Page) -> None:
    [field] = stocked_page(asked("/suppliers")).select("form[action^='/suppliers'] input[name=for]")
    assert field["value"] == DISTRICT


def test_suggestions_lead_on_with_whom(stocked: Flask, stocked_page: Page) -> None:
    box = stocked_page(asked("/")).select("#q")[0]
    groups = stocked.test_client().get(f"{box['data-hub-suggest']}&q=cleaning").get_json()["groups"]
    options = [option for group in groups for option in group["options"]]
    assert options and all(f"for={DISTRICT}" in option["address"] for option in options)


def test_an_address_that_names_nobody_carries_nobody(stocked_page: Page, key: str) -> None:
    for address in ("/", "/owners/fenland-supplies", f"/frameworks/{key}/sources", "/?for=nobody-at-all"):
        assert not stocked_page(address).select("main a[href*='for='], nav a[href*='for=']"), address
