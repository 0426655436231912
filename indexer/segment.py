"""One batch of documents as it was written: its columns as arrays, and its postings as the store gives them.

A segment never changes. What is deleted from it later is up to the snapshot.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import count
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.base import FACETS, TEXT_FIELDS
from indexer.cache import ArrayCache
from indexer.entry import FIELD_SHIFT, Entry
from indexer.facets import Dictionary, FacetColumn
from indexer.lexicon import Words
from indexer.vectors import Floats, Numbers, Weights

LENGTH_MATTERS = 0.75
"""BM25's b: how much less a word says in a long field. A list of suppliers says as much of each, however long."""

LISTS = frozenset(["suppliers"])

FIELD_NUMBERS = {name: number for number, name in enumerate(TEXT_FIELDS)}

Places = NDArray[np.int64]
"""Every occurrence of a term: the document's number in the upper 32 bits, its place there in the lower; ascending."""

NO_PLACES: Places = np.zeros(0, np.int64)

Averages = tuple[float, ...]
"""The average length of each text field."""


class Postings(Protocol):
    """What a backend reads from its store, for the documents of one segment. Safe from any thread."""

    def places(self, term: str) -> Places:
        """Where the term stands. Empty if it never does."""

    def spellings(self) -> Iterable[tuple[str, str]]:
        """Every word of the documents with its term."""

    def texts(self, number: int) -> Mapping[str, tuple[str, ...]]:
        """The texts of one document by field, as they were published."""


Dictionaries = Mapping[str, Dictionary]


def dictionaries() -> Dictionaries:
    return {name: Dictionary() for name in FACETS}


class _Found(NamedTuple):
    places: Places


_serials = count()


class Segment:
    """``starts`` and ``ends`` are days' ordinals, 0 if there is none. ``lengths`` has a row for each text field."""

    def __init__(self, entries: Iterable[Entry], postings: Postings, shared: Dictionaries, cache: ArrayCache) -> None:
        listed = list(entries)
        self.ids = [entry.id for entry in listed]
        self.versions = [entry.version for entry in listed]
        self.titles = [entry.title_sort for entry in listed]
        self.references = [entry.references for entry in listed]
        self.boosts: Floats = np.array([entry.boost for entry in listed], np.float64)
        self.starts = np.array([entry.start.toordinal() if entry.start else 0 for entry in listed], np.int32)
        self.ends = np.array([entry.end.toordinal() if entry.end else 0 for entry in listed], np.int32)
        self.lengths = np.array([entry.lengths for entry in listed], np.float64).reshape(-1, len(TEXT_FIELDS)).T
        self.length_sums = self.lengths.sum(axis=1)
        self.filled = np.count_nonzero(self.lengths, axis=1)
        self.facets = {
            name: FacetColumn.of(shared[name], (entry.facets.get(name, ()) for entry in listed)) for name in FACETS
        }
        self.keys = _by_value(entry.keys for entry in listed)
        self.near = _by_value(entry.near for entry in listed)
        self.texts = postings.texts
        self._postings = postings
        self._cache = cache
        self._serial = next(_serials)
        self._norms: tuple[Averages, Floats] = ((), np.zeros(0))

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        return {id: number for number, id in enumerate(self.ids)}

    @cached_property
    def words(self) -> Words:
        return Words(self._postings.spellings())

    def weights(self, terms: tuple[str, ...], field: str | None, averages: Averages) -> Weights:
        """How much each document has of a word, or of several words in a row: the frequency in BM25F.

        That is, by field, the number of occurrences over the field's length as compared with the average, times
        the field's weight; summed over all fields, or of one ``field`` alone.
        """
        key = (self._serial, terms, field, averages)
        return self._cache.get(key, lambda: self._weigh(self.places(terms, field), averages))

    def places(self, terms: tuple[str, ...], field: str | None = None) -> Places:
        """Where the terms stand in a row: the places of the first."""
        found = self._in_a_row(terms) if len(terms) > 1 else self._places(terms[0]) if terms else NO_PLACES
        return found if field is None else found[_fields(found) == FIELD_NUMBERS[field]]

    def _places(self, term: str) -> Places:
        return self._cache.get((self._serial, term), lambda: _Found(self._postings.places(term))).places

    def _in_a_row(self, terms: tuple[str, ...]) -> Places:
        shifted = []
        for distance, term in enumerate(terms):
            places = self._places(term)
            if not len(places):
                return NO_PLACES
            shifted.append(places - distance)
        shifted.sort(key=len)
        together = shifted[0]
        for places in shifted[1:]:
            at = np.minimum(np.searchsorted(places, together), len(places) - 1)
            together = together[places[at] == together]
        return together

    def _weigh(self, places: Places, averages: Averages) -> Weights:
        if not len(places):
            return Weights(np.zeros(0, np.int32), np.zeros(0))
        documents = (places >> 32).astype(np.int32)
        worth = self._worth(averages)[_fields(places), documents]
        firsts = np.flatnonzero(np.concatenate(([True], documents[1:] != documents[:-1])))
        return Weights(documents[firsts], np.add.reduceat(worth, firsts))

    def _worth(self, averages: Averages) -> Floats:
        """What one occurrence is worth, by field and document."""
        known, worth = self._norms
        if known != averages:
            matters = np.array([0.0 if name in LISTS else LENGTH_MATTERS for name in TEXT_FIELDS])[:, None]
            weights = np.array([*TEXT_FIELDS.values()])[:, None]
            worth = weights / (1 - matters + matters * self.lengths / np.array(averages)[:, None])
            self._norms = (averages, worth)
        return worth


def _fields(places: Places) -> NDArray[np.int64]:
    return (places >> FIELD_SHIFT) & 7


def _by_value(values: Iterable[Sequence[str]]) -> Mapping[str, Numbers]:
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, of_document in enumerate(values):
        for value in dict.fromkeys(of_document):
            numbers[value].append(number)
    return {value: np.array(having, np.int32) for value, having in numbers.items()}
