"""From six questions to what fits, what does not and a framework's page: by keyboard, without JavaScript, and back."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.conftest import NARROW, WIDE, Visit
from tests.journeys.test_accessibility import broken_rules, scrolls_sideways
from tests.journeys.test_buyer import tab_to
from tests.journeys.test_buying_for import SUFFOLK, authorities

__all__ = ["authorities"]

pytestmark = pytest.mark.browser

TYPED = {"q": "cleaning", "value": "£1.2m", "months": "12", "day": "1", "month": "3", "year": "2027"}


def answer(page: Any, seen: bool = True) -> None:
    """Open the questions from the front page, answer them and ask for what fits. Only keys are pressed."""
    tab_to(page, "main a[href='/find']", seen)
    page.keyboard.press("Enter")
    page.wait_for_url("**/find")
    for name, text in TYPED.items():
        tab_to(page, f"#find-{name}", seen)
        page.keyboard.type(text)
    tab_to(page, "#find-region", seen)
    page.keyboard.type("East of")
    tab_to(page, "#find-name", seen)
    page.keyboard.type("mid suffolk")
    page.keyboard.press("Enter")
    page.wait_for_url("**/find?q=cleaning**")


def read_change_and_go_back(page: Any, seen: bool = True) -> None:
    """See both lists, make the start earlier, go back and forth without losing an answer, open a framework."""
    assert "Mid Suffolk District Council" in page.locator(".govuk-summary-list").inner_text()
    assert "Your start is inside its published dates" in page.locator("section[aria-labelledby=in]").inner_text()
    assert "Its end date, 1 January 2024, has passed." in page.locator("section[aria-labelledby=out]").inner_text()
    assert "after the published end, 10 January 2027" in page.locator("section[aria-labelledby=out]").inner_text()
    tab_to(page, "a[href$='#find-when']", seen)
    page.keyboard.press("Enter")
    page.wait_for_url("**change=1#find-when")
    kept = {name: page.locator(f"#find-{name}").input_value() for name in TYPED}
    assert (kept, page.locator("#find-region").input_value()) == (TYPED, "UKH")
    assert page.locator(f"#find-who-{SUFFOLK}").is_checked()
    tab_to(page, "#find-month", seen)
    page.keyboard.press("Control+A")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    page.wait_for_url("**month=1&**")
    assert "after the published end, 10 January 2027" not in page.locator("main").inner_text()
    page.go_back()
    page.wait_for_url("**change=1#find-when")
    assert page.locator("#find-q").input_value() == "cleaning"
    page.go_forward()
    tab_to(page, "section[aria-labelledby=in] .hub-card__title a", seen)
    title = page.locator(":focus").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/frameworks/**")
    assert page.locator("h1").inner_text() == title


@pytest.mark.assurance("X2", "A journey by keyboard alone, wide and narrow")
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_with_the_keyboard_alone(visit: Callable[..., Visit], width: int) -> None:
    page = visit("/", width=width).page
    answer(page)
    assert broken_rules(page) == [] and scrolls_sideways(page) == []
    read_change_and_go_back(page)


@pytest.mark.assurance("X3", "A journey without JavaScript, wide and narrow")
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_with_javascript_turned_off(visit: Callable[..., Visit], width: int) -> None:
    page = visit("/", width=width, java_script_enabled=False).page
    answer(page, seen=False)
    read_change_and_go_back(page, seen=False)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_name_of_several_and_a_bad_amount_are_said_and_lead_to_their_fields(
    visit: Callable[..., Visit], width: int
) -> None:
    page = visit("/find?q=cleaning&value=lots&name=suffolk", width=width).page
    assert broken_rules(page) == [] and scrolls_sideways(page) == []
    tab_to(page, ".govuk-error-summary a[href='#find-value']")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "find-value"
    page.keyboard.press("Control+A")
    page.keyboard.type("90k")
    tab_to(page, f"#find-who-{SUFFOLK}")
    page.keyboard.press("Space")
    tab_to(page, "main button")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**who={SUFFOLK}**")
    assert "£90,000 without VAT" in page.locator(".govuk-summary-list").inner_text()
