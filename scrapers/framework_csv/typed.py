"""The cells of a framework CSV as they were typed, by the name of their column, for a person to go on with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scrapers.content import Content, Entry
from scrapers.framework_csv.columns import EXAMPLE
from scrapers.framework_csv.reading import Layout, cell_text, layout_of, said_at_the_top
from scrapers.notes import Notes
from scrapers.source import Problem


@dataclass(frozen=True)
class Typed:
    """One row: its place and its cells that hold anything. ``fault`` says why it cannot be read."""

    place: str
    cells: Mapping[str, str]
    fault: str = ""


def typed(content: Content) -> tuple[Sequence[Typed], Sequence[Problem]]:
    """The rows that are neither empty nor examples, and what is wrong with the header.

    An owner that is named for all rows stands in each that has none. Nothing else that the top says counts: who made
    a list, and with what voice, is not for the list to say.
    """
    layout, problems = layout_of(content)
    owner = said_at_the_top(content)[0].get("owner", "")
    rows = [_row(entry, layout, owner) for entry in content.entries if not entry.skip]
    return [row for row in rows if not row.cells.get("owner", "").startswith(EXAMPLE)], problems


def _row(entry: Entry, layout: Layout, owner: str) -> Typed:
    if entry.fault:
        return Typed(entry.place, {}, f"{entry.place} {entry.fault}")
    cells = {name: cell_text(entry, column, Notes(entry.place)) for name, column in layout.ours.items()}
    filled = {name: cell for name, cell in cells.items() if cell}
    return Typed(entry.place, {"owner": owner, **filled} if owner else filled)
