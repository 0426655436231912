"""The frameworks that end soon, or have ended lately, and what follows each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from hub.catalogue.frameworks import IN_FORCE
from hub.ingest.candidates import standing
from hub.ingest.profiles import Candidate, Profile
from hub.models import Framework, Relation, listed
from hub.status import OVER, Status
from hub.successors import Generation, Outlook, outlook

LOOKING_BACK = timedelta(days=180)
"""Who bought through a framework that has just ended still asks what follows it."""

WATCHED = (*IN_FORCE, Status.ENDED.value, Status.ENDED_MAY_BE_EXTENDED.value)


@dataclass(frozen=True)
class Replacement:
    """A framework that ends, the outlook, and its successor where there is one."""

    framework: Framework
    outlook: Outlook
    successor: Framework | None


def replacements(session: Session, today: date, within_days: int) -> list[Replacement]:
    """What ends within so many days, or ended in the last 180; what ends first comes first."""
    ending = _ending(session, today, today + timedelta(days=within_days))
    families = _families(session, {framework.owner_id for framework in ending})
    by_key = {framework.key: framework for family in families.values() for framework, _ in family}
    named = named_successors(session)
    found = []
    for framework in ending:
        family = [generation for _, generation in families[framework.owner_id]]
        own = next((each for each in family if each.key == framework.key), None)
        if own is not None:
            ahead = outlook(own, family, named.get(framework.key, frozenset()))
            found.append(Replacement(framework, ahead, by_key.get(ahead.successor)))
    return found


def replacement(session: Session, framework: Framework) -> Replacement | None:
    """What follows one framework; None where its owner is not known. Only what could come next is compared."""
    if framework.owner is None:
        return None
    named = named_successors(session, framework.key).get(framework.key, frozenset())
    mine = select(Framework).where(*listed(), Framework.owner_id == framework.owner_id, Framework.key != framework.key)
    later = or_(Framework.start.is_(None), Framework.start > (framework.start or date.min), Framework.key.in_(named))
    wanted = mine.where(later, Framework.status.not_in([status.value for status in OVER]))
    rows = {row.key: row for row in session.scalars(wanted.options(joinedload(Framework.owner)))}
    ahead = outlook(_alone(framework), map(_alone, rows.values()), named)
    return Replacement(framework, ahead, rows.get(ahead.successor))


def _alone(row: Framework) -> Generation:
    """A framework as outlook compares it, which asks for nothing but its title, reference and kind."""
    owner = row.owner.slug if row.owner else ""
    profile = Profile(Candidate(key=row.key, owner=owner, title=row.title, reference=row.reference, kind=row.kind))
    return Generation(profile, Status(row.status), row.start, _last_day(row))


def _last_day(row: Framework) -> date | None:
    """The last day on which it may be called off from, as far as is published."""
    return max(filter(None, (row.end, row.max_end)), default=None) if row.status == "extended" else row.end


def _ending(session: Session, today: date, last: date) -> Sequence[Framework]:
    between = Framework.end.between(today - LOOKING_BACK, last)
    wanted = select(Framework).where(*listed(), Framework.status.in_(WATCHED), between)
    wanted = wanted.options(joinedload(Framework.owner)).order_by(Framework.end, Framework.title_sort)
    return session.scalars(wanted).all()


def _families(
    session: Session, owners: Iterable[int | None]
) -> Mapping[int | None, list[tuple[Framework, Generation]]]:
    """All frameworks of these owners, as they are compared with one another."""
    profiles = {candidate.key: Profile(candidate) for candidate in standing(session)}
    wanted = select(Framework).where(*listed(), Framework.owner_id.in_(set(owners) - {None}))
    families: dict[int | None, list[tuple[Framework, Generation]]] = defaultdict(list)
    for row in session.scalars(wanted.options(joinedload(Framework.owner))):
        generation = Generation(profiles[row.key], Status(row.status), row.start, _last_day(row))
        families[row.owner_id].append((row, generation))
    return families


def named_successors(session: Session, key: str = "") -> Mapping[str, frozenset[str]]:
    """The keys of what replaces each framework, or the one of a key, as either side states it."""
    found: dict[str, set[str]] = defaultdict(set)
    stated = select(Framework.key, Relation.kind, Relation.target_key).join(Relation).where(Relation.target_key != "")
    if key:
        stated = stated.where(or_(Framework.key == key, Relation.target_key == key))
    for one, kind, target in session.execute(stated.where(Relation.kind.in_(("replaces", "replaced_by")))):
        before, after = (target, one) if kind == "replaces" else (one, target)
        found[before].add(after)
    return {key: frozenset(after) for key, after in found.items()}
