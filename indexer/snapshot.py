"""One immutable state of an index, as the search reads it. Any number of threads may read one snapshot."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from indexer.base import TEXT_FIELDS
from indexer.cache import ArrayCache
from indexer.facets import FacetColumn
from indexer.lexicon import Lexicon
from indexer.query import Clause
from indexer.segment import FIELD_NUMBERS, Averages, Segment, fields_of
from indexer.vectors import NO_DOCUMENTS, Floats, Mask, Numbers, Weights, union

AVERAGE_DIGITS = 2
"""Digits of the average lengths that count, so that one more document seldom changes the weights of all others."""

FEW = 1_000
"""Documents that are put in the order of their titles sooner than all are."""

FEW_ADDED = 20
"""Where fewer than one in this many documents are new, their places among the others are looked up one by one."""

KEPT_BESIDE = 3
"""What the cache keeps of a word, about, as a multiple of its weights: its places, and each segment's weights, too."""

Number = TypeVar("Number", np.int32, np.float64)


class Snapshot:
    """Segments in a row. Documents are numbered through; the numbers of deleted ones stay empty."""

    def __init__(self, segments: Sequence[Segment], cache: ArrayCache, deleted: Sequence[Sequence[int]] = ()) -> None:
        self._segments = segments
        self._bases = [0, *accumulate(map(len, segments))]
        self._kept = cache.shelf(self)
        self.size = self._bases[-1]
        gone = [base + n for base, numbers in zip(self._bases, deleted, strict=False) for n in numbers]
        self._whole = not gone
        self._is_live: Mask = np.ones(self.size, np.bool_)
        self._is_live[gone] = False
        self.everything: Numbers = np.flatnonzero(self._is_live).astype(np.int32)
        self.total = len(self.everything)
        self._averages = self._average_lengths()
        self.is_warm = False

    def _average_lengths(self) -> Averages:
        """The average length of a field where there is one: many frameworks have but a title."""
        sums, filled = np.zeros(len(TEXT_FIELDS)), np.zeros(len(TEXT_FIELDS))
        for base, segment in zip(self._bases, self._segments, strict=False):
            gone = np.flatnonzero(~self._is_live[base : base + len(segment)])
            sums += segment.length_sums - segment.lengths[:, gone].sum(axis=1)
            filled += segment.filled - np.count_nonzero(segment.lengths[:, gone], axis=1)
        averages = sums / np.maximum(filled, 1)
        return tuple(float(f"{average:.{AVERAGE_DIGITS}g}") or 1.0 for average in averages)

    # One document

    def number(self, id: str) -> int | None:
        """The number of a document; None if there is none with the id."""
        for base, segment in zip(self._bases, self._segments, strict=False):
            local = segment.number(id)
            if local is not None and self._is_live[base + local]:
                return base + local
        return None

    def id(self, number: int) -> str:
        segment, local = self._at(number)
        return str(segment.ids[local])

    def version(self, number: int) -> int:
        segment, local = self._at(number)
        return int(segment.versions[local])

    def versions(self) -> Iterator[tuple[str, int]]:
        for base, segment in zip(self._bases, self._segments, strict=False):
            live = self._is_live[base : base + len(segment)].tolist()
            rows = zip(segment.ids, segment.versions.tolist(), live, strict=True)
            yield from ((id, version) for id, version, is_live in rows if is_live)

    def texts(self, number: int) -> Mapping[str, tuple[str, ...]]:
        segment, local = self._at(number)
        return segment.texts(local)

    def references(self, number: int) -> Sequence[str]:
        segment, local = self._at(number)
        return segment.references(local)

    def values(self, facet: str, number: int) -> tuple[str, ...]:
        segment, local = self._at(number)
        return segment.values(facet, local)

    def counts(self, clause: Clause, number: int) -> dict[str, int]:
        """How often one document has a word, or several in a row, by field, best field first."""
        segment, local = self._at(number)
        places = segment.places(clause.terms, clause.field)
        first, last = np.searchsorted(places, (local << 32, (local + 1) << 32))
        found = np.bincount(fields_of(places[first:last]), minlength=len(TEXT_FIELDS)).tolist()
        return {name: found[n] for name, n in FIELD_NUMBERS.items() if found[n]}

    def _at(self, number: int) -> tuple[Segment, int]:
        place = bisect_right(self._bases, number) - 1
        return self._segments[place], number - self._bases[place]

    # Columns

    @cached_property
    def boosts(self) -> Floats:
        return self._column(lambda segment: segment.boosts)

    @cached_property
    def starts(self) -> NDArray[np.int32]:
        return self._column(lambda segment: segment.starts)

    @cached_property
    def ends(self) -> NDArray[np.int32]:
        return self._column(lambda segment: segment.ends)

    def title_ranks(self, documents: Numbers) -> NDArray[np.int32]:
        """The places of documents in the order of titles, then of ids; of a few, their places among themselves."""
        if len(documents) > FEW or "_all_title_ranks" in self.__dict__:
            return self._all_title_ranks[documents]
        keys = [self._title_and_id(number) for number in documents.tolist()]
        return _ranks(sorted(range(len(keys)), key=keys.__getitem__))

    def _title_and_id(self, number: int) -> tuple[str, str]:
        segment, local = self._at(number)
        return segment.titles[local], segment.ids[local]

    @cached_property
    def _all_title_ranks(self) -> NDArray[np.int32]:
        return _ranks(self._title_order(len(self._segments)))

    def _title_order(self, segments: int) -> Numbers:
        """The documents of the first few segments in the order of titles. Kept, as a commit changes but the last."""
        if not segments:
            return NO_DOCUMENTS
        *before, last = self._segments[:segments]
        key = ("titles", *(segment.kept.number for segment in before))
        return last.kept.get(key, lambda: (self._with_titles_of(segments - 1),))[0]

    def _with_titles_of(self, last: int) -> Numbers:
        before = self._title_order(last)
        added = self._segments[last].title_order + np.int32(self._bases[last])
        if not len(before):
            return added
        if len(added) * FEW_ADDED < len(before):
            at = [bisect_right(before, self._title_and_id(n), key=self._title_and_id) for n in added.tolist()]
            return np.insert(before, at, added)
        keys = {n: self._title_and_id(n) for n in range(self._bases[last + 1])}
        return np.array(sorted([*before.tolist(), *added.tolist()], key=keys.__getitem__), np.int32)

    def _column(self, column: Callable[[Segment], NDArray[Number]]) -> NDArray[Number]:
        parts: list[NDArray[Number]] = [column(segment) for segment in self._segments]
        return parts[0] if len(parts) == 1 else np.concatenate(parts) if parts else np.zeros(0)  # type: ignore[return-value]

    @cached_property
    def _facets(self) -> dict[str, FacetColumn]:
        return {}

    def facet(self, name: str) -> FacetColumn | None:
        """The values of a facet for all documents, deleted ones too. None if there is not one document."""
        if name not in self._facets and self._segments:
            self._facets[name] = FacetColumn.joined([segment.facet(name) for segment in self._segments])
        return self._facets.get(name)

    def having(self, facet: str, values: Sequence[str]) -> Numbers:
        """The documents with any of the values."""
        found = []
        for value in values:
            for base, segment in zip(self._bases, self._segments, strict=False):
                if value in (valued := segment.valued(facet)):
                    found.append(valued[value] + np.int32(base))
        return self._live(union(found))

    def passing(self, facet: str, values: Sequence[str]) -> Mask:
        """For each document whether it has any of the values."""
        return self._kept.get((facet, tuple(values)), lambda: (self._marked(facet, values),))[0]

    def _marked(self, facet: str, values: Sequence[str]) -> Mask:
        marked: Mask = np.zeros(self.size, np.bool_)
        marked[self.having(facet, values)] = True
        return marked

    def codes_under(self, stem: str) -> list[str]:
        """The CPV codes that begin with ``stem``."""
        return sorted({code for segment in self._segments for code in segment.valued("cpv").beginning_with(stem)})

    def with_key(self, key: str) -> Numbers:
        """The documents with a reference."""
        return self._listed(key, [segment.keys for segment in self._segments])

    def near_key(self, key: str) -> Numbers:
        """The documents with a reference that may be meant."""
        return self._listed(key, [segment.near for segment in self._segments])

    def _listed(self, key: str, parts: Sequence[Mapping[str, Numbers]]) -> Numbers:
        pairs = zip(self._bases, parts, strict=False)
        return self._live(union([part[key] + np.int32(base) for base, part in pairs if key in part]))

    def _live(self, documents: Numbers) -> Numbers:
        return documents if self._whole else documents[self._is_live[documents]]

    @cached_property
    def schemes(self) -> frozenset[str]:
        return frozenset[str]().union(*(segment.schemes for segment in self._segments))

    # Words

    @cached_property
    def lexicon(self) -> Lexicon:
        return Lexicon([segment.words for segment in self._segments])

    def documents_with(self, word: str) -> int:
        """How many documents have a word of the lexicon, in any form."""
        return len(self.weights((self.lexicon.term(word),)).documents)

    def weights(self, terms: tuple[str, ...], field: str | None = None) -> Weights:
        """How much each document has of a word, or of several words in a row: see ``Segment.weights``."""
        if self._whole and len(self._segments) == 1:
            return self._segments[0].weights(terms, field, self._averages)
        return self._kept.get((terms, field), lambda: self._joined(terms, field))

    def weigh_commonest(self) -> None:
        """Have the weights of the commonest words at hand, as far as half the cache holds them.

        The largest segment tells which they are. Of one that was weighed before only what is new is read.
        """
        room = self._kept.limit // 2
        largest = max(self._segments, key=len, default=None)
        for term in largest.commonest() if largest else ():
            room -= KEPT_BESIDE * sum(array.nbytes for array in self.weights((term,)))
            if room < 0:
                return

    def _joined(self, terms: tuple[str, ...], field: str | None) -> Weights:
        parts = [segment.weights(terms, field, self._averages) for segment in self._segments]
        filled = [(base, part) for base, part in zip(self._bases, parts, strict=False) if len(part.documents)]
        if not filled:
            return Weights(NO_DOCUMENTS, np.zeros(0))
        documents = np.concatenate([part.documents + np.int32(base) for base, part in filled])
        values = np.concatenate([part.values for _, part in filled])
        if self._whole:
            return Weights(documents, values)
        live = self._is_live[documents]
        return Weights(documents[live], values[live])


def _ranks(order: Sequence[int] | Numbers) -> NDArray[np.int32]:
    ranks = np.empty(len(order), np.int32)
    ranks[order] = np.arange(len(order), dtype=np.int32)
    return ranks
