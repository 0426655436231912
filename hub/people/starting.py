"""What a new hub knows of people's organisations: their mail domains, and the network it was made for."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import audit, data
from hub.actor import Actor
from hub.models import EmailDomain, Network, NetworkMember, Organisation

SLUG, NAME = "pen", "Procurement East Network"
ABOUT = "Councils and fire and rescue services of the East of England that buy together."

FIRST_LIST = date(2009, 4, 1)
"""The members of the network are known from the financial year 2009/10 on."""


def load_email_domains(session: Session) -> int:
    """Put the mail domains of the hub's own list into the database; safe to run again. Returns how many are new."""
    there = {(row.domain, row.organisation_id) for row in session.scalars(select(EmailDomain))}
    ids = _ids(session)
    pairs = {(domain, ids[slug]) for slug, domains in data.email_domains().items() for domain in domains}
    for domain, organisation in sorted(pairs - there):
        session.add(EmailDomain(domain=domain, organisation_id=organisation))
    session.flush()
    return len(pairs - there)


def found_first_network(session: Session, actor: Actor, at: datetime) -> Network | None:
    """Found the Procurement East Network with its members; None where there is one, which stays as it is.

    The four members of 2009/10 that have been merged since are kept with the day they ended, and those that took
    over from them are members from their first day on.
    """
    if session.scalar(select(Network).where(Network.slug == SLUG)):
        return None
    network = Network(slug=SLUG, name=NAME, about=ABOUT)
    session.add(network)
    ids = _ids(session)
    members = [each for each in data.authorities().values() if each.member_2009 or each.member_today]
    for member in members:
        since = max(FIRST_LIST, member.start or FIRST_LIST)
        row = NetworkMember(network=network, organisation_id=ids[member.slug], starts_on=since, ends_on=member.end)
        session.add(row)
    session.flush()
    audit.note(session, actor, "found network", f"network {SLUG}", at, {"organisations": len(members)})
    return network


def _ids(session: Session) -> dict[str, int]:
    curated = session.scalars(select(Organisation).where(Organisation.curated))
    return {row.slug: row.id for row in curated}
