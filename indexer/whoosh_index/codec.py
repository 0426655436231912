"""The files of a segment: Whoosh's table of terms, and posting lists as plain arrays that numpy reads as they are.

A posting list has one 64-bit number for each occurrence: the document in the upper half, the place there in the lower.
"""

from contextlib import closing
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3PerDocReader, W3TermInfo
from whoosh.matching import ListMatcher
from whoosh.system import pack_ushort

from indexer.base import TEXT_FIELDS
from indexer.segment import Places, fields_of
from indexer.vectors import Floats
from indexer.whoosh_index.array_file import ArrayFile
from indexer.whoosh_index.batch import Batch
from indexer.whoosh_index.occurrences import Block
from indexer.whoosh_index.schema import WORDS
from indexer.whoosh_index.stored import COLUMNS, PLACE, extent_of

_WEIGHTS = np.array([*TEXT_FIELDS.values()])

SHORTEST, LONGEST = 1, 255
"""Whoosh's own searcher wants bounds of the lengths of a term's documents."""


class ArrayCodec(W3Codec):  # type: ignore[misc]
    length_stats = False

    def per_document_writer(self, storage: Any, segment: Any) -> "NoDocuments":
        return NoDocuments()

    def per_document_reader(self, storage: Any, segment: Any) -> "DocumentLengths":
        return DocumentLengths(storage, segment)

    def field_writer(self, storage: Any, segment: Any) -> "ArrayFieldWriter":
        return ArrayFieldWriter(self, storage, segment)

    def postings_reader(self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None) -> Any:
        """The documents with a term and its weight in each, for Whoosh's own searcher."""
        places = np.frombuffer(dbfile.get(*extent_of(terminfo)), PLACE)
        firsts = postings(places, np.zeros(1, np.int64))
        documents = (places[firsts] >> 32).tolist()
        weights = np.add.reduceat(_weights(places), firsts).tolist()
        return ListMatcher(documents, weights, format=format_, scorer=scorer, term=term, terminfo=terminfo)


class NoDocuments:
    """Whoosh writes nothing of single documents: what we keep of them stands in columns of our own."""

    is_closed = False

    def close(self) -> None:
        self.is_closed = True


class DocumentLengths(W3PerDocReader):  # type: ignore[misc]
    """How many words documents have, for Whoosh's own searcher."""

    @cached_property
    def _lengths(self) -> NDArray[np.uint32]:
        with closing(ArrayFile(self._storage.path / self._segment.make_filename(COLUMNS))) as arrays:
            lengths: NDArray[np.uint32] = arrays["lengths"].reshape(len(TEXT_FIELDS), -1).sum(axis=0)
            return lengths

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        return int(self._lengths[docnum]) if fieldname == WORDS else default

    def field_length(self, fieldname: str) -> int:
        return int(self._lengths.sum()) if fieldname == WORDS else 0


class ArrayFieldWriter(W3FieldWriter):  # type: ignore[misc]
    """Writes a whole batch."""

    def add_postings(self, schema: Any, lengths: Any, batch: Batch) -> None:
        infos: dict[int, bytes] = {}
        sizes: dict[int, int] = {}
        for block in batch.blocks():
            infos |= _term_infos(block, self._postfile.tell())
            sizes |= block.sizes()
            self._postfile.write(block.places.tobytes())
        self.start_field(WORDS, schema[WORDS])
        prefix = pack_ushort(self._fieldid)
        for term, number in sorted((term.encode(), number) for term, number in batch.terms.items()):
            if number in infos:
                self._tindex.add(prefix + term, infos[number])
        self.finish_field()
        batch.write_columns(sizes)


def _term_infos(block: Block, offset: int) -> dict[int, bytes]:
    """What Whoosh keeps of each term: where its places are, and how many documents have it with what weight."""
    sizes = np.diff(block.starts)
    present = np.flatnonzero(sizes)
    begins = block.starts[present]
    firsts = postings(block.places, begins)
    weights = np.add.reduceat(_weights(block.places), firsts)
    parts = np.searchsorted(firsts, begins)
    documents = block.places >> 32
    rows = zip(
        (present + block.first_term).tolist(),
        np.add.reduceat(weights, parts).tolist(),
        np.diff(np.append(parts, len(firsts))).tolist(),
        np.maximum.reduceat(weights, parts).tolist(),
        documents[begins].tolist(),
        documents[begins + sizes[present] - 1].tolist(),
        (offset + begins * PLACE.itemsize).tolist(),
        (sizes[present] * PLACE.itemsize).tolist(),
        strict=True,
    )
    return {term: _packed(*figures) for term, *figures in rows}


def _packed(weight: float, documents: int, most: float, first: int, last: int, offset: int, size: int) -> bytes:
    info = W3TermInfo(weight, documents, SHORTEST, LONGEST, most, first, last)
    info.set_extent(offset, size)
    packed: bytes = info.to_bytes()
    return packed


def postings(places: Places, begins: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where in ``places`` each posting begins: each document of each term, the terms beginning at ``begins``."""
    documents = places >> 32
    is_first = np.concatenate(([True], documents[1:] != documents[:-1]))
    is_first[begins] = True
    return np.flatnonzero(is_first)


def _weights(places: Places) -> Floats:
    return _WEIGHTS[fields_of(places)]
