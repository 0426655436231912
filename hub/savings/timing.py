"""When a line's saving falls: rounded once, split into its money parts, and each part spread over its own days."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from hub.savings.line_types import LINE_TYPES, Bucket, Cashable
from hub.savings.pence import rounded
from hub.savings.working import Working, of_volume, whole
from hub.savings.years import ONE_DAY, anniversary, contract_years, days_by_year, first_day, spread, year_of


@dataclass(frozen=True)
class Piece:
    """A whole amount with its own time: a day, a contract year, the whole line, or all within one financial year."""

    pence: int
    start: date
    end: date
    year: str = ""

    def spread(self, pence: int) -> dict[str, int]:
        return {self.year: pence} if self.year else spread(pence, self.start, self.end)


@dataclass(frozen=True)
class MoneyPart:
    """A part of a line, or a cost, on one line of the totals, by financial year."""

    bucket: Bucket
    cashable: bool
    by_year: Mapping[str, int]

    @property
    def pence(self) -> int:
        return sum(self.by_year.values())


def pieces(working: Working) -> list[Piece]:
    """The line's whole amounts, each rounded once, in order of date."""
    if working.line.type == "BENEFIT":
        return []
    if working.by_year:
        return [
            Piece(rounded(exact), working.start, working.end, year) for year, exact in sorted(_years(working).items())
        ]
    if working.on is not None:
        return [Piece(rounded(_gross(working)), working.on, working.on)]
    if working.by.yearly:
        return [
            Piece(rounded(working.by.gross * year.fraction * working.spent), year.start, year.end)
            for year in contract_years(working.start, working.end)
        ]
    return [Piece(rounded(_gross(working)), working.start, working.end)]


def _gross(working: Working) -> Fraction:
    return whole(working, lambda method: method.gross) or Fraction(0)


def _years(working: Working) -> dict[str, Fraction]:
    """What each year comes to where years are reckoned apart: what was bought, else the estimate's part of the year."""
    bought = working.volumes
    if bought is not None:
        known, estimated = bought, {}
    else:
        estimate = working.by.gross * working.spent * _share_run(working)
        estimated = spread(rounded(estimate), working.start, working.end)
        known = {year: volume for year, volume in working.actual.items() if year in estimated}
    actual = {year: of_volume(working.by, volume).gross * working.spent for year, volume in known.items()}
    return {year: Fraction(pence) for year, pence in estimated.items()} | actual


def _share_run(working: Working) -> Fraction:
    run, claimed = (working.end - working.start).days + 1, (working.entered_end - working.start).days + 1
    return Fraction(run, claimed)


def exact_gross(working: Working) -> Fraction:
    """The gross a rate is made of: not rounded, but of years that are reckoned apart the sum of what they come to."""
    if working.by_year:
        return Fraction(sum(piece.pence for piece in pieces(working)))
    return _gross(working)


def exact_baseline(working: Working) -> Fraction | None:
    return whole(working, lambda method: method.baseline)


def money_parts(working: Working) -> list[MoneyPart]:
    """The line's gross by line of the totals and class, each part spread over its days on its own."""
    cut = working.line.budget_reduction_pence
    found: list[MoneyPart] = []
    before = 0
    for piece in pieces(working):
        cash = _cashable(working, piece, cut)
        cut -= cash
        found.extend(_parts(working, piece, cash, _due(working, before, cash)))
        before += 0 if working.by.yearly else cash
    return found


def _due(working: Working, before: int, cash: int) -> int:
    """What of this cash is due to the framework.

    It is rounded for a contract year where a line is worked out by those, else once for the line: a piece then gets
    what it adds to the due of the pieces before it.
    """
    share = working.line.due_pct / 100
    return rounded((before + cash) * share) - rounded(before * share)


def _cashable(working: Working, piece: Piece, budget_cut_left: int) -> int:
    match LINE_TYPES[working.line.type].cashable:
        case Cashable.ALL:
            return piece.pence
        case Cashable.CASH_PART:
            return working.by.cash_part
        case Cashable.UP_TO_BUDGET_CUT:
            return max(0, min(piece.pence, budget_cut_left))
        case Cashable.NONE:
            return 0


def _parts(working: Working, piece: Piece, cash: int, due: int) -> Iterator[MoneyPart]:
    kind = LINE_TYPES[working.line.type]
    bucket = kind.cash_bucket or kind.bucket
    if bucket == Bucket.HEADLINE:
        yield MoneyPart(bucket, True, piece.spread(due))
        yield MoneyPart(Bucket.NOT_DUE, True, piece.spread(cash - due))
    else:
        yield MoneyPart(bucket, True, piece.spread(cash))
    yield MoneyPart(kind.bucket, False, piece.spread(piece.pence - cash))


def new_by_year(working: Working, parts: list[MoneyPart]) -> dict[str, int]:
    """What is new in each year: the first twelve months. Later is sustained, and so is all of an extension."""
    amounts = by_year(parts)
    if working.line.continuation:
        return {}
    if working.on is not None:
        return amounts
    if working.by.yearly:
        first = pieces(working)[0]
        return by_year(list(_first_pieces(working, first)))
    return {year: rounded(pence * _new_share(working, year)) for year, pence in amounts.items()}


def _first_pieces(working: Working, first: Piece) -> Iterator[MoneyPart]:
    cash = _cashable(working, first, working.line.budget_reduction_pence)
    return _parts(working, first, cash, _due(working, 0, cash))


def _new_share(working: Working, year: str) -> Fraction:
    """The days of the year that are in the line's first twelve months, of all its days in the year."""
    following = anniversary(working.start)
    all_days = days_by_year(working.start, working.end).get(year, 0)
    if not all_days:
        return Fraction(first_day(year) < following)
    new = days_by_year(working.start, min(working.end, following - ONE_DAY)).get(year, 0)
    return Fraction(new, all_days)


def new_in_first_year(working: Working, parts: list[MoneyPart]) -> dict[str, int]:
    """What would be new if only the line's first financial year were."""
    amounts = by_year(parts)
    if working.line.continuation or working.on is not None:
        return {} if working.line.continuation else amounts
    first = year_of(working.start)
    return {year: pence for year, pence in amounts.items() if year == first}


def by_year(parts: list[MoneyPart]) -> dict[str, int]:
    """All parts added up by financial year, in order."""
    found: Counter[str] = Counter()
    for part in parts:
        for year, pence in part.by_year.items():
            found[year] += pence
    return dict(sorted(found.items()))
