"""Every kind of page that asks for an account, in one hub with the demo's people and claims: no rule that a program can
check is broken, all of it fits, reads at 400 % and with text twice as large, and is whole on paper.

A window of 1,280 pixels at 400 % is one of 320 CSS pixels with four device pixels to each: that is what is opened.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import create_app, data
from hub.actor import OPERATOR, Actor
from hub.cli.serve import fill_demo, prepare
from hub.contributions import desk as contributions
from hub.demo import people, savings as demo_savings
from hub.ingest import Opened, ingest
from hub.models import Framework, SavingClaim, SavingTarget
from hub.people.sessions import begin as sign_in
from hub.savings import desk as claims
from hub.search import rebuild
from hub.security import policy_of
from tests.assurance import Figure
from tests.databases import Databases
from tests.factories import a_reading
from tests.journeys.conftest import WIDE, served
from tests.journeys.test_accessibility import SPACED, broken_rules, scrolls_sideways
from tests.journeys.test_contributing import cookie_of
from tests.moments import NOON
from tests.pages import check_page, words
from tests.persons import Person, a_person, browser as signed_in
from tests.stocked import thirty

pytestmark = pytest.mark.browser

OFFICER, FINANCE = "officer@example-district.example", "finance@example-district.example"
CONTRIBUTOR, MODERATOR = "contributor@example-county.example", "moderator@example-network.example"
ADMINISTRATOR = "administrator@example-network.example"
HALFWAY = "halfway"
"""Somebody who has given their password, and not yet their one-time code."""

DISTRICT = "/savings/organisations/example-district-council"
DASHBOARDS = (
    (OFFICER, "/savings/mine"),
    (OFFICER, DISTRICT),
    (MODERATOR, "/savings/networks/pen"),
)
PAGES: dict[str, tuple[str, ...]] = {
    OFFICER: (
        *(f"/account{part}" for part in ("", "/api-tokens", "/data", "/delete", "/email", "/leaving", "/name")),
        *(f"/account{part}" for part in ("/one-time-codes", "/one-time-codes/set-up", "/password", "/signed-in")),
        "/account/recovery-codes",
        *("/following", "/follow/framework/{framework}", "/follow/search?q=cleaning"),
        *("/savings/report", "/savings/new", "/savings/bulk", "/savings/reports", "/savings/export"),
        *("/savings/claims/{draft}", "/savings/claims/{draft}/edit", "/savings/claims/{draft}/evidence"),
        *("/savings/claims/{submitted}", "/savings/claims/{returned}", "/savings/call-offs/{call_off}"),
        *("/savings/mine", "/savings/mine/claims", DISTRICT, f"{DISTRICT}/claims"),
        *("/savings/highlights/pen/2009-10", "/savings/statements/example-district-council?period=2009/10"),
    ),
    FINANCE: ("/savings/claims/{submitted}",),
    CONTRIBUTOR: (
        *("/contributions/begin", "/contributions/upload", "/contributions/mine", "/my-frameworks"),
        *(f"/contributions/{{proposal}}{part}" for part in ("", "/what", "/time", "/use", "/details", "/duplicates")),
    ),
    MODERATOR: (
        *("/account", "/moderation", "/moderation/contributions/{sent}", "/moderation/contributions/{sent}/edit"),
        *(f"/moderation/{part}" for part in ("corrections/", "decisions/", "disputes", "links/", "merges/")),
        *(f"/moderation/{part}" for part in ("needs/", "problems", "suppliers/")),
        *("/invitations/", "/frameworks/{framework}/set/title", "/savings/queue", "/savings/claims/{verified}"),
        *("/savings/networks/pen", "/savings/networks/pen/claims", "/savings/networks/pen/targets"),
        *("/savings/targets/{target}", "/savings/fees/pen"),
    ),
    ADMINISTRATOR: (
        *(f"/administration/{part}" for part in ("", "complaints", "organisations/", "people", "records", "removals")),
        *(f"/administration/{part}" for part in ("sources/", "thesaurus/", "people/{person}")),
        "/administration/organisations/example-district-council",
    ),
    HALFWAY: ("/sign-in/code",),
}
EVERYWHERE = [(who, address) for who, addresses in PAGES.items() for address in addresses]

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
    "inbox_merges.pair": "of a pair that may be one framework: this hub has none",
    "organisations.show_effects": "of a change to an organisation: this hub has none",
    "privacy.complaint": "of a complaint: this hub has none",
    "restore.earlier": "of an earlier value: this hub has none",
    "steward.steward": "of a framework in somebody's care: this hub has none",
}

VIEWS: dict[str, dict[str, Any]] = {
    "at 400 % zoom": {"viewport": {"width": WIDE // 4, "height": 256}, "device_scale_factor": 4},
    "wide in forced colours": {"viewport": {"width": WIDE, "height": 900}, "forced_colors": "active"},
}

CUT_OFF = """() => [...document.querySelectorAll('main *')].filter(part => {
    const style = getComputedStyle(part);
    const hides = ['hidden', 'clip'].includes(style.overflowX) || ['hidden', 'clip'].includes(style.overflowY);
    const hasText = [...part.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    return hides && hasText && part.checkVisibility() && !part.closest('.govuk-visually-hidden')
        && (part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 1);
}).map(part => part.outerHTML.slice(0, 100))"""
"""Text in main that its box hides a part of."""


@dataclass
class House:
    """The hub, where it is served, what its addresses are filled in with, and who can be in them."""

    app: Flask
    address: str
    keys: dict[str, Any]
    persons: dict[str, Person]


@pytest.fixture(scope="module")
def house(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home = tmp_path_factory.mktemp("signed-in")
    places = {"HOME": str(home), "DATABASE_URL": databases.migrated(home), "INDEX_URL": "memory:"}
    app = create_app({"TESTING": True, "CLOCK": lambda: NOON, "MAIL": "demo", **places})
    prepare(app)
    writers = app.extensions["hub.writers"]
    ingest(writers, Opened("test.csv", "0" * 64, a_reading(*thirty())), OPERATOR, clock=lambda: NOON)
    fill_demo(app)
    rebuild(writers, app.extensions["hub.index"])
    with writers.begin() as session:
        keys = filled(session)
    persons = {email: whoever(app, email) for email in PAGES if email != HALFWAY}
    persons[HALFWAY] = a_person(app, "moderator", network="pen", second_factor=False, has_second_factor=True)
    with served(app) as address:
        app.config["ADDRESS"] = address
        yield House(app, address, keys, persons)
    app.extensions["hub.engine"].dispose()


def filled(session: Session) -> dict[str, Any]:
    """A draft and a submitted claim, a proposal and one that was sent; and the keys of what the demo has."""
    everybody = {person.email: account for person, account in people.everybody(session)}
    officer, contributor = (people.acting(everybody[email], NOON) for email in (OFFICER, CONTRIBUTOR))
    by_state = {claim.state: claim for claim in session.scalars(select(SavingClaim))}
    proposal = contributions.begin(session, contributor, {"title": "Hedges", "owner": "Anglian Buying Group"}, NOON)
    sent = contributions.begin(session, contributor, {"title": "Trees", "owner": "Anglian Buying Group"}, NOON)
    sent.state, sent.submitted_at, sent.submitted_by, sent.declared_at = "submitted", NOON, contributor.name, NOON
    sent.due_on = NOON.date()
    return {
        "framework": session.scalars(select(Framework.key).where(Framework.reference == "AB100")).one(),
        "draft": claims.begin(session, officer, {"title": "Copier paper"}, NOON).key,
        "submitted": a_submitted_claim(session, officer),
        "returned": by_state["returned"].key,
        "verified": by_state["verified"].key,
        "call_off": getattr(by_state["returned"].call_off, "key", ""),
        "target": session.scalars(select(SavingTarget.id)).first(),
        "proposal": proposal.code,
        "sent": sent.code,
        "person": everybody[OFFICER].handle,
    }


def a_submitted_claim(session: Session, officer: Actor) -> str:
    entered = demo_savings.entered(next(each for each in data.example_savings() if each.sharers == 1))
    claim = claims.begin(session, officer, {**entered, "reference": "Example 9", "title": "Five vehicles"}, NOON)
    claims.submit(session, claim, officer, NOON)
    return claim.key


def whoever(app: Flask, email: str) -> Person:
    """Somebody of the demo, signed in, with their code where they need one."""
    with app.extensions["hub.writers"].begin() as session:
        account = people.account_of(session, email)
        return Person(app, signed_in(app, sign_in(session, account, NOON, NOON)), account.id, account.handle)


@pytest.fixture
def windows(house: House, browser: Any) -> Iterator[Callable[..., dict[str, Any]]]:
    """A window for each of these people, of one size."""
    contexts = []

    def windows(**options: Any) -> dict[str, Any]:
        opened = {}
        for who, person in house.persons.items():
            context = browser.new_context(base_url=house.address, **options)
            context.add_cookies([cookie_of(person, house.address)])
            contexts.append(context)
            opened[who] = context.new_page()
        return opened

    yield windows
    for context in contexts:
        context.close()


def test_every_kind_of_page_that_asks_for_an_account_is_looked_at(house: House) -> None:
    rules = [rule for rule in house.app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    kinds = {rule.endpoint for rule in rules if policy_of(house.app.view_functions[rule.endpoint]) != "public"}
    here = house.app.url_map.bind("localhost")
    looked_at = {here.match(address.format(**house.keys).partition("?")[0])[0] for _, address in EVERYWHERE}
    assert looked_at & kinds == kinds - set(NOT_LOOKED_AT)


@pytest.mark.assurance(
    "X1",
    "Axe looks at pages of people who sign in, narrow, and wide in forced colours",
    missing="five kinds that its NOT_LOOKED_AT names",
)
@pytest.mark.assurance("X4", "Pages of people who sign in, wide and at 400 % zoom, are whole and fit")
@pytest.mark.parametrize("view", VIEWS)
def test_no_rule_is_broken_and_all_fits(
    house: House, windows: Callable[..., dict[str, Any]], view: str, figure: Figure
) -> None:
    wrong, opened = {}, windows(**VIEWS[view])
    for who, address in EVERYWHERE:
        page = opened[who]
        assert page.goto(address.format(**house.keys)).status == 200, address
        if found := [*broken_rules(page), *scrolls_sideways(page), *page.evaluate(CUT_OFF)]:
            wrong[address] = found
    assert wrong == {}
    figure(f"{len(EVERYWHERE)} pages {view}")


TWICE = "html { font-size: 200% !important; }"


@pytest.mark.assurance("X4", "Text twice as large, and text spaced wider, is not cut off", missing="two in three pages")
@pytest.mark.parametrize("style", [TWICE, SPACED], ids=["twice as large", "spaced wider"])
def test_larger_and_wider_text_is_not_cut_off(
    house: House, windows: Callable[..., dict[str, Any]], style: str, figure: Figure
) -> None:
    """Text sized in rem grows with the reader's own size of letters; 640 pixels are a half of a usual screen."""
    wrong, opened = {}, windows(viewport={"width": WIDE // 2, "height": 900})
    for who, address in (*DASHBOARDS, *EVERYWHERE[::3]):
        page = opened[who]
        page.goto(address.format(**house.keys))
        page.evaluate(
            "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); "
            "document.adoptedStyleSheets = [sheet]; }",
            style,
        )
        if found := [*scrolls_sideways(page), *page.evaluate(CUT_OFF)]:
            wrong[address] = found
    assert wrong == {}
    figure(f"{len(DASHBOARDS) + len(EVERYWHERE[::3])} pages")


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


@pytest.mark.assurance(
    "X7",
    "Pages of people who sign in are valid HTML, and their titles tell them apart",
    missing="five kinds that its NOT_LOOKED_AT names",
)
def test_pages_are_valid_and_titles_tell_them_apart(house: House, figure: Figure) -> None:
    for who, addresses in PAGES.items():
        titles: dict[str, str] = {}
        for address in addresses:
            page = check_page(house.persons[who].get(address.format(**house.keys)))
            title = words(page.title)
            assert title not in titles, f"{address} and {titles[title]} are both “{title}”"
            titles[title] = address
    figure(f"{len(EVERYWHERE)} pages")
