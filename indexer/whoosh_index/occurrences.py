"""Where words stand in many documents: gathered document after document, given back term after term.

What is gathered is sorted in runs of a bounded size, which wait in a temporary file, so that however many documents
there are, no more than a few runs are in memory.
"""

from array import array
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.entry import FIELD_SHIFT, VALUE_GAP
from indexer.segment import Places
from indexer.vocabulary import SMALL, Vocabulary

RUN = 100_000
"""Occurrences that are sorted at once, which takes some 60 bytes each."""

_UNSIGNED = "I"
_BYTES = 8


class Block(NamedTuple):
    """The places of a row of terms: term n's are ``places[starts[n]:starts[n + 1]]``."""

    first_term: int
    starts: NDArray[np.int64]
    places: Places

    def sizes(self) -> dict[int, int]:
        """How many places each term has that has any, by its number."""
        sizes = np.diff(self.starts)
        present = np.flatnonzero(sizes)
        return dict(zip((present + self.first_term).tolist(), sizes[present].tolist(), strict=True))


class _Run(NamedTuple):
    """The places of some terms, ascending; or where they begin in the temporary file."""

    terms: NDArray[np.int64]
    starts: NDArray[np.int64]
    places: Places | int


class Occurrences:
    def __init__(self, folder: Path) -> None:
        self.vocabulary = Vocabulary()
        self._folder = folder
        self._runs: list[_Run] = []
        self._begin()

    def _begin(self) -> None:
        """A span is a row of words: its document, the place of its first word, and how many words it has."""
        self._terms = array(_UNSIGNED)
        self._documents, self._firsts, self._sizes = array(_UNSIGNED), array(_UNSIGNED), array(_UNSIGNED)

    def add(self, document: int, values: tuple[str, ...], field: int) -> int:
        """Add the words of one field of a document; documents and fields come in order. Returns how many words."""
        at, length = field << FIELD_SHIFT, 0
        for value in values:
            numbers = self.vocabulary.read(value)
            if numbers and min(numbers) < SMALL:
                size = self._add_with_compounds(document, numbers, at)
            else:
                size = self._add_span(document, at, [number for number in numbers if number != SMALL])
            length += size
            at += size + VALUE_GAP
        if len(self._terms) >= RUN:
            self._end_run(*self._gathered())
            self._begin()
        return length

    def add_places(self, terms: NDArray[np.int64], places: Places) -> None:
        """Add a run of places; each term's are ascending, and in documents after those it has so far."""
        self._end_run(*self._gathered())
        self._begin()
        self._end_run(terms, places)

    def _add_span(self, document: int, first: int, terms: list[int]) -> int:
        if terms:
            self._terms.extend(terms)
            self._documents.append(document)
            self._firsts.append(first)
            self._sizes.append(len(terms))
        return len(terms)

    def _add_with_compounds(self, document: int, numbers: list[int], first: int) -> int:
        """A compound stands at its last word's place, and does not count as a word of its own."""
        at, span = first, list[int]()
        for number in numbers:
            if number > SMALL:
                span.append(number)
            elif number < SMALL:
                parts, whole = self.vocabulary.compound(number)
                before = at + len(span)
                span += parts
                if whole is not None:
                    at += self._add_span(document, at, span)
                    span = []
                    self._add_span(document, max(at - 1, before), [whole])
        at += self._add_span(document, at, span)
        return at - first

    def _gathered(self) -> tuple[NDArray[np.int64], Places]:
        """What has been gathered since the last run: of each occurrence its term and its place."""
        sizes = np.array(self._sizes, np.int64)
        firsts = np.array(self._documents, np.int64) << 32 | np.array(self._firsts, np.int64)
        before = np.cumsum(sizes) - sizes
        terms = np.array(self._terms, np.int64)
        return terms, np.repeat(firsts - before, sizes) + np.arange(len(terms))

    def _end_run(self, terms: NDArray[np.int64], places: Places) -> None:
        """Sort a run. What waited in memory is written away: most often there is but one run, and no file."""
        if not len(terms):
            return
        if self._runs:
            self._runs[-1] = self._written(self._runs[-1])
        keys = terms << 32 | np.arange(len(terms))
        keys.sort()
        present, starts = _groups(keys >> 32)
        self._runs.append(_Run(present, starts, places[keys & 0xFFFFFFFF]))

    def _written(self, run: _Run) -> _Run:
        if isinstance(run.places, int):
            return run
        offset = self._file.seek(0, 2)
        self._file.write(run.places.data)
        return run._replace(places=offset)

    @cached_property
    def _file(self) -> IO[bytes]:
        return TemporaryFile(dir=self._folder, buffering=0)

    def blocks(self) -> Iterator[Block]:
        """The places of every term by its number, of a bounded number of terms at once. A term may have none left."""
        self._end_run(*self._gathered())
        self._begin()
        counts = np.zeros(len(self.vocabulary.terms), np.int64)
        for run in self._runs:
            counts[run.terms] += np.diff(run.starts)
        ends = np.cumsum(counts)
        first = 0
        while first < len(counts):
            done = ends[first - 1] if first else 0
            last = max(int(np.searchsorted(ends, done + RUN, "right")), first + 1)
            if ends[last - 1] > done:
                yield Block(first, np.concatenate(([0], ends[first:last] - done)), self._places(first, last))
            first = last

    def _places(self, first: int, last: int) -> Places:
        """The places of the terms from ``first`` to before ``last``."""
        parts = [self._part(run, *np.searchsorted(run.terms, (first, last)).tolist()) for run in self._runs]
        terms = np.concatenate([terms for terms, _ in parts])
        places = np.concatenate([places for _, places in parts])
        if len(parts) == 1:
            return places
        return places[np.argsort(terms, kind="stable")]

    def _part(self, run: _Run, first: int, last: int) -> tuple[NDArray[np.int64], Places]:
        terms = np.repeat(run.terms[first:last], np.diff(run.starts[first : last + 1]))
        begin, end = run.starts[[first, last]].tolist()
        if not isinstance(run.places, int):
            return terms, run.places[begin:end]
        self._file.seek(run.places + begin * _BYTES)
        return terms, np.frombuffer(self._file.read((end - begin) * _BYTES), np.int64)

    def close(self) -> None:
        if "_file" in self.__dict__:
            self._file.close()


def _groups(values: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The distinct values of an ascending array, and where each begins, with the end of the last."""
    starts = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))
    return values[starts], np.append(starts, len(values))
