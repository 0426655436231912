"""What of a claim counts, where some years of an estimate have been replaced by what was really saved. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from hub.savings import figures, sharing
from hub.savings.claim import Claim
from hub.savings.results import Figures, Part, YearFigures

AMOUNTS = ("gross", "costs", "net", "new", "sustained", "headline")
Cell = tuple[str, str, bool]
"""Year, bucket, and whether it is cashable."""


@dataclass(frozen=True)
class Counted:
    """``years`` has the amounts of each financial year by name, ``sums`` those of the whole, all in pence."""

    years: Mapping[str, Mapping[str, int]]
    sums: Mapping[str, int]
    pieces: tuple[Part, ...]


def counted(claim: Claim, worked: Figures, replaced: Collection[tuple[str, str]] = frozenset()) -> Counted:
    """What counts of a claim that comes to these figures, without the kinds and years that were ``replaced``."""
    years: dict[str, Mapping[str, int]] = {row.fy: _amounts(row) for row in worked.profile}
    pieces = worked.parts
    gone = [(kind, year) for kind, year in sorted(replaced) if year in years]
    if gone:
        years, pieces = _without(claim, years, pieces, gone)
    return Counted(years, _sums(worked, years, pieces), pieces)


def with_nothing(counts: Counted, years: Iterable[str]) -> Counted:
    """The same with the years that were claimed and come to nothing, which are told all the same."""
    missing = {year: dict.fromkeys(AMOUNTS, 0) for year in years if year not in counts.years}
    return replace(counts, years={**counts.years, **missing})


def _amounts(row: YearFigures) -> dict[str, int]:
    return {name: getattr(row, f"{name}_pence") for name in AMOUNTS}


def _without(
    claim: Claim,
    years: Mapping[str, Mapping[str, int]],
    pieces: Collection[Part],
    gone: Collection[tuple[str, str]],
) -> tuple[dict[str, Mapping[str, int]], tuple[Part, ...]]:
    """Take off what the lines of a kind come to in a year: each line and its costs are rounded by themselves."""
    left: dict[str, Mapping[str, int]] = {year: dict(amounts) for year, amounts in years.items()}
    cells = _cells(pieces)
    for kind in {kind for kind, _ in gone}:
        alone = figures.work_out(_only(claim, kind))
        for row in alone.profile:
            if (kind, row.fy) in gone:
                left[row.fy] = {name: left[row.fy][name] - amount for name, amount in _amounts(row).items()}
        for part in alone.parts:
            if (kind, part.year) in gone:
                cells[part.year, part.bucket, part.cashable] -= part.net_pence
    kinds = {line.type for line in claim.lines}
    empty = {year for year in left if all((kind, year) in gone for kind in kinds)}
    kept = {year: amounts for year, amounts in left.items() if year not in empty}
    return kept, sharing.parts(claim, {cell: net for cell, net in cells.items() if cell[0] not in empty})


def _only(claim: Claim, kind: str) -> Claim:
    """The claim with its lines of one kind. A cost that is of no line is of the first."""
    lines = tuple(line for line in claim.lines if line.type == kind)
    first = claim.lines[0].line
    numbers = {line.line for line in lines}
    costs = tuple(cost for cost in claim.costs if (cost.line or first) in numbers)
    return replace(claim, lines=lines, costs=costs, sharers=(), cvt=None)


def _cells(pieces: Collection[Part]) -> dict[Cell, int]:
    found: dict[Cell, int] = {}
    for each in pieces:
        cell = (each.year, each.bucket, each.cashable)
        found[cell] = found.get(cell, 0) + each.net_pence
    return found


def _sums(worked: Figures, years: Mapping[str, Mapping[str, int]], pieces: Collection[Part]) -> dict[str, int]:
    cashable = sum(each.net_pence for each in pieces if each.cashable)
    net = sum(amounts["net"] for amounts in years.values())
    return {
        "entered_gross": worked.entered_gross_pence,
        "gross": sum(amounts["gross"] for amounts in years.values()),
        "costs": sum(amounts["costs"] for amounts in years.values()),
        "net": net,
        "cashable": cashable,
        "non_cashable": net - cashable,
    }
