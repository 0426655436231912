"""How a claim stands in a book: what of it counts, for which years, and the facts to reckon it with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from hub.savings.book import PRICE, RISE, TENDER, Book, HeldCallOff, HeldClaim, Line, Prices
from hub.savings.fields import decimal_text
from hub.savings.pence import rounded, shared
from hub.savings.worth import Known, begun, indexed, rests_on, worth, years


@dataclass(frozen=True)
class Standing:
    """``counted_by_fy`` is what of the claim is in totals now (empty unless it is validated), ``worth_by_fy`` the same
    whatever its state. Both are for claims of ByYear, Total and InYear lines; a claim that hub.savings.figures reckons
    takes instead

    * ``facts``, in the shape of a claim's inputs.facts, to be put into its inputs before figures.work_out:
      contract_end_actual, actual_spend_pence, tender_run_anyway, previous_framework_unit_pence,
      previous_framework_value_pence, and ``last_prices_pence``: by volume_ref the indexed last price of a unit in
      another claim, as decimal text, above which alone PRICE_RISE_AVOIDED counts (R8);
    * ``replaced``: (type, year) of an estimate which a validated actual stands for: left out of its parts and years.

    ``unattributed_pence`` is the part of its worth that no sharer has, None if its call-off is not shared.
    """

    state: str
    column: str
    counted_by_fy: Mapping[str, int]
    worth_by_fy: Mapping[str, int]
    facts: Mapping[str, Any]
    replaced: frozenset[tuple[str, str]]
    unattributed_pence: int | None


def standing(book: Book, key: str) -> Standing:
    """How the claim of that key stands. Raises KeyError if the book does not hold it."""
    claim = book.claims[key]
    value = worth_by_fy(book, claim)
    return Standing(
        state=claim.state,
        column=claim.column,
        counted_by_fy=value if claim.state == "validated" else {},
        worth_by_fy=value,
        facts=facts(book, claim),
        replaced=replaced(book, claim),
        unattributed_pence=_unattributed(book, claim, sum(value.values())),
    )


def worth_by_fy(book: Book, claim: HeldClaim) -> dict[str, int]:
    """What a claim comes to, without the years for which a validated actual stands."""
    gone, total = replaced(book, claim), dict[str, int]()
    for line in claim.lines:
        for year, pence in worth(line, known(book, claim, line)).items():
            if (line.type, year) not in gone:
                total[year] = total.get(year, 0) + pence
    return dict(sorted(total.items()))


def places(book: Book, claim: HeldClaim) -> frozenset[tuple[str, str]]:
    """What a claim takes so that no other may: (type, year), the year empty for tendering, which is avoided once."""
    return frozenset(
        (line.type, "" if line.type == TENDER else year)
        for line in claim.lines
        for year in worth(line, known(book, claim, line))
    )


def known(book: Book, claim: HeldClaim, line: Line) -> Known:
    """What bears on a line of a claim, as the book has it now."""
    call_off = book.call_offs.get(claim.call_off)
    if call_off is None:
        return Known(ended=claim.cut_at)
    return Known(
        ended=claim.cut_at,
        spent=spent_share(claim, line, call_off.actual_spend_pence),
        tender_run=call_off.tender_run or tendered_before(claim, line),
        last_paid=last_paid(book, claim, line),
        floor=price_floor(book, claim, line),
    )


def spent_share(claim: HeldClaim, line: Line, spent_pence: int | None) -> Fraction:
    """R7: how much of what a line rests on was really spent, at most all of it."""
    cost = rests_on(line, claim.lines, claim.cut_at)
    if cost is None or spent_pence is None or spent_pence >= cost:
        return Fraction(1)
    return spent_pence / cost


def tendered_before(claim: HeldClaim, line: Line) -> bool:
    """R9: whether an earlier line of the claim has the one tender that was avoided."""
    return line.type == TENDER and any(each.type == TENDER and each.number < line.number for each in claim.lines)


def last_paid(book: Book, claim: HeldClaim, line: Line) -> Fraction | None:
    """R11: the unit price last paid before a move from one framework to another, where it bears on this line.

    One price cannot be the last of several goods: then it is left as typed.
    """
    before = moved_from(book, claim)
    if before is None or before.unit_price_pence is None or not _compares_units(line):
        return None
    return Fraction(before.unit_price_pence) if sum(map(_compares_units, claim.lines)) == 1 else None


def last_value(book: Book, claim: HeldClaim, line: Line) -> int | None:
    """R11 likewise, of a whole contract that ran for as long."""
    before = moved_from(book, claim)
    if before is None or line.type != PRICE or line.previous_value_pence is None:
        return None
    return before.value_pence if _months(before) == _months(book.call_offs[claim.call_off]) else None


def moved_from(book: Book, claim: HeldClaim) -> HeldCallOff | None:
    """The call-off before this one, if that was under another framework, or under none."""
    call_off = book.call_offs.get(claim.call_off)
    before = book.call_offs.get(call_off.predecessor) if call_off else None
    return before if call_off and before and before.framework != call_off.framework else None


def price_floor(book: Book, claim: HeldClaim, line: Line, own: bool = True) -> Fraction | None:
    """R8: the indexed last price of the same goods in the same year, in a price saving on the same call-off.

    ``own``: also in the claim itself.
    """
    if line.type != RISE or line.prices is None or not line.prices.volume_ref:
        return None
    claims = [*([claim] if own else []), *_others(book, claim)]
    others = [(other, each) for other in claims for each in other.lines if _same_goods(line, each)]
    floors = [_floor(book, other, each) for other, each in others if years(line) & _standing_years(book, other, each)]
    return max(floors, default=None)


def replaced(book: Book, claim: HeldClaim) -> frozenset[tuple[str, str]]:
    """R5: the types and years of an estimate for which a validated actual stands. Of tendering it is all of it."""
    if claim.basis != "estimated" or not claim.call_off:
        return frozenset()
    taken = {
        place
        for actual in book.live(claim.call_off)
        if actual.basis == "actual" and actual.state == "validated" and actual.organisation == claim.organisation
        for place in _actual_places(actual)
    }
    return frozenset(
        (line.type, year)
        for line in claim.lines
        for year in years(line)
        if (line.type, "" if line.type == TENDER else year) in taken
    )


def facts(book: Book, claim: HeldClaim) -> dict[str, Any]:
    """What the hub holds that bears on a claim, as hub.savings.figures takes it."""
    call_off = book.call_offs.get(claim.call_off)
    found: dict[str, Any] = {}
    if claim.cut_at:
        found["contract_end_actual"] = claim.cut_at.isoformat()
    if call_off and call_off.actual_spend_pence is not None:
        found["actual_spend_pence"] = call_off.actual_spend_pence
    if call_off and call_off.tender_run and any(line.type == TENDER for line in claim.lines):
        found["tender_run_anyway"] = True
    return found | _price_facts(book, claim)


def _price_facts(book: Book, claim: HeldClaim) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for line in claim.lines:
        if (paid := last_paid(book, claim, line)) is not None:
            found["previous_framework_unit_pence"] = int(paid)
        if (value := last_value(book, claim, line)) is not None:
            found["previous_framework_value_pence"] = value
        if line.prices and (floor := price_floor(book, claim, line, own=False)) is not None:
            found.setdefault("last_prices_pence", {})[line.prices.volume_ref] = decimal_text(floor)
    return found


def _unattributed(book: Book, claim: HeldClaim, net: int) -> int | None:
    call_off = book.call_offs.get(claim.call_off)
    if call_off is None or not call_off.sharers:
        return None
    shares = [sharer.share for sharer in call_off.sharers]
    return shared(net, [*shares, 1 - sum(shares, Fraction(0))])[-1]


def _others(book: Book, claim: HeldClaim) -> Iterator[HeldClaim]:
    """The other live claims of the same organisation on the same call-off."""
    for other in book.live(claim.call_off):
        if other.key != claim.key and other.organisation == claim.organisation:
            yield other


def _same_goods(rise: Line, other: Line) -> bool:
    """Whether ``other`` is a price saving on the goods of the rise."""
    if rise.prices is None or other.prices is None:
        return False
    return _compares_units(other) and other.prices.volume_ref == rise.prices.volume_ref


def _floor(book: Book, claim: HeldClaim, line: Line) -> Fraction:
    prices: Prices | None = line.prices
    return indexed(prices, last_paid(book, claim, line)) / prices.per if prices else Fraction(0)


def _standing_years(book: Book, claim: HeldClaim, line: Line) -> frozenset[str]:
    gone = replaced(book, claim)
    return frozenset(year for year in years(line) if (line.type, year) not in gone and begun(year, claim.cut_at))


def _actual_places(actual: HeldClaim) -> Iterator[tuple[str, str]]:
    for line in actual.lines:
        for year in worth(line, Known(ended=actual.cut_at)):
            yield line.type, "" if line.type == TENDER else year


def _compares_units(line: Line) -> bool:
    return line.type == PRICE and line.prices is not None and line.prices.last is not None


def _months(call_off: HeldCallOff) -> int:
    days = (call_off.end - call_off.start).days + 1
    return rounded(Fraction(days * 12 * 4, 365 * 4 + 1))
