"""The contributions that wait for a moderator: those of the networks they moderate, and no others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.actor import Actor
from hub.clock import LONDON
from hub.contributions import states
from hub.contributions.present import framework_of
from hub.contributions.publishing import proposal
from hub.errors import NotFound
from hub.models import Contribution, Network

LATEST = 20
"""Answered contributions that the queue shows below those that wait."""


@dataclass(frozen=True)
class Waiting:
    """A contribution in the queue. ``age`` is for how many days it has waited, ``late``: its day has passed.

    ``not_theirs`` is why this moderator may not decide on it; empty where they may.
    """

    contribution: Contribution
    title: str
    age: int
    late: bool
    not_theirs: str


def waiting(session: Session, actor: Actor, day: date) -> list[Waiting]:
    """What waits, due first comes first."""
    found = _theirs(session, actor, "submitted")
    ordered = sorted(found, key=lambda each: (each.due_on or date.max, each.id))
    return [_waiting(session, each, actor, day) for each in ordered]


def answered(session: Session, actor: Actor) -> Sequence[Contribution]:
    """What was answered last, newest first."""
    found = [each for each in _theirs(session, actor, "accepted", "returned", "rejected") if each.decided_at]
    return sorted(found, key=lambda each: (each.decided_at, each.id), reverse=True)[:LATEST]


def find(session: Session, code: str, actor: Actor) -> Contribution:
    """A contribution by its code. Raises NotFound for one of another network, as for one that is not there."""
    found = session.scalar(select(Contribution).where(Contribution.code == code))
    submitted = found is not None and bool(found.submitted_by)
    if found is None or not submitted or not actor.may("moderator", network=found.network.slug):
        raise NotFound("There is no such contribution, or it is not in a network you moderate.")
    return found


def title_of(session: Session, contribution: Contribution) -> str:
    """What a contribution is about, in a line."""
    if contribution.kind == "change" and (framework := framework_of(session, contribution.home)):
        return framework.title
    return contribution.draft.get("title") or contribution.draft.get("reference") or "Without a title"


def _theirs(session: Session, actor: Actor, *states: str) -> Sequence[Contribution]:
    found = select(Contribution).join(Network).where(Contribution.state.in_(states), Contribution.submitted_by != "")
    return [each for each in session.scalars(found) if actor.may("moderator", network=each.network.slug)]


def _waiting(session: Session, contribution: Contribution, actor: Actor, day: date) -> Waiting:
    since = contribution.submitted_at or contribution.changed_at
    return Waiting(
        contribution=contribution,
        title=title_of(session, contribution),
        age=(day - since.astimezone(LONDON).date()).days,
        late=contribution.due_on is not None and contribution.due_on < day,
        not_theirs=states.why_not("accept", proposal(contribution), actor),
    )
