"""The book of a call-off (hub.savings.book), as the database holds it: what the rules look at."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.models import CallOffSharer, ClaimedCallOff, SavingClaim
from hub.savings import apart, parts, seen
from hub.savings.book import Book, ByYear, HeldCallOff, HeldClaim, Line, Prices, Sharer, Total
from hub.savings.claim import Claim, read
from hub.savings.methods import Declared
from hub.savings.pence import rounded
from hub.savings.pricing import ContractPrice, UnitPrice
from hub.savings.rises import RiseUnit
from hub.savings.working import entered
from hub.savings.years import year_of
from hub.shares import share_of


def book(session: Session, call_off: ClaimedCallOff | None, claim: SavingClaim | None = None) -> Book:
    """The call-off, those before it, and every claim on it that was submitted; of an owner's claim, the owner's."""
    if call_off is not None:
        found = select(SavingClaim).where(SavingClaim.call_off_id == call_off.id)
    else:
        found = select(SavingClaim).where(SavingClaim.call_off_id.is_(None), SavingClaim.claimant == "framework_owner")
    rows = session.scalars(found.order_by(SavingClaim.submitted_at, SavingClaim.id)).all()
    if claim is not None and call_off is None:
        rows = [row for row in rows if framework_key(row) == framework_key(claim)]
    rows = [row for row in rows if row.submitted_at is not None and row.inputs.get("lines")]
    chain = list(_chain(call_off))
    call_offs = {each.key: held_call_off(each) for each in chain}
    elsewhere = apart.claimants(session, call_off) if call_off is not None else {}
    if call_off is not None:
        call_offs[call_off.key] = replace(call_offs[call_off.key], elsewhere=tuple(elsewhere))
    return Book(
        call_offs=call_offs,
        claims={row.key: held_claim(row) for row in rows},
        names=_names(chain, rows if claim is None else [*rows, claim], claim) | elsewhere,
    )


def held_call_off(call_off: ClaimedCallOff) -> HeldCallOff:
    sharers = tuple(Sharer(sharer_name(each), share_of(each.share)) for each in call_off.sharers)
    return HeldCallOff(
        ref=call_off.key,
        organisation=call_off.organisation.slug,
        start=call_off.start,
        end=call_off.ended_on or call_off.ends_on,
        route=call_off.route,
        framework=call_off.framework_home or call_off.framework_title or None,
        lead=call_off.organisation.slug if sharers else "",
        sharers=sharers,
        predecessor=call_off.predecessor.key if call_off.predecessor else "",
        unit_price_pence=call_off.unit_price_pence,
        value_pence=call_off.value_pence,
        tender_run=call_off.tender_run,
        actual_spend_pence=call_off.actual_spend_pence,
    )


def sharer_name(sharer: CallOffSharer) -> str:
    """What a sharer is called in a book: the slug of an organisation the hub knows."""
    return sharer.organisation.slug if sharer.organisation else sharer.name


def sharers(call_off: ClaimedCallOff | None) -> dict[str, Any]:
    """Who has which part of a call-off, as a claim's inputs say it; nothing where it is not shared."""
    found = [
        {"org": row.organisation.name if row.organisation else row.name, "share": row.share, "member": row.member}
        for row in (call_off.sharers if call_off else ())
    ]
    return {"sharers": found} if found else {}


def held_claim(claim: SavingClaim, state: str = "") -> HeldClaim:
    """A claim as rules look at it. Whoever follows the organisation of the call-off is that organisation.

    It has one kind of evidence, its chief one: the form asks for that, and its own answer says that an owner's
    statement is all there is. ``state``: the one it shall have, where that is another than it has.
    """
    session = Session.object_session(claim)
    if session is None:
        raise ValueError("a claim outside of a session")
    facts = claim.inputs.get("facts", {})
    cut_at = facts.get("contract_end_actual")
    return HeldClaim(
        key=claim.key,
        organisation=_organisation(session, claim),
        call_off=claim.call_off.key if claim.call_off else "",
        basis=claim.basis,
        lines=lines(claim),
        state=state or claim.state,
        column=claim.column,
        reporter=claim.reported_by,
        verifier=claim.verified_by,
        editors=seen.authors(session, claim),
        evidence=frozenset(filter(None, [claim.evidence])),
        supersedes=claim.supersedes.key if claim.supersedes else "",
        framework=framework_key(claim) if claim.call_off is None else "",
        cut_at=date.fromisoformat(cut_at) if cut_at else None,
    )


