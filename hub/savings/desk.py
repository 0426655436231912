"""A reporter's own claims: begun, saved, submitted, changed, withdrawn, copied and superseded.

Each is one row of the audit trail. Nothing is counted twice: what is submitted is looked at together with every other
claim on the same call-off, in the transaction that takes its places.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.actor import Actor
from hub.errors import Refused
from hub.models import ClaimedCallOff, Network, Organisation, SavingClaim
from hub.people import networks
from hub.people.secrets import word
from hub.savings import call_offs, entering, history, ledger, seen, settling, states
from hub.savings.entry import Decision, Edit, OwnerDeclare, Submit, Withdraw
from hub.savings.figures import work_out
from hub.savings.history import Stale
from hub.savings.rules.submitting import QUIET
from hub.savings.ruling import ruled

__all__ = ["Stale", "annotate", "begin", "copy", "mine", "save", "submit", "supersede", "take_over", "withdraw"]

MOST_OPEN = 500
"""So many drafts of one person wait at a time."""


def begin(
    session: Session, actor: Actor, entered: Mapping[str, str], at: datetime, call_off: ClaimedCallOff | None = None
) -> SavingClaim:
    """A new draft for the organisation somebody acts for. Raises Refused."""
    made = _add(session, actor, entered, at, call_off)
    history.note(session, "begin", actor, made, at, {"fields": sorted(made.entered)})
    return made


def add(session: Session, actor: Actor, several: Sequence[Mapping[str, str]], at: datetime) -> Sequence[SavingClaim]:
    """Drafts as part of something greater, which goes into the audit trail as one. Raises Refused."""
    return [_add(session, actor, entered, at, None) for entered in several]


def save(
    session: Session,
    claim: SavingClaim,
    actor: Actor,
    entered: Mapping[str, str],
    version: int,
    at: datetime,
    inputs: Mapping[str, Any] | None = None,
) -> Decision | None:
    """Keep what was typed. Of a claim that was submitted, what moves a figure opens its approval again (R6).

    Gives the decision on such an edit. Raises NotFound, Refused, and Stale for an old version.
    """
    seen.after("save", claim, actor)
    history.require_version(claim, version)
    changed = entering.changed(claim, entered)
    if claim.state in states.LIVE:
        entering.require_same(changed)
    history.keep(session, claim, "save", actor.name, at)
    entering.keep(claim, {**claim.entered, **entered})
    decision = None
    if claim.state in states.LIVE:
        decision = _edited(session, claim, actor, changed, inputs, at)
    history.note(session, "save", actor, claim, at, {"fields": changed})
    return decision


def annotate(session: Session, claim: SavingClaim, actor: Actor, notes: str, version: int, at: datetime) -> None:
    """Change the notes of a claim that counts no longer. Raises NotFound, Refused, and Stale for an old version."""
    seen.after("annotate", claim, actor)
    history.require_version(claim, version)
    history.keep(session, claim, "annotate", actor.name, at)
    entering.keep(claim, {**claim.entered, "notes": notes})
    history.note(session, "annotate", actor, claim, at)


def submit(
    session: Session,
    claim: SavingClaim,
    actor: Actor,
    at: datetime,
    declared: bool = True,
    inputs: Mapping[str, Any] | None = None,
) -> Decision:
    """Send it to the council. ``inputs``: as they are reckoned with, where they are not read from what was typed.

    Raises NotFound and Refused, as where something is missing or a rule refuses it; then nothing has changed.
    """
    state = seen.after("submit", claim, actor)
    if not declared:
        raise Refused("Confirm that this is true as far as you know, and that nobody else claims it.")
    history.keep(session, claim, "submit", actor.name, at)
    _reckoned(session, claim, inputs)
    held = ledger.held_claim(claim, state="submitted")
    entry = OwnerDeclare(held) if claim.call_off is None else Submit(held)
    decision = ruled(ledger.book(session, claim.call_off, claim), entry)
    claim.state, claim.submitted_at, claim.declared_at, claim.answer = state, at, at, ""
    claim.findings = []
    settling.forget_approval(claim)
    claim.estimate_id = _estimate_of(session, claim)
    session.flush()
    settling.carry_out(session, decision, actor, at)
    settling.settle(session, claim.call_off, at, claim)
    history.note(session, "submit", actor, claim, at, {"outcome": decision.outcome, "rule": decision.rule or ""})
    return decision


def withdraw(session: Session, claim: SavingClaim, actor: Actor, at: datetime) -> None:
    """Its reporter takes it back; it counts no more, and stays to be copied. Raises NotFound, Refused."""
    state = seen.after("withdraw", claim, actor)
    decision = None
    if claim.state in states.LIVE:
        decision = ruled(ledger.book(session, claim.call_off, claim), Withdraw(claim.key, actor.name))
    history.keep(session, claim, "withdraw", actor.name, at)
    claim.state = state
    session.flush()
    if decision is not None:
        settling.carry_out(session, decision, actor, at)
    settling.settle(session, claim.call_off, at, claim)
    history.note(session, "withdraw", actor, claim, at)


def copy(session: Session, claim: SavingClaim, actor: Actor, at: datetime) -> SavingClaim:
    """A new draft that says the same, for the organisation somebody acts for. Raises NotFound, Refused."""
    seen.require(claim, actor)
    made = _add(session, actor, claim.entered, at, None)
    history.note(session, "copy", actor, made, at, {"of": claim.key})
    return made


def supersede(session: Session, claim: SavingClaim, actor: Actor, at: datetime) -> SavingClaim:
    """A new draft that takes the place of a claim once it is submitted. Raises NotFound, Refused."""
    seen.after("supersede", claim, actor)
    made = _add(session, actor, claim.entered, at, claim.call_off)
    made.supersedes = claim
    session.flush()
    history.note(session, "supersede", actor, made, at, {"of": claim.key})
    return made


def take_over(session: Session, claim: SavingClaim, actor: Actor, at: datetime) -> None:
    """A colleague becomes the reporter of a claim whose own has left. Raises NotFound, Refused."""
    seen.after("take over", claim, actor)
    history.keep(session, claim, "take over", actor.name, at)
    claim.reporter_id = actor.account
    claim.reported_by = actor.name
    session.flush()
    session.expire(claim, ["reporter"])
    history.note(session, "take over", actor, claim, at)


def mine(session: Session, actor: Actor) -> Sequence[SavingClaim]:
    """All of somebody's, those to be worked on first, and the newest of these first."""
    theirs = seen.claims(actor).where(SavingClaim.reporter_id == actor.account)
    found = session.scalars(theirs.order_by(SavingClaim.changed_at.desc(), SavingClaim.id.desc())).all()
    order = list(states.STATES)
    return sorted(found, key=lambda claim: order.index(claim.state))


