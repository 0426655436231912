"""What everybody may see of savings: a fixed set of tables, as of the end of a quarter.

The set: validated savings of the members of each network in all, by year, by column, cashable or not, by kind and by
category; and those on each framework, of whichever organisations. They are decided on together
(hub.reports.suppression), and together with what was out a quarter before.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.clock import LONDON
from hub.models import Framework, Lot, SavingClaim, SupplierPlace
from hub.reports import facts
from hub.reports.bands import OWNERS
from hub.reports.facts import Claim, Facts, Part
from hub.reports.selection import MEMBER, part_of
from hub.reports.suppression import FEWEST, Piece, Why, kept_back

FRAMEWORK = "framework"
WHOLE = "all"
TABLES = ("year", "column", "cashable", "kind", "category")
"""What a network's total is divided by, in the order in which cells are wanted."""


@dataclass(frozen=True)
class Cell:
    """``of`` is the slug of a network, or FRAMEWORK; ``by`` one of TABLES or WHOLE. ``before``: a quarter earlier."""

    of: str
    by: str
    value: str = ""
    before: bool = False


@dataclass(frozen=True)
class Figure:
    """A cell of a public table: the pence, or why they are not shown."""

    pence: int | None
    why: Why | None = None


@dataclass(frozen=True)
class Release:
    """The figures of the end of a quarter. ``rates`` are medians by the framework's key; ``single`` the frameworks
    that have one supplier, of which nothing is shown. ``example``: example data is in it.
    """

    as_of: date
    figures: Mapping[Cell, Figure]
    rates: Mapping[str, Fraction]
    single: Collection[str]
    example: bool

    def table(self, network: str, by: str) -> dict[str, Figure]:
        found = {cell.value: figure for cell, figure in self.figures.items() if (cell.of, cell.by) == (network, by)}
        return dict(sorted(found.items()))

    def total(self, network: str) -> Figure | None:
        """None where no member has a validated saving."""
        return self.figures.get(Cell(network, WHOLE))

    def on_framework(self, key: str) -> Figure | None:
        return self.figures.get(Cell(FRAMEWORK, WHOLE, key))


def release(session: Session, today: date) -> Release:
    """What is public on a day."""
    closing = quarter(today)
    found = facts.read(
        session,
        SavingClaim.state == "validated",
        SavingClaim.basis == "actual",
        SavingClaim.column != OWNERS,
        SavingClaim.validated_at < start_of(closing),
    )
    single, lots = _single(session, {claim.framework for claim in found.claims})
    return decide(found, closing, single, lots)


def quarter(day: date) -> date:
    """The first day of its quarter. What was validated before is public."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, LONDON)


def decide(found: Facts, closing: date, single: Collection[str], lots: Collection[tuple[str, str]]) -> Release:
    """Pure. ``single`` and ``lots`` (framework and lot) have one supplier only."""
    before = start_of(quarter(closing - timedelta(days=1)))
    pieces = list(_pieces(found.parts, before, single, lots))
    cells = {cell for piece in pieces for cell in piece.cells if isinstance(cell, Cell)}
    earlier, order = _in_order(cells, before=True), _in_order(cells, before=False)
    out = [cell for cell in earlier if cell not in kept_back(pieces, earlier, _tables(earlier))]
    hidden = kept_back(pieces, order, _tables(order), out)
    sums = dict.fromkeys(order, 0)
    for piece in pieces:
        for cell in order:
            sums[cell] += piece.pence if cell in piece.cells else 0
    figures = {cell: Figure(None, hidden[cell]) if cell in hidden else Figure(sums[cell]) for cell in order}
    rates = _rates([part.claim for part in found.parts if _counts_on_framework(part, single, lots)])
    example = any(claim.example for claim in found.claims)
    return Release(closing - timedelta(days=1), figures, rates, single, example)


def _pieces(
    parts: Iterable[Part], before: datetime, single: Collection[str], lots: Collection[tuple[str, str]]
) -> Iterator[Piece]:
    for part in parts:
        cells = {Cell(FRAMEWORK, WHOLE, part.claim.framework)} if _counts_on_framework(part, single, lots) else set()
        if part_of(part) == MEMBER and part.claim.network:
            cells |= set(_of_network(part))
        if part.claim.validated_at and part.claim.validated_at < before:
            cells |= {Cell(cell.of, cell.by, cell.value, before=True) for cell in cells}
        if cells:
            yield Piece(part.organisation, part.pence, frozenset(cells))


def _of_network(part: Part) -> Iterator[Cell]:
    claim = part.claim
    values = (part.year, claim.column, "yes" if part.cashable else "no", part.kind, claim.category)
    yield Cell(claim.network, WHOLE)
    for by, value in zip(TABLES, values, strict=True):
        yield Cell(claim.network, by, value)


def _counts_on_framework(part: Part, single: Collection[str], lots: Collection[tuple[str, str]]) -> bool:
    """What organisations saved with one supplier would tell its prices."""
    claim = part.claim
    if not part.organisation or not claim.framework or claim.framework in single:
        return False
    return (claim.framework, claim.lot.strip().casefold()) not in lots


def _in_order(cells: Iterable[Cell], before: bool) -> list[Cell]:
    """Frameworks first, as their rule is a promise; then totals, and the tables as listed."""
    places = {name: place for place, name in enumerate((WHOLE, *TABLES))}
    chosen = [cell for cell in cells if cell.before == before]
    return sorted(chosen, key=lambda cell: (cell.of != FRAMEWORK, places[cell.by], cell.of, cell.value))


def _tables(cells: Sequence[Cell]) -> dict[object, list[list[object]]]:
    wholes = [cell for cell in cells if cell.by == WHOLE and cell.of != FRAMEWORK]
    return {
        whole: [[cell for cell in cells if (cell.of, cell.by) == (whole.of, by)] for by in TABLES] for whole in wholes
    }


def _rates(claims: Iterable[Claim]) -> dict[str, Fraction]:
    """The median rate on each framework, where three organisations or more have one."""
    by_framework: dict[str, dict[int, Claim]] = {}
    for claim in claims:
        if claim.rate is not None:
            by_framework.setdefault(claim.framework, {})[claim.id] = claim
    return {
        key: median([claim.rate for claim in held.values() if claim.rate is not None])
        for key, held in by_framework.items()
        if len({claim.organisation for claim in held.values()}) >= FEWEST
    }


def median(values: Iterable[Fraction]) -> Fraction:
    """The middle one; of an even number the mean of the middle two."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _single(session: Session, keys: Collection[str]) -> tuple[set[str], set[tuple[str, str]]]:
    """Of some frameworks those that have one supplier, and their lots that have."""
    chosen = select(Framework.key, Lot.number, Lot.title, func.count(SupplierPlace.supplier_id.distinct()))
    of_lots = chosen.join(Lot, Lot.framework_id == Framework.id).join(SupplierPlace, SupplierPlace.lot_id == Lot.id)
    rows = session.execute(of_lots.where(Framework.key.in_(keys)).group_by(Framework.key, Lot.id)).all() if keys else []
    lots = {(key, name.strip().casefold()) for key, *names, count in rows if count == 1 for name in names if name}
    whole = select(Framework.key).join(Lot, Lot.framework_id == Framework.id).join(SupplierPlace)
    alone = whole.where(Framework.key.in_(keys)).group_by(Framework.key)
    alone = alone.having(func.count(SupplierPlace.supplier_id.distinct()) == 1)
    return set(session.scalars(alone)) if keys else set(), lots
