"""Text from outside on its way to a spreadsheet or a terminal."""

from scrapers.formulas import guarded


def inert(cell: str) -> str:
    """A spreadsheet must not run what a publisher wrote: a cell that could be a formula gets an apostrophe."""
    return guarded(cell)


def printable(line: str) -> str:
    """A terminal must not obey what a publisher wrote: control characters become spaces."""
    return "".join(char if char.isprintable() else " " for char in line)
