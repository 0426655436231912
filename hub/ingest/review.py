"""The merge queue: pairs that may be one framework, and what people decide about them.

Accepting writes a join, which the merge reads; undoing it revokes the join, and both frameworks are again exactly
what they were, because a framework is only ever the merge of its records.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased

from hub.actor import Actor
from hub.audit import note
from hub.errors import NotFound, Refused
from hub.ingest import decisions as decided
from hub.ingest.candidates import standing
from hub.ingest.frameworks import remerge
from hub.ingest.links import relink
from hub.ingest.pairing import Proposal, proposals
from hub.models import Decision, Framework, MergeProposal, StoredRecord

leader = aliased(Framework)


@dataclass(frozen=True)
class Pair:
    """A proposal with both frameworks as they stand."""

    proposal: MergeProposal
    left: Framework
    right: Framework


def propose(session: Session, at: datetime) -> int:
    """Bring the queue in step with the catalogue. Returns how many pairs were added.

    A pair a person has decided is not asked again, nor is anything about an entry a person took out. A pair that no
    longer looks like one framework leaves the queue.
    """
    asked = {(row.home, row.other_home): row for row in session.scalars(select(MergeProposal))}
    settled = _settled(session, [row for row in asked.values() if row.state != "open"])
    alone = decided.joins(session).detached
    apart = (p for p in proposals(standing(session)) if alone.isdisjoint(p.keys))
    found = {p.keys: p for p in apart if frozenset(p.keys) not in settled}
    for keys, row in asked.items():
        if row.state == "open" and keys not in found:
            session.delete(row)
    added = [_asked_anew(proposal, at) for keys, proposal in found.items() if keys not in asked]
    session.add_all(added)
    for keys in found.keys() & asked.keys():
        asked[keys].score, asked[keys].evidence = found[keys].score, list(found[keys].evidence)
    session.flush()
    return len(added)


def _asked_anew(proposal: Proposal, at: datetime) -> MergeProposal:
    home, other = proposal.keys
    evidence = list(proposal.evidence)
    return MergeProposal(
        home=home, other_home=other, score=proposal.score, evidence=evidence, state="open", proposed_at=at
    )


def _settled(session: Session, rows: Iterable[MergeProposal]) -> set[frozenset[str]]:
    """The pairs decided, under the keys their frameworks go by today."""
    moved = select(Framework.key, leader.key).join(leader, Framework.merged_into_id == leader.id)
    leads_to = dict(session.execute(moved).all())
    return {frozenset(leads_to.get(key, key) for key in (row.home, row.other_home)) for row in rows}


def queue(session: Session) -> Sequence[Pair]:
    """The open proposals whose frameworks both still stand by themselves, most alike first."""
    left, right = aliased(Framework), aliased(Framework)
    waiting = (
        select(MergeProposal, left, right)
        .join(left, (left.key == MergeProposal.home) & _stands(left))
        .join(right, (right.key == MergeProposal.other_home) & _stands(right))
        .where(MergeProposal.state == "open")
    )
    in_order = waiting.order_by(MergeProposal.score.desc(), MergeProposal.id)
    return [Pair(*row) for row in session.execute(in_order)]


def _stands(framework: type[Framework]) -> ColumnElement[bool]:
    return framework.merged_into_id.is_(None) & framework.withdrawn_at.is_(None)


def decide(session: Session, proposal_id: int, verdict: str, actor: Actor, at: datetime, reason: str = "") -> Decision:
    """Accept: the two become one. Reject: not on this evidence. Never: two frameworks, for good."""
    proposal = session.get(MergeProposal, proposal_id)
    if proposal is None:
        raise NotFound(f"There is no proposal {proposal_id}. Run `hub review` to list them.")
    if proposal.state != "open":
        raise Refused(f"Proposal {proposal_id} has been decided already ({proposal.state}). Undo that decision first.")
    proposal.state = verdict
    kind = {"accept": "join", "reject": "reject", "never": "never"}[verdict]
    decision = Decision(kind=kind, home=proposal.home, other_home=proposal.other_home, reason=reason)
    return _record(session, decision, actor, at, {proposal.home, proposal.other_home})


def detach(session: Session, source: str, source_id: str, actor: Actor, at: datetime, reason: str = "") -> Decision:
    """Take one source's entry out of the framework it was merged into; it then stands alone."""
    wanted = (StoredRecord.source == source, StoredRecord.source_id == source_id)
    record = session.scalar(select(StoredRecord).where(*wanted))
    if record is None:
        raise NotFound(f"There is no record {source_id} of source {source}.")
    company = (StoredRecord.framework_id == record.framework_id, StoredRecord.own_key != record.own_key)
    if session.scalar(select(StoredRecord.id).where(*company).limit(1)) is None:
        raise Refused(f"The record {source_id} of {source} stands alone already.")
    decision = Decision(kind="detach", home=record.own_key, source=source, source_id=source_id, reason=reason)
    return _record(session, decision, actor, at, {record.home, record.own_key})


def undo(session: Session, decision_id: int, actor: Actor, at: datetime) -> Decision:
    """Revoke a decision; what it joined or parted is as it was before."""
    decision = session.get(Decision, decision_id)
    if decision is None:
        raise NotFound(f"There is no decision {decision_id}. Run `hub review decisions` to list them.")
    if decision.revoked_at is not None:
        raise Refused(f"Decision {decision_id} was undone already.")
    if decision.kind in ("organisation", "thesaurus"):
        raise Refused("Changes of organisations and of the thesaurus are undone on the pages of the administration.")
    decision.revoked_at = at
    _reopen(session, decision)
    session.flush()
    remerge(session, _homes(session, {decision.home, decision.other_home} - {""}), at)
    relink(session)
    _audit(session, "undo", decision, actor, at)
    return decision


def _reopen(session: Session, decision: Decision) -> None:
    pair = (MergeProposal.home == decision.home, MergeProposal.other_home == decision.other_home)
    proposal = session.scalar(select(MergeProposal).where(*pair))
    if proposal is not None:
        proposal.state = "open"


def _record(session: Session, decision: Decision, actor: Actor, at: datetime, keys: set[str]) -> Decision:
    decision.actor, decision.made_at = actor.name, at
    session.add(decision)
    session.flush()
    remerge(session, _homes(session, keys), at)
    relink(session)
    _audit(session, decision.kind, decision, actor, at)
    return decision


def _homes(session: Session, keys: set[str]) -> set[str]:
    """The keys themselves and the homes of the records that go by them."""
    related = or_(StoredRecord.home.in_(keys), StoredRecord.own_key.in_(keys))
    return keys | set(session.scalars(select(StoredRecord.home).where(related)))


def _audit(session: Session, action: str, decision: Decision, actor: Actor, at: datetime) -> None:
    detail = {"decision": decision.id, "home": decision.home, "other_home": decision.other_home}
    note(session, actor, action, f"decision {decision.id}", at, detail)


def decisions(session: Session) -> Sequence[Decision]:
    """Every decision in force, newest first."""
    standing = select(Decision).where(Decision.revoked_at.is_(None))
    return session.scalars(standing.order_by(Decision.id.desc())).all()
