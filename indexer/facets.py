"""The values of one facet, coded as numbers, for the documents of one segment or of a whole snapshot."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import count
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from indexer.vectors import Numbers

Codes = NDArray[np.int32]

MOST_RUNS = 4
"""Where more than one in this many documents are chosen, all codes are looked through; else theirs are picked out."""


class Dictionary:
    """A number for each value of a facet. It only ever grows, so that snapshots can share it."""

    def __init__(self) -> None:
        self.values: list[str] = []
        self._codes: dict[str, int] = {}
        self._growing = Lock()

    def codes(self, values: Sequence[str]) -> Codes:
        """The numbers of some values, each of which comes once, and new numbers where need be."""
        with self._growing:
            new = [value for value in values if value not in self._codes]
            self.values += new
            self._codes.update(zip(new, count(len(self._codes)), strict=False))
        return np.array([self._codes[value] for value in values], np.int32)


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
        return np.bincount(self._codes_of(documents), minlength=1)

    def _codes_of(self, documents: Numbers) -> Codes:
        size = len(self.starts) - 1
        if len(documents) == size:
            return self.codes
        if len(self.codes) == size == self.starts[-1] and self._is_single:
            return self.codes[documents]
        if len(documents) * MOST_RUNS > size:
            chosen = np.zeros(size, np.bool_)
            chosen[documents] = True
            present: Codes = self.codes[chosen[self._documents]]
            return present
        starts = self.starts[documents]
        lengths = self.starts[documents + 1] - starts
        ends = np.cumsum(lengths)
        places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - ends + lengths, lengths)
        picked: Codes = self.codes[places]
        return picked

    @cached_property
    def _is_single(self) -> bool:
        """Whether each document has exactly one value."""
        return bool((np.diff(self.starts) == 1).all())

    @cached_property
    def _documents(self) -> Numbers:
        """The document of each code."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))


class Counts(Mapping[str, int]):
    """The values of a facet with how many documents have them, commonest first; put in order when first read."""

    def __init__(self, dictionary: Dictionary, counts: NDArray[np.int64]) -> None:
        self._dictionary = dictionary
        self._counted = counts

    @cached_property
    def _counts(self) -> dict[str, int]:
        codes = np.flatnonzero(self._counted)
        values = self._dictionary.values
        pairs = zip(codes.tolist(), self._counted[codes].tolist(), strict=True)
        counts = [(-count, values[code]) for code, count in pairs]
        return {value: -count for count, value in sorted(counts)}

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
