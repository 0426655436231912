"""The demo's people: one of every role, at organisations and addresses that are made up.

They have no password, so that nobody signs in as one of them but on the demo's own page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pyotp
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.actor import OPERATOR, Actor
from hub.errors import NotFound, Refused
from hub.models import Account, Network, Organisation, SignedIn
from hub.people import accounts, domains, networks, one_time_codes, roles
from hub.people.secrets import handle
from hub.people.starting import SLUG

COUNTY, DISTRICT = "example-county-council", "example-district-council"

ORGANISATIONS = {
    COUNTY: ("Example County Council", "county-council", "example-county.example"),
    DISTRICT: ("Example District Council", "district-council", "example-district.example"),
}
"""Name, kind and mail domain by slug. A name that ends in .example is nobody's and reaches nobody."""

AUTHORITIES = {f"example-authority-{number}": f"Example Authority {number}" for number in range(3, 13)}
"""Others that buy together with these two; nobody signs in for them."""


@dataclass(frozen=True)
class Person:
    """``organisation`` is a slug, empty where the role needs none. ``does`` says what they do, after a colon."""

    email: str
    name: str
    role: str
    organisation: str
    does: str


PEOPLE = (
    Person("officer@example-district.example", "District officer", "member", DISTRICT, "reports savings"),
    Person(
        "finance@example-district.example", "District finance", "member", DISTRICT, "verifies what colleagues report"
    ),
    Person(
        "contributor@example-county.example",
        "County contributor",
        "contributor",
        COUNTY,
        "adds frameworks and reports savings",
    ),
    Person(
        "finance@example-county.example",
        "County finance",
        "member",
        COUNTY,
        "verifies what colleagues report; of the other council they see what both share",
    ),
    Person(
        "moderator@example-network.example",
        "Moderator",
        "moderator",
        "",
        "validates savings and publishes what contributors send",
    ),
    Person(
        "administrator@example-network.example",
        "Administrator",
        "administrator",
        "",
        "looks after people, roles and what the hub keeps",
    ),
)
BY_EMAIL = {person.email: person for person in PEOPLE}


def make(session: Session, key: str, at: datetime) -> dict[str, Account]:
    """The accounts by address, made where they are not there. ``key`` is the one that codes are kept with."""
    network = networks.network(session, SLUG)
    bodies = {}
    for slug, (name, kind, domain) in ORGANISATIONS.items():
        bodies[slug] = _organisation(session, slug, name, kind, network, at)
        domains.remember(session, domain, bodies[slug])
    for slug, name in AUTHORITIES.items():
        _organisation(session, slug, name, "district-council", network, at)
    return {person.email: _account(session, person, bodies, network, key, at) for person in PEOPLE}


def everybody(session: Session) -> Sequence[tuple[Person, Account]]:
    """Those who can be signed in as today."""
    found = {row.email: row for row in session.scalars(select(Account).where(Account.email.in_(BY_EMAIL)))}
    there = [(person, found.get(person.email)) for person in PEOPLE]
    return [(person, account) for person, account in there if account is not None and account.state == "active"]


def account_of(session: Session, email: str) -> Account:
    """Raises NotFound for whoever is none of the demo's own people."""
    found = {person.email: account for person, account in everybody(session)}
    if email not in found:
        raise NotFound("The demo has nobody of that address.")
    return found[email]


def code_of(account: Account, key: str, at: datetime) -> str:
    """The one-time code that their device would show now; empty for who has none."""
    if not account.second_factor:
        return ""
    try:
        return one_time_codes.code(one_time_codes.decrypted(account.second_factor, key), at)
    except Refused:
        return ""


def acting(account: Account, at: datetime) -> Actor:
    """Somebody as they act once they have signed in."""
    return roles.actor_of(SignedIn(token_hash="", account=account, began_at=at, second_factor_at=at))


def _organisation(session: Session, slug: str, name: str, kind: str, network: Network, at: datetime) -> Organisation:
    found = session.scalar(select(Organisation).where(Organisation.slug == slug))
    if found is None:
        found = Organisation(slug=slug, name=name, kind=kind, region="UKH")
        session.add(found)
        session.flush()
        networks.join(session, network, found, OPERATOR, at)
    return found


def _account(
    session: Session, person: Person, bodies: dict[str, Organisation], network: Network, key: str, at: datetime
) -> Account:
    found = accounts.by_email(session, person.email)
    if found is None:
        found = Account(handle=handle(), email=person.email, name=person.name, state="active", registered_at=at)
        found.confirmed_at = at
        session.add(found)
        session.flush()
        of, within = roles.BOUND[person.role]
        body = bodies[person.organisation] if of else None
        roles.give(session, found, person.role, OPERATOR, at, body, network if within else None)
    if person.role in roles.NEED_SECOND_FACTOR and not code_of(found, key, at):
        found.second_factor = one_time_codes.encrypted(pyotp.random_base32(), key)
    return found
