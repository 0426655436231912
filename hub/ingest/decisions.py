"""What people decided about merging, as the merge reads it. A decision is data: it survives re-imports."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.ingest.identity import Joins
from hub.models import Decision, Framework
from scrapers.record import Record

KINDS = ("join", "detach", "reject", "never")


def joins(session: Session) -> Joins:
    """Every join, detachment and refusal to join in force."""
    standing = select(Decision).where(Decision.revoked_at.is_(None), Decision.kind.in_(KINDS))
    rows = session.scalars(standing).all()
    return Joins(
        joined=frozenset((row.home, row.other_home) for row in rows if row.kind == "join"),
        detached=frozenset(row.home for row in rows if row.kind == "detach"),
        parted=frozenset(frozenset((row.home, row.other_home)) for row in rows if row.kind in ("reject", "never")),
    )


@dataclass(frozen=True)
class Lock:
    """A value that a network set: its Decision's number, the value as a Record has it, why, when, and its slug.

    ``by`` is the handle of who set it. Without a network it was the operator or an administrator.
    """

    number: int
    value: Any
    reason: str
    made_at: datetime
    network: str
    by: str


Locks = Mapping[str, Mapping[str, Lock]]
"""By the key of a framework and the field."""


def locks(session: Session) -> Locks:
    """The values that are locked; the newest lock of a field counts."""
    standing = select(Decision).where(Decision.revoked_at.is_(None), Decision.kind == "lock").order_by(Decision.id)
    found: dict[str, dict[str, Lock]] = defaultdict(dict)
    for row in session.scalars(standing):
        value, network = as_stated(row.field, row.value.get("value")), row.value.get("network", "")
        found[row.home][row.field] = Lock(row.id, value, row.reason, row.made_at, network, row.actor)
    return found


def locked_of(found: Locks, key: str, others: Iterable[str] = ()) -> dict[str, Lock]:
    """The locks on a framework and on those that were merged into it; its own go before theirs."""
    return {name: lock for each in (*sorted(others), key) for name, lock in found.get(each, {}).items()}


def locks_on(session: Session, frameworks: Collection[Framework]) -> dict[str, dict[str, Lock]]:
    """The locks in force on each of these frameworks, by its key and the field."""
    found = locks(session)
    if not found:
        return {framework.key: {} for framework in frameworks}
    merged = select(Framework.merged_into_id, Framework.key).where(Framework.merged_into_id.is_not(None))
    others: dict[int | None, list[str]] = defaultdict(list)
    for leader, key in session.execute(merged.where(Framework.key.in_(found))):
        others[leader].append(key)
    return {each.key: locked_of(found, each.key, others[each.id]) for each in frameworks}


def locked_values(held: Mapping[str, Lock]) -> dict[str, Any]:
    """What the merge needs of them."""
    return {name: lock.value for name, lock in held.items()}


def as_stated(field: str, value: Any) -> Any:
    """A value from JSON, or as a Record has it already, as a Record has it. Raises ValueError for none of that field.
    """
    about = {"source_id": "lock", "title": "lock", "owner": "lock"}
    return getattr(Record.model_validate(about | {field: value}), field)


def as_stored(field: str, value: Any) -> Any:
    """The same as JSON."""
    about = {"source_id": "lock", "title": "lock", "owner": "lock"}
    return Record.model_validate(about | {field: value}).model_dump(mode="json")[field]
