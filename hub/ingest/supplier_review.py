"""The queue of suppliers that may be one, and what people decide about them.

A proposal that was decided is kept: it is the decision, and settling reads it. One that is still open goes when there
is no longer a reason for it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.actor import Actor
from hub.audit import note
from hub.errors import NotFound, Refused
from hub.ingest.organisations import ACCOUNT
from hub.ingest.supplier_groups import Group, decided_by
from hub.ingest.supplier_matching import Known, Verdict, compare
from hub.ingest.supplier_names import supplier_name
from hub.ingest.supplier_pairs import pairs
from hub.ingest.suppliers import comparison, names_by_row, settle_suppliers, settled
from hub.models import Organisation, OrganisationName, SupplierPlace, SupplierProposal


@dataclass(frozen=True)
class Side:
    """One supplier of a pair: its names, its registered numbers, and on how many lots it has a place."""

    slug: str
    names: Sequence[str]
    numbers: Sequence[tuple[str, str]]
    lots: int


@dataclass(frozen=True)
class SupplierPair:
    """A proposal with both suppliers as they stand."""

    proposal: SupplierProposal
    left: Side
    right: Side


def propose_suppliers(session: Session, at: datetime) -> int:
    """Put every new pair that may be one supplier into the queue, and take out what no longer may. Returns how many
    were added. Only suppliers that are known by a new name, or were joined or parted, since the last time are compared
    with the others."""
    mark = comparison(session)
    news = select(OrganisationName.organisation_id).where(OrganisationName.id > mark.detail["names"]).distinct()
    changed = {*session.scalars(news), *mark.detail["regrouped"]}
    if not changed:
        return 0
    mark.detail = {"names": session.scalar(select(func.max(OrganisationName.id))), "regrouped": []}
    found = {decided_by(group): group for group in settled(session)}
    known = _known(session, found)
    asked = _recheck(session, {row.slug: key for key, group in found.items() for row in group.members}, known)
    new = {key for key, group in found.items() if any(row.id in changed for row in group.members)}
    own = {key for key, group in found.items() if group.leader.curated}
    rows = [
        SupplierProposal(slug=slug, other_slug=other, score=judgement.score, evidence=list(judgement.evidence))
        for slug, other, judgement in pairs(known, new, own)
        if frozenset((slug, other)) not in asked
    ]
    for row in rows:
        row.state, row.proposed_at = "open", at
    session.add_all(rows)
    session.flush()
    return len(rows)


def _known(session: Session, found: Mapping[str, Group]) -> dict[str, Known]:
    """What is known of every supplier, and of the hub's own bodies, which may be suppliers too."""
    suppliers = set(session.scalars(select(Organisation.id).where(Organisation.kind == "supplier")))
    accounts = names_by_row(session, OrganisationName.kind == ACCOUNT)
    return {
        key: _what_is_known(group, accounts)
        for key, group in found.items()
        if group.leader.curated or any(row.id in suppliers for row in group.members)
    }


def _what_is_known(group: Group, accounts: Mapping[int, Sequence[str]]) -> Known:
    different = {supplier_name(name): name for row in group.members for name in sorted(row.names, reverse=True)}
    numbers = {number for row in group.members for number in row.numbers}
    lists = {(ACCOUNT, account) for row in group.members for account in accounts.get(row.id, ())}
    return Known(tuple(sorted(different.values())), frozenset(numbers | lists))


def _recheck(session: Session, named: Mapping[str, str], known: Mapping[str, Known]) -> set[frozenset[str]]:
    """Take out the open pairs nothing speaks for any more. Returns the pairs that have been asked about."""
    asked: set[frozenset[str]] = set()
    for row in session.scalars(select(SupplierProposal)).all():
        pair = [named.get(slug, slug) for slug in (row.slug, row.other_slug)]
        if row.state == "open" and not _still_suggested(row, pair, known):
            session.delete(row)
        else:
            asked.add(frozenset(pair))
    session.flush()
    return asked


def _still_suggested(row: SupplierProposal, pair: Sequence[str], known: Mapping[str, Known]) -> bool:
    if sorted(pair) != sorted((row.slug, row.other_slug)) or any(slug not in known for slug in pair):
        return False
    return compare(known[pair[0]], known[pair[1]]).verdict is Verdict.PROPOSED


def supplier_queue(session: Session) -> Sequence[SupplierPair]:
    """The open proposals, most alike first."""
    waiting = select(SupplierProposal).where(SupplierProposal.state == "open")
    rows = session.scalars(waiting.order_by(SupplierProposal.score.desc(), SupplierProposal.id)).all()
    sides = _sides(session, {slug for row in rows for slug in (row.slug, row.other_slug)})
    return [
        SupplierPair(row, sides[row.slug], sides[row.other_slug])
        for row in rows
        if row.slug in sides and row.other_slug in sides
    ]


def _sides(session: Session, slugs: Iterable[str]) -> dict[str, Side]:
    wanted = set(slugs)
    places = select(SupplierPlace.supplier_id, func.count(SupplierPlace.id)).group_by(SupplierPlace.supplier_id)
    lots = Counter(dict(session.execute(places).all()))
    names: dict[int, str] = dict(session.execute(select(Organisation.id, Organisation.name)).all())
    return {
        key: _side(group, names[group.leader.id], lots[group.leader.id])
        for group in settled(session)
        if (key := decided_by(group)) in wanted
    }


def _side(group: Group, name: str, lots: int) -> Side:
    names = {each for row in group.members for each in row.names} - {name}
    numbers = sorted({number for row in group.members for number in row.numbers})
    return Side(group.leader.slug, (name, *sorted(names)), numbers, lots)


def decide_supplier(
    session: Session, number: int, verdict: str, actor: Actor, at: datetime, reason: str = ""
) -> SupplierProposal:
    """Accept: the two are one supplier. Reject: not on this evidence. Never: two suppliers, for good."""
    proposal = _proposal(session, number)
    if proposal.state != "open":
        raise Refused(f"Pair {number} has been decided already ({proposal.state}). Undo that decision first.")
    proposal.state, proposal.reason = verdict, reason
    proposal.decided_at, proposal.decided_by = at, actor.name
    return _carried_out(session, verdict, proposal, actor, at)


def undo_supplier(session: Session, number: int, actor: Actor, at: datetime) -> SupplierProposal:
    """Revoke a decision; both suppliers and all their places are as they were before, and the pair waits again."""
    proposal = _proposal(session, number)
    if proposal.state == "open":
        raise Refused(f"Pair {number} has not been decided.")
    proposal.state, proposal.reason, proposal.decided_at, proposal.decided_by = "open", "", None, ""
    return _carried_out(session, "undo", proposal, actor, at)


def _proposal(session: Session, number: int) -> SupplierProposal:
    proposal = session.get(SupplierProposal, number)
    if proposal is None:
        raise NotFound(f"There is no pair {number}. Run `hub review suppliers` to list them.")
    return proposal


def _carried_out(
    session: Session, action: str, proposal: SupplierProposal, actor: Actor, at: datetime
) -> SupplierProposal:
    settle_suppliers(session, at)
    detail = {"slug": proposal.slug, "other_slug": proposal.other_slug}
    note(session, actor, action, f"supplier pair {proposal.id}", at, detail)
    return proposal


def supplier_decisions(session: Session) -> Sequence[SupplierProposal]:
    """Every pair that was decided, newest first."""
    decided = select(SupplierProposal).where(SupplierProposal.state != "open")
    return session.scalars(decided.order_by(SupplierProposal.decided_at.desc(), SupplierProposal.id.desc())).all()
