"""What waits for whoever looks after a framework."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub import catalogue
from hub.actor import Actor
from hub.db import in_parts
from hub.models import Contribution, Correction, Framework, Issue, Stewardship, StoredRecord
from hub.status import Assessment, assess
from hub.stewards import rota

SOON = 180
"""Days before its end from which a framework is said to end soon."""

OPEN = ("submitted", "returned")
"""Contributions in these states have no answer yet."""


@dataclass(frozen=True)
class Waiting:
    """How many corrections, data issues and contributions are open, and of how many fields sources disagree."""

    corrections: int = 0
    issues: int = 0
    contributions: int = 0
    differing: int = 0

    @property
    def total(self) -> int:
        return self.corrections + self.issues + self.contributions + self.differing


@dataclass(frozen=True)
class Duty:
    """A framework that somebody looks after; ``as_deputy`` for somebody else.

    ``framework`` is the one it is today, None where it is no longer in the catalogue.
    """

    row: Stewardship
    framework: Framework | None
    as_deputy: bool
    waiting: Waiting

    def assessment(self, today: date) -> Assessment | None:
        return assess(self.framework, today) if self.framework else None

    def ends_in(self, today: date) -> int | None:
        """Days until it ends, where that is soon."""
        left = (self.framework.end - today).days if self.framework and self.framework.end else -1
        return left if 0 <= left <= SOON else None

    def is_due(self, today: date) -> bool:
        return self.row.review_on <= today


def duties(session: Session, actor: Actor) -> Sequence[Duty]:
    """The frameworks that somebody looks after, and those they are the deputy for."""
    held = rota.held_by(session, actor.account) if actor.account is not None else ()
    rows = [row for row in held if rota.is_theirs(row, actor)]
    today = rota.leading(session, {row.home for row in rows})
    counted = waiting(session, {today[row.home].id: today[row.home] for row in rows if row.home in today}.values())
    proposed = _contributions(session, {row.home for row in rows} | {found.key for found in today.values()})
    return [_duty(row, today.get(row.home), actor, counted, proposed) for row in rows]


def _duty(
    row: Stewardship,
    framework: Framework | None,
    actor: Actor,
    counted: Mapping[str, Waiting],
    proposed: Mapping[tuple[str, int], int],
) -> Duty:
    """Contributions are a network's own business until they are published."""
    others = counted[framework.key] if framework else Waiting()
    keys = {row.home, framework.key} if framework else {row.home}
    mine = sum(proposed.get((key, row.network_id), 0) for key in keys)
    found = Waiting(others.corrections, others.issues, mine, others.differing)
    return Duty(row, framework, row.account_id != actor.account, found)


def waiting(session: Session, frameworks: Collection[Framework]) -> Mapping[str, Waiting]:
    """What waits of each framework, by its key, but for contributions."""
    keys = {each.key: each.key for each in frameworks} | _merged(session, frameworks)
    corrections, issues = _corrections(session, keys), _issues(session, frameworks)
    differing = {
        key: sum(1 for name in evidence.fields if evidence.differing(name))
        for key, evidence in catalogue.evidences(session, frameworks).items()
    }
    return {
        each.key: Waiting(corrections[each.key], issues[each.key], differing=differing[each.key])
        for each in frameworks
    }


def _merged(session: Session, frameworks: Collection[Framework]) -> dict[str, str]:
    """The key of the framework that others were merged into, by theirs."""
    leaders = {each.id: each.key for each in frameworks}
    found = select(Framework.key, Framework.merged_into_id).where(Framework.merged_into_id.in_(leaders))
    return {key: leaders[leader] for key, leader in session.execute(found) if leader is not None}


def _corrections(session: Session, keys: Mapping[str, str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for part in in_parts(keys):
        wanted = (Correction.subject == "framework", Correction.state == "open", Correction.ident.in_(part))
        for ident in session.scalars(select(Correction.ident).where(*wanted)):
            found[keys[ident]] += 1
    return found


def _issues(session: Session, frameworks: Collection[Framework]) -> Counter[str]:
    """Of all entries of sources that it is made of."""
    names = {each.id: each.key for each in frameworks}
    found: Counter[str] = Counter()
    for part in in_parts(names):
        same = (Issue.source == StoredRecord.source) & (Issue.source_id == StoredRecord.source_id)
        counted = select(StoredRecord.framework_id, func.count(Issue.id.distinct())).join(Issue, same)
        wanted = counted.where(StoredRecord.framework_id.in_(part), Issue.cleared_at.is_(None))
        for framework, count in session.execute(wanted.group_by(StoredRecord.framework_id)):
            found[names[framework or 0]] = count
    return found


def _contributions(session: Session, keys: Collection[str]) -> Counter[tuple[str, int]]:
    """By the key they are to change and their network."""
    found: Counter[tuple[str, int]] = Counter()
    for part in in_parts(keys):
        wanted = select(Contribution.home, Contribution.network_id, func.count())
        open_now = wanted.where(Contribution.home.in_(part), Contribution.state.in_(OPEN))
        for home, network, count in session.execute(open_now.group_by(Contribution.home, Contribution.network_id)):
            found[home, network] = count
    return found
