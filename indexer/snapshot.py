"""One immutable state of an index, as the search reads it. Any number of threads may read one snapshot."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, takewhile
from typing import Protocol

from indexer.analysis import scheme
from indexer.base import FACETS, TEXT_FIELDS
from indexer.bits import bits
from indexer.entry import Entry

LENGTH_MATTERS = 0.75
"""BM25's b: how much less a word says in a long field. A list of suppliers says as much of each, however long."""

LISTS = frozenset(["suppliers"])

REMEMBERED_WEIGHTS = 500_000
"""Weights of words in documents that one snapshot keeps at hand: about 50 MB."""

ByValue = Mapping[str, int]
"""Value → the documents that have it, as bits."""


class Postings(Protocol):
    """What a backend reads from its store, for the documents of one snapshot. Safe from any thread."""

    def frequencies(self, field: str, term: str) -> Mapping[int, int]:
        """Document number → how often the term stands in the field. Empty if it never does."""

    def positions(self, field: str, term: str) -> Mapping[int, Sequence[int]]:
        """Document number → where the term stands in the field, ascending."""

    def spellings(self) -> Iterable[tuple[str, str]]:
        """Every word of the documents with its term. Words of deleted documents may still be among them."""

    def texts(self, number: int) -> Mapping[str, tuple[str, ...]]:
        """The texts of one document by field, as they were published."""


@dataclass(frozen=True)
class Columns:
    """The documents of a snapshot by number, and the sets of documents that share a value.

    ``ends`` are the documents that have an end, as (the day's ordinal, number), earliest first.
    """

    entries: Sequence[Entry]
    everything: int
    facets: Mapping[str, ByValue]
    keys: ByValue
    near: ByValue
    ends: Sequence[tuple[int, int]]
    average_lengths: Mapping[str, float]

    @cached_property
    def schemes(self) -> frozenset[str]:
        return frozenset(letters for key in self.keys if (letters := scheme(key)))


def columns(entries: Sequence[Entry]) -> Columns:
    size = len(entries)
    return Columns(
        entries=entries,
        everything=(1 << size) - 1,
        facets={name: _by_value((entry.facets.get(name, ()) for entry in entries), size) for name in FACETS},
        keys=_by_value((entry.keys for entry in entries), size),
        near=_by_value((entry.near for entry in entries), size),
        ends=sorted((entry.end.toordinal(), number) for number, entry in enumerate(entries) if entry.end),
        average_lengths={name: _average([entry.lengths[n] for entry in entries]) for n, name in enumerate(TEXT_FIELDS)},
    )


def _average(lengths: Sequence[int]) -> float:
    """The average length of a field where there is one: many frameworks have but a title."""
    filled = [length for length in lengths if length]
    return sum(filled) / len(filled) if filled else 1.0


def _by_value(values: Iterable[Sequence[str]], size: int) -> ByValue:
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, of_document in enumerate(values):
        for value in of_document:
            numbers[value].append(number)
    return {value: bits(having, size) for value, having in numbers.items()}


class Snapshot:
    """The columns, the words and the weighted postings of one state of an index."""

    def __init__(self, entries: Sequence[Entry], postings: Postings) -> None:
        self.columns = columns(entries)
        self.texts = postings.texts
        self._postings = postings
        self._weights: dict[tuple[tuple[str, ...], str | None], Mapping[int, float]] = {}
        self._remembered = 0

    def weights(self, terms: tuple[str, ...], field: str | None = None) -> Mapping[int, float]:
        """How much each document has of a word, or of several words in a row: the frequency in BM25F.

        That is, by field, the number of occurrences over the field's length as compared with the average, times
        the field's weight; summed over all fields, or of one ``field`` alone.
        """
        known = self._weights.get((terms, field))
        if known is None:
            known = self._weigh(terms, (field,) if field else tuple(TEXT_FIELDS))
            self._remember((terms, field), known)
        return known

    def _remember(self, asked: tuple[tuple[str, ...], str | None], weights: Mapping[int, float]) -> None:
        self._remembered += len(weights) + 1
        if self._remembered > REMEMBERED_WEIGHTS:
            self._weights, self._remembered = {}, len(weights) + 1
        self._weights[asked] = weights

    def _weigh(self, terms: tuple[str, ...], fields: tuple[str, ...]) -> Mapping[int, float]:
        weights: dict[int, float] = defaultdict(float)
        for n, name in enumerate(TEXT_FIELDS):
            if name not in fields:
                continue
            average = self.columns.average_lengths[name]
            matters = 0.0 if name in LISTS else LENGTH_MATTERS
            for number, frequency in self._frequencies(name, terms).items():
                length = self.columns.entries[number].lengths[n] / average
                weights[number] += TEXT_FIELDS[name] * frequency / (1 - matters + matters * length)
        return dict(weights)

    def _frequencies(self, field: str, terms: tuple[str, ...]) -> Mapping[int, int]:
        if len(terms) == 1:
            return self._postings.frequencies(field, terms[0])
        if not terms or not all(self._postings.frequencies(field, term) for term in terms):
            return {}
        places = [self._postings.positions(field, term) for term in terms]
        shared = set(places[0]).intersection(*places[1:])
        counts = {number: _in_a_row([of_term[number] for of_term in places]) for number in shared}
        return {number: count for number, count in counts.items() if count}

    @cached_property
    def lexicon(self) -> "Lexicon":
        return Lexicon(self._postings.spellings())


def _in_a_row(places: Sequence[Sequence[int]]) -> int:
    """How often the words whose positions are given follow one another."""
    starts = set(places[0])
    for distance, of_term in enumerate(places[1:], start=1):
        starts &= {position - distance for position in of_term}
    return len(starts)


class Lexicon:
    """All words of an index, for completing and correcting what was typed."""

    def __init__(self, spellings: Iterable[tuple[str, str]]) -> None:
        self.terms = dict(spellings)
        self._words = sorted(self.terms)
        self._shortest: dict[str, str] = {}
        for word in sorted(self._words, key=lambda word: (len(word), word), reverse=True):
            self._shortest[self.terms[word]] = word

    def beginning_with(self, prefix: str, limit: int) -> list[str]:
        """At most ``limit`` words that begin with ``prefix``, in alphabetical order."""
        following = islice(self._words, bisect_left(self._words, prefix), None)
        return list(islice(takewhile(lambda word: word.startswith(prefix), following), limit))

    def word_for(self, spelling: str) -> str | None:
        """The word that ``spelling`` is or is the stem of: the shortest, if several."""
        return spelling if spelling in self.terms else self._shortest.get(spelling)
