"""Networks of organisations that keep the catalogue together; one hub can hold several."""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from hub import audit
from hub.actor import Actor
from hub.errors import NotFound, Refused
from hub.mail.letter import is_address
from hub.models import Account, Grant, Network, NetworkMember, Organisation
from hub.people import domains


def all_networks(session: Session) -> Sequence[Network]:
    return session.scalars(select(Network).order_by(Network.name)).all()


def network(session: Session, slug: str) -> Network:
    """Raises NotFound."""
    found = session.scalar(select(Network).where(Network.slug == slug))
    if found is None:
        raise NotFound(f"There is no network called “{slug}”. Run `hub networks list` to see them.")
    return found


def found_network(session: Session, slug: str, name: str, about: str, actor: Actor, at: datetime) -> Network:
    """A new network. Raises Refused."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        raise Refused("Use small letters, figures and single hyphens for a network's address.")
    if session.scalar(select(Network).where(Network.slug == slug)):
        raise Refused(f"There is a network called “{slug}” already.")
    row = Network(slug=slug, name=name, about=about)
    session.add(row)
    session.flush()
    audit.note(session, actor, "found network", f"network {slug}", at)
    return row


def join(session: Session, network: Network, organisation: Organisation, actor: Actor, at: datetime) -> NetworkMember:
    """An organisation acts in a network from today; once is enough."""
    for row in memberships(session, organisation):
        if row.network_id == network.id:
            return row
    row = NetworkMember(network=network, organisation=organisation, starts_on=at.date())
    session.add(row)
    session.flush()
    detail = {"organisation": organisation.slug}
    audit.note(session, actor, "join network", f"network {network.slug}", at, detail)
    return row


def leave(session: Session, network: Network, organisation: Organisation, actor: Actor, at: datetime) -> None:
    """From today an organisation acts there no more, and nobody contributes there for it. Raises Refused."""
    found = [row for row in memberships(session, organisation) if row.network_id == network.id]
    if not found:
        raise Refused(f"{organisation.name} does not act in {network.name}.")
    found[0].ends_on = at.date()
    grants = select(Grant).where(Grant.network_id == network.id, Grant.organisation_id == organisation.id)
    ended = session.scalars(grants.where(Grant.ended_at.is_(None))).all()
    for grant in ended:
        grant.ended_at, grant.ended_by = at, actor.name
    detail = {"organisation": organisation.slug, "roles ended": len(ended)}
    audit.note(session, actor, "leave network", f"network {network.slug}", at, detail)


def be_reached_at(session: Session, network: Network, mailbox: str, actor: Actor, at: datetime) -> None:
    """Publish the address of a role that the network's moderators read; empty takes it away. Raises Refused."""
    address = domains.settled(mailbox)
    if address and not is_address(address):
        raise Refused("Enter an e-mail address in the usual form, such as procurement@example.gov.uk.")
    network.mailbox = address
    audit.note(session, actor, "change mailbox", f"network {network.slug}", at, {"given": bool(address)})


def moderators(session: Session, network: Network) -> int:
    """How many people moderate a network today."""
    found = select(func.count(Account.id.distinct())).select_from(Account).join(Grant)
    standing = (Grant.role == "moderator", Grant.network_id == network.id, Grant.ended_at.is_(None))
    return session.scalar(found.where(*standing, Account.state == "active")) or 0


def memberships(session: Session, organisation: Organisation) -> Sequence[NetworkMember]:
    """The networks an organisation acts in today."""
    found = select(NetworkMember).where(NetworkMember.organisation_id == organisation.id)
    return session.scalars(found.where(NetworkMember.ends_on.is_(None)).order_by(NetworkMember.network_id)).all()


def organisations(session: Session, network: Network, day: datetime) -> Sequence[Organisation]:
    """Those that act in a network, by name."""
    found = select(Organisation).join(NetworkMember, NetworkMember.organisation_id == Organisation.id)
    standing = or_(NetworkMember.ends_on.is_(None), NetworkMember.ends_on >= day.date())
    return session.scalars(
        found.where(NetworkMember.network_id == network.id, standing).order_by(Organisation.name)
    ).all()
