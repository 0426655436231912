"""Words buyers use for what owners call something else: a table of our own, read once.

``thesaurus.csv`` has one row for each pair: a term, what it is also called, and whether the second leads back to
the first ("both") or not ("one-way": laptops are IT hardware, but not all IT hardware is laptops).
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from indexer.analysis import tokens
from indexer.query import Clause


class Expansion(NamedTuple):
    """Words ``start`` to ``end`` of a query (end exclusive) also mean ``clause``."""

    start: int
    end: int
    clause: Clause


class Thesaurus:
    def __init__(self, rows: Sequence[tuple[str, str, str]]) -> None:
        self._meanings: dict[tuple[str, ...], list[Clause]] = defaultdict(list)
        read = cache(_clause)  # most texts are in several rows
        for term, expansion, direction in rows:
            self._meanings[read(term).terms].append(read(expansion))
            if direction == "both":
                self._meanings[read(expansion).terms].append(read(term))
        self._longest = max(map(len, self._meanings), default=0)

    def expand(self, terms: Sequence[str]) -> Iterator[Expansion]:
        """All other ways to say any run of ``terms``."""
        for start in range(len(terms)):
            for end in range(start + 1, min(start + self._longest, len(terms)) + 1):
                for clause in self._meanings.get(tuple(terms[start:end]), ()):
                    yield Expansion(start, end, clause)


_on_trial: ContextVar[Thesaurus | None] = ContextVar("thesaurus on trial", default=None)


def thesaurus() -> Thesaurus:
    """The thesaurus that searches read: our own, unless another is on trial."""
    return _on_trial.get() or _ours()


@contextmanager
def trying(other: Thesaurus) -> Iterator[None]:
    """Searches made in this block, by this thread, read the ``other`` thesaurus."""
    token = _on_trial.set(other)
    try:
        yield
    finally:
        _on_trial.reset(token)


@cache
def _ours() -> Thesaurus:
    lines = (files("indexer") / "thesaurus.csv").read_text(encoding="utf-8").splitlines()
    return Thesaurus([(row["term"], row["expansion"], row["direction"]) for row in csv.DictReader(lines)])


def _clause(text: str) -> Clause:
    words = [token for token in tokens(text, typed=True) if not token.compound]
    return Clause(tuple(word.word for word in words), tuple(word.term for word in words))
