"""What becomes of organisations: renamed, merged, split, succeeded. Each is a decision, so it outlasts the next loading
of the hub's own list, and can be undone.

Nothing is taken away: an old name is kept with the day it ended, and a predecessor with the day it was replaced.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import audit, clock
from hub.actor import Actor
from hub.errors import NotFound, Refused
from hub.ingest.keepers import follow, share_problem
from hub.ingest.organisations import organisation_slug
from hub.ingest.reorganised import DAY, apply, called, linked, noted, part, require_unused, rows, take_back
from hub.models import Decision, Framework, Organisation, listed, touch
from hub.personal import problem

KIND = "organisation"
LONGEST_NAME = 200
LONGEST_REASON = 1000
MOST = 20
"""So many organisations may become one, or one of them so many."""

KEPT = ("name", "curated", "starts_on", "ends_on")
"""The columns that are put back when a decision is undone."""


@dataclass(frozen=True)
class Reorganisation:
    """Organisations, by slug, that are followed by others, by name, on a day; the latter are made where they are new.

    One by one is a succession, several by one a merger, one by several a split. ``provisional``: it is planned only.
    ``shares``: which part of what is kept by organisation passes to each, in their order; empty where nobody says.
    """

    predecessors: Sequence[str]
    successors: Sequence[str]
    on: date
    provisional: bool = False
    shares: Sequence[str] = ()


def rename(session: Session, slug: str, name: str, on: date, reason: str, actor: Actor, at: datetime) -> Decision:
    """An organisation has had another name since a day. Raises NotFound, Refused."""
    row = called(session, slug)
    if wrong := name_problem(name) or reason_problem(reason):
        raise Refused(f"{wrong}.")
    if name == row.name:
        raise Refused("It is called that already.")
    if wrong := day_problem(on, at):
        raise Refused(f"{wrong}.")
    value: dict[str, Any] = {"to": name, "from": row.name, "on": on.isoformat()}
    value |= {"before": _before([row]), "noted": noted(row, row.name)}
    return _decided(session, "rename", slug, value, reason, actor, at)


def reorganise(session: Session, change: Reorganisation, reason: str, actor: Actor, at: datetime) -> Decision:
    """Raises NotFound, Refused."""
    if wrong := change_problem(session, change) or reason_problem(reason):
        raise Refused(f"{wrong}.")
    predecessors = [called(session, slug) for slug in change.predecessors]
    pairs = [(organisation_slug(name), name) for name in change.successors]
    known = {row.slug: row for row in rows(session, [slug for slug, _ in pairs])}
    value = {
        "predecessors": list(change.predecessors),
        "successors": {slug: known[slug].name if slug in known else name for slug, name in pairs},
        "new": [slug for slug, _ in pairs if slug not in known],
        "linked": linked(session, change.predecessors, [slug for slug, _ in pairs]),
        "shares": dict(zip((slug for slug, _ in pairs), change.shares, strict=False)),
        "on": change.on.isoformat(),
        "provisional": change.provisional,
        "before": _before([*predecessors, *known.values()]),
    }
    return _decided(session, "succeed", change.predecessors[0], value, reason, actor, at)


def confirm(session: Session, number: int, actor: Actor, at: datetime) -> Decision:
    """What was planned has been settled: from its day on the predecessors are over. Raises NotFound, Refused."""
    decision = standing(session, number)
    if decision.field != "succeed" or not decision.value["provisional"]:
        raise Refused("That is confirmed already.")
    value, shares = decision.value, tuple(decision.value.get("shares", {}).values())
    predecessors = rows(session, value["predecessors"])
    if wrong := share_problem(session, predecessors, len(value["successors"]), shares):
        raise Refused(f"{wrong}. Undo this change and enter it again.")
    decision.value = value | {"provisional": False}
    apply(session, decision)
    _follow(session, decision, at)
    _touch(session, decision, at)
    audit.note(session, actor, "confirm organisation change", f"decision {number}", at)
    return decision


def undo(session: Session, number: int, actor: Actor, at: datetime) -> Decision:
    """Everything is as it was before. Raises NotFound, and Refused while a later change builds on it."""
    decision = standing(session, number)
    mine = _concerned(decision)
    if any(each.id > number and mine & _concerned(each) for each in decisions(session)):
        raise Refused("A later change is about the same organisation. Undo that first.")
    part(session, decision)
    _follow(session, decision, at)
    require_unused(session, decision)
    _touch(session, decision, at)
    take_back(session, decision)
    decision.revoked_at = at
    audit.note(session, actor, "undo organisation change", f"decision {number}", at)
    return decision


def decisions(session: Session) -> Sequence[Decision]:
    """The changes in force, newest first."""
    held = select(Decision).where(Decision.kind == KIND, Decision.revoked_at.is_(None))
    return session.scalars(held.order_by(Decision.id.desc())).all()


def standing(session: Session, number: int) -> Decision:
    """Raises NotFound for one that is not in force."""
    found = session.get(Decision, number)
    if found is None or found.kind != KIND or found.revoked_at is not None:
        raise NotFound(f"There is no change of organisations {number} in force.")
    return found


def reapply(session: Session) -> None:
    """After the hub's own list was loaded again: what was decided goes before it."""
    for decision in reversed(decisions(session)):
        apply(session, decision)


