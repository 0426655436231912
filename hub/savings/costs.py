"""What a saving cost: paid on a day or over the call-off, and taken from the line of the totals it belongs to."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from hub.savings.claim import Claim
from hub.savings.line_types import LINE_TYPES, Bucket
from hub.savings.parts import Cost, Line
from hub.savings.pence import rounded
from hub.savings.timing import MoneyPart
from hub.savings.years import spread, year_of


def reckoned(claim: Claim, gross: Mapping[int, list[MoneyPart]]) -> list[MoneyPart]:
    """Every cost, with the line of the totals and the class it is taken from; ``gross`` is by number of line."""
    lines = {line.line: line for line in claim.lines}
    return [_reckoned(claim, cost, lines, gross) for cost in claim.costs]


def _reckoned(claim: Claim, cost: Cost, lines: Mapping[int, Line], gross: Mapping[int, list[MoneyPart]]) -> MoneyPart:
    line = lines.get(cost.line) if cost.line is not None else next(iter(lines.values()), None)
    bucket = _bucket(line, gross) if cost.cash else Bucket.PROCESS_TIME
    return MoneyPart(bucket, cost.cash, _by_year(claim, cost))


def _by_year(claim: Claim, cost: Cost) -> dict[str, int]:
    pence = _pence(claim, cost)
    if cost.spread:
        return spread(pence, claim.calloff.start, claim.calloff.end)
    day: date = cost.date or claim.calloff.start
    return {year_of(day): pence}


def _pence(claim: Claim, cost: Cost) -> int:
    if cost.amount_pence is not None:
        return cost.amount_pence
    base = claim.calloff.value_pence if cost.base_pence is None else cost.base_pence
    return rounded((cost.pct or Fraction(0)) * (base or 0) / 100)


def _bucket(line: Line | None, gross: Mapping[int, list[MoneyPart]]) -> Bucket:
    """The headline where any of the line is there, else its type's own; of a price not due to the framework, apart."""
    if line is None:
        return Bucket.HEADLINE
    if any(part.bucket == Bucket.HEADLINE and part.pence for part in gross.get(line.line, [])):
        return Bucket.HEADLINE
    own = LINE_TYPES[line.type].bucket
    return Bucket.NOT_DUE if own == Bucket.HEADLINE and line.due_pct == 0 else own
