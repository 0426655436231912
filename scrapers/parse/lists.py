"""Cells that hold several values."""

import re
import textwrap

from scrapers.parse.text import says_nothing

SEPARATORS = re.compile(r"[,;|\n\t●•·]+")
LONGEST_KEYWORD = 100


def keywords(text: str) -> tuple[str, ...]:
    """A publisher's search words. A run of words without separators is broken at spaces, not between letters."""
    pieces = (piece.strip(" .") for piece in SEPARATORS.split(text))
    unique: dict[str, str] = {}
    for part in (part for piece in pieces for part in textwrap.wrap(piece, LONGEST_KEYWORD)):
        if not says_nothing(part):
            unique.setdefault(part.casefold(), part)
    return tuple(unique.values())
