"""Where the bars and marks of a chart stand. Pure: the drawing is in templates/boards/chart.html.

A chart is a drawing of a table that stands beside it. It is told by position, hatching and words, never by colour
alone. Lengths are in the drawing's own units, of which it is WIDTH wide.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from hub.reports.boards import Table
from hub.reports.targets import Progress
from hub.savings.pence import shown
from hub.savings.years import year_shown

WIDTH = 360
ROW = 52
"""Height of a row: a line of words, and the bar below it."""


@dataclass(frozen=True)
class Bar:
    """A stretch of a row from ``x``, ``width`` long; ``hatched`` tells a second sort of money from the first."""

    x: int
    width: int
    hatched: bool = False


@dataclass(frozen=True)
class Strip:
    """A row of a chart: ``marks`` are where targets stand."""

    label: str
    value: str
    bars: Sequence[Bar]
    marks: Sequence[int] = ()


@dataclass(frozen=True)
class Chart:
    """``title`` names it and ``described`` says in a sentence what it shows, for who does not see it."""

    key: str
    title: str
    described: str
    strips: Sequence[Strip]

    @property
    def height(self) -> int:
        return ROW * len(self.strips)


def of_bands(table: Table) -> Chart:
    """A bar for each band, collaborative and local together."""
    together = table.heads.index("Together")
    amounts = [(row.label, row.numbers[together].pence) for row in table.rows]
    most = max((abs(pence) for _, pence in amounts), default=0)
    strips = [Strip(label, shown(pence), [Bar(0, _length(pence, most))]) for label, pence in amounts]
    return Chart("bands", table.caption, _told(amounts), strips)


def of_years(table: Table) -> Chart:
    """A bar for each year: what is new, and hatched behind it what is sustained."""
    rows = [(row.label, row.numbers[0].pence, row.numbers[1].pence, row.numbers[2].pence) for row in table.rows]
    most = max((max(new, 0) + max(sustained, 0) for _, new, sustained, _ in rows), default=0)
    strips = []
    for year, new, sustained, net in rows:
        first = _length(new, most)
        strips.append(Strip(year, shown(net), [Bar(0, first), Bar(first, _length(sustained, most), hatched=True)]))
    return Chart(
        "years", f"{table.caption}: new, and sustained hatched", _told([(y, net) for y, _, _, net in rows]), strips
    )


def of_progress(progress: Progress) -> Chart:
    """What was saved by the end of each year since the first, with a mark where a target for then stands."""
    reached = [pence or 0 for pence in progress.reached.values()]
    aims = {year: [row.pence for row in rows if row.kind == "target"] for year, rows in progress.targets.items()}
    most = max([*map(abs, reached), *(pence for each in aims.values() for pence in each)], default=0)
    strips = []
    for year, pence in progress.reached.items():
        value = "Not shown" if pence is None else shown(pence)
        value += "".join(f", target {shown(aim)}" for aim in aims[year])
        strips.append(
            Strip(
                year_shown(year), value, [Bar(0, _length(pence or 0, most))], [_length(aim, most) for aim in aims[year]]
            )
        )
    told = "; ".join(f"{strip.label}: {strip.value}" for strip in strips)
    title = f"Validated savings since {year_shown(progress.first_year)}, added up, and the targets for them"
    return Chart(f"since-{progress.first_year}", title, f"{told}.", strips)


def _length(pence: int, most: int) -> int:
    """Nothing to the left of nought is drawn; its words say what it is."""
    return max(0, pence) * WIDTH // most if most else 0


def _told(amounts: Sequence[tuple[str, int]]) -> str:
    return "; ".join(f"{label}: {shown(pence)}" for label, pence in amounts) + "."