def _add(
    session: Session, actor: Actor, entered: Mapping[str, str], at: datetime, call_off: ClaimedCallOff | None
) -> SavingClaim:
    organisation = _in_hand(session, actor)
    if call_off is not None and not call_offs.may_see(session, call_off, actor):
        raise Refused(call_offs.NONE)
    if _open(session, actor) >= MOST_OPEN:
        raise Refused(f"You have {MOST_OPEN} drafts already. Submit or withdraw some first.")
    made = SavingClaim(
        key=word(12),
        organisation=organisation,
        network=_network(session, actor, organisation),
        call_off=call_off,
        reporter_id=actor.account,
        reported_by=actor.name,
        state="draft",
        version=1,
        made_at=at,
        changed_at=at,
        entered={},
        inputs={},
        figures={},
    )
    session.add(made)
    entering.keep(made, entered)
    session.flush()
    return made


def _in_hand(session: Session, actor: Actor) -> Organisation:
    if actor.account is None or not states.acts_for(actor, {actor.acting_for} - {""}):
        raise Refused("You are not registered for the organisation you act for. Switch to another on your account.")
    return session.scalars(select(Organisation).where(Organisation.slug == actor.acting_for)).one()


def _network(session: Session, actor: Actor, organisation: Organisation) -> Network | None:
    """The network that will validate it: the one in hand if the organisation acts there, else the first it acts in."""
    acted_in = [each.network for each in networks.memberships(session, organisation)]
    contributed = {right.network for right in actor.rights if right.organisation == organisation.slug} - {""}
    known = session.scalars(select(Network).where(Network.slug.in_(contributed)).order_by(Network.id)).all()
    possible = [*acted_in, *known]
    return next((each for each in possible if each.slug == actor.network), possible[0] if possible else None)


def _edited(
    session: Session,
    claim: SavingClaim,
    actor: Actor,
    changed: Sequence[str],
    inputs: Mapping[str, Any] | None,
    at: datetime,
) -> Decision:
    before, was = ledger.book(session, claim.call_off, claim), dict(claim.inputs)
    _reckoned(session, claim, inputs)
    moved = entering.moved(was, claim.inputs) | (set(changed) - entering.WORDS)
    fields = frozenset(moved) or QUIET
    decision = ruled(before, Edit(claim.key, actor.name, fields, ledger.lines(claim) if moved else None))
    if moved:
        claim.findings = []
        settling.forget_approval(claim)
    session.flush()
    settling.carry_out(session, decision, actor, at)
    settling.settle(session, claim.call_off, at, claim)
    return decision


def _reckoned(session: Session, claim: SavingClaim, inputs: Mapping[str, Any] | None) -> None:
    """What was typed, read and worked out. Raises Refused."""
    entering.read(session, claim, inputs)
    claim.figures = work_out(settling.reckoned(claim)).as_dict()


def _estimate_of(session: Session, claim: SavingClaim) -> int | None:
    """The live estimate of the same contract and kind that an actual takes the place of; None where there is none."""
    if claim.basis != "actual" or claim.call_off_id is None:
        return None
    kinds = {line["type"] for line in claim.inputs["lines"]}
    held = (SavingClaim.call_off_id == claim.call_off_id, SavingClaim.basis == "estimated")
    live = select(SavingClaim).where(*held, SavingClaim.state.in_(states.LIVE)).order_by(SavingClaim.id)
    shared = (each.id for each in session.scalars(live) if kinds & {line["type"] for line in each.inputs["lines"]})
    return next(shared, None)


def _open(session: Session, actor: Actor) -> int:
    theirs = (SavingClaim.reporter_id == actor.account, SavingClaim.state.in_(states.OPEN))
    return session.scalar(select(func.count()).select_from(SavingClaim).where(*theirs)) or 0
