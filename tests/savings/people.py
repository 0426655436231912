"""People and claims for tests of savings: name only what a test is about."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from hub.actor import OPERATOR, Actor, Right
from hub.models import Account, EmailDomain, Organisation, SavingClaim
from hub.people import networks, roles
from hub.people.secrets import handle
from hub.savings import desk, validating, verifying
from tests.moments import NOON
from tests.persons import network_called, organisation_called

SECRET = "a key of the tests"
COUNCIL, NETWORK = "fenland", "pen"

ENTERED = {
    "title": "Copier paper",
    "reference": "FEN 12/2025",
    "start": "01/04/2025",
    "end": "31/03/2026",
    "route": "framework",
    "framework_title": "Paper and print",
    "basis": "actual",
    "like_for_like": "yes",
    "evidence": "invoices",
    "evidence_reference": "F/2025/77",
    "part1_kind": "price_contract",
    "part1_before": "1,000.00",
    "part1_now": "900.00",
}
"""A price saving of £100 in 2025-26."""


def an_actor(
    session: Session, role: str = "member", organisation: str = COUNCIL, network: str = "", email: str = ""
) -> Actor:
    """Somebody with an account and a role; the organisation acts in the network."""
    name = handle()
    account = Account(handle=name, state="active", registered_at=NOON, email=email or f"{name}@{organisation}.gov.uk")
    session.add(account)
    session.flush()
    return with_role(session, Actor(name, account=account.id), role, organisation, network)


def with_role(session: Session, actor: Actor, role: str, organisation: str = "", network: str = "") -> Actor:
    """The same person with one more role."""
    account = session.get_one(Account, actor.account)
    of = a_council(session, organisation) if roles.BOUND[role][0] else None
    within = network_called(session, network or NETWORK) if roles.BOUND[role][1] else None
    roles.give(session, account, role, OPERATOR, NOON, of, within)
    right = Right(role, of.slug if of else "", within.slug if within else "")
    return Actor(
        actor.name,
        roles=actor.roles | {role},
        organisations=tuple(filter(None, (*actor.organisations, right.organisation))),
        rights=(*actor.rights, right),
        account=actor.account,
        acting_for=actor.acting_for or right.organisation,
        network=actor.network or right.network,
    )


def a_council(session: Session, slug: str = COUNCIL) -> Organisation:
    """An organisation in the network, with a mail domain."""
    found = organisation_called(session, slug)
    network = network_called(session, NETWORK)
    if not networks.memberships(session, found):
        networks.join(session, network, found, OPERATOR, NOON)
        session.add(EmailDomain(domain=f"{slug}.gov.uk", organisation_id=found.id))
        session.flush()
    return found


def a_draft(session: Session, actor: Actor, at: datetime = NOON, **fields: str) -> SavingClaim:
    return desk.begin(session, actor, ENTERED | fields, at)


def a_claim(
    session: Session, actor: Actor, state: str = "submitted", at: datetime = NOON, **fields: str
) -> SavingClaim:
    """A claim in one of the live states, brought there by people of its own."""
    claim = a_draft(session, actor, at, **fields)
    desk.submit(session, claim, actor, at)
    bring_to(session, claim, state, at + timedelta(hours=1))
    return claim


def bring_to(session: Session, claim: SavingClaim, state: str, at: datetime = NOON) -> None:
    """Verify and validate a claim, as far as the state asks for it."""
    if state in ("verified", "validated") and claim.state == "submitted":
        colleague = an_actor(session, organisation=claim.organisation.slug)
        verifying.verify(session, claim, colleague, "", at, SECRET)
    if state == "validated" and claim.state == "verified":
        moderator = an_actor(session, "moderator", network=claim.network.slug if claim.network else "")
        validating.validate(session, claim, moderator, "", at)


def years_of(claim: SavingClaim) -> dict[str, Any]:
    return {each.year: each.net_pence for each in claim.years}
