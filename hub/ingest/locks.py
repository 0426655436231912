"""A value the network sets: a decision with a reason, which goes before whatever a source says, until it is undone."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import audit
from hub.actor import Actor
from hub.errors import NotFound, Refused
from hub.ingest.decisions import as_stored
from hub.ingest.frameworks import remerge
from hub.ingest.links import relink
from hub.ingest.statement import FIELDS, known
from hub.models import Decision, Framework, StoredRecord
from hub.personal import problem

NEVER = frozenset({"owner", "parent_reference", "listing_of_owner", "eligibility_rules"})
"""What tells which framework it is, and rules, which are confirmed one by one (hub.ingest.corrections)."""

LOCKABLE = tuple(name for name in FIELDS if name not in NEVER)
LONGEST_REASON = 1000


def lock(
    session: Session, framework: Framework, field: str, value: Any, actor: Actor, at: datetime, reason: str
) -> Decision:
    """Set a field of a framework, whatever sources say; it takes the place of an earlier lock on that field.

    ``value`` is what a Record has there, or the same as JSON. Raises Refused.
    """
    if not actor.may("moderator"):
        raise Refused("Only a moderator can set a value.")
    stored = _readable(field, value)
    if wrong := reason_problem(reason):
        raise Refused(f"{wrong}.")
    replaced = [row.id for row in _standing(session, framework.key, field)]
    for row in _standing(session, framework.key, field):
        row.revoked_at = at
    decision = Decision(
        kind="lock",
        home=framework.key,
        field=field,
        value={"value": stored, "network": network_of(actor)},
        reason=reason.strip(),
        actor=actor.name,
        made_at=at,
    )
    session.add(decision)
    _carried_out(session, framework, at)
    detail = {"framework": framework.key, "field": field, "replaced": replaced}
    audit.note(session, actor, "lock value", f"decision {decision.id}", at, detail)
    return decision


def unlock(session: Session, number: int, actor: Actor, at: datetime) -> Decision:
    """The sources have their say again. Raises NotFound, for the lock of another network too, and Refused."""
    decision = session.get(Decision, number)
    if decision is None or decision.kind != "lock":
        raise NotFound(f"There is no lock {number}.")
    if not actor.may("moderator", network=decision.value.get("network", "")):
        raise NotFound(f"There is no lock {number}.")
    if decision.revoked_at is not None:
        raise Refused(f"Lock {number} was undone already.")
    decision.revoked_at = at
    framework = session.scalars(select(Framework).where(Framework.key == decision.home)).one()
    _carried_out(session, framework.merged_into or framework, at)
    detail = {"framework": framework.key, "field": decision.field}
    audit.note(session, actor, "unlock value", f"decision {decision.id}", at, detail)
    return decision


def reason_problem(reason: str) -> str:
    """What is wrong with a reason, which stands on the page; empty when it can be taken."""
    return problem(reason, LONGEST_REASON) if reason.strip() else "Say why: the reason stands on the page"


def network_of(actor: Actor) -> str:
    """The network somebody moderates for: the one in hand, else the first; empty for those who are of none."""
    theirs = [right.network for right in actor.rights if right.role == "moderator"]
    return actor.network if actor.network in theirs else next(iter(theirs), "")


def _readable(field: str, value: Any) -> Any:
    if field not in LOCKABLE:
        raise Refused(f"“{field}” cannot be set: it is not one of {', '.join(LOCKABLE)}.")
    try:
        stored = as_stored(field, value)
    except ValueError as reason:
        raise Refused(f"That is no value of “{field}”.") from reason
    if not known(value):
        raise Refused("A value that says nothing cannot be set. To show what the sources say, undo the lock.")
    return stored


def _standing(session: Session, key: str, field: str) -> list[Decision]:
    wanted = (Decision.kind == "lock", Decision.home == key, Decision.field == field, Decision.revoked_at.is_(None))
    return list(session.scalars(select(Decision).where(*wanted)))


def _carried_out(session: Session, framework: Framework, at: datetime) -> None:
    session.flush()
    homes = select(StoredRecord.home).where(StoredRecord.framework_id == framework.id)
    remerge(session, {framework.key, *session.scalars(homes)}, at)
    relink(session)
