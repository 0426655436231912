"""What a spreadsheet program would run, and the apostrophe that makes it text. The one guard of every table the hub
writes.

Programs run a cell that begins with = + - or @, also in full width, and some look past spaces, quotation marks,
separators and characters nobody sees before they decide. The guard is therefore wider than any one program.
"""

import unicodedata

SIGNS = frozenset("=+-@−")
LOOKED_PAST = frozenset("\ufffd'\"`´‘’“”«»;,|")
"""Quotation marks and separators; whatever is a space or invisible is looked past too."""


def guarded(cell: str) -> str:
    """The cell with an apostrophe before it, if a spreadsheet program might run it; ``unguarded`` takes it away."""
    return f"'{cell}" if runs(cell) else cell


def unguarded(cell: str) -> str:
    """What ``guarded`` was given: the apostrophe goes where it stands before what might run."""
    return cell[1:] if cell.startswith("'") and runs(cell[1:]) else cell


def runs(cell: str) -> bool:
    """Might a spreadsheet program take this for a formula, or for the end of the cell before it?

    The same with an apostrophe before it as without: else ``unguarded`` would take away what nobody put there.
    """
    if cell.lstrip("'").startswith(("\t", "\r", "\n")):
        return True
    first = next((letter for letter in cell if not _is_looked_past(letter)), "")
    return unicodedata.normalize("NFKC", first)[:1] in SIGNS if first else False


def _is_looked_past(letter: str) -> bool:
    return letter in LOOKED_PAST or letter.isspace() or unicodedata.category(letter) in ("Cc", "Cf", "Mn", "Lm", "Zs")
