"""What it costs to take part in a network, entered by its moderators; not entered is not known, and never nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from hub import audit
from hub.actor import Actor
from hub.clock import day_of
from hub.errors import NotFound, Refused
from hub.models import MembershipFee, Network, NetworkMember, Organisation
from hub.reports.period import Period

MOST_PENCE = 10**12
"""Ten thousand million pounds: what is more was mistyped."""


@dataclass(frozen=True)
class Fee:
    """What an organisation pays one network for a year. ``pence`` is None where nobody entered it."""

    network: Network
    pence: int | None


def enter(
    session: Session,
    actor: Actor,
    network: Network,
    period: Period,
    organisation: Organisation | None,
    pence: int | None,
    at: datetime,
) -> None:
    """Keep what an organisation pays for a year, or each of them where none is named; without an amount forget it.

    Raises NotFound for somebody who does not moderate the network, Refused for an amount or organisation it cannot be.
    """
    if not actor.may("moderator", network=network.slug):
        raise NotFound("There is no such network that you moderate.")
    if pence is not None and not 0 <= pence < MOST_PENCE:
        raise Refused("Enter what membership costs in pounds and pence, such as 4,500 or 4500.00.")
    if organisation is not None and organisation not in members(session, network, period):
        raise Refused(f"{organisation.name} did not take part in {network.name} in {period.shown}.")
    row = _row(session, network, period, organisation)
    if row is not None:
        session.delete(row)
        session.flush()
    if pence is not None:
        about = {"network_id": network.id, "organisation_id": organisation and organisation.id, "year": period.year}
        session.add(MembershipFee(pence=pence, entered_on=day_of(at), **about))
    detail = {"year": period.year, "organisation": organisation.slug if organisation else "", "pence": pence}
    audit.note(session, actor, "enter membership fee", f"network {network.slug}", at, detail)


def entered(session: Session, network: Network) -> Sequence[MembershipFee]:
    """All that was entered for a network, newest year first, what each pays before what single ones pay."""
    rows = session.scalars(
        select(MembershipFee)
        .where(MembershipFee.network_id == network.id)
        .options(joinedload(MembershipFee.organisation))
    ).all()
    by_name = sorted(rows, key=lambda row: row.organisation.name if row.organisation else "")
    return sorted(by_name, key=lambda row: row.year, reverse=True)


def fees(session: Session, organisation: Organisation, period: Period) -> list[Fee]:
    """What an organisation pays each network in which it took part in that year."""
    found = select(Network).join(NetworkMember, NetworkMember.network_id == Network.id)
    mine = found.where(NetworkMember.organisation_id == organisation.id, *_within(period))
    networks = session.scalars(mine.order_by(Network.name).distinct()).all()
    return [Fee(network, _pence(session, network, period, organisation)) for network in networks]


def members(session: Session, network: Network, period: Period) -> Sequence[Organisation]:
    """The organisations that took part in a network in some of a year, by name."""
    found = select(Organisation).join(NetworkMember, NetworkMember.organisation_id == Organisation.id)
    theirs = found.where(NetworkMember.network_id == network.id, *_within(period))
    return session.scalars(theirs.order_by(Organisation.name).distinct()).all()


def _within(period: Period) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    still = NetworkMember.ends_on.is_(None) | (NetworkMember.ends_on > period.first)
    return NetworkMember.starts_on <= period.last, still


def _pence(session: Session, network: Network, period: Period, organisation: Organisation) -> int | None:
    for payer in (organisation, None):
        row = _row(session, network, period, payer)
        if row is not None:
            return row.pence
    return None


def _row(session: Session, network: Network, period: Period, organisation: Organisation | None) -> MembershipFee | None:
    found = select(MembershipFee).where(MembershipFee.network_id == network.id, MembershipFee.year == period.year)
    payer = organisation.id if organisation else None
    return session.scalar(found.where(MembershipFee.organisation_id == payer))
