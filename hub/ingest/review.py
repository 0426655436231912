"""The merge queue: pairs that may be one framework, and what people decide about them.

Accepting writes a join, which the merge reads; undoing it revokes the join, and both frameworks are again exactly
what they were, because a framework is only ever the merge of its records.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hub.actor import Actor
from hub.errors import NotFound, Refused
from hub.ingest.dedupe import Candidate, proposals
from hub.ingest.frameworks import remerge
from hub.models import AuditEntry, Decision, Framework, MergeProposal, Organisation, StoredRecord

VERDICTS = ("accept", "reject", "never")


@dataclass(frozen=True)
class Pair:
    """A proposal with both frameworks as they stand."""

    proposal: MergeProposal
    left: Framework
    right: Framework


def propose(session: Session, at: datetime) -> int:
    """Put every new pair that may be one framework into the queue. Returns how many were added."""
    decided = {frozenset((p.home, p.other_home)) for p in session.scalars(select(MergeProposal))}
    added = 0
    for proposal in proposals(_candidates(session)):
        if frozenset(proposal.keys) not in decided:
            home, other = proposal.keys
            row = MergeProposal(home=home, other_home=other, score=proposal.score, evidence=list(proposal.evidence))
            row.state, row.proposed_at = "open", at
            session.add(row)
            added += 1
    session.flush()
    return added


def _candidates(session: Session) -> list[Candidate]:
    rows = session.execute(
        select(
            Framework.key, Organisation.slug, Framework.title, Framework.reference_key, Framework.start, Framework.end
        )
        .join(Organisation, Framework.owner_id == Organisation.id)
        .where(Framework.merged_into_id.is_(None), Framework.withdrawn_at.is_(None))
    )
    return [Candidate(*row) for row in rows]


def queue(session: Session) -> Sequence[Pair]:
    """The open proposals whose frameworks both still stand by themselves, most alike first."""
    pairs = []
    waiting = select(MergeProposal).where(MergeProposal.state == "open")
    for proposal in session.scalars(waiting.order_by(MergeProposal.score.desc(), MergeProposal.id)):
        left, right = _standing(session, proposal.home), _standing(session, proposal.other_home)
        if left is not None and right is not None:
            pairs.append(Pair(proposal, left, right))
    return pairs


def _standing(session: Session, key: str) -> Framework | None:
    alone = (Framework.key == key, Framework.merged_into_id.is_(None), Framework.withdrawn_at.is_(None))
    return session.scalar(select(Framework).where(*alone))


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
    decision.revoked_at = at
    _reopen(session, decision)
    session.flush()
    remerge(session, _homes(session, {decision.home, decision.other_home} - {""}), at)
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
    _audit(session, decision.kind, decision, actor, at)
    return decision


def _homes(session: Session, keys: set[str]) -> set[str]:
    """The keys themselves and the homes of the records that go by them."""
    related = or_(StoredRecord.home.in_(keys), StoredRecord.own_key.in_(keys))
    return keys | set(session.scalars(select(StoredRecord.home).where(related)))


def _audit(session: Session, action: str, decision: Decision, actor: Actor, at: datetime) -> None:
    detail = {"decision": decision.id, "home": decision.home, "other_home": decision.other_home}
    session.add(AuditEntry(at=at, actor=actor.name, action=action, subject=f"decision {decision.id}", detail=detail))


def decisions(session: Session) -> Sequence[Decision]:
    """Every decision in force, newest first."""
    standing = select(Decision).where(Decision.revoked_at.is_(None))
    return session.scalars(standing.order_by(Decision.id.desc())).all()
