"""Documents on their way into one segment, new ones and those of segments that are merged into it.

The batch stands where Whoosh has its pool of postings, and Whoosh's codec writes it out.
"""

import json
from collections.abc import Iterator, Mapping
from heapq import nlargest
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.base import Segment as WhooshSegment

from indexer.base import TEXT_FIELDS, Document
from indexer.cache import ArrayCache
from indexer.columns import Rows, strings
from indexer.entry import entry_of
from indexer.segment import MOST_COMMON, Segment, dictionaries
from indexer.whoosh_index.array_file import write_arrays
from indexer.whoosh_index.occurrences import RUN, Block, Occurrences
from indexer.whoosh_index.stored import COLUMNS, TEXTS, StoredSegment


class Batch:
    def __init__(self, folder: Path, segment: WhooshSegment) -> None:
        self._columns_path = folder / segment.make_filename(COLUMNS)
        self._texts = (folder / segment.make_filename(TEXTS)).open("wb")
        self._text_ends = [0]
        self._occurrences = Occurrences(folder)
        self._rows = Rows()

    @property
    def size(self) -> int:
        return self._rows.size

    @property
    def terms(self) -> dict[str, int]:
        """The number of each term."""
        return self._occurrences.vocabulary.terms

    def add(self, document: Document) -> None:
        lengths = tuple(
            self._occurrences.add(self.size, document.texts.get(name, ()), field)
            for field, name in enumerate(TEXT_FIELDS)
        )
        self._add_texts(json.dumps(dict(document.texts), separators=(",", ":")).encode())
        self._rows.add(entry_of(document, lengths))

    def take_up(self, stored: StoredSegment, deleted: set[int]) -> None:
        """Add the documents of a segment that have not been deleted."""
        segment = Segment(stored.columns, stored, dictionaries(), ArrayCache(0))
        kept = np.array([number for number in range(len(segment)) if number not in deleted], np.int64)
        number = np.full(len(segment), -1)
        number[kept] = np.arange(len(kept)) + self.size
        for local in kept.tolist():
            self._add_texts(stored.packed_texts(local))
            self._rows.add(segment.entry(local))
        self._take_up_words(stored, number)

    def _take_up_words(self, stored: StoredSegment, number: NDArray[np.int64]) -> None:
        """``number`` is each document's new number; below 0 if it has been deleted."""
        vocabulary = self._occurrences.vocabulary
        for terms, sizes, places in stored.all_places(RUN):
            numbers = np.repeat(np.array([vocabulary.term(term) for term in terms], np.int64), sizes)
            documents = number[places >> 32]
            kept = documents >= 0
            self._occurrences.add_places(numbers[kept], documents[kept] << 32 | places[kept] & 0xFFFFFFFF)
        vocabulary.spellings.update(stored.spellings())

    def _add_texts(self, packed: bytes) -> None:
        self._texts.write(packed)
        self._text_ends.append(self._text_ends[-1] + len(packed))

    def blocks(self) -> Iterator[Block]:
        return self._occurrences.blocks()

    def write_columns(self, sizes: Mapping[int, int]) -> None:
        """Write all but the places, which have been: of each term, by its number, so many. Others have none left."""
        spellings = self._occurrences.vocabulary.spellings
        words = sorted(word for word, term in spellings.items() if self.terms[term] in sizes)
        terms = [*self.terms]
        columns = {
            **self._rows.columns(),
            **strings("words", words),
            **strings("stems", map(spellings.__getitem__, words)),
            **strings("commonest", (terms[number] for number in nlargest(MOST_COMMON, sizes, key=sizes.__getitem__))),
            "text ends": np.array(self._text_ends),
        }
        write_arrays(self._columns_path, columns)
        self._texts.close()

    # As Whoosh's pool of postings

    def iter_postings(self) -> "Batch":
        return self

    def cleanup(self) -> None:
        self._occurrences.close()
        self._texts.close()
