"""One batch of documents as it was written: its columns as arrays, and its postings as the store gives them.

A segment never changes. What is deleted from it later is up to the snapshot.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import scheme
from indexer.base import FACETS, TEXT_FIELDS
from indexer.cache import ArrayCache
from indexer.columns import Columns, Lists, Strings
from indexer.entry import FIELD_SHIFT, Entry, keys_of
from indexer.facets import Dictionary, FacetColumn
from indexer.lexicon import Words
from indexer.vectors import Floats, Numbers, Weights

LENGTH_MATTERS = {**dict.fromkeys(TEXT_FIELDS, 0.75), "text": 0.5, "suppliers": 0.0}
"""BM25's b: how much less a word says in a long field. A list of suppliers says as much of each, however long."""

FIELD_NUMBERS = {name: number for number, name in enumerate(TEXT_FIELDS)}

Places = NDArray[np.int64]
"""Every occurrence of a term: the document's number in the upper 32 bits, its place there in the lower; ascending."""

NO_PLACES: Places = np.zeros(0, np.int64)

MOST_COMMON = 1_000
"""Terms that are known to be the commonest: of long texts they make up half."""

Averages = tuple[float, ...]
"""The average length of each text field."""


class Postings(Protocol):
    """What a backend reads from its store, for the documents of one segment. Safe from any thread."""

    def places(self, term: str) -> Places:
        """Where the term stands. Empty if it never does."""

    def spellings(self) -> Iterable[tuple[str, str]]:
        """Every word of the documents with its term."""

    def commonest(self) -> Sequence[str]:
        """The ``MOST_COMMON`` terms that stand in most places, the commonest first."""

    def texts(self, number: int) -> Mapping[str, tuple[str, ...]]:
        """The texts of one document by field, as they were published."""


FacetCodes = tuple[NDArray[np.int32], NDArray[np.int32]]
"""The numbers of each document's values among the segment's own, and where each document's begin."""

Dictionaries = Mapping[str, Dictionary]


def dictionaries() -> Dictionaries:
    return {name: Dictionary() for name in FACETS}


class _Found(NamedTuple):
    places: Places


