"""Reading Whoosh: the columns of a segment at once, its postings when a search first needs them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import finalize

import numpy as np
from whoosh.codec.base import Segment as WhooshSegment
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC, FileIndex
from whoosh.reading import SegmentReader

from indexer.base import IndexUnavailable
from indexer.cache import ArrayCache
from indexer.segment import NO_PLACES, Dictionaries, Places, Segment, dictionaries
from indexer.snapshot import Snapshot
from indexer.whoosh_index.codec import NUMBER, ArrayMatcher
from indexer.whoosh_index.schema import ENTRY, SCHEMA, SPELLINGS, TEXTS, WORDS, unpacked_entry, unpacked_texts

Unavailable = Callable[[str], IndexUnavailable]
"""Makes the error for a reason."""


class Folder(FileStorage):  # type: ignore[misc]
    """The files of a Whoosh index. It remembers those it opened, for Whoosh forgets them if one is damaged."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self._opened: list[StructFile] = []

    def open_file(self, name: str, **options: Any) -> StructFile:
        self._opened.append(super().open_file(name, **options))
        return self._opened[-1]

    def close_files(self) -> None:
        for file in self._opened:
            if not file.is_closed:
                file.close()

    def index(self) -> FileIndex:
        return FileIndex(self, schema=SCHEMA)


class SnapshotReader:
    """Reads snapshots of the index in one folder, each anew only in what has changed since the one before."""

    def __init__(self, path: Path, cache: ArrayCache, unavailable: Unavailable) -> None:
        self._path = path
        self._cache = cache
        self._unavailable = unavailable
        self._shared: Dictionaries = dictionaries()
        self._segments: dict[str, Segment] = {}
        self._last: tuple[int, Snapshot] | None = None

    def read(self) -> Snapshot:
        """The last committed state. One thread at a time may ask."""
        with reading(self._unavailable):
            commit, listed = _last_commit(self._path)
            if self._last and self._last[0] == commit:
                return self._last[1]
            segments = {segment.segment_id(): segment for segment in listed}
            loaded = {id: self._segments.get(id) or self._load(segment) for id, segment in segments.items()}
            self._segments = loaded
            deleted = [sorted(segment.deleted_docs()) for segment in segments.values()]
            self._last = commit, Snapshot([*loaded.values()], self._cache, deleted)
            return self._last[1]

    def _load(self, segment: WhooshSegment) -> Segment:
        folder = Folder(self._path)
        with ExitStack() as undo:
            undo.callback(folder.close_files)
            reader = SegmentReader(folder, SCHEMA, segment)
            entries = reader.column_reader(ENTRY, translate=False)
            postings = WhooshPostings(reader, self._unavailable)
            loaded = Segment(map(unpacked_entry, entries), postings, self._shared, self._cache)
            finalize(postings, undo.pop_all().close)  # when the last search that uses it is done
            return loaded


def _last_commit(path: Path) -> tuple[int, list[WhooshSegment]]:
    folder = Folder(path)
    with ExitStack() as undo:
        undo.callback(folder.close_files)
        toc = TOC.read(folder, folder.index().indexname, schema=SCHEMA)
        return int(toc.generation), toc.segments


def read_snapshot(path: Path, unavailable: Unavailable) -> Snapshot:
    """The last committed state of the index in a folder."""
    return SnapshotReader(path, ArrayCache(0), unavailable).read()


class WhooshPostings:
    """The postings of one Whoosh segment, whose files one thread at a time may use."""

    def __init__(self, reader: SegmentReader, unavailable: Unavailable) -> None:
        self._reader = reader
        self._terms = reader._terms
        self._texts = reader.column_reader(TEXTS, translate=False)
        self._format = SCHEMA[WORDS].format
        self._unavailable = unavailable
        self._lock = Lock()

    def places(self, term: str) -> Places:
        with self._lock, reading(self._unavailable):
            if (WORDS, term.encode()) not in self._terms:
                return NO_PLACES
            return _all_places(self._terms.matcher(WORDS, term.encode(), self._format))

    def spellings(self) -> Iterable[tuple[str, str]]:
        with self._lock, reading(self._unavailable):
            pairs = [bytes(pair).decode().split(" ") for pair in self._reader.lexicon(SPELLINGS)]
        return [(word, term) for word, term in pairs]

    def texts(self, number: int) -> Mapping[str, tuple[str, ...]]:
        with self._lock, reading(self._unavailable):
            return unpacked_texts(self._texts[number])


def _all_places(matcher: ArrayMatcher) -> Places:
    blocks = matcher.blocks()
    documents = np.concatenate([ids for ids, _, _ in blocks]).astype(np.int64)
    lengths = np.concatenate([lengths for _, lengths, _ in blocks])
    places = np.frombuffer(b"".join(values for _, _, values in blocks), NUMBER)
    found: Places = (np.repeat(documents, lengths // places.itemsize) << 32) | places
    return found


@contextmanager
def reading(unavailable: Unavailable) -> Iterator[None]:
    """One error for whatever goes wrong while Whoosh reads, as in a damaged file anything can."""
    try:
        yield
    except IndexUnavailable:
        raise
    except Exception as error:
        raise unavailable(f"its files cannot be read ({type(error).__name__})") from error