def lines(claim: SavingClaim) -> tuple[Line, ...]:
    """The lines of a claim with the years each falls in. Raises hub.savings.claim.InvalidClaim."""
    source = str(claim.entered.get("baseline_source", ""))
    entry = read(claim.inputs)
    return tuple(_line(entry, each, source) for each in entry.lines)


def framework_key(claim: SavingClaim) -> str:
    """What tells the framework of an owner's claim: its key, or the title as it is compared."""
    return claim.framework_home or " ".join(claim.framework_title.casefold().split())


def _organisation(session: Session, claim: SavingClaim) -> str:
    """After a merger the successor speaks for the organisation that bought: one call-off is not claimed by both."""
    if claim.call_off is not None:
        buyer = claim.call_off.organisation
        if claim.organisation.slug in seen.following(session, {buyer.id}):
            return buyer.slug
    return claim.organisation.slug


def _names(
    call_offs: Sequence[ClaimedCallOff], claims: Iterable[SavingClaim], asked: SavingClaim | None
) -> dict[str, str]:
    """How each is called in a sentence. The title of what another owner declares is nobody else's to read."""
    named = {each.key: _called(each.title or each.reference, each.key) for each in call_offs}
    for each in call_offs:
        taking_part = [each.organisation, *(sharer.organisation for sharer in each.sharers)]
        named |= {row.slug: row.name for row in taking_part if row is not None}
    for claim in claims:
        theirs = bool(call_offs) or asked is None or claim.organisation_id == asked.organisation_id
        named[claim.key] = _called(claim.title, claim.key) if theirs else "the declaration of another owner"
        named[claim.organisation.slug] = claim.organisation.name
    return named


def _called(title: str, key: str) -> str:
    """By its title; its key, which is its address as well, tells it from others of that title."""
    return f"“{title}” ({key})" if title else key


def _line(claim: Claim, line: parts.Line, source: str) -> Line:
    by = line.by
    cost = by.framework_cost
    return Line(
        type=line.type,
        sum=_sum(claim, line),
        number=line.line,
        prices=_prices(line),
        previous_value_pence=by.baseline_value_pence if isinstance(by, ContractPrice) else None,
        framework_cost_pence=None if cost is None else rounded(cost),
        formula_pence=rounded(by.tender.gross) if isinstance(by, Declared) and by.tender else None,
        baseline_source=source,
    )


def _sum(claim: Claim, line: parts.Line) -> ByYear | Total:
    """The years matter here; what each comes to is the figures' own."""
    gross = rounded(line.by.gross)
    if isinstance(line.by, UnitPrice) and line.by.volume_by_fy is not None:
        return ByYear({year: rounded(line.by.of_volume(each).gross) for year, each in line.by.volume_by_fy.items()})
    if (day := entered(claim, line).on) is not None:
        return ByYear({year_of(day): gross})
    start, end = claim.period(line)
    return Total(gross, start, end)


def _prices(line: parts.Line) -> Prices | None:
    by = line.by
    if isinstance(by, UnitPrice):
        return Prices(
            agreed=Fraction(by.framework_unit_pence),
            volume=by.bought,
            volume_ref=line.volume_ref,
            last=Fraction(by.baseline_unit_pence),
            indices=tuple(index.pct for index in by.indices),
            per=by.price_per,
        )
    if isinstance(by, RiseUnit):
        return Prices(
            agreed=Fraction(by.agreed_unit_pence),
            volume=by.volume,
            volume_ref=line.volume_ref,
            proposed=Fraction(by.proposed_unit_pence),
            per=by.price_per,
        )
    return None


def _chain(call_off: ClaimedCallOff | None) -> Iterator[ClaimedCallOff]:
    """A call-off and those before it."""
    passed: set[int] = set()
    while call_off is not None and call_off.id not in passed:
        passed.add(call_off.id)
        yield call_off
        call_off = call_off.predecessor
