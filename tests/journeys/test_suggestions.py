"""Suggestions while somebody types, by keyboard and as a screen reader is told of them."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.conftest import NARROW, WIDE, Visit
from tests.journeys.test_accessibility import broken_rules, scrolls_sideways
from tests.journeys.test_buyer import tab_to

pytestmark = pytest.mark.browser

OPEN = "[role=listbox]:not([hidden])"


def typed(visit: Callable[..., Visit], text: str, width: int = WIDE) -> Any:
    """The front page with some text typed and its suggestions shown."""
    page = visit("/", width=width).page
    page.locator("#q").focus()
    page.keyboard.type(text)
    page.locator(OPEN).wait_for()
    return page


def chosen(page: Any) -> str:
    """The option the box points to; empty when it points to none."""
    id = page.locator("#q").get_attribute("aria-activedescendant")
    if not id:
        return ""
    assert page.locator(f"#{id}").get_attribute("aria-selected") == "true"
    return str(page.locator(f"#{id} .hub-suggestions__text").inner_text())


def test_arrows_choose_and_enter_goes_there(visit: Callable[..., Visit]) -> None:
    page = typed(visit, "road su")
    assert page.locator("#q").get_attribute("aria-expanded") == "true"
    assert chosen(page) == ""

    page.keyboard.press("ArrowDown")
    first = chosen(page)
    page.keyboard.press("ArrowDown")
    assert chosen(page) not in ("", first)
    page.keyboard.press("ArrowUp")
    assert chosen(page) == first and first.startswith("Road surfacing")
    assert page.locator("#q").input_value() == "road su", "what was typed stays"
    page.keyboard.press("Enter")
    page.wait_for_url("**/frameworks/**")

    assert page.locator("h1").inner_text() == first


def test_up_from_the_box_is_the_last_one_and_past_it_the_box_again(visit: Callable[..., Visit]) -> None:
    page = typed(visit, "fenland")
    page.keyboard.press("ArrowUp")
    assert chosen(page) == page.locator("[role=option] .hub-suggestions__text").last.inner_text()
    page.keyboard.press("ArrowDown")
    assert chosen(page) == ""


def test_enter_without_a_choice_searches(visit: Callable[..., Visit]) -> None:
    page = typed(visit, "laptops")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=laptops")


def test_what_is_typed_while_the_hub_is_still_answering_is_asked_for_next(visit: Callable[..., Visit]) -> None:
    page = visit("/").page
    held: list[Any] = []
    page.route("**/suggest?*", lambda route: route.continue_() if held else held.append(route))
    page.locator("#q").focus()
    with page.expect_request("**/suggest?*"):
        page.keyboard.type("laptop")
    page.keyboard.type("s")

    page.locator(OPEN).wait_for()


def test_escape_closes_and_keeps_what_was_typed(visit: Callable[..., Visit]) -> None:
    page = typed(visit, "laptops")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert page.locator(OPEN).count() == 0
    assert page.locator("#q").input_value() == "laptops"
    assert page.locator("#q").get_attribute("aria-expanded") == "false"
    assert chosen(page) == ""
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=laptops")


def test_leaving_the_box_closes(visit: Callable[..., Visit]) -> None:
    page = typed(visit, "laptops")
    page.keyboard.press("Tab")
    assert page.locator(OPEN).count() == 0


def test_a_click_goes_there_too(visit: Callable[..., Visit]) -> None:
    page = typed(visit, "spark")
    page.get_by_role("option", name="Sparkle Ltd").click()
    page.wait_for_url("**/suppliers/sparkle-ltd")


def test_the_number_of_suggestions_is_announced_and_none_are(visit: Callable[..., Visit]) -> None:
    page = typed(visit, "spark")
    count = page.locator("[role=option]").count()
    said = page.locator("[role=status]").inner_text()
    assert said.startswith("1 suggestion" if count == 1 else f"{count} suggestions")

    page.keyboard.type("xyzzy")
    page.locator(OPEN).wait_for(state="detached")
    assert page.locator("[role=status]").inner_text() == ""


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("colours", ["none", "active"])
def test_the_open_list_breaks_no_rule_and_fits(visit: Callable[..., Visit], width: int, colours: str) -> None:
    page = visit("/search", width=width, forced_colors=colours).page
    page.locator("#q").focus()
    page.keyboard.type("cleaning")
    page.locator(OPEN).wait_for()
    page.keyboard.press("ArrowDown")
    assert broken_rules(page) == []
    assert scrolls_sideways(page) == []


def test_one_request_is_made_for_a_word_typed_quickly(visit: Callable[..., Visit]) -> None:
    window = visit("/")
    window.page.locator("#q").focus()
    window.page.keyboard.type("laptops")
    window.page.locator(OPEN).wait_for()
    assert len([address for address in window.asked if "/suggest" in address]) < len("laptops")


def test_without_javascript_the_box_is_a_plain_search_box(visit: Callable[..., Visit]) -> None:
    window = visit("/", java_script_enabled=False)
    box = window.page.locator("#q")
    assert box.get_attribute("role") is None and box.get_attribute("type") == "search"
    box.focus()
    window.page.keyboard.type("laptops")
    window.page.keyboard.press("Enter")
    window.page.wait_for_url("**/search?q=laptops*")
    assert not [address for address in window.asked if "/suggest" in address]


def test_an_empty_form_sent_by_keyboard_says_what_is_missing(visit: Callable[..., Visit]) -> None:
    page = visit("/search?q=xyzzyplugh").page
    tab_to(page, "#need-wanted")
    tab_to(page, "form[method=post] button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/needs")
    assert "Say what you want to buy" in page.locator(".govuk-error-summary").inner_text()
    assert broken_rules(page) == []
