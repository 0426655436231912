"""The values of one facet, coded as numbers, for the documents of one segment or of a whole snapshot."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import count
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from indexer.vectors import Numbers

Codes = NDArray[np.int32]

LONGEST_ROW = 4
"""Values of a document up to which all documents' are held in rows of one length, which are counted soonest."""


class Dictionary:
    """A number for each value of a facet. It only ever grows, so that snapshots can share it."""

    def __init__(self) -> None:
        self.values: list[str] = []
        self._codes: dict[str, int] = {}
        self._ranks: NDArray[np.int32] = np.zeros(0, np.int32)
        self._growing = Lock()

    def codes(self, values: Sequence[str]) -> Codes:
        """The numbers of some values, each of which comes once, and new numbers where need be."""
        with self._growing:
            new = [value for value in values if value not in self._codes]
            self.values += new
            self._codes.update(zip(new, count(len(self._codes)), strict=False))
        return np.array([self._codes[value] for value in values], np.int32)

    @property
    def ranks(self) -> NDArray[np.int32]:
        """The place of each value, by its number, in alphabetical order."""
        ranks, size = self._ranks, len(self.values)
        if len(ranks) < size:
            ranks = np.empty(size, np.int32)
            ranks[sorted(range(size), key=self.values.__getitem__)] = np.arange(size, dtype=np.int32)
            self._ranks = ranks
        return ranks


class FacetColumn:
    """Which values each document has: those of document n are ``codes[starts[n]:starts[n + 1]]``."""

    def __init__(self, dictionary: Dictionary, codes: Codes, starts: NDArray[np.integer]) -> None:
        self.dictionary = dictionary
        self.codes = codes
        self.starts = starts

    @classmethod
    def joined(cls, parts: Sequence["FacetColumn"]) -> "FacetColumn":
        if len(parts) == 1:
            return parts[0]
        ends = np.cumsum([0, *(len(part.codes) for part in parts)])
        starts = [part.starts[:-1] + end for part, end in zip(parts, ends, strict=False)]
        codes = np.concatenate([part.codes for part in parts])
        return cls(parts[0].dictionary, codes, np.concatenate([*starts, ends[-1:]]))

    def count(self, documents: Numbers) -> NDArray[np.int64]:
        """How many of ``documents`` have each value, by its code."""
        if self._table is not None:
            return np.bincount(self._table.take(documents, axis=0).ravel(), minlength=self._width + 1)[1:]
        size = len(self.starts) - 1
        if len(documents) * 2 <= size:
            return np.bincount(self._codes_of(documents), minlength=self._width)
        others = np.ones(size, np.bool_)
        others[documents] = False
        return self._totals - np.bincount(self._codes_of(np.flatnonzero(others)), minlength=self._width)

    @cached_property
    def _totals(self) -> NDArray[np.int64]:
        return np.bincount(self.codes, minlength=self._width)

    @cached_property
    def _width(self) -> int:
        return int(self.codes.max(initial=0)) + 1

    @cached_property
    def _table(self) -> Codes | None:
        """The codes of each document, plus 1, in a row that is filled up with 0; None if a row would be long."""
        lengths = np.diff(self.starts)
        width = int(lengths.max(initial=1))
        if width > LONGEST_ROW:
            return None
        table = np.zeros((len(lengths), width), np.int32)
        table[np.arange(width) < lengths[:, None]] = self.codes + 1
        return table

    def _codes_of(self, documents: NDArray[np.integer]) -> Codes:
        starts = self.starts[documents]
        lengths = self.starts[documents + 1] - starts
        ends = np.cumsum(lengths)
        places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - ends + lengths, lengths)
        picked: Codes = self.codes[places]
        return picked


class Counts(Mapping[str, int]):
    """The values of a facet with how many documents have them, commonest first; put in order when first read."""

    def __init__(self, dictionary: Dictionary, counts: NDArray[np.int64]) -> None:
        self._dictionary = dictionary
        self._counted = counts

    @cached_property
    def _counts(self) -> dict[str, int]:
        codes = np.flatnonzero(self._counted)
        counts = self._counted[codes]
        order = np.lexsort((self._dictionary.ranks[codes], -counts))
        values = self._dictionary.values
        return {values[code]: count for code, count in zip(codes[order].tolist(), counts[order].tolist(), strict=True)}

    def __getitem__(self, value: str) -> int:
        return self._counts[value]

    def __iter__(self) -> Iterator[str]:
        return iter(self._counts)

    def __len__(self) -> int:
        return int(np.count_nonzero(self._counted))

    def __eq__(self, other: object) -> bool:
        return self._counts == (other._counts if isinstance(other, Counts) else other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self._counts)
