"""R11 and R8: what was paid before, and the same pound as a lower price and as a rise avoided."""

from collections.abc import Iterator
from fractions import Fraction

from hub.savings.book import PRICE, RISE, Book, HeldClaim, Line
from hub.savings.entry import Finding
from hub.savings.pence import rounded, shown
from hub.savings.rules.case import Case
from hub.savings.standing import known, last_paid, last_value, price_floor
from hub.savings.worth import AS_ENTERED, Known, exact, worth


def last_price(case: Case) -> Iterator[Finding]:
    """R11: after a move from one framework to another the baseline is the price last paid there."""
    for line in case.claim.lines:
        paid, value = last_paid(case.book, case.claim, line), last_value(case.book, case.claim, line)
        if paid is not None and line.prices and line.prices.last not in (None, paid):
            counted = sum(worth(line, Known(last_paid=paid)).values())
            counts = f" {shown(counted)} counts instead of {shown(case.entered(line))}."
            typed = rounded(line.prices.last or Fraction(0))
            yield case.adjust("R11", _paid(case, shown(rounded(paid)), typed, counts), line)
        elif value is not None and line.previous_value_pence not in (None, value):
            yield case.adjust("R11", _paid(case, shown(value), line.previous_value_pence or 0, ""), line)


def _paid(case: Case, paid: str, typed: int, counts: str) -> str:
    before = case.book.name(case.call_off.predecessor)
    return (
        f"The price last paid, on {before}, was {paid}, not {shown(typed)}. The saving is worked out from "
        f"{paid}.{counts} If that price is wrong, correct it on {before}."
    )


def same_goods(case: Case) -> Iterator[Finding]:
    """R8: of a rise avoided only what lies above the last price of the same goods counts beside their price saving."""
    for line in case.claim.lines:
        floor = price_floor(case.book, case.claim, line)
        if line.type != RISE or floor is None:
            continue
        entered, left = exact(line, AS_ENTERED), exact(line, Known(floor=floor))
        if left == 0:
            yield case.reject("R8", _whole_rise(line, floor), line)
        elif left != entered:
            yield case.adjust("R8", _part_of_rise(rounded(entered), rounded(left), floor), line)


def _whole_rise(line: Line, floor: Fraction) -> str:
    proposed = shown(rounded(line.prices.proposed or Fraction(0))) if line.prices else ""
    return (
        f"The price proposed, {proposed}, is not above the last price of the same goods with its indices, "
        f"{shown(rounded(floor))}: all of this rise is in the price saving already. The rise was not taken. "
        "If these are other goods, give them a volume reference of their own."
    )


def _part_of_rise(entered: int, left: int, floor: Fraction) -> str:
    return (
        f"A lower price is claimed for the same goods. Only the part of the rise above their last price with its "
        f"indices, {shown(rounded(floor))}, counts beside it: {shown(left)} instead of {shown(entered)}. "
        "If these are other goods, give them a volume reference of their own."
    )


def rises_cut(before: Book, after: Book, key: str) -> Iterator[Finding]:
    """R8 the other way round: the rises held of which another part counts now that the claim of that key stands."""
    claim = after.claims[key]
    if not claim.live or not any(line.type == PRICE for line in claim.lines):
        return
    for other in after.live(claim.call_off):
        for line in other.lines if other.key != key else ():
            was, now = (exact(line, Known(floor=known(book, other, line).floor)) for book in (before, after))
            if line.type == RISE and now != was and now != exact(line, AS_ENTERED):
                yield Finding("R8", "adjust", other.key, _rise_cut(after, other, line), line.number)


def _rise_cut(after: Book, claim: HeldClaim, line: Line) -> str:
    left, entered = (rounded(exact(line, each)) for each in (known(after, claim, line), AS_ENTERED))
    return (
        f"The price rise avoided in {after.name(claim.key)} is for the same goods as this lower price. Of it only the "
        f"part above their last price counts beside it: {shown(left)} instead of {shown(entered)}. "
        "If these are other goods, give them a volume reference of their own."
    )
