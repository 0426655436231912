"""Writing to Whoosh: documents in segments of a bounded size, and when small segments are merged."""

from collections.abc import Iterable
from contextlib import suppress
from itertools import chain, islice

from whoosh.codec.base import Segment as WhooshSegment
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from indexer.base import Document
from indexer.entry import analyse
from indexer.whoosh_index.codec import ArrayCodec
from indexer.whoosh_index.reader import Folder
from indexer.whoosh_index.schema import SCHEMA, SPELLINGS, whoosh_document

BATCH = 25_000
"""Documents of one segment of a build: larger ones take longer to sort than they save."""

MOST_SMALL_SEGMENTS = 8
"""Where there are more segments of about one size, they become one, so that a commit seldom merges much."""

MEMORY_MB = 256


def write(folder: Folder, documents: Iterable[Document], outdated: Iterable[int] = ()) -> dict[str, int]:
    """Write documents in place of the outdated ones, given by Whoosh's numbers. Returns the versions written.

    Each commit is whole or not at all. Of more documents than fit one segment each batch is a commit of its own.
    """
    versions: dict[str, int] = {}
    remaining = iter(documents)
    gone = list(outdated)
    while True:
        written = _commit(folder, islice(remaining, BATCH), gone)
        versions |= written
        following = next(remaining, None)
        if following is None:
            return versions
        remaining, gone = chain([following], remaining), []


def _commit(folder: Folder, documents: Iterable[Document], outdated: Iterable[int]) -> dict[str, int]:
    versions: dict[str, int] = {}
    spelt: set[tuple[str, str]] = set()
    writer = folder.index().writer(codec=ArrayCodec(), compound=False, limitmb=MEMORY_MB)
    try:
        for number in outdated:
            writer.delete_document(number)
        for document in documents:
            analysed = analyse(document)
            writer.add_document(**whoosh_document(analysed, analysed.spellings - spelt))
            spelt |= analysed.spellings
            versions[document.id] = document.version
        writer.commit(mergetype=_merged)
    except BaseException:
        _cancel(writer)
        raise
    finally:
        folder.close_files()
    return versions


def _merged(writer: SegmentWriter, segments: list[WhooshSegment]) -> list[WhooshSegment]:
    """Whoosh's merge policy: take up what is to be merged, and return the segments that stay."""
    due = [segment for segment in segments if _is_due(segment, segments)]
    for segment in due:
        reader = SegmentReader(writer.storage, SCHEMA, segment)
        first = writer.docnum
        writer.add_reader(reader)
        if writer.docnum > first:
            _keep_spellings(writer, reader.lexicon(SPELLINGS), first)
        reader.close()
    return [segment for segment in segments if segment not in due]


def _is_due(segment: WhooshSegment, segments: list[WhooshSegment]) -> bool:
    """Whether a segment has too many peers, which no segment of a build has, or is mostly deleted."""
    if segment.deleted_count() * 2 > segment.doc_count_all():
        return True
    size = _size_class(segment)
    return size < _LARGE and sum(_size_class(other) == size for other in segments) >= MOST_SMALL_SEGMENTS


def _size_class(segment: WhooshSegment) -> int:
    return len(f"{segment.doc_count_all():o}")  # the digits in base 8


_LARGE = len(f"{BATCH // 2:o}")


def _keep_spellings(writer: SegmentWriter, spellings: Iterable[bytes], document: int) -> None:
    """A spelling stands with the first document that had it, which may have been deleted: give it another."""
    for pair in spellings:
        writer.pool.add((SPELLINGS, bytes(pair), document, 1.0, b""))


def _cancel(writer: SegmentWriter) -> None:
    """Give up a commit and Whoosh's lock with it, which a failed commit, say on a full disk, keeps held."""
    with suppress(Exception):
        writer.cancel()
    if not writer.is_closed:
        writer.writelock.release()
