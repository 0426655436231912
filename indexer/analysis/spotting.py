"""Finding words in texts without reading these whole: for showing where a few words of a search stand."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from indexer.analysis.spelling import BEGINNING, beginnings
from indexer.analysis.words import APOSTROPHES, HYPHENS, SOFT, Token, tokens

_JOINS = frozenset(APOSTROPHES + HYPHENS + SOFT)
_RUN = re.compile(rf"[^\W_]+(?:[{re.escape(''.join(sorted(_JOINS)))}][^\W_]+)*")
_LIGATURES = "ﬀ-ﬆß"  # one character for several letters
_HIDES = re.compile(rf"(?<=[^\W_])[{re.escape(''.join(sorted(_JOINS)))}](?=[^\W_])|[{_LIGATURES}]")
_EARLY = re.compile(rf"(?<![^\W_])[^\W_]{{0,{BEGINNING - 1}}}\Z")
MOST_WORDS = 100
"""Words that are spotted in one text; more would not be shown."""


class Spotted(NamedTuple):
    """``text[start:end]`` is a word with the ``term``."""

    start: int
    end: int
    term: str
    compound: bool = False


class Spotter:
    """Finds the words with some terms."""

    def __init__(self, terms: Collection[str]) -> None:
        self._terms = terms
        self._beginnings = _fewest({letters for term in terms for letters in beginnings(term)})

    def words(self, text: str, places: Sequence[int] | None = None) -> list[Spotted]:
        """The first words with one of the terms, in order. ``places`` are those of the text, if they are known."""
        found: list[Spotted] = []
        read = -1
        for start in self.places(text) if places is None else places:
            if start >= read and len(found) < MOST_WORDS:
                run = _RUN.match(text, start)
                read = run.end() if run else start
                found += self._wanted(text[start:read], start)
        return found

    def _wanted(self, raw: str, start: int) -> Iterator[Spotted]:
        for token in _tokens(raw):
            if token.term in self._terms:
                yield Spotted(start + token.start, start + token.end, token.term, token.compound)

    def places(self, text: str) -> list[int]:
        """Where words stand, those joined to others at the first of them, that begin as a word with a term may.

        In order, soon said and mostly right.
        """
        even = _even(text)
        places = [_run_start(even, at) for at in _hidden_early(text)]
        for letters in self._beginnings:
            at = even.find(letters)
            while at >= 0:
                if at == 0 or not even[at - 1].isalnum():
                    places.append(_run_start(even, at))
                at = even.find(letters, at + 1)
        return sorted(set(places)) if len(places) > 1 else places


def _fewest(letters: set[str]) -> list[str]:
    """The beginnings, without those that begin with another one."""
    fewest: list[str] = []
    for beginning in sorted(letters):
        if not (fewest and beginning.startswith(fewest[-1])):
            fewest.append(beginning)
    return fewest


def _even(text: str) -> str:
    """``text`` in lower case and without accents, each letter in its place."""
    lowered = text.replace("İ", "I").lower()  # whose small letter is two characters
    if lowered.isascii():
        return lowered
    for letter in {letter for letter in lowered if letter > "\x7f" and letter.isalpha()}:
        lowered = lowered.replace(letter, unicodedata.normalize("NFKD", letter)[0])
    return lowered


def _hidden_early(text: str) -> list[int]:
    """Where words stand whose first letters cannot be looked for, because of a join or ligature: O'Neil, G-Cloud."""
    if text.isascii() and "-" not in text and "'" not in text and "_" not in text:
        return []
    before = ((match.start(), max(0, match.start() - BEGINNING)) for match in _HIDES.finditer(text))
    return [found.start() for end, first in before if (found := _EARLY.search(text, first, end))]


def _run_start(text: str, at: int) -> int:
    """Where the first of the words begins that are joined to the one at ``at``."""
    while at > 1 and text[at - 1] in _JOINS and text[at - 2].isalnum():
        at -= 2
        while at and text[at - 1].isalnum():
            at -= 1
    return at


@lru_cache(maxsize=100_000)
def _tokens(raw: str) -> tuple[Token, ...]:
    return tuple(tokens(raw))


def is_passed_over(text: str) -> bool:
    """Whether ``text`` holds no word that is indexed, so that a phrase may run across it."""
    return not any(_tokens(match[0]) for match in _RUN.finditer(text))