def day_problem(on: date, at: datetime) -> str:
    """Why an organisation cannot be given another name from a day on, as it is ``at`` a moment."""
    if on > clock.today(lambda: at):
        return "A name can be changed on the day it changes, and later, but not before"
    return ""


def name_problem(name: str) -> str:
    return "Enter a name" if not name.strip() else problem(name, LONGEST_NAME)


def reason_problem(reason: str) -> str:
    if not reason.strip():
        return "Say why, with the order or decision that made it so"
    return problem(reason, LONGEST_REASON)


def change_problem(session: Session, change: Reorganisation) -> str:
    """What is wrong with a change, with the cure; empty where it can be made."""
    names = [*change.successors]
    slugs = {organisation_slug(name) for name in names}
    if not change.predecessors or not names:
        return "Name who is followed, and by whom"
    if max(len(change.predecessors), len(names)) > MOST or len(slugs) < len(names):
        return f"Name each once, and {MOST} at most"
    if len(change.predecessors) > 1 and len(names) > 1:
        return "Make it in two steps: several become one, or one becomes several"
    if slugs & set(change.predecessors):
        return "An organisation cannot follow itself. If only its name changes, rename it"
    for slug in change.predecessors:
        row = called(session, slug)
        if row.ends_on and row.ends_on < change.on - DAY:
            return f"{row.name} had come to an end before that day"
    predecessors = rows(session, change.predecessors)
    wrong = "" if change.provisional else share_problem(session, predecessors, len(names), change.shares)
    return wrong or next(filter(None, map(name_problem, names)), "")


def _decided(
    session: Session, field: str, slug: str, value: Mapping[str, Any], reason: str, actor: Actor, at: datetime
) -> Decision:
    decision = Decision(kind=KIND, home="", source=slug, field=field, value=dict(value), reason=reason.strip())
    decision.actor, decision.made_at = actor.name, at
    session.add(decision)
    session.flush()
    apply(session, decision)
    _follow(session, decision, at)
    _touch(session, decision, at)
    detail = {"organisations": sorted(_concerned(decision)), "on": decision.value["on"]}
    action = "rename organisation" if field == "rename" else "reorganise organisations"
    audit.note(session, actor, action, f"decision {decision.id}", at, detail)
    return decision


def _before(held: Iterable[Organisation]) -> dict[str, dict[str, Any]]:
    kept = {row.slug: {name: getattr(row, name) for name in KEPT} for row in held}
    return {
        slug: {name: value.isoformat() if isinstance(value, date) else value for name, value in columns.items()}
        for slug, columns in kept.items()
    }


def _concerned(decision: Decision) -> set[str]:
    value = decision.value
    return {decision.source, *value.get("predecessors", ()), *value.get("successors", ())}


def _follow(session: Session, decision: Decision, at: datetime) -> None:
    """What is kept by organisation passes on, or comes back."""
    if decision.field == "succeed":
        follow(session, [row.id for row in rows(session, decision.value["predecessors"])], at)


def _touch(session: Session, decision: Decision, at: datetime) -> None:
    """Search knows frameworks by their owner's name."""
    owned = select(Framework).join(Organisation, Framework.owner_id == Organisation.id)
    for framework in session.scalars(owned.where(Organisation.slug.in_(_concerned(decision)), *listed())):
        touch(session, framework, at)
