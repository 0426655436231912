"""From results to a checked file note: put aside, compare, write, freeze, verify; by keyboard, without JavaScript."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from hub.search import rebuild
from tests.hub.notebook import noted
from tests.journeys.conftest import NARROW, WIDE, Visit, served
from tests.journeys.test_accessibility import broken_rules, scrolls_sideways
from tests.journeys.test_buyer import tab_to

pytestmark = pytest.mark.browser

__all__ = ["noted"]

Look = Callable[[Any], None]

TYPED = {"role": "Category manager", "organisation": "Fenland District Council", "decision": "To ask for two quotes."}


@pytest.fixture(scope="session")
def address(noted: Flask) -> Iterator[str]:
    """A hub of its own, since notes are written to its database."""
    rebuild(noted.extensions["hub.writers"], noted.extensions["hub.index"])
    with served(noted) as address:
        yield address


def press(page: Any, selector: str, seen: bool, then: str) -> None:
    """Go to what the selector names with Tab, press Enter, and wait for the page that follows."""
    tab_to(page, selector, seen)
    page.keyboard.press("Enter")
    page.wait_for_url(then)


def put_three_aside(page: Any, seen: bool) -> list[str]:
    found = page.locator(".hub-results__item").evaluate_all("items => items.slice(0, 3).map(item => item.id)")
    for count, item in enumerate(found, 1):
        press(page, f"#{item} .hub-shortlist a", seen, f"**#{item}")
        assert page.locator(".hub-shortlist__on").count() == count
    return [item.removeprefix("framework-") for item in found]


def open_shortlist(page: Any, seen: bool) -> None:
    if not page.locator("header a[href^='/shortlist']").is_visible():
        tab_to(page, ".govuk-service-navigation__toggle", seen)
        page.keyboard.press("Enter")
    press(page, "header a[href^='/shortlist']", seen, "**/shortlist?**")


def write(page: Any, keys: list[str], seen: bool) -> None:
    for name in ("role", "organisation", f"reason-{keys[0]}", "decision"):
        tab_to(page, f"#{name}", seen)
        page.keyboard.type(TYPED.get(name, "It covers the verges."))


def from_results_to_verdict(page: Any, look: Look, seen: bool = True) -> None:
    """Only keys are pressed. ``look`` is shown every page on the way."""
    keys = put_three_aside(page, seen)
    look(page)
    open_shortlist(page, seen)
    look(page)
    press(page, ".hub-shortlist__compare", seen, "**/compare?**")
    assert page.locator("thead th").count() == 4
    look(page)
    press(page, ".hub-start-note button", seen, "**/notes/edit/**")
    assert page.locator("#searches").input_value().endswith("“verges”")
    look(page)
    write(page, keys, seen)
    press(page, "button[value=freeze]", seen, "**/freeze")
    look(page)
    press(page, "main form button", seen, "**/notes/edit/*")
    look(page)
    press(page, "main a[href^='/notes/']", seen, "**/notes/*")
    assert "It covers the verges." in page.locator("article").inner_text()
    look(page)
    press(page, "main a[href^='/verify?hash=']", seen, "**/verify?**")
    assert page.locator(".hub-verdict h2").inner_text() == "This is what was frozen"
    look(page)


def follows_the_rules(page: Any) -> None:
    assert broken_rules(page) == []
    assert scrolls_sideways(page) == []


@pytest.mark.assurance("X2", "A journey by keyboard alone, wide and narrow")
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_with_the_keyboard_alone_and_no_rule_broken_on_the_way(visit: Callable[..., Visit], width: int) -> None:
    from_results_to_verdict(visit("/search?q=verges", width=width).page, follows_the_rules)


@pytest.mark.assurance("X3", "A journey without JavaScript, wide and narrow")
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_with_javascript_turned_off(visit: Callable[..., Visit], width: int) -> None:
    page = visit("/search?q=verges", width=width, java_script_enabled=False).page
    from_results_to_verdict(page, lambda page: None, seen=False)


@pytest.mark.assurance("X6", "A comparison on paper has its columns and nothing to click")
def test_a_comparison_on_paper_has_its_columns_and_nothing_to_click(visit: Callable[..., Visit]) -> None:
    page = visit("/search?q=verges", width=NARROW).page
    put_three_aside(page, seen=False)
    open_shortlist(page, seen=False)
    press(page, ".hub-shortlist__compare", False, "**/compare?**")
    assert page.locator("tbody tr").first.evaluate("row => getComputedStyle(row).display") == "block"
    page.emulate_media(media="print")
    assert page.locator("tbody tr").first.evaluate("row => getComputedStyle(row).display") == "table-row"
    assert not page.locator(".hub-start-note").is_visible()
    assert not page.locator("header nav").is_visible()
    title = page.locator("thead a").first
    after = title.evaluate("part => getComputedStyle(part, '::after').content")
    assert str(title.get_attribute("data-address")) in after
