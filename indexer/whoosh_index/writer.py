"""Writing to Whoosh: documents in segments of a bounded size, and when small segments are merged."""

from collections.abc import Iterable
from contextlib import closing, suppress
from functools import partial
from itertools import chain, islice

from whoosh.codec.base import Segment as WhooshSegment
from whoosh.writing import SegmentWriter

from indexer.base import Document
from indexer.whoosh_index.batch import Batch
from indexer.whoosh_index.codec import ArrayCodec
from indexer.whoosh_index.stored import Folder, StoredSegment, Unavailable

BATCH = 100_000
"""Documents of one segment of a build. Of fewer segments a search is the quicker; see ``Occurrences`` for memory."""

MOST_SMALL_SEGMENTS = 8
"""Where there are more segments of about one size, they become one, so that a commit seldom merges much."""

LARGE = 5
"""Octal digits of the number of documents in segments that stay as they are: from 4,096 on."""


class Tally:
    """How many documents there are, and a sum over their ids and versions that tells one set of them from another."""

    def __init__(self, versions: Iterable[tuple[str, int]] = ()) -> None:
        self.documents = self.sum = 0
        for id, version in versions:
            self.add(id, version)

    def add(self, id: str, version: int) -> None:
        self.documents += 1
        self.sum += hash((id, version))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tally) and (self.documents, self.sum) == (other.documents, other.sum)

    __hash__ = None  # type: ignore[assignment]


def write(
    folder: Folder, documents: Iterable[Document], outdated: Iterable[int] = (), *, unavailable: Unavailable
) -> Tally:
    """Write documents in place of the outdated ones, given by Whoosh's numbers. Returns the tally of those written.

    Each commit is whole or not at all. Of more documents than fit one segment each batch is a commit of its own.
    """
    tally = Tally()
    remaining = iter(documents)
    gone = list(outdated)
    while True:
        written = _commit(folder, islice(remaining, BATCH), gone, unavailable)
        tally.documents += written.documents
        tally.sum += written.sum
        following = next(remaining, None)
        if following is None:
            return tally
        remaining, gone = chain([following], remaining), []


def _commit(folder: Folder, documents: Iterable[Document], outdated: Iterable[int], unavailable: Unavailable) -> Tally:
    tally = Tally()
    writer = folder.index().writer(codec=ArrayCodec(), compound=False)
    try:
        writer.pool = batch = Batch(folder.path, writer.newsegment)
        for number in outdated:
            writer.delete_document(number)
        for document in documents:
            batch.add(document)
            tally.add(document.id, document.version)
        writer.commit(mergetype=partial(_merged, batch=batch, folder=folder, unavailable=unavailable))
    except BaseException:
        _cancel(writer)
        raise
    finally:
        folder.close_files()
    return tally


def _merged(
    writer: SegmentWriter, segments: list[WhooshSegment], batch: Batch, folder: Folder, unavailable: Unavailable
) -> list[WhooshSegment]:
    """Whoosh's merge policy: take up what is to be merged, and return the segments that stay."""
    due = [segment for segment in segments if _is_due(segment, segments)]
    for segment in due:
        with closing(StoredSegment(folder, segment, unavailable)) as stored:
            batch.take_up(stored, set(segment.deleted_docs()))
    writer.docnum, writer._added = batch.size, batch.size > 0
    return [segment for segment in segments if segment not in due]


def _is_due(segment: WhooshSegment, segments: list[WhooshSegment]) -> bool:
    """Whether a segment is mostly deleted, or is a small one and has too many peers."""
    if segment.deleted_count() * 2 > segment.doc_count_all():
        return True
    size = _size_class(segment)
    return size < LARGE and sum(_size_class(other) == size for other in segments) >= MOST_SMALL_SEGMENTS


def _size_class(segment: WhooshSegment) -> int:
    return len(f"{segment.doc_count_all():o}")  # the digits in base 8


def _cancel(writer: SegmentWriter) -> None:
    """Give up a commit and Whoosh's lock with it, which a failed commit, say on a full disk, keeps held."""
    with suppress(Exception):
        writer.cancel()
    if not writer.is_closed:
        writer.writelock.release()
