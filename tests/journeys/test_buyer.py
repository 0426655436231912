"""A buyer's way from a need to a framework, its sources and its owner: by keyboard, without JavaScript, on paper."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.conftest import NARROW, WIDE, Visit

pytestmark = pytest.mark.browser

MOST_STOPS = 120

FOCUS_IS_SEEN = """part => {
    const shown = element => {
        const style = element instanceof Element ? getComputedStyle(element) : element;
        return style.outlineStyle !== 'none' || style.boxShadow !== 'none';
    };
    const label = part.matches('[type=checkbox], [type=radio]') && part.nextElementSibling;
    return shown(part) || (label && shown(getComputedStyle(label, '::before')));
}"""


def tab_to(page: Any, selector: str, seen: bool = True) -> None:
    """Press Tab until the focus is on what the selector names; at every stop the focus must be seen."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if seen and focused.count():
            assert focused.evaluate(FOCUS_IS_SEEN), f"the focus is seen on {focused.evaluate('part => part.outerHTML')}"
            assert focused.bounding_box() is not None, "what has the focus is on the screen"
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"no way by keyboard to {selector}")


def from_need_to_owner(page: Any, seen: bool = True) -> None:
    """Search, filter, open the framework, see where a date came from, go to the owner. Only keys are pressed."""
    tab_to(page, "#q", seen)
    page.keyboard.type("cleaning")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=cleaning*")
    if page.viewport_size["width"] == NARROW and not page.locator("#status-live").is_visible():
        tab_to(page, ".hub-filters__summary", seen)
        page.keyboard.press("Enter")
    tab_to(page, "#status-live", seen)
    page.keyboard.press("Space")
    tab_to(page, ".hub-filters__button", seen)
    page.keyboard.press("Enter")
    page.wait_for_url("**status=live*")
    assert page.locator(".hub-chip").text_content().startswith("Remove Status: Live")
    tab_to(page, ".hub-card__title a", seen)
    title = page.locator(":focus").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/frameworks/**")
    assert page.locator("h1").inner_text() == title
    tab_to(page, "a[href$='/sources#end']", seen)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sources#end")
    assert "Shown" in page.locator("section[aria-labelledby=end]").inner_text()
    page.go_back()
    tab_to(page, "dd a[href^='/owners/']", seen)
    page.keyboard.press("Enter")
    page.wait_for_url("**/owners/**")
    assert title in page.locator("main").inner_text()


@pytest.mark.assurance("X2", "A journey by keyboard alone, wide and narrow")
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_with_the_keyboard_alone(visit: Callable[..., Visit], width: int) -> None:
    from_need_to_owner(visit("/", width=width).page)


@pytest.mark.assurance("X3", "A journey without JavaScript, wide and narrow")
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_with_javascript_turned_off(visit: Callable[..., Visit], width: int) -> None:
    from_need_to_owner(visit("/", width=width, java_script_enabled=False).page, seen=False)


def test_the_skip_link_leads_to_the_content(visit: Callable[..., Visit]) -> None:
    page = visit("/about/data").page
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1


def test_filters_are_folded_on_a_narrow_screen_only(visit: Callable[..., Visit]) -> None:
    assert visit("/search", width=WIDE).page.locator("#status-live").is_visible()
    narrow = visit("/search", width=NARROW).page
    assert not narrow.locator("#status-live").is_visible()
    narrow.get_by_text("Filters", exact=True).first.click()
    assert narrow.locator("#status-live").is_visible()


@pytest.mark.assurance("X6", "A framework on paper has all its text and the addresses of its sources")
def test_a_page_on_paper_has_all_its_text_and_the_addresses_of_its_sources(visit: Callable[..., Visit]) -> None:
    page = visit("/suppliers/sparkle-ltd").page
    page.locator(".hub-list__title").first.click()
    page.wait_for_url("**/frameworks/**")
    assert not page.get_by_role("link", name="Sparkle Ltd").is_visible()
    page.emulate_media(media="print")
    assert page.locator("text=Sparkle Ltd").first.bounding_box() is not None, "what is folded away is printed"
    assert not page.locator(".govuk-service-navigation").is_visible()
    assert not page.locator(".hub-contents").is_visible()
    licence = page.locator("footer a[rel~=external]").first
    after = licence.evaluate("part => getComputedStyle(part, '::after').content")
    assert "nationalarchives.gov.uk" in after
