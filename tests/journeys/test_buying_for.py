"""A buyer says whom they buy for, searches for what covers it and reads the words: by keyboard, without JavaScript."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from hub.ingest.organisations import load_organisations
from hub.web.chosen import COOKIE
from tests.journeys.conftest import NARROW, WIDE, Visit, follow
from tests.journeys.test_accessibility import broken_rules, scrolls_sideways
from tests.journeys.test_buyer import tab_to

pytestmark = pytest.mark.browser

SUFFOLK = "mid-suffolk-district-council"


@pytest.fixture(scope="module", autouse=True)
def authorities(stocked: Flask) -> Iterator[None]:
    """The hub knows its authorities for as long as these tests run."""
    writers = stocked.extensions["hub.writers"]
    with writers.begin() as session:
        load_organisations(session)
    yield


def choose_search_and_read(page: Any, seen: bool = True) -> None:
    """Choose Mid Suffolk, keep what covers it, open a framework, read the answer, forget the choice. Only keys."""
    tab_to(page, ".hub-buying__link", seen)
    page.keyboard.press("Enter")
    page.wait_for_url("**/buying-for")
    tab_to(page, "#name", seen)
    page.keyboard.type("mid suffolk")
    page.keyboard.press("Enter")
    page.wait_for_url("**/buying-for?name=mid*")
    tab_to(page, f"#found-{SUFFOLK}", seen)
    page.keyboard.press("Space")
    tab_to(page, "section[aria-labelledby=by-name] form[method=post] button", seen)
    page.keyboard.press("Enter")
    page.wait_for_url("**/buying-for")
    assert "Mid Suffolk District Council" in page.locator(".hub-buying").inner_text()
    page.goto("/search?q=cleaning")
    if page.viewport_size["width"] == NARROW and not page.locator("#covers").is_visible():
        tab_to(page, ".hub-filters__summary", seen)
        page.keyboard.press("Enter")
    tab_to(page, "#covers", seen)
    page.keyboard.press("Space")
    tab_to(page, ".hub-filters__button", seen)
    page.keyboard.press("Enter")
    page.wait_for_url("**covers=1**")
    assert "For Mid Suffolk District Council" in page.locator(".hub-answer").first.inner_text()
    tab_to(page, ".hub-answer a", seen)
    page.keyboard.press("Enter")
    page.wait_for_url("**/frameworks/**#who")
    who = page.locator("section[aria-labelledby=who]").inner_text()
    assert "What the published words say of Mid Suffolk District Council" in who
    assert "Councils in the East of England." in who


def choose(page: Any, name: str) -> None:
    """Choose the first organisation of a name, with the mouse."""
    page.goto(f"/buying-for?name={name}")
    page.locator("section[aria-labelledby=by-name] .govuk-checkboxes__label").first.click()
    page.locator("section[aria-labelledby=by-name] form[method=post] button").click()
    page.wait_for_url("**/buying-for")


def forget(page: Any, seen: bool = True) -> None:
    tab_to(page, ".hub-buying__link", seen)
    page.keyboard.press("Enter")
    page.wait_for_url("**/buying-for")
    tab_to(page, "button:text('Forget everything')", seen)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Say whom you buy for")


@pytest.mark.assurance("X2", "A journey by keyboard alone, wide and narrow")
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_with_the_keyboard_alone(visit: Callable[..., Visit], width: int) -> None:
    opened = visit("/", width=width)
    choose_search_and_read(opened.page)
    [cookie] = opened.context.cookies()
    assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"]) == (COOKIE, True, "Lax")
    forget(opened.page)
    assert opened.context.cookies() == []


@pytest.mark.assurance("X3", "A journey without JavaScript, wide and narrow")
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_with_javascript_turned_off(visit: Callable[..., Visit], width: int) -> None:
    opened = visit("/", width=width, java_script_enabled=False)
    choose_search_and_read(opened.page, seen=False)
    forget(opened.page, seen=False)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_pages_break_no_rule_and_fit_once_somebody_has_chosen(visit: Callable[..., Visit], width: int) -> None:
    opened = visit("/buying-for?name=suffolk", width=width)
    page = opened.page
    assert broken_rules(page) == [] and scrolls_sideways(page) == []
    for name in ("mid+suffolk", "suffolk+county", "kings+lynn"):
        choose(page, name)
    for address in ("/buying-for", "/search?q=cleaning&covers=1&ended=1", "/about/cookies", "/about/quality"):
        page.goto(address)
        assert broken_rules(page) == [], address
        assert scrolls_sideways(page) == [], address
    page.goto("/search?q=cleaning&ended=1")
    page.locator(".hub-answer a").first.click()
    page.wait_for_url("**/frameworks/**")
    assert broken_rules(page) == [] and scrolls_sideways(page) == []
    page.goto("/buying-for")
    follow(page, "button:text('Forget everything')")


def test_the_switcher_shows_the_same_page_for_another_organisation(visit: Callable[..., Visit]) -> None:
    page = visit("/").page
    for name in ("mid+suffolk", "suffolk+county"):
        choose(page, name)
    page.goto("/search?q=cleaning")
    page.select_option("#hub-buyer", label="Mid Suffolk District Council")
    follow(page, "button:text('Switch')")
    assert page.url.endswith("/search?q=cleaning")
    assert "For Mid Suffolk District Council" in page.locator(".hub-answer").first.inner_text()
    page.goto("/buying-for")
    follow(page, "button:text('Forget everything')")


def test_names_are_suggested_while_somebody_types(visit: Callable[..., Visit]) -> None:
    page = visit("/buying-for").page
    page.locator("#name").press_sequentially("mid suff")
    page.get_by_role("option", name="Mid Suffolk District Council").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/buying-for?name=Mid*")
    assert page.locator(f"#found-{SUFFOLK}").is_visible()
