"""Every kind of page by the rules a program can check, wide and narrow, and in forced colours."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from hub.models import Framework
from tests.assurance import Figure
from tests.conftest import NOON
from tests.journeys.conftest import NARROW, WIDE, Visit

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

PAGES = {
    "home": "/",
    "search": "/search?ended=1",
    "results": "/search?q=cleaning&status=live&status=ended&owner=fenland-supplies&ending=365&cpv=90000000",
    "nothing found": "/search?q=xyzzyplugh&status=live",
    "near": "/search?q=%22laptops+cleaning%22+servises&status=live",
    "how to search": "/search/how",
    "why": "/frameworks/{key}/why?q=cleaning+laptops",
    "needs": "/needs",
    "buying for": "/buying-for?name=suffolk",
    "find": "/find",
    "find in and out": "/find?q=cleaning&value=1.2m&months=24&day=1&month=3&year=2027&region=UKH&who=school@UKI",
    "find wrong": "/find?q=cleaning&value=-1&day=3&name=council&kind=school",
    "find nothing": "/find?q=xyzzyplugh",
    "need told": "/needs?told=1",
    "shortlist": "/shortlist?shortlist={key},{withdrawn}&search=q%3Dcleaning",
    "shortlist, empty": "/shortlist",
    "on the shortlist": "/search?q=cleaning&shortlist={key}",
    "compare": "/compare?f={key}&f={other}&f={third}",
    "choose to compare": "/compare?f={key}&shortlist={key},{other}",
    "check a file note": "/verify?hash=abc",
    "hints": "/search?colour=red&status=nonsense",
    "past the end": "/search?page=99",
    "framework": "/frameworks/{key}",
    "sources": "/frameworks/{key}/sources",
    "call-offs": "/frameworks/{key}/call-offs",
    "call-off check": "/frameworks/{key}/lots/lot-1/call-off?do=award&value=1",
    "call-off check, wrong": "/frameworks/{key}/lots/lot-1/call-off?do=award&value=much",
    "withdrawn": "/frameworks/{withdrawn}/x",
    "owners": "/owners",
    "owner": "/owners/fenland-supplies",
    "suppliers": "/suppliers",
    "supplier": "/suppliers/sparkle-ltd",
    "categories": "/categories",
    "category": "/categories/facilities",
    "letters": "/a-to-z",
    "data": "/about/data",
    "glossary": "/about/glossary",
    "accessibility": "/about/accessibility",
    "cookies": "/about/cookies",
    "privacy": "/about/privacy",
    "not found": "/nope",
}

VIEWS: dict[str, dict[str, Any]] = {
    "wide": {"width": WIDE},
    "forced colours": {"width": WIDE, "forced_colors": "active"},
    "narrow": {"width": NARROW},
}

SPACED = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } "
    "p { margin-bottom: 2em !important; }"
)
"""The text spacing that WCAG 1.4.12 says a page must bear."""

TWICE = "html { font-size: 200% !important; }"
"""Text sized in rem grows with the reader's own size of letters."""

CUT_OFF = """() => [...document.querySelectorAll('main *')].filter(part => {
    const style = getComputedStyle(part);
    const hides = ['hidden', 'clip'].includes(style.overflowX) || ['hidden', 'clip'].includes(style.overflowY);
    const hasText = [...part.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    return hides && hasText && part.checkVisibility() && part.clientWidth > 1
        && !part.closest('.govuk-visually-hidden')
        && (part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 1);
}).map(part => part.outerHTML.slice(0, 100))"""
"""What is one pixel wide is hidden on purpose, for who hears the page."""


@pytest.fixture(scope="session")
def keys(stocked: Flask) -> Iterator[dict[str, str]]:
    """A framework with lots and suppliers, and one that was withdrawn."""
    with stocked.extensions["hub.writers"].begin() as session:
        key = session.scalars(select(Framework.key).where(Framework.reference == "AB100")).one()
        others = session.scalars(select(Framework.key).where(Framework.reference.in_(["AB101", "AB102"]))).all()
        session.add(Framework(key="feedfacefeedface", title="Gone", withdrawn_at=NOON))
    yield {"key": key, "withdrawn": "feedfacefeedface", "other": others[0], "third": others[1]}


@pytest.mark.assurance("X1", "Axe looks at every kind of page wide, narrow and in forced colours")
@pytest.mark.parametrize("name", PAGES)
def test_a_page_breaks_no_rule_and_fits(visit: Callable[..., Visit], keys: dict[str, str], name: str) -> None:
    page = visit(PAGES[name].format(**keys), width=WIDE).page
    for view, options in VIEWS.items():
        show(page, **options)
        assert broken_rules(page) == [], view
        assert scrolls_sideways(page) == [], view


def show(page: Any, width: int, forced_colors: str = "none") -> None:
    """The page in a window of this width, loaded anew where that is another: a window of its own takes longer."""
    page.emulate_media(forced_colors=forced_colors)
    if page.viewport_size["width"] != width:
        page.set_viewport_size({"width": width, "height": 900})
        page.reload()


@pytest.mark.parametrize("name", ["home", "results", "find in and out", "framework", "sources", "call-offs", "data"])
def test_a_page_opened_out_still_breaks_no_rule(visit: Callable[..., Visit], keys: dict[str, str], name: str) -> None:
    page = visit(PAGES[name].format(**keys), width=NARROW).page
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    assert broken_rules(page) == []
    assert scrolls_sideways(page) == []


@pytest.mark.assurance("X4", "Public text spaced wider or twice as large, down to 320 pixels, is not cut off")
def test_larger_and_wider_text_is_not_cut_off(
    visit: Callable[..., Visit], keys: dict[str, str], figure: Figure
) -> None:
    wrong, page = {}, visit("/").page
    for name, address in PAGES.items():
        page.goto(address.format(**keys))
        for style, width in ((TWICE, WIDE // 2), (TWICE, NARROW), (SPACED, NARROW)):
            page.set_viewport_size({"width": width, "height": 900})
            restyle(page, style)
            if found := [*scrolls_sideways(page), *cut_off(page)]:
                wrong[name, style, width] = found
    assert wrong == {}
    figure(f"{len(PAGES)} pages")


def restyle(page: Any, style: str) -> None:
    """As a reader's own style sheet does, which no policy of the page stops."""
    page.evaluate(
        "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet]; }",
        style,
    )


def cut_off(page: Any) -> list[str]:
    """Text in main that its box hides a part of."""
    hidden: list[str] = page.evaluate(CUT_OFF)
    return hidden


def broken_rules(page: Any) -> list[str]:
    """The rules axe finds broken, each with where."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    found = axe.run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
    return [f"{rule['id']}: {[node['html'][:200] for node in rule['nodes'][:3]]}" for rule in found]


def scrolls_sideways(page: Any) -> list[str]:
    """What sticks out to the right of the window, if it scrolls sideways."""
    sticking_out: list[str] = page.evaluate(
        """() => document.documentElement.scrollWidth <= window.innerWidth ? [] :
            ['the page', ...[...document.querySelectorAll('body *')]
                .filter(part => part.getBoundingClientRect().right > window.innerWidth + 1)
                .map(part => `${part.tagName}.${part.className}`).slice(0, 5)]"""
    )
    return sticking_out
