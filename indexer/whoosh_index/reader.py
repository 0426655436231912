"""Reading Whoosh: what the last commit left, of which each segment is opened once."""

from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple
from weakref import finalize

from whoosh.codec.base import Segment as WhooshSegment
from whoosh.index import TOC

from indexer.cache import ArrayCache
from indexer.segment import Dictionaries, Segment, dictionaries
from indexer.snapshot import Snapshot
from indexer.whoosh_index.schema import SCHEMA
from indexer.whoosh_index.stored import Folder, StoredSegment, Unavailable, reading


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
        stored = StoredSegment(Folder(self._path), segment, self._unavailable)
        loaded = Segment(stored.columns, stored, self._shared, self._cache)
        finalize(loaded, stored.close)  # when the last search that uses it is done
        return loaded


def _last_commit(path: Path) -> tuple[int, list[WhooshSegment]]:
    folder = Folder(path)
    with ExitStack() as undo:
        undo.callback(folder.close_files)
        toc = TOC.read(folder, folder.index().indexname, schema=SCHEMA)
        return int(toc.generation), toc.segments


class Commit(NamedTuple):
    """A commit as its table of contents gives it, which is one of its files."""

    number: int
    toc: str
    segments: frozenset[str]

    def has(self, name: str) -> bool:
        return name == self.toc or name.partition(".")[0] in self.segments


def last_commit(path: Path, unavailable: Unavailable) -> Commit:
    with reading(unavailable):
        number, segments = _last_commit(path)
        toc = TOC._filename(Folder(path).index().indexname, number)
        return Commit(number, toc, frozenset(segment.segment_id() for segment in segments))


def read_snapshot(path: Path, unavailable: Unavailable) -> Snapshot:
    """The last committed state of the index in a folder."""
    return SnapshotReader(path, ArrayCache(0), unavailable).read()