class Segment:
    """``starts`` and ``ends`` are days' ordinals, 0 if there is none. ``lengths`` has a row for each text field.

    Nothing is read from ``columns`` before it is needed.
    """

    def __init__(self, columns: Columns, postings: Postings, shared: Dictionaries, cache: ArrayCache) -> None:
        self._columns = columns
        self._shared = shared
        self._facets: dict[str, FacetColumn] = {}
        self._codes: dict[str, FacetCodes] = {}
        self._valued: dict[str, Lists] = {}
        self.texts = postings.texts
        self.commonest = postings.commonest
        self._postings = postings
        self.kept = cache.shelf(self)
        self._norms: tuple[Averages, Floats] = ((), np.zeros(0))

    @cached_property
    def ids(self) -> Strings:
        return Strings(self._columns, "ids")

    @cached_property
    def titles(self) -> Strings:
        return Strings(self._columns, "titles")

    @cached_property
    def versions(self) -> NDArray[np.int64]:
        return self._columns["versions"]

    @cached_property
    def boosts(self) -> Floats:
        return self._columns["boosts"]

    @cached_property
    def starts(self) -> NDArray[np.int32]:
        return self._columns["starts"]

    @cached_property
    def ends(self) -> NDArray[np.int32]:
        return self._columns["ends"]

    @cached_property
    def lengths(self) -> Floats:
        return self._columns["lengths"].astype(np.float64).reshape(len(TEXT_FIELDS), -1)

    @cached_property
    def length_sums(self) -> Floats:
        return self._columns["length sums"]

    @cached_property
    def filled(self) -> NDArray[np.int64]:
        return self._columns["filled"]

    @cached_property
    def title_order(self) -> Numbers:
        """The documents in the order of their titles, then of their ids."""
        return self._columns["title order"]

    @cached_property
    def keys(self) -> Lists:
        """The documents by the canonical forms of their references."""
        return Lists(self._columns, "keys")

    @cached_property
    def near(self) -> Lists:
        """The documents by further forms of their references."""
        return Lists(self._columns, "near")

    @cached_property
    def schemes(self) -> frozenset[str]:
        return frozenset(letters for key in self.keys if (letters := scheme(key)))

    @cached_property
    def _references(self) -> Strings:
        return Strings(self._columns, "references")

    @cached_property
    def _reference_ends(self) -> NDArray[np.int64]:
        return self._columns["reference ends"]

    def references(self, number: int) -> Sequence[str]:
        first, last = self._reference_ends[number : number + 2].tolist()
        return [self._references[at] for at in range(first, last)]

    def facet(self, name: str) -> FacetColumn:
        if name not in self._facets:
            codes, starts = self._facet_codes(name)
            shared = self._shared[name].codes(self.valued(name).values_listed)
            self._facets[name] = FacetColumn(self._shared[name], shared[codes], starts)
        return self._facets[name]

    def values(self, facet: str, number: int) -> tuple[str, ...]:
        """The values of one document."""
        codes, starts = self._facet_codes(facet)
        values = self.valued(facet).values_listed
        return tuple(values[code] for code in codes[starts[number] : starts[number + 1]].tolist())

    def _facet_codes(self, name: str) -> FacetCodes:
        if name not in self._codes:
            self._codes[name] = self._columns[f"{name} codes"], self._columns[f"{name} starts"]
        return self._codes[name]

    def valued(self, facet: str) -> Lists:
        """The documents by the values of a facet."""
        if facet not in self._valued:
            self._valued[facet] = Lists(self._columns, facet)
        return self._valued[facet]

    @cached_property
    def _id_order(self) -> Numbers:
        return self._columns["id order"]

    def number(self, id: str) -> int | None:
        """The number of a document; None if there is none with the id."""
        order = self._id_order
        at = bisect_left(order, id, key=self.ids.__getitem__)
        return int(order[at]) if at < len(order) and self.ids[order[at]] == id else None

    def entry(self, number: int) -> Entry:
        """A document as it was written."""
        start, end = int(self.starts[number]), int(self.ends[number])
        references = tuple(self.references(number))
        keys, near = keys_of(references)
        return Entry(
            keys=keys,
            near=near,
            id=self.ids[number],
            version=int(self.versions[number]),
            references=references,
            facets={name: self.values(name, number) for name in FACETS},
            title_sort=self.titles[number],
            start=date.fromordinal(start) if start else None,
            end=date.fromordinal(end) if end else None,
            boost=float(self.boosts[number]),
            lengths=self.document_lengths(number),
        )

    def __len__(self) -> int:
        return len(self.versions)

    def document_lengths(self, number: int) -> tuple[int, ...]:
        """How many words a document has, by text field."""
        lengths: list[int] = self.lengths[:, number].astype(int).tolist()
        return tuple(lengths)

    @cached_property
    def words(self) -> Words:
        return Words(self._postings.spellings())

    def weights(self, terms: tuple[str, ...], field: str | None, averages: Averages) -> Weights:
        """How much each document has of a word, or of several words in a row: the frequency in BM25F.

        That is, by field, the number of occurrences over the field's length as compared with the average, times
        the field's weight; summed over all fields, or of one ``field`` alone.
        """
        return self.kept.get((terms, field, averages), lambda: self._weigh(self.places(terms, field), averages))

    def places(self, terms: tuple[str, ...], field: str | None = None) -> Places:
        """Where the terms stand in a row: the places of the first."""
        found = self._in_a_row(terms) if len(terms) > 1 else self._places(terms[0]) if terms else NO_PLACES
        return found if field is None else found[fields_of(found) == FIELD_NUMBERS[field]]

    def _places(self, term: str) -> Places:
        return self.kept.get(term, lambda: _Found(self._postings.places(term))).places

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
        worth = self._worth(averages)[fields_of(places), documents]
        firsts = np.flatnonzero(np.concatenate(([True], documents[1:] != documents[:-1])))
        return Weights(documents[firsts], np.add.reduceat(worth, firsts))

    def _worth(self, averages: Averages) -> Floats:
        """What one occurrence is worth, by field and document."""
        known, worth = self._norms
        if known != averages:
            matters = np.array([*LENGTH_MATTERS.values()])[:, None]
            weights = np.array([*TEXT_FIELDS.values()])[:, None]
            worth = weights / (1 - matters + matters * self.lengths / np.array(averages)[:, None])
            self._norms = (averages, worth)
        return worth


def fields_of(places: Places) -> NDArray[np.int64]:
    """The number of the field each place is in; the mask takes the document's number off."""
    return (places >> FIELD_SHIFT) & 7
