"""Reading the reference files: CSV in UTF-8 whose first lines, begun with #, name source and licence."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).parent


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a reference file by column name; ``name`` is its path under hub/data."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


def listed(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several, parted by a vertical bar."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def day(cell: str) -> date | None:
    """The date in a cell; an empty one means not known or not applicable."""
    return date.fromisoformat(cell) if cell else None
