"""Call-offs that savings are claimed on: found or made once, and what becomes known of them later.

A fact that bears on claims is recorded here, and the claims on the call-off are settled anew in the same transaction.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import audit
from hub.actor import Actor
from hub.errors import NotFound, Refused
from hub.models import CallOff, CallOffSharer, ClaimedCallOff, Organisation, SavingClaim
from hub.people.secrets import word
from hub.savings import apart, ledger, seen, settling, states
from hub.savings.book import Sharer
from hub.savings.entry import AddSharer, Decision, EndEarly, Entry, Extend, RecordSpend, RecordTenderRun
from hub.savings.rules import sources
from hub.savings.ruling import ruled
from hub.shares import share_of

ROUTES = {
    "framework": "A call-off under a framework",
    "joint_contract": "A contract several bought together",
    "own_tender": "A tender of our own",
    "own_negotiation": "A negotiation of our own",
}
NONE = "There is no such contract, or it is not yours to see."


@dataclass(frozen=True)
class Facts:
    """What is said of a call-off when it is first claimed on. ``framework_home`` is a framework's key.

    ``reference`` is an ocid, a notice number or the council's own. ``sharers`` are (name, share, member), lead first.
    """

    reference: str
    route: str
    start: date
    ends_on: date
    framework_home: str = ""
    framework_title: str = ""
    lot: str = ""
    supplier: str = ""
    title: str = ""
    cpv: str = ""
    award_date: date | None = None
    value_pence: int | None = None
    unit_price_pence: int | None = None
    published: CallOff | None = None
    sharers: Sequence[tuple[str, str, bool]] = field(default_factory=tuple)


def reference_key(reference: str) -> str:
    """A reference as it is compared: letters and figures only, in small."""
    return re.sub(r"[^0-9a-z]", "", reference.casefold())[:120]


def find_or_make(session: Session, organisation: Organisation, facts: Facts) -> ClaimedCallOff:
    """The organisation's call-off of a reference, whoever of those it follows had it first; else a new one.

    What is held of one that is there stays as it is: it is changed by the functions below. Raises Refused.
    """
    if (found := held(session, organisation, facts.reference)) is not None:
        return found
    if wrong := problem(facts):
        raise Refused(f"{wrong}.")
    columns = {name: value for name, value in vars(facts).items() if name not in ("sharers", "published")}
    made = ClaimedCallOff(
        key=word(12), organisation=organisation, reference_key=reference_key(facts.reference), **columns
    )
    made.published = facts.published
    made.sharers = [_sharer(session, number, *each) for number, each in enumerate(facts.sharers)]
    session.add(made)
    session.flush()
    return made


def held(session: Session, organisation: Organisation, reference: str) -> ClaimedCallOff | None:
    """The call-off of a reference, of the organisation or one it follows, or a joint one that it shares in."""
    key = reference_key(reference)
    lineage = select(seen.followed([organisation.slug]).c.id)
    joint = select(CallOffSharer.call_off_id).where(CallOffSharer.organisation_id.in_(lineage))
    theirs = ClaimedCallOff.organisation_id.in_(lineage) | ClaimedCallOff.id.in_(joint)
    found = select(ClaimedCallOff).where(ClaimedCallOff.reference_key == key, theirs)
    return session.scalars(found.order_by(ClaimedCallOff.id)).first()


def problem(facts: Facts) -> str:
    """What is wrong with the facts of a call-off, with the cure; empty where they can be kept."""
    if not reference_key(facts.reference):
        return "Enter the reference of the contract: an OCID, a notice number or your own"
    if facts.route not in ROUTES:
        return "Choose how it was bought"
    if facts.ends_on < facts.start:
        return "The contract must not end before it starts"
    shares = sum(map(share_of, (share for _, share, _ in facts.sharers)), Fraction(0))
    return f"The shares come to more than 100% ({float(shares):.2%})" if shares > 1 else ""


def find(session: Session, key: str, actor: Actor) -> ClaimedCallOff:
    """A call-off by its key, for who may see its claims or acts for its organisation. Raises NotFound."""
    found = session.scalar(select(ClaimedCallOff).where(ClaimedCallOff.key == key))
    if found is None or not may_see(session, found, actor):
        raise NotFound(NONE)
    return found


def may_see(session: Session, call_off: ClaimedCallOff, actor: Actor) -> bool:
    if actor.roles & {"administrator", "operator"} or acts_for(session, call_off, actor):
        return True
    claims = seen.claims(actor).where(SavingClaim.call_off_id == call_off.id)
    return session.scalars(claims).first() is not None


def acts_for(session: Session, call_off: ClaimedCallOff, actor: Actor) -> bool:
    """Whether somebody may say what becomes of it: of its organisation, or of one that follows that."""
    return states.acts_for(actor, seen.following(session, {call_off.organisation_id}))


def extend(session: Session, call_off: ClaimedCallOff, actor: Actor, new_end: date, at: datetime) -> Decision:
    """It runs on until a later day: later years can be claimed. No claim grows by it. Raises Refused."""

    def change() -> None:
        call_off.ends_on, call_off.ended_on = new_end, None

    return _recorded(session, call_off, actor, Extend(call_off.key, new_end), change, "extend", at)


def end_early(session: Session, call_off: ClaimedCallOff, actor: Actor, on: date, at: datetime) -> Decision:
    """Its last day was earlier than agreed; before its first it never began, and its claims lapse. Raises Refused."""
    if on > call_off.ends_on:
        raise Refused("Enter a day before the one on which it was to end. Extend it if it ran on.")

    def change() -> None:
        call_off.ended_on = on

    return _recorded(session, call_off, actor, EndEarly(call_off.key, on), change, "end", at)


def record_spend(session: Session, call_off: ClaimedCallOff, actor: Actor, pence: int, at: datetime) -> Decision:
    """What was really spent on it in all. Raises Refused."""
    if pence < 0:
        raise Refused("Enter what was spent, 0 or more.")

    def change() -> None:
        call_off.actual_spend_pence = pence

    return _recorded(session, call_off, actor, RecordSpend(call_off.key, pence), change, "record spend of", at)


def record_tender_run(session: Session, call_off: ClaimedCallOff, actor: Actor, at: datetime) -> Decision:
    """A tender was run for it anyway: none was avoided. Raises Refused."""

    def change() -> None:
        call_off.tender_run = True

    return _recorded(session, call_off, actor, RecordTenderRun(call_off.key), change, "record tender for", at)


def record_no_tender(session: Session, call_off: ClaimedCallOff, actor: Actor, at: datetime) -> None:
    """That was a mistake: none was run. Claims that were approved before need it anew. Raises Refused."""
    require_theirs(session, call_off, actor)
    call_off.tender_run = False
    _reopened(session, call_off, actor, "record no tender for", {}, at)


def add_sharer(
    session: Session, call_off: ClaimedCallOff, actor: Actor, name: str, share: str, member: bool, at: datetime
) -> Decision:
    """One more organisation has a part of it. Raises Refused where the shares come to more than 100%."""
    row = _sharer(session, len(call_off.sharers), name, share, member)
    _require_one_book(session, call_off, [row])
    entry = AddSharer(call_off.key, Sharer(ledger.sharer_name(row), share_of(share)))

    def change() -> None:
        call_off.sharers.append(row)

    return _recorded(session, call_off, actor, entry, change, "share", at)


def set_sharers(
    session: Session, call_off: ClaimedCallOff, actor: Actor, sharers: Sequence[tuple[str, str, bool]], at: datetime
) -> None:
    """All who have a part of it, as (name, share, member), the lead first. Claims approved before need it anew."""
    require_theirs(session, call_off, actor)
    if sum((share_of(share) for _, share, _ in sharers), Fraction(0)) > 1:
        raise Refused("The shares come to more than 100%. Lower one of them, so that they sum to 100% or less.")
    rows = [_sharer(session, number, *each) for number, each in enumerate(sharers)]
    _require_one_book(session, call_off, rows)
    call_off.sharers = []
    session.flush()
    call_off.sharers = rows
    _reopened(session, call_off, actor, "share", {"sharers": len(sharers)}, at)


def predecessor(
    session: Session,
    call_off: ClaimedCallOff,
    actor: Actor,
    before: ClaimedCallOff | None,
    unit_price_pence: int | None,
    at: datetime,
) -> None:
    """Which call-off came before it, and the price of one that was paid there last.

    It is the baseline of what is claimed here (R11), so claims that were approved before need it anew.
    """
    require_theirs(session, call_off, actor)
    if before is not None:
        require_theirs(session, before, actor)
        if call_off.id in _chain(before):
            raise Refused("A contract cannot come before itself.")
        before.unit_price_pence = unit_price_pence
    call_off.predecessor = before
    _reopened(session, call_off, actor, "set predecessor of", {"predecessor": before.key if before else ""}, at)


def require_theirs(session: Session, call_off: ClaimedCallOff, actor: Actor) -> None:
    """Raises NotFound for who may not see it, Refused for who may not change it."""
    if not may_see(session, call_off, actor):
        raise NotFound(NONE)
    if not acts_for(session, call_off, actor):
        raise Refused("Only somebody of the organisation that bought it can do that.")


def _require_one_book(session: Session, call_off: ClaimedCallOff, sharers: Sequence[CallOffSharer]) -> None:
    """R2, for those who come to share it. Raises Refused."""
    known = {each.organisation.id for each in sharers if each.organisation is not None}
    if claimants := apart.alone(session, call_off, known):
        raise Refused(sources.elsewhere(claimants.values()))


def _recorded(
    session: Session,
    call_off: ClaimedCallOff,
    actor: Actor,
    entry: Entry,
    change: Callable[[], None],
    verb: str,
    at: datetime,
) -> Decision:
    require_theirs(session, call_off, actor)
    decision = ruled(ledger.book(session, call_off), entry)
    change()
    session.flush()
    settling.carry_out(session, decision, actor, at)
    settling.settle(session, call_off, at)
    _note(session, call_off, actor, verb, {"claims changed": list(decision.changed)}, at)
    return decision


def _reopened(
    session: Session, call_off: ClaimedCallOff, actor: Actor, verb: str, detail: Mapping[str, Any], at: datetime
) -> None:
    session.flush()
    settling.settle(session, call_off, at)
    reopened = settling.reopen_moved(session, call_off, actor, at)
    _note(session, call_off, actor, verb, {**detail, "reopened": reopened}, at)


def _note(
    session: Session, call_off: ClaimedCallOff, actor: Actor, verb: str, detail: Mapping[str, Any], at: datetime
) -> None:
    audit.note(session, actor, f"{verb} claimed call-off", f"claimed call-off {call_off.key}", at, detail)


def _chain(call_off: ClaimedCallOff) -> set[int]:
    found: set[int] = set()
    before: ClaimedCallOff | None = call_off
    while before is not None and before.id not in found:
        found.add(before.id)
        before = before.predecessor
    return found


def _sharer(session: Session, position: int, name: str, share: str, member: bool) -> CallOffSharer:
    share_of(share)
    known = session.scalars(
        select(Organisation).where((Organisation.slug == name) | (Organisation.name == name)).order_by(Organisation.id)
    ).first()
    shown = "" if known else name
    return CallOffSharer(position=position, organisation=known, name=shown, share=share.strip(), member=member)
