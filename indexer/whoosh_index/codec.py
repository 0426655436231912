"""Posting lists as plain arrays, so that numpy reads a block at once; everything else is Whoosh's own codec."""

from array import array
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec, W3LeafMatcher, W3PostingsWriter

NUMBER, WEIGHT, LENGTH = "I", "f", "I"
"""Documents and places are 32-bit numbers in the machine's own byte order; Whoosh refuses another machine's index."""

POSTINGS_PER_BLOCK = 8192


class ArrayCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's own with larger blocks, and without statistics that only its own searcher gains by."""

    length_stats = False

    def __init__(self) -> None:
        super().__init__(blocklimit=POSTINGS_PER_BLOCK, compression=0)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> "ArrayPostingsWriter":
        return ArrayPostingsWriter(dbfile, self._blocklimit, byteids, self._compression, self._inlinelimit)

    def postings_reader(self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None) -> Any:
        offset, length = terminfo.extent()
        return ArrayMatcher(dbfile, offset, length, format_, term=term, scorer=scorer)


class ArrayPostingsWriter(W3PostingsWriter):  # type: ignore[misc]
    """A block is the documents, their weights (None if all are 1), and the lengths and bytes of their values."""

    def _mini_ids(self) -> bytes:
        ids: bytes = self._ids.tobytes()
        return ids

    def _mini_weights(self) -> bytes | None:
        weights: array[float] = self._weights
        return None if weights.count(1.0) == len(weights) else weights.tobytes()

    def _mini_values(self) -> tuple[bytes, bytes]:
        return array(LENGTH, map(len, self._values)).tobytes(), b"".join(self._values)


class ArrayMatcher(W3LeafMatcher):  # type: ignore[misc]
    """Reads such blocks, for Whoosh one posting at a time and for us all at once."""

    def blocks(self) -> "list[tuple[NDArray[np.uint32], NDArray[np.uint32], bytes]]":
        """Every block's documents, the lengths of their values and these values, joined."""
        blocks = []
        while True:
            self._read_data()
            ids, _, (lengths, values) = self._data
            blocks.append((np.frombuffer(ids, NUMBER), np.frombuffer(lengths, LENGTH), values))
            if self._lastblock:
                return blocks
            self._next_block()

    def _read_ids(self) -> None:
        self._load()
        self._ids = array(NUMBER, self._data[0])

    def _read_weights(self) -> None:
        self._load()
        weights = self._data[1]
        self._weights = array(WEIGHT, [1.0]) * self._blocklength if weights is None else array(WEIGHT, weights)

    def _read_values(self) -> None:
        self._load()
        lengths, values = self._data[2]
        self._values, end = [], 0
        for length in array(LENGTH, lengths):
            self._values.append(values[end : end + length])
            end += length
        self._values += [b""] * (self._blocklength - len(self._values))

    def _load(self) -> None:
        if self._data is None:
            self._read_data()
