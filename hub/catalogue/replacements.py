"""The frameworks that end soon, or have ended lately, and what follows each."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, literal, or_, select
from sqlalchemy.orm import Session, joinedload

from hub.catalogue.frameworks import IN_FORCE
from hub.db import in_parts
from hub.ingest.profiles import Candidate, Profile
from hub.ingest.titles import Title
from hub.models import Framework, Organisation, Relation, listed
from hub.status import OVER, Status
from hub.successors import Family, Generation, Outlook, least_shared, names, outlook

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
    ending = [row for row in _ending(session, today, today + timedelta(days=within_days)) if row.owner]
    families = {owner: Family(them) for owner, them in _usable(session, {row.owner_id for row in ending}).items()}
    named = named_successors(session)
    stated = _stated(session, set().union(*named.values()))
    outlooks = []
    for framework in ending:
        own, names = _alone(framework), named.get(framework.key, frozenset())
        its = [stated[key] for key in names if key in stated and stated[key].profile.it.owner == own.profile.it.owner]
        near = families[framework.owner_id].near(own) if framework.owner_id in families else ()
        outlooks.append((framework, outlook(own, its or near, names)))
    followers = _by_key(session, {ahead.successor for _, ahead in outlooks})
    return [Replacement(framework, ahead, followers.get(ahead.successor)) for framework, ahead in outlooks]


def replacement(session: Session, framework: Framework) -> Replacement | None:
    """What follows one framework; None where its owner is not known. Only what could come next is compared."""
    if framework.owner is None:
        return None
    named = named_successors(session, framework.key).get(framework.key, frozenset())
    own = _alone(framework)
    later = or_(Framework.start.is_(None), Framework.start > (framework.start or date.min))
    wanted = select(Framework).where(Framework.owner_id == framework.owner_id, Framework.key != framework.key)
    wanted = wanted.where(*_usable_ones(), or_(and_(later, _may_agree(own.profile.title)), Framework.key.in_(named)))
    rows = {row.key: row for row in session.scalars(wanted.options(joinedload(Framework.owner)))}
    ahead = outlook(own, map(_alone, rows.values()), named)
    return Replacement(framework, ahead, rows.get(ahead.successor))


def _usable_ones() -> tuple[ColumnElement[bool], ...]:
    return (*listed(), Framework.status.not_in([status.value for status in OVER]))


def _may_agree(title: Title) -> ColumnElement[bool]:
    """Whether so many words of one of its names begin somewhere in the other's title as agreeing takes at least.

    What comes after the first three letters of a word may be another form of it.
    """
    enough: list[ColumnElement[bool]] = [false()]
    for name in names(title):
        begun = (Framework.title_sort.contains(word[:3], autoescape=True) for word in sorted(name))
        shared: ColumnElement[int] = sum((case((each, 1), else_=0) for each in begun), literal(0))
        enough.append(shared >= least_shared(name))
    return or_(*enough)


def _alone(row: Any) -> Generation:
    """A framework as outlook compares it, which asks for nothing but its title, reference and kind."""
    owner = row.owner.slug if row.owner else ""
    return _generation(row, owner)


def _generation(row: Any, owner: str) -> Generation:
    profile = Profile(Candidate(key=row.key, owner=owner, title=row.title, reference=row.reference, kind=row.kind))
    return Generation(profile, Status(row.status), row.start, _last_day(row))


def _last_day(row: Any) -> date | None:
    """The last day on which it may be called off from, as far as is published."""
    return max(filter(None, (row.end, row.max_end)), default=None) if row.status == "extended" else row.end


def _ending(session: Session, today: date, last: date) -> Sequence[Framework]:
    between = Framework.end.between(today - LOOKING_BACK, last)
    wanted = select(Framework).where(*listed(), Framework.status.in_(WATCHED), between)
    wanted = wanted.options(joinedload(Framework.owner)).order_by(Framework.end, Framework.title_sort)
    return session.scalars(wanted).all()


def _usable(session: Session, owners: Collection[int | None]) -> Mapping[int | None, list[Generation]]:
    """What may follow anything of these owners'; of thousands of frameworks only what is compared is read."""
    found: dict[int | None, list[Generation]] = defaultdict(list)
    for part in in_parts(filter(None, owners)):
        for row in session.execute(_compared().where(*_usable_ones(), Framework.owner_id.in_(part))):
            found[row.owner_id].append(_generation(row, row.slug))
    return found


def _stated(session: Session, keys: Collection[str]) -> Mapping[str, Generation]:
    """What sources name as successors, by key."""
    rows = (row for part in in_parts(keys) for row in session.execute(_compared().where(Framework.key.in_(part))))
    return {row.key: _generation(row, row.slug) for row in rows}


def _compared() -> Select[*tuple[Any, ...]]:
    columns = (*(Framework.key, Framework.title, Framework.reference, Framework.kind, Framework.status),
               *(Framework.start, Framework.end, Framework.max_end, Framework.owner_id))  # fmt: skip
    return select(*columns, Organisation.slug).join(Framework.owner).where(*listed())


def _by_key(session: Session, keys: Collection[str]) -> Mapping[str, Framework]:
    wanted = select(Framework).options(joinedload(Framework.owner))
    rows = (row for part in in_parts(keys) for row in session.scalars(wanted.where(Framework.key.in_(part))))
    return {row.key: row for row in rows}


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
