"""Targets: sums to be reached, thought possible or told by somebody. They are never added to a saving."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from hub import audit, data
from hub.actor import Actor
from hub.errors import NotFound, Refused
from hub.models import Network, NetworkMember, Organisation, SavingTarget
from hub.savings.years import years_between

KINDS = {"target": "Target", "potential": "Potential", "reported": "Reported"}

MEANINGS = {
    "target": "What is to be reached.",
    "potential": "What somebody thinks possible.",
    "reported": "What somebody told had been saved. The hub holds no claims for it, so it is no saving here.",
}

LONGEST_TITLE = 200
MOST_PENCE = 10**14
"""A trillion pounds: more is a slip."""


@dataclass(frozen=True)
class Entered:
    """A target as it is to be kept. Years are written 2025-26; ``organisation`` is a slug, empty for all members."""

    kind: str
    title: str
    first_year: str
    last_year: str
    pence: int
    organisation: str = ""
    reported_on: date | None = None
    source: str = ""


@dataclass(frozen=True)
class Progress:
    """What was saved in each year since the first, added up, and what is to be reached by each. ``reached`` is None
    from the first year on of which the saving is not shown.
    """

    first_year: str
    years: Sequence[str]
    reached: Mapping[str, int | None]
    targets: Mapping[str, Sequence[SavingTarget]]


def of_network(session: Session, network: Network) -> Sequence[SavingTarget]:
    """Those of the network and of organisations in it, by the year they end in."""
    return _targets(session, SavingTarget.network_id == network.id)


def of_organisation(session: Session, organisation: Organisation) -> Sequence[SavingTarget]:
    return _targets(session, SavingTarget.organisation_id == organisation.id)


def find(session: Session, number: int, actor: Actor) -> SavingTarget:
    """A target that somebody may change. Raises NotFound."""
    found = session.get(SavingTarget, number)
    if found is None or not actor.may("moderator", network=found.network.slug):
        raise NotFound("There is no such target, or it is not yours to change.")
    return found


def add(session: Session, network: Network, entered: Entered, actor: Actor, at: datetime) -> SavingTarget:
    """Raises NotFound for who does not moderate the network, Refused."""
    if not actor.may("moderator", network=network.slug):
        raise NotFound("There is no such network, or its targets are not yours to change.")
    return _add(session, SavingTarget(network=network, **_kept(session, network, entered)), actor, at)


def change(session: Session, row: SavingTarget, entered: Entered, actor: Actor, at: datetime) -> None:
    """Raises Refused. An example that is changed is none any more."""
    before = _said(row)
    for name, value in _kept(session, row.network, entered).items():
        setattr(row, name, value)
    session.flush()
    if _said(row) != before:
        row.example = False
        audit.note(session, actor, "change target", f"target {row.id}", at, audit.changed(before, _said(row)))


def remove(session: Session, row: SavingTarget, actor: Actor, at: datetime) -> None:
    audit.note(session, actor, "remove target", f"target {row.id}", at, _said(row) | {"network": row.network.slug})
    session.delete(row)
    session.flush()


def add_example_set(session: Session, network: Network, actor: Actor, at: datetime) -> Sequence[SavingTarget]:
    """The targets a partnership set itself in 2009, as examples; what it reported in 2010 is there as a report."""
    found = []
    for each in data.example_targets():
        kept = {name: getattr(each, name) for name in ("kind", "title", "first_year", "last_year", "pence", "source")}
        row = SavingTarget(network=network, reported_on=each.reported_on, example=True, **kept)
        found.append(_add(session, row, actor, at))
    return found


def progress(targets: Sequence[SavingTarget], saved: Mapping[str, int | None]) -> list[Progress]:
    """For each first year that targets have, how far savings have come. Pure.

    ``saved`` are pence by year; None for a year of which the saving is not shown.
    """
    starts = sorted({row.first_year for row in targets})
    return [_since(start, [row for row in targets if row.first_year == start], saved) for start in starts]


def _since(start: str, targets: Sequence[SavingTarget], saved: Mapping[str, int | None]) -> Progress:
    last = max(row.last_year for row in targets)
    years = years_between(start, last)
    reached: dict[str, int | None] = {}
    so_far: int | None = 0
    for year in years:
        more = saved.get(year, 0)
        so_far = None if so_far is None or more is None else so_far + more
        reached[year] = so_far
    return Progress(start, years, reached, {year: [row for row in targets if row.last_year == year] for year in years})


def _targets(session: Session, mine: object) -> Sequence[SavingTarget]:
    wanted = select(SavingTarget).where(mine).options(joinedload(SavingTarget.organisation))  # type: ignore[arg-type]
    return session.scalars(wanted.order_by(SavingTarget.last_year, SavingTarget.pence, SavingTarget.id)).all()


def _add(session: Session, row: SavingTarget, actor: Actor, at: datetime) -> SavingTarget:
    session.add(row)
    session.flush()
    audit.note(session, actor, "add target", f"target {row.id}", at, _said(row) | {"network": row.network.slug})
    return row


def _kept(session: Session, network: Network, entered: Entered) -> dict[str, object]:
    """The columns of a target. Raises Refused."""
    if entered.kind not in KINDS:
        raise Refused("Choose what sort of figure this is")
    if not entered.title.strip():
        raise Refused("Enter a title")
    if entered.last_year < entered.first_year:
        raise Refused("The last year is before the first")
    if not 0 < entered.pence <= MOST_PENCE:
        raise Refused("Enter an amount above £0")
    return {
        **{name: getattr(entered, name) for name in ("kind", "first_year", "last_year", "pence", "source")},
        "title": entered.title.strip()[:LONGEST_TITLE],
        "reported_on": entered.reported_on if entered.kind == "reported" else None,
        "organisation_id": _member(session, network, entered.organisation) if entered.organisation else None,
    }


def _member(session: Session, network: Network, slug: str) -> int:
    """Raises Refused for an organisation that does not act in the network."""
    found = select(Organisation.id).join(NetworkMember, NetworkMember.organisation_id == Organisation.id)
    id = session.scalar(found.where(Organisation.slug == slug, NetworkMember.network_id == network.id).limit(1))
    if id is None:
        raise Refused("Choose an organisation of this network")
    return id


def _said(row: SavingTarget) -> dict[str, object]:
    """What the audit trail tells of a target."""
    columns = ("kind", "title", "first_year", "last_year", "pence", "organisation_id", "source")
    reported = row.reported_on.isoformat() if row.reported_on else None
    return {name: getattr(row, name) for name in columns} | {"reported_on": reported}
