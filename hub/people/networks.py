"""Networks of organisations that keep the catalogue together; one hub can hold several."""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hub import audit
from hub.actor import Actor
from hub.errors import NotFound, Refused
from hub.models import Network, NetworkMember, Organisation


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
