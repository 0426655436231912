"""A hub with the demo's people and something in each inbox, and each kind of page that asks for an account."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import catalogue, complaints, create_app, data
from hub.actor import OPERATOR, Actor
from hub.cli.serve import fill_demo, prepare
from hub.contributions import desk as contributions
from hub.demo import people, savings as demo_savings
from hub.ingest import Opened, ingest
from hub.models import DataComplaint, Framework, MergeProposal, SavingClaim, SavingTarget
from hub.people.sessions import begin as sign_in
from hub.savings import desk as claims
from hub.search import rebuild
from hub.stewards import rota
from tests.databases import Databases
from tests.factories import a_reading
from tests.journeys.conftest import served
from tests.journeys.test_contributing import cookie_of
from tests.moments import NOON
from tests.persons import Person, a_person, browser as signed_in
from tests.stocked import thirty

OFFICER, FINANCE = "officer@example-district.example", "finance@example-district.example"
CONTRIBUTOR, MODERATOR = "contributor@example-county.example", "moderator@example-network.example"
ADMINISTRATOR = "administrator@example-network.example"
HALFWAY = "halfway"
"""Somebody who has given their password, and not yet their one-time code."""

DISTRICT = "/savings/organisations/example-district-council"
RENAMED = "what=rename&name=Example+District&on=01/11/2026"
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
        *("/my-frameworks/{stewardship}", "/frameworks/{framework}/history/title/{earlier}"),
        *(f"/contributions/{{proposal}}{part}" for part in ("", "/what", "/time", "/use", "/details", "/duplicates")),
    ),
    MODERATOR: (
        *("/account", "/moderation", "/moderation/contributions/{sent}", "/moderation/contributions/{sent}/edit"),
        *(f"/moderation/{part}" for part in ("corrections/", "decisions/", "disputes", "links/", "merges/")),
        *(f"/moderation/{part}" for part in ("merges/{pair}", "needs/", "problems", "suppliers/")),
        "/frameworks/{framework}/history/title/{earlier}",
        *("/invitations/", "/frameworks/{framework}/set/title", "/savings/queue", "/savings/claims/{verified}"),
        *("/savings/networks/pen", "/savings/networks/pen/claims", "/savings/networks/pen/targets"),
        *("/savings/targets/{target}", "/savings/fees/pen"),
    ),
    ADMINISTRATOR: (
        *(f"/administration/{part}" for part in ("", "complaints", "organisations/", "people", "records", "removals")),
        *(f"/administration/{part}" for part in ("sources/", "thesaurus/", "people/{person}")),
        "/administration/complaints/{complaint}",
        "/administration/organisations/example-district-council",
        f"/administration/organisations/example-district-council/effects?{RENAMED}",
    ),
    HALFWAY: ("/sign-in/code",),
}
EVERYWHERE = [(who, address) for who, addresses in PAGES.items() for address in addresses]


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
    looked_after = session.scalars(select(Framework).where(Framework.reference == "AB100")).one()
    return {
        **inbox(session, contributor, looked_after),
        "framework": looked_after.key,
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


def inbox(session: Session, contributor: Actor, looked_after: Framework) -> dict[str, Any]:
    """A framework in somebody's care, an earlier value of its title, a complaint, and a pair that may be one."""
    home, other_home = sorted(session.scalars(select(Framework.key).order_by(Framework.key)).all()[:2])
    pair = MergeProposal(home=home, other_home=other_home, score=0.7, evidence=["Same owner"], proposed_at=NOON)
    session.add(pair)
    complaints.complain(session, "I am named.", "somebody@example.com", NOON)
    stewardship = rota.take_on(session, looked_after, contributor, NOON)
    session.flush()
    return {
        "pair": pair.id,
        "complaint": session.scalars(select(DataComplaint.id)).one(),
        "stewardship": stewardship.id,
        "earlier": catalogue.history(session, looked_after).fields["title"].sayings[0].ident,
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
