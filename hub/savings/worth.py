"""What a line comes to year by year, after what is known of its call-off has been taken into account.

The order is R11 (the price last paid), R8 (the part of a rise that is no price saving as well), R7 (the end of the
contract), R7 (what was really spent), then one rounding.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from hub.savings.book import RISE, TENDER, ByYear, InYear, Line, Prices, Total
from hub.savings.pence import rounded
from hub.savings.years import days, days_by_year, first_day, spread

PENCE = dict[str, int]


@dataclass(frozen=True)
class Known:
    """What bears on a line. None: nothing is known of it.

    The day its contract ended, how much of what it rests on was spent, whether a tender was run, the unit price last
    paid, and the indexed last price of one unit, above which alone a rise counts.
    """

    ended: date | None = None
    spent: Fraction = Fraction(1)
    tender_run: bool = False
    last_paid: Fraction | None = None
    floor: Fraction | None = None


AS_ENTERED = Known()


def worth(line: Line, known: Known) -> PENCE:
    """Pence by year. A year that is given and comes to nothing is there as 0."""
    match line.sum:
        case ByYear():
            kept = _years_begun(line, known.ended)
            return _tendering(line, known, {year: rounded(pence * known.spent) for year, pence in kept.items()})
        case Total(pence=pence, start=start, end=end):
            run = _run(line.sum, known.ended)
            return spread(rounded(pence * run * known.spent), start, _last(end, known.ended)) if run else {}
        case InYear(year=year):
            return {year: rounded(exact(line, known) * known.spent)} if begun(year, known.ended) else {}


def exact(line: Line, known: Known) -> Fraction:
    """What the prices of a line come to, before the end of the contract, the spend and rounding."""
    prices = line.prices
    if prices is None:
        return Fraction(0)
    if prices.proposed is None:
        return (indexed(prices, known.last_paid) - prices.agreed) / prices.per * prices.volume
    proposed, agreed = prices.proposed / prices.per, prices.agreed / prices.per
    if known.floor is None:
        return (proposed - agreed) * prices.volume
    return max(Fraction(0), proposed - max(agreed, known.floor)) * prices.volume


def indexed(prices: Prices, last_paid: Fraction | None = None) -> Fraction:
    """The price paid before, with its indices, which compound. ``last_paid``: known better than was typed."""
    price = prices.last if last_paid is None else last_paid
    result = price or Fraction(0)
    for index in prices.indices:
        result *= 1 + index / 100
    return result


def rests_on(line: Line, lines: Iterable[Line], ended: date | None = None) -> Fraction | None:
    """What was to be spent up to the end for a line to save what it does; None where it is not known.

    All prices of a claim, ``lines``, rest on one spend together; a rise and a price on the same goods cost once.
    """
    cost = _cost(line, ended)
    if cost is None or not _of_a_price(line):
        return cost
    prices = [each for each in lines if _of_a_price(each)]
    goods = {each.prices.volume_ref for each in prices if each.prices and each.type != RISE} - {""}
    once = [each for each in prices if each.type != RISE or not each.prices or each.prices.volume_ref not in goods]
    return sum((_cost(each, ended) or Fraction(0) for each in once), Fraction(0))


def years(line: Line) -> frozenset[str]:
    """The years a line claims, as entered."""
    match line.sum:
        case ByYear(pence=given):
            return frozenset(given)
        case Total(start=start, end=end):
            return frozenset(days_by_year(start, end))
        case InYear(year=year):
            return frozenset({year})


def begun(year: str, ended: date | None) -> bool:
    """Whether a year begins before the contract is over."""
    return ended is None or first_day(year) <= ended


def reaches_past(line: Line, end: date, ended: date | None) -> bool:
    """Whether part of what counts of a line, which is cut off at ``ended`` already, is dated after ``end``."""
    if isinstance(line.sum, Total):
        return _last(line.sum.end, ended) > end
    return any(begun(year, ended) and not begun(year, end) for year in years(line))


def _tendering(line: Line, known: Known, pence: PENCE) -> PENCE:
    """Tendering is avoided only if no tender was run, and by no more than the formula gives."""
    if line.type != TENDER:
        return pence
    if known.tender_run:
        return dict.fromkeys(pence, 0)
    return pence if line.formula_pence is None else _at_most(line.formula_pence, pence)


def _at_most(left: int, pence: PENCE) -> PENCE:
    if sum(pence.values()) <= left:
        return pence
    capped = {}
    for year, amount in sorted(pence.items()):
        capped[year] = min(amount, left)
        left -= capped[year]
    return capped


def _years_begun(line: Line, ended: date | None) -> Mapping[str, int]:
    given = line.sum.pence if isinstance(line.sum, ByYear) else {}
    return {year: pence for year, pence in given.items() if begun(year, ended)}


def _of_a_price(line: Line) -> bool:
    return line.type.startswith("PRICE_")


def _cost(line: Line, ended: date | None) -> Fraction | None:
    cost: Fraction | int | None = line.framework_cost_pence
    if cost is None and line.prices is not None:
        cost = line.prices.agreed * line.prices.volume / line.prices.per
    return None if cost is None else cost * _part_run(line, ended)


def _part_run(line: Line, ended: date | None) -> Fraction:
    """How much of a line falls before the end: by days, or by amounts where they are given by year."""
    if isinstance(line.sum, Total):
        return _run(line.sum, ended)
    if not any(begun(year, ended) for year in years(line)):
        return Fraction(0)
    if not isinstance(line.sum, ByYear) or sum(line.sum.pence.values()) <= 0:
        return Fraction(1)
    kept = sum(_years_begun(line, ended).values())
    return min(Fraction(1), max(Fraction(0), Fraction(kept, sum(line.sum.pence.values()))))


def _run(period: Total, ended: date | None) -> Fraction:
    return Fraction(days(period.start, _last(period.end, ended)), days(period.start, period.end))


def _last(end: date, ended: date | None) -> date:
    return min(end, ended) if ended else end
