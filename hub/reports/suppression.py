"""Which cells of the public tables are shown, so that nobody learns what one organisation saved. Pure.

All tables that come from the same money are decided on together. A cell is kept back

* if fewer than three organisations are in it: of two, one could work out the other;
* if one organisation makes up more than 80 % of it: the cell would tell its size;
* if sums and differences of the cells shown would tell the money of one organisation, or of two, by itself;
* if a cell less a part of it, or less all its parts that are shown, would be a cell to be kept back.

Of several cells that tell too much together, the one that comes last in the order is kept back. What was published
before may be given as well: then nothing can be learnt from old and new cells together either.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from itertools import combinations, permutations

from hub.reports.spans import Span, Vector, product

FEWEST = 3
"""Organisations that a cell shown has at least."""

LARGEST = Fraction(4, 5)
"""The part of a cell that one organisation may make up at most."""

Cell = Hashable


@dataclass(frozen=True)
class Piece:
    """What an organisation saved, in pence, and the cells it is added up in."""

    organisation: Hashable
    pence: int
    cells: frozenset[Cell]


class Why(StrEnum):
    """Why a cell is kept back, to complete “Not shown: …”."""

    TOO_FEW = "fewer than three organisations"
    ONE_LARGE = "one organisation makes up more than 80% of it"
    TOGETHER = "together with other figures it would tell what an organisation saved"


@dataclass
class _Money:
    """Pieces that are in the same cells stand in one row: how much of it is whose."""

    columns: Sequence[Cell]
    rows: dict[frozenset[int], dict[Hashable, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, pieces: Iterable[Piece], columns: Sequence[Cell]) -> "_Money":
        found, places = cls(columns), {cell: number for number, cell in enumerate(columns)}
        for piece in pieces:
            place = frozenset(places[cell] for cell in piece.cells if cell in places)
            held = found.rows.setdefault(place, {}) if place else {}
            held[piece.organisation] = held.get(piece.organisation, 0) + piece.pence
        return found

    def within(self, column: int) -> set[frozenset[int]]:
        return {place for place in self.rows if column in place}

    def sums(self, places: Iterable[frozenset[int]]) -> dict[Hashable, int]:
        """How much of some rows each organisation has."""
        found: dict[Hashable, int] = {}
        for place in places:
            for organisation, pence in self.rows[place].items():
                found[organisation] = found.get(organisation, 0) + pence
        return found


def kept_back(
    pieces: Collection[Piece],
    order: Sequence[Cell],
    tables: Mapping[Cell, Sequence[Sequence[Cell]]] | None = None,
    published: Sequence[Cell] = (),
) -> dict[Cell, Why]:
    """The cells of ``order`` that are not to be shown.

    ``order``: what is wanted most comes first. ``tables`` names for a whole the sets of parts it is divided into.
    ``published``: cells that are out already and stay so.
    """
    money = _Money.of(pieces, order)
    found = {cell: why for n, cell in enumerate(order) if (why := why_not(money.sums(money.within(n))))}
    shown = [*published, *(cell for cell in order if cell not in found)]
    shown = _without_telling_sums(pieces, shown, len(published))
    while told := _told_by_parts(_Money.of(pieces, shown), tables or {}, published):
        shown.remove(told)  # with fewer cells fewer sums can be made
    return found | {cell: Why.TOGETHER for cell in order if cell not in found and cell not in shown}


def why_not(sums: Mapping[Hashable, int]) -> Why | None:
    """Why a sum of so much for each organisation is kept back by itself; None if it is not, or is of nothing."""
    amounts = [abs(pence) for pence in sums.values() if pence]
    if not amounts:
        return None
    if len(amounts) < FEWEST:
        return Why.TOO_FEW
    return Why.ONE_LARGE if max(amounts) > LARGEST * abs(sum(sums.values())) else None


def _without_telling_sums(pieces: Collection[Piece], columns: Sequence[Cell], fixed: int) -> list[Cell]:
    """The cells of which no combination is the money of one or two alone; the first ``fixed`` stay in any case."""
    left = list(columns)
    view = _View.of(pieces, left)
    for pair in combinations(sorted({piece.organisation for piece in pieces}, key=str), 2):
        if told := {left[column] for column in view.told_of(*pair) if column >= fixed}:
            left = [cell for cell in left if cell not in told]
            view = _View.of(pieces, left)
    return left


@dataclass
class _View:
    """What the cells shown say of each kind of money: a vector of the cells it is in. ``common`` is the span of kinds
    that three organisations or more have; ``rare`` are those of fewer, by whose they are, where they add to it.
    """

    columns: int
    common: Span
    rare: Mapping[frozenset[Hashable], Sequence[Vector]]
    leans: dict[Hashable, Collection[frozenset[Hashable]]] = field(default_factory=dict)
    """For an organisation: whose rare money makes up for its own; ``rare`` itself where nobody's does."""

    @classmethod
    def of(cls, pieces: Iterable[Piece], columns: Sequence[Cell]) -> "_View":
        rows = [
            (dict.fromkeys(place, 1), frozenset(name for name, pence in held.items() if pence))
            for place, held in _Money.of(pieces, columns).rows.items()
        ]
        common = Span(vector for vector, holders in rows if len(holders) >= FEWEST)
        spans = {holders: common.copy() for _, holders in rows if 0 < len(holders) < FEWEST}
        rare: dict[frozenset[Hashable], list[Vector]] = {holders: [] for holders in spans}
        for vector, holders in rows:
            if holders in spans and spans[holders].add(vector):
                rare[holders].append(vector)
        return cls(len(columns), common, {holders: vectors for holders, vectors in rare.items() if vectors})

    def told_of(self, one: Hashable, other: Hashable) -> list[int]:
        """The last columns of the combinations that hold nobody's money but theirs."""
        pair = frozenset((one, other))
        if not any(holders <= pair for holders in self._leans_on(one)):
            return []
        others = self._without(pair)[0]
        own = [others.rest(vector) for holders, vectors in self.rare.items() if holders <= pair for vector in vectors]
        if not any(own):
            return []
        found = others.unseen(range(self.columns))
        return [last for last, combination in found if any(product(combination, vector) for vector in own)]

    def _leans_on(self, one: Hashable) -> Collection[frozenset[Hashable]]:
        if one not in self.leans:
            span, built_on = self._without(frozenset((one,)))
            own = self.rare.get(frozenset((one,)), ())
            self.leans[one] = self.rare.keys() if any(map(span.rest, own)) else built_on
        return self.leans[one]

    def _without(self, leaving: frozenset[Hashable]) -> tuple[Span, list[frozenset[Hashable]]]:
        """The span of everybody else's money, and whose rare money it is built on."""
        span = self.common.copy()
        others = {holders: vectors for holders, vectors in self.rare.items() if not holders <= leaving}
        return span, [holders for holders, vectors in others.items() if sum(span.add(vector) for vector in vectors)]


def _told_by_parts(
    money: _Money, tables: Mapping[Cell, Sequence[Sequence[Cell]]], published: Sequence[Cell]
) -> Cell | None:
    """A cell with which the rest of another would be one to be kept back."""
    within = {cell: money.within(n) for n, cell in enumerate(money.columns)}
    for whole, part in permutations(money.columns, 2):
        if within[part] < within[whole] and why_not(money.sums(within[whole] - within[part])):
            if told := _last(money, (whole, part), published):
                return told
    for whole, divisions in tables.items():
        for parts in divisions if whole in within else ():
            shown = [part for part in parts if part in within]
            rest = within[whole].difference(*(within[part] for part in shown))
            if why_not(money.sums(rest)) and (told := _last(money, shown, published)):
                return told
    return None


def _last(money: _Money, cells: Collection[Cell], published: Sequence[Cell]) -> Cell | None:
    return next((cell for cell in reversed(money.columns) if cell in cells and cell not in published), None)
