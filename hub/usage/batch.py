"""Counts that wait in memory, and what of a search may be counted by its text."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from hub.cells import printable

NONE, SOME, MANY = "0", "1-20", "21+"
"""How many results a search had: none, one page of them, or more."""

ONE_PAGE = 20
LONGEST_KEPT = 100
MOST_WAITING = 10_000
"""So many different counts wait at most: what comes on top while they cannot be written is not counted."""

What = TypeVar("What", tuple[date, str, str], tuple[date, str])

_NAMES_A_PERSON = re.compile(r"\S@\S|(?<!\w)(?:\+|0[1-9])(?:[\s().-]?\d){8,}")
"""An e-mail address or a telephone number."""


@dataclass
class Batch:
    """Searches by (day, text, results) and signposts by (day, key of the framework). The text "" is any other."""

    searches: Counter[tuple[date, str, str]] = field(default_factory=Counter)
    signposts: Counter[tuple[date, str]] = field(default_factory=Counter)

    def __bool__(self) -> bool:
        return bool(self.searches or self.signposts)

    def searched(self, text: str, results: int, day: date) -> None:
        text = normalised(text)
        _add(self.searches, (day, text if is_fit_to_keep(text) else "", band(results)))

    def followed(self, framework: str, day: date) -> None:
        _add(self.signposts, (day, framework))

    def add(self, other: "Batch") -> None:
        """These counts and the others', as far as there is room."""
        for search, count in other.searches.items():
            _add(self.searches, search, count)
        for signpost, count in other.signposts.items():
            _add(self.signposts, signpost, count)


def _add(counts: Counter[What], what: What, count: int = 1) -> None:
    if what in counts or len(counts) < MOST_WAITING:
        counts[what] += count


def normalised(text: str) -> str:
    """A search without what makes no difference to it: case, spaces, ways to encode a letter."""
    return " ".join(printable(unicodedata.normalize("NFKC", text)).casefold().split())


def is_fit_to_keep(text: str) -> bool:
    """Whether a search is short and has neither an e-mail address nor a telephone number in it."""
    return 0 < len(text) <= LONGEST_KEPT and not _NAMES_A_PERSON.search(text)


def band(results: int) -> str:
    if not results:
        return NONE
    return SOME if results <= ONE_PAGE else MANY
