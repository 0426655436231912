"""Every kind of page that asks for an account, in one hub with the demo's people and claims: no rule that a program can
check is broken, all of it fits, reads at 400 % and with text twice as large, and is whole on paper.

A window of 1,280 pixels at 400 % is one of 320 CSS pixels with four device pixels to each: that is what is opened.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest

from hub.security import policy_of
from tests.assurance import Figure
from tests.journeys.conftest import NARROW, WIDE
from tests.journeys.house import DASHBOARDS, EVERYWHERE, PAGES, House, house, windows
from tests.journeys.test_accessibility import SPACED, TWICE, broken_rules, cut_off, restyle, scrolls_sideways
from tests.pages import check_page, words

__all__ = ["house", "windows"]

pytestmark = pytest.mark.browser

NOT_LOOKED_AT = {
    "contribution_steps.while_typing": "a part of a page, for its script",
    "my_data.download": "a file",
    "saving_evidence.download": "a file",
    "second_factor.square": "a picture on the page that sets up codes",
    "highlights.as_file": "a file",
    "statements.as_file": "a file",
    "saving_export.for_tool": "a file",
    "saving_export.workbook": "a file",
    "saving_export.one": "a file",
    "privacy.record": "a file",
}

VIEWS: dict[str, dict[str, Any]] = {
    "at 400 % zoom": {"viewport": {"width": WIDE // 4, "height": 256}, "device_scale_factor": 4},
    "wide in forced colours": {"viewport": {"width": WIDE, "height": 900}, "forced_colors": "active"},
}

def test_every_kind_of_page_that_asks_for_an_account_is_looked_at(house: House) -> None:
    rules = [rule for rule in house.app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    kinds = {rule.endpoint for rule in rules if policy_of(house.app.view_functions[rule.endpoint]) != "public"}
    here = house.app.url_map.bind("localhost")
    looked_at = {here.match(address.format(**house.keys).partition("?")[0])[0] for _, address in EVERYWHERE}
    assert looked_at & kinds == kinds - set(NOT_LOOKED_AT)


@pytest.mark.assurance("X1", "Axe looks at every kind of page for people who sign in, narrow and in forced colours")
@pytest.mark.assurance("X4", "Pages of people who sign in, wide and at 400 % zoom, are whole and fit")
@pytest.mark.parametrize("view", VIEWS)
def test_no_rule_is_broken_and_all_fits(
    house: House, windows: Callable[..., dict[str, Any]], view: str, figure: Figure
) -> None:
    wrong, opened = {}, windows(**VIEWS[view])
    for who, address in EVERYWHERE:
        page = opened[who]
        assert page.goto(address.format(**house.keys)).status == 200, address
        if found := [*broken_rules(page), *scrolls_sideways(page), *cut_off(page)]:
            wrong[address] = found
    assert wrong == {}
    figure(f"{len(EVERYWHERE)} pages {view}")


@pytest.mark.assurance(
    "X4",
    "Text twice as large at 640 pixels, and spaced wider at 320, is not cut off where people sign in",
    missing="twice as large at 320 pixels there, where wide tables scroll",
)
def test_larger_and_wider_text_is_not_cut_off(
    house: House, windows: Callable[..., dict[str, Any]], figure: Figure
) -> None:
    """640 pixels are a half of a usual screen, as zoom to 200 % makes it."""
    wrong, opened = {}, windows()
    for who, address in EVERYWHERE:
        page = opened[who]
        page.goto(address.format(**house.keys))
        for style, width in ((TWICE, WIDE // 2), (SPACED, NARROW)):
            page.set_viewport_size({"width": width, "height": 900})
            restyle(page, style)
            if found := [*scrolls_sideways(page), *cut_off(page)]:
                wrong[address, style] = found
    assert wrong == {}
    figure(f"{len(EVERYWHERE)} pages")


@pytest.mark.assurance("X6", "Dashboards on paper have all their text and nothing to click, and a table for each chart")
@pytest.mark.parametrize(("who", "address"), DASHBOARDS)
def test_a_dashboard_on_paper_is_whole(
    windows: Callable[..., dict[str, Any]], who: str, address: str, figure: Figure
) -> None:
    page = windows(viewport={"width": 700, "height": 900})[who]
    page.goto(address)
    screen = numbers(page)
    page.emulate_media(media="print")
    assert numbers(page) == screen, "every number of every table is printed"
    to_click = page.locator("main button, main select, nav")
    assert to_click.evaluate_all("all => all.filter(e => e.checkVisibility()).map(e => e.outerHTML)") == []
    charts = page.locator("svg.hub-strips[role=img]")
    assert charts.count() > 0 and page.locator("main table").count() >= charts.count()
    told = " ".join(screen)
    drawn = " ".join(page.locator(".hub-strips__number").all_text_contents())
    for number in re.findall(r"£[\d,.]*\d", drawn):
        assert number in told, f"{number} of a chart stands in a table"
    figure(f"{address}: {len(screen)} numbers")


def numbers(page: Any) -> list[str]:
    """What is seen in the cells of its tables."""
    cells = page.locator("main td, main th").evaluate_all("all => all.map(e => e.checkVisibility() && e.innerText)")
    return [" ".join(text.split()) for text in cells if text and text.strip()]


@pytest.mark.assurance("X7", "Every kind of page of people who sign in is valid HTML, and titles tell them apart")
def test_pages_are_valid_and_titles_tell_them_apart(house: House, figure: Figure) -> None:
    for who, addresses in PAGES.items():
        titles: dict[str, str] = {}
        for address in addresses:
            page = check_page(house.persons[who].get(address.format(**house.keys)))
            title = words(page.title)
            assert title not in titles, f"{address} and {titles[title]} are both “{title}”"
            titles[title] = address
    figure(f"{len(EVERYWHERE)} pages")
