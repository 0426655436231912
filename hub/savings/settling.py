"""What of each claim counts now, written down: its sums, years and parts, and the places it takes.

All of it follows from the claims of a call-off and the facts known of it, and can be made again at any time. It is
made again within each transaction that changes one of them, so nobody ever reads one without the other.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hub import clock
from hub.actor import Actor
from hub.errors import Refused
from hub.models import (
    ClaimedCallOff,
    SavingClaim,
    SavingFinding,
    SavingPart,
    SavingPlace,
    SavingYear,
)
from hub.savings import history, ledger, passing_on
from hub.savings.book import Book
from hub.savings.claim import Claim, read
from hub.savings.counting import Counted, counted, with_nothing
from hub.savings.entry import Decision, Finding
from hub.savings.figures import work_out
from hub.savings.results import Figures
from hub.savings.standing import Standing, places, standing
from hub.savings.states import LIVE

TAKEN = (
    "Another claim of this organisation has this saving already: the same contract, kind and year. Change that claim, "
    "or say that yours supersedes it."
)
SUMS = ("entered_gross", "gross", "costs", "net", "cashable", "non_cashable")


def carry_out(session: Session, decision: Decision, actor: Actor, at: datetime) -> None:
    """Write down which state and column each claim has after a decision, and the rules that bit.

    The claim that was decided on has its new state already: its own step is its own version.
    """
    for key in decision.changed:
        row, held = _row(session, key), decision.book.claims[key]
        if row.state != held.state:
            history.keep(session, row, "settle", actor.name, at)
            row.state = held.state
        row.column = held.column
        _cut(row, held.cut_at)
    for finding in decision.findings:
        _write_down(session, finding)
    session.flush()


def settle(session: Session, call_off: ClaimedCallOff | None, at: datetime, claim: SavingClaim | None = None) -> None:
    """Make anew what counts of every claim on a call-off, or of an owner's ``claim``. Raises Refused where two claims
    would take one place.
    """
    book = ledger.book(session, call_off, claim)
    rows = {key: _row(session, key) for key in book.claims}
    if claim is not None:
        rows.setdefault(claim.key, claim)
    _leave_places(session, rows.values())
    on = clock.today(lambda: at)
    for key, row in rows.items():
        live = row.state in LIVE and key in book.claims
        _count(session, row, _worth(row, book) if live else None, on)
    _take_places(session, [row for key, row in rows.items() if row.state in LIVE and key in book.claims], book)


def reopen_moved(session: Session, call_off: ClaimedCallOff, actor: Actor, at: datetime) -> list[str]:
    """Claims that were approved and come to something else now need it anew; gives their keys.

    ``figures`` has what was approved until here: settle has written the sums of today beside it.
    """
    moved = []
    approved = ("verified", "validated")
    found = select(SavingClaim).where(SavingClaim.call_off_id == call_off.id, SavingClaim.state.in_(approved))
    for row in session.scalars(found.order_by(SavingClaim.id)).all():
        history.keep(session, row, "settle", actor.name, at)
        forget_approval(row)
        moved.append(row.key)
    if moved:
        settle(session, call_off, at)
    return moved


def forget_approval(claim: SavingClaim) -> None:
    """It waits for the council again."""
    claim.state = "submitted"
    claim.verified_at = claim.validated_at = None
    claim.verified_by = claim.verified_how = claim.validated_by = ""


def reckoned(claim: SavingClaim, facts: Mapping[str, Any] = {}) -> Claim:
    """The claim with what is known of its call-off. Raises hub.savings.claim.InvalidClaim, a Refused."""
    known = {**claim.inputs.get("facts", {}), **facts}
    return read({**claim.inputs, **ledger.sharers(claim.call_off), "facts": known})


def _row(session: Session, key: str) -> SavingClaim:
    return session.scalars(select(SavingClaim).where(SavingClaim.key == key)).one()


def _cut(claim: SavingClaim, cut_at: date | None) -> None:
    """The end by which a claim was shortened stays with it, even if the contract is extended later."""
    facts = dict(claim.inputs.get("facts", {}))
    facts.pop("contract_end_actual", None)
    if cut_at is not None:
        facts["contract_end_actual"] = cut_at.isoformat()
    if facts != claim.inputs.get("facts", {}):
        claim.inputs = {**claim.inputs, "facts": facts}


def _write_down(session: Session, finding: Finding) -> None:
    row = _row(session, finding.claim)
    said = (finding.rule, finding.outcome, finding.line, finding.words)
    if all((each.rule, each.outcome, each.line, each.words) != said for each in row.findings):
        row.findings.append(SavingFinding(rule=said[0], outcome=said[1], line=said[2], words=said[3]))


def _worth(claim: SavingClaim, book: Book) -> tuple[Standing, Figures, Counted]:
    now = standing(book, claim.key)
    entry = reckoned(claim, now.facts)
    worked = work_out(entry)
    counts = counted(entry, worked, now.replaced)
    return now, worked, with_nothing(counts, now.worth_by_fy)


def _count(session: Session, claim: SavingClaim, worth: tuple[Standing, Figures, Counted] | None, on: date) -> None:
    """Write the years, the parts and the sums of a claim; none where it is not live."""
    for table in (SavingYear, SavingPart):
        session.execute(delete(table).where(table.claim_id == claim.id))
    session.expire(claim, ["years", "parts"])
    if worth is None:
        return
    now, worked, counts = worth
    claim.figures, claim.column = worked.as_dict(), now.column or claim.column
    for year, sums in counts.years.items():
        session.add(SavingYear(claim_id=claim.id, year=year, **{f"{name}_pence": sums[name] for name in sums}))
    for name in SUMS:
        setattr(claim, f"{name}_pence", counts.sums[name])
    passing_on.write_parts(session, claim, counts.pieces, on)
    session.flush()


def _leave_places(session: Session, claims: Iterable[SavingClaim]) -> None:
    theirs = [claim.id for claim in claims]
    session.execute(delete(SavingPlace).where(SavingPlace.claim_id.in_(theirs)))
    session.flush()


def _take_places(session: Session, claims: Iterable[SavingClaim], book: Book) -> None:
    """The database takes no place twice: the last guard, whatever was decided before."""
    for claim in claims:
        for type, year in sorted(places(book, book.claims[claim.key])):
            session.add(
                SavingPlace(
                    claim_id=claim.id,
                    subject=_subject(claim),
                    organisation_id=claim.call_off.organisation_id if claim.call_off else claim.organisation_id,
                    type=type,
                    year=year,
                    basis=claim.basis,
                )
            )
    try:
        session.flush()
    except IntegrityError:
        raise Refused(TAKEN) from None


def _subject(claim: SavingClaim) -> str:
    if claim.call_off is not None:
        return f"call-off {claim.call_off.id}"
    return f"framework {ledger.framework_key(claim)}"[:60]
