"""The links between call-offs and frameworks, as rows: worked out anew when either changed, or decided by a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.actor import Actor
from hub.audit import note
from hub.errors import NotFound, Refused
from hub.ingest.linking import Link, Pointed, Target, Targets, link
from hub.models import CallOff, Decision, Framework, Notice, Organisation, listed

DECISIONS = ("link", "unlink")


@dataclass(frozen=True)
class Choice:
    """What a person said of a call-off: the id of its framework, or None where the one found is not it."""

    framework_id: int | None


def relink(session: Session) -> int:
    """Find the framework of every call-off that says it has one. Returns how many links changed."""
    targets = Targets.of(_targets(session))
    chosen = _chosen(session)
    rows = session.scalars(select(CallOff).where(CallOff.framework_said != "no").order_by(CallOff.id))
    return sum(_relink(row, chosen.get((row.source, row.source_id)), targets) for row in rows)


def _targets(session: Session) -> list[Target]:
    notices: dict[int, list[str]] = {}
    for notice in session.scalars(select(Notice)):
        if notice.framework_id is not None:
            notices.setdefault(notice.framework_id, []).extend(filter(None, (notice.identifier, notice.ocid)))
    columns = (Framework.id, Organisation.slug, Framework.reference_key, Framework.title, Framework.start)
    ends = (Framework.end, Framework.max_end)
    rows = session.execute(
        select(*columns, *ends).join(Organisation, Framework.owner_id == Organisation.id).where(*listed())
    )
    return [
        Target(id, owner, reference, title, start, _last(end, max_end), tuple(notices.get(id, ())))
        for id, owner, reference, title, start, end, max_end in rows
    ]


def _last(*ends: date | None) -> date | None:
    return max(filter(None, ends), default=None)


def _chosen(session: Session) -> dict[tuple[str, str], Choice]:
    """What people said of each call-off; the newest word counts."""
    standing = select(Decision).where(Decision.revoked_at.is_(None), Decision.kind.in_(DECISIONS)).order_by(Decision.id)
    keys = {(d.source, d.source_id): d.home if d.kind == "link" else "" for d in session.scalars(standing)}
    rows = session.scalars(select(Framework).where(Framework.key.in_(set(keys.values())))) if keys else ()
    ids = {row.key: _leader(row).id for row in rows}
    return {call_off: Choice(ids.get(key)) for call_off, key in keys.items()}


def _leader(framework: Framework) -> Framework:
    while framework.merged_into is not None:
        framework = framework.merged_into
    return framework


def _relink(row: CallOff, choice: Choice | None, targets: Targets) -> int:
    before = (row.framework_id, row.link_confidence, row.link_reason, row.link_decided)
    found = link(_pointed(row), targets)
    if choice is not None and choice.framework_id is not None:
        found = Link(choice.framework_id, 1.0, "a person confirmed it")
    elif choice is not None:
        found = Link(None, 0.0, "a person refused it")
    row.framework_id, row.link_reason = found.target, found.reason
    row.link_confidence = found.confidence if found.target else None
    row.link_decided = choice is not None
    return int(before != (row.framework_id, row.link_confidence, row.link_reason, row.link_decided))


def _pointed(row: CallOff) -> Pointed:
    return Pointed(
        reference=row.reference_as_written,
        framework_title=row.framework_title,
        title=row.title,
        owner=row.framework_owner,
        notice=row.framework_notice,
        ocid=row.framework_ocid,
        start=row.start,
    )


def unconfirmed(session: Session) -> Sequence[CallOff]:
    """The links no person has looked at, least sure first."""
    waiting = select(CallOff).where(CallOff.framework_id.is_not(None), CallOff.link_decided.is_(False))
    return session.scalars(waiting.order_by(CallOff.link_confidence, CallOff.id)).all()


def confirm(session: Session, call_off_id: int, actor: Actor, at: datetime, framework_key: str = "") -> Decision:
    """A person says that the framework found is the right one, or that another is. Survives re-imports."""
    row = _call_off(session, call_off_id)
    key = framework_key or (row.framework.key if row.framework else "")
    if not key:
        raise Refused(f"Call-off {call_off_id} is linked to no framework. Name one: --framework KEY.")
    if session.scalar(select(Framework.id).where(Framework.key == key)) is None:
        raise NotFound(f"There is no framework {key}. Its page's address ends with its key.")
    return _decide(session, row, Decision(kind="link", home=key), actor, at)


def refuse(session: Session, call_off_id: int, actor: Actor, at: datetime) -> Decision:
    """A person says that the call-off was not awarded under the framework found."""
    return _decide(session, _call_off(session, call_off_id), Decision(kind="unlink", home=""), actor, at)


def _call_off(session: Session, call_off_id: int) -> CallOff:
    row = session.get(CallOff, call_off_id)
    if row is None:
        raise NotFound(f"There is no call-off {call_off_id}. Run `hub review links` to list them.")
    return row


def _decide(session: Session, row: CallOff, decision: Decision, actor: Actor, at: datetime) -> Decision:
    decision.source, decision.source_id, decision.actor, decision.made_at = row.source, row.source_id, actor.name, at
    session.add(decision)
    session.flush()
    relink(session)
    detail = {"decision": decision.id, "framework": decision.home}
    note(session, actor, decision.kind, f"call-off {row.id}", at, detail)
    return decision
