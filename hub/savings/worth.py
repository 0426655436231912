"""What a line comes to year by year, after what is known of its call-off has been taken into account.

The order is R11 (the price last paid), R8 (the part of a rise that is no price saving as well), R7 (the end of the
contract), R7 (what was really spent), then one rounding.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from hub.savings.book import TENDER, ByYear, InYear, Line, Prices, Total
from hub.savings.pence import rounded
from hub.savings.years import days, days_by_year, first_day, spread

PENCE = dict[str, int]


@dataclass(frozen=True)
class Known:
    """What bears on a line: the day its contract ended, what was spent, whether a tender was run, the unit price last
    paid, and the indexed last price above which alone a rise counts. None: nothing known, or it changes nothing."""

    ended: date | None = None
    spent_pence: int | None = None
    tender_run: bool = False
    last_paid: Fraction | None = None
    floor: Fraction | None = None


AS_ENTERED = Known()


def worth(line: Line, known: Known) -> PENCE:
    """Pence by year. A year that is given and comes to nothing is there as 0."""
    scale = spent_share(line, known)
    match line.sum:
        case ByYear(pence=given):
            kept = {year: amount for year, amount in given.items() if _begun(year, known.ended)}
            return _tendering(line, known, {year: rounded(amount * scale) for year, amount in kept.items()})
        case Total(pence=pence, start=start, end=end):
            last = min(end, known.ended) if known.ended else end
            run = Fraction(days(start, last), days(start, end))
            return spread(rounded(pence * run * scale), start, last) if run else {}
        case InYear(year=year):
            return {year: rounded(exact(line, known) * scale)} if _begun(year, known.ended) else {}


def exact(line: Line, known: Known) -> Fraction:
    """What the prices of a line come to, before the end of the contract, the spend and rounding."""
    prices = line.prices
    if prices is None:
        return Fraction(0)
    if prices.proposed is None:
        difference = indexed(prices, known.last_paid) - prices.agreed
    elif known.floor is None:
        difference = prices.proposed - prices.agreed
    else:
        difference = max(Fraction(0), prices.proposed - max(prices.agreed, known.floor))
    return difference * prices.volume / prices.per


def indexed(prices: Prices, last_paid: Fraction | None = None) -> Fraction:
    """The price paid before, with its indices, which compound. ``last_paid``: known better than was typed."""
    price = prices.last if last_paid is None else last_paid
    result = price or Fraction(0)
    for index in prices.indices:
        result *= 1 + index / 100
    return result


def cost_through_framework(line: Line) -> Fraction | None:
    """What was to be spent for the saving to be made; None where it is not known."""
    if line.framework_cost_pence is not None:
        return Fraction(line.framework_cost_pence)
    return None if line.prices is None else line.prices.agreed * line.prices.volume / line.prices.per


def spent_share(line: Line, known: Known) -> Fraction:
    """How much of that was really spent, at most all of it."""
    cost = cost_through_framework(line)
    if cost is None or known.spent_pence is None or known.spent_pence >= cost:
        return Fraction(1)
    return Fraction(known.spent_pence) / cost


def years(line: Line) -> frozenset[str]:
    """The years a line claims, as entered."""
    match line.sum:
        case ByYear(pence=given):
            return frozenset(given)
        case Total(start=start, end=end):
            return frozenset(days_by_year(start, end))
        case InYear(year=year):
            return frozenset({year})


def reaches_past(line: Line, end: date) -> bool:
    """Whether part of a line is dated after the end of its contract."""
    if isinstance(line.sum, Total):
        return line.sum.end > end
    return any(not _begun(year, end) for year in years(line))


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


def _begun(year: str, ended: date | None) -> bool:
    return ended is None or first_day(year) <= ended
