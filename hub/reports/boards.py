"""The tables of a dashboard. Pure: they only add up what hub.reports.facts has read.

Each number knows the selection it is made of, which is also the address of the list of its claims. Realised savings are
validated actuals; what framework owners declare has a column of its own and is in no sum.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from hub import data
from hub.reports.bands import BANDS, KINDS, OWNERS, VALIDATED
from hub.reports.facts import UNKNOWN, Claim, Facts, Part
from hub.reports.selection import OUTSIDE, PARTS, UNATTRIBUTED, Selection, value_of
from hub.savings.states import STATES
from hub.savings.years import year_shown


@dataclass(frozen=True)
class Sums:
    """What some parts come to, in pence. ``life`` is the same over all years of the claims that have money in the year
    chosen."""

    net: int = 0
    new: int = 0
    life: int = 0

    @property
    def sustained(self) -> int:
        return self.net - self.new


@dataclass(frozen=True)
class Number:
    """A sum and what it is made of."""

    pence: int
    chosen: Selection


@dataclass(frozen=True)
class Row:
    label: str
    numbers: Sequence[Number]
    note: str = ""
    claims: int = 0


@dataclass(frozen=True)
class Table:
    """``heads`` name the numbers. ``total`` is empty where the rows are not to be added up."""

    key: str
    caption: str
    head: str
    heads: Sequence[str]
    rows: Sequence[Row]
    total: Row | None = None


Measures = Mapping[str, tuple[str, Mapping[str, str]]]
"""The columns of a table by their heads: which of Sums, and what is chosen for it."""


@dataclass(frozen=True)
class Line:
    """A claim in the list of what a number is made of."""

    claim: Claim
    organisation: str
    sums: Sums


@dataclass(frozen=True)
class Board:
    """The facts of a dashboard and what of them is looked at. ``part`` is what a network adds up, empty elsewhere."""

    facts: Facts
    chosen: Selection
    part: str = ""

    @property
    def base(self) -> Selection:
        return self.chosen.of(part=self.chosen.part or self.part)

    @property
    def band(self) -> str:
        """The band the tables are of: the one asked for, else that of the state asked for, else what is realised."""
        asked = self.chosen.band or self.chosen.state
        return asked if asked in {band.key for band in BANDS} else VALIDATED

    def sums(self, chosen: Selection, among: Sequence[Part] | None = None) -> Sums:
        """What is chosen comes to; ``among`` are parts it is known to be among."""
        parts = self.alive(chosen, among)
        taken = [part for part in parts if chosen.year in ("", part.year)]
        return Sums(*_net_and_new(taken), sum(part.pence for part in parts))

    def number(self, measure: str, changes: Mapping[str, str], among: Sequence[Part] | None = None) -> Number:
        chosen = self.base.of(**changes)
        return Number(getattr(self.sums(chosen, among), measure), chosen)

    def options(self) -> dict[str, dict[str, str]]:
        """What each filter may be set to, in words; only what occurs."""
        claims, parts = self.facts.claims, self.facts.parts
        frameworks = {claim.named: claim.framework_title for claim in claims}
        return {
            "year": {year: year_shown(year) for year in sorted({part.year for part in parts}, reverse=True)},
            "framework": dict(sorted(frameworks.items(), key=lambda item: item[1].casefold())),
            "category": _titled({claim.category for claim in claims}, category_title),
            "kind": {kind: KINDS[kind] for kind in KINDS if any(part.kind == kind for part in parts)},
            "state": {state: text for state, text in STATES.items() if any(each.state == state for each in claims)},
        }

    def lines(self) -> list[Line]:
        """The claims that a number is made of; those without any money too, unless money of some sort is asked for."""
        found: dict[int, list[Part]] = {}
        for part in self.alive(self.chosen):
            found.setdefault(part.claim.id, []).append(part)
        return [
            Line(claim, self.facts.names[claim.organisation], self.sums(self.chosen, found.get(claim.id, ())))
            for claim in self.facts.claims
            if claim.id in found or (not self.chosen.asks_for_money and self.chosen.takes_claim(claim))
        ]

    def alive(self, chosen: Selection, among: Sequence[Part] | None = None) -> list[Part]:
        """What is chosen, in any year, of claims that have money in the year chosen."""
        parts = chosen.of(year="").taken(self.facts.parts if among is None else among)
        return [part for part in parts if part.claim.id in self._in_year[chosen.year]] if chosen.year else parts

    @cached_property
    def _in_year(self) -> Mapping[str, set[int]]:
        """The claims that have money in each year."""
        found: dict[str, set[int]] = defaultdict(set)
        for part in self.facts.parts:
            found[part.year].add(part.claim.id)
        return found


def bands(board: Board) -> Table:
    """The four bands, each with the columns side by side. They are not added up."""
    heads = ["Collaborative", "Local", "Together", "Of which cashable", "Whole life", "Declared by framework owners"]
    numbers = (
        ("net", {"column": "collaborative"}),
        ("net", {"column": "local"}),
        ("net", {"column": "council"}),
        ("net", {"column": "council", "cashable": "yes"}),
        ("life", {"column": "council"}),
        ("net", {"column": OWNERS}),
    )
    rows = [
        Row(
            band.title,
            [board.number(measure, {"band": band.key, **chosen}) for measure, chosen in numbers],
            band.meaning,
        )
        for band in BANDS
    ]
    return Table("bands", "Where the figures stand", "Band", heads, rows)


UNKNOWN_TO_HUB = "Organisations known by name only"

SPLIT: Measures = {
    "Net": ("net", {"column": "council"}),
    "Of which cashable": ("net", {"column": "council", "cashable": "yes"}),
    "Not cashable": ("net", {"column": "council", "cashable": "no"}),
    "Whole life": ("life", {"column": "council"}),
    "Declared by framework owners": ("net", {"column": OWNERS}),
}
OF_YEARS: Measures = {
    "New": ("new", {"column": "council"}),
    "Sustained": ("sustained", {"column": "council"}),
} | {head: measure for head, measure in SPLIT.items() if head != "Whole life"}


def by_year(board: Board) -> Table:
    return _table(board, "year", "By financial year", "Year", year_shown, OF_YEARS)


def by_kind(board: Board) -> Table:
    return _table(board, "kind", "By kind", "Kind", lambda kind: KINDS.get(kind, kind))


def by_framework(board: Board) -> Table:
    titles = {claim.named: claim.framework_title for claim in board.facts.claims}
    return _table(board, "framework", "By framework", "Framework", lambda named: titles[named])


def by_category(board: Board) -> Table:
    return _table(board, "category", "By category", "Category", category_title)


def by_organisation(board: Board) -> Table:
    def name(slug: str) -> str:
        return board.facts.names.get(slug, UNKNOWN_TO_HUB)

    return _table(board, "organisation", "By organisation", "Organisation", name)


def _table(
    board: Board,
    field: str,
    caption: str,
    head: str,
    title: Callable[[str], str],
    measures: Measures = SPLIT,
) -> Table:
    """A row for each value that a filter has among what is counted, those of framework owners among it."""
    counted = board.base.of(band=board.band)
    groups: dict[str, list[Part]] = {}
    for part in board.alive(counted):
        groups.setdefault(value_of(part, field), []).append(part)
    shown = set(groups) if field != "year" or not counted.year else {counted.year}
    rows = [
        Row(label, _numbers(board, measures, {"band": board.band, field: value}, groups.get(value, ())))
        for value, label in _titled(shown, title).items()
    ]
    total = Row("Total", _numbers(board, measures, {"band": board.band}))
    return Table(field, caption, head, list(measures), rows, total)


def _numbers(
    board: Board,
    measures: Measures,
    chosen: Mapping[str, str],
    among: Sequence[Part] | None = None,
) -> list[Number]:
    return [board.number(measure, {**chosen, **changes}, among) for measure, changes in measures.values()]


def by_state(board: Board) -> Table:
    """Claims of every state and basis: how many, and what all their parts come to."""
    rows = []
    for state, title in board.options()["state"].items():
        chosen = board.chosen.of(state=state, column="council", band="")
        claims = len(Board(board.facts, chosen).lines())
        rows.append(Row(title, [Number(board.sums(chosen).net, chosen)], claims=claims))
    return Table("state", "Claims by state", "State", ["Net, estimates and actuals"], rows)


def beside(board: Board) -> Table:
    """What is in no total of the network: parts of others, and what nobody claims."""
    rows = [
        Row(PARTS[part], [board.number("net", {"band": board.band, "column": "council", "part": part})])
        for part in (OUTSIDE, UNATTRIBUTED)
    ]
    return Table("beside", "In no total of this network", "Part", ["Net"], rows)


def newest(board: Board) -> dict[str, datetime | None]:
    """When something last changed in each band."""
    moments: dict[str, datetime | None] = dict.fromkeys(band.key for band in BANDS)
    for part in board.base.taken(board.facts.parts):
        claim = part.claim
        if claim.band:
            at = claim.validated_at if claim.band == VALIDATED and claim.validated_at else claim.changed_at
            moments[claim.band] = max(at, moments[claim.band] or at)
    return moments


def category_title(slug: str) -> str:
    if slug == UNKNOWN:
        return "Category not known"
    found = data.categories().get(slug)
    return found.title if found else slug


def _titled(values: Iterable[str], title: Callable[[str], str]) -> dict[str, str]:
    return dict(sorted(((value, title(value)) for value in values), key=lambda item: item[1].casefold()))


def _net_and_new(parts: Iterable[Part]) -> tuple[int, int]:
    net = new = 0
    for part in parts:
        net, new = net + part.pence, new + part.new
    return net, new
