"""The Whoosh backend: an index on disk. Only this package imports Whoosh."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, RLock
from typing import TypeVar

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.util.filelock import try_for
from whoosh.writing import SegmentWriter

from indexer.base import Document, IndexUnavailable, Page, Query
from indexer.entry import analyse, newest, unique
from indexer.memory_index import MemoryPostings
from indexer.search import search
from indexer.snapshot import Snapshot
from indexer.whoosh_index.generations import Generations
from indexer.whoosh_index.reader import Folder, last_commit, read_snapshot
from indexer.whoosh_index.schema import SCHEMA, whoosh_document

LOCK_WAIT_SECONDS = 60.0
"""How long a writer waits for another one, such as a rebuild, before it gives up."""

_EMPTY = Snapshot((), MemoryPostings(()))
Answer = TypeVar("Answer")
State = tuple[str, int, int]
"""The build being read, when it was built and its last commit."""


class WhooshIndex:
    """``whoosh:///path`` – a folder of builds, of which a pointer file names the current one.

    Any number of threads and processes may read while one process at a time writes.
    """

    def __init__(self, location: str) -> None:
        if not location:
            raise ValueError("an index address needs a folder: whoosh:///var/lib/hub/index")
        self._generations = Generations(Path(location))
        self._loading = Lock()
        self._turn = RLock()
        self._held = False
        self._loaded: tuple[State | None, Snapshot] = (None, _EMPTY)

    def apply(self, documents: Iterable[Document], deleted: Iterable[str] = ()) -> None:
        removed = set(deleted)
        given = {id: document for id, document in newest(documents).items() if id not in removed}
        with self.writing():
            folder = self._generations.current()
            if folder is None:
                self._build(given.values())
                return
            known = self.versions()
            changed = [d for d in given.values() if d.id not in known or d.version >= known[d.id]]
            outdated = known.keys() & (removed | {document.id for document in changed})
            if changed or outdated:
                _write(Folder(folder), changed, outdated)
                self._current()  # so that the writer waits for the new state to load, and not a searcher

    def rebuild(self, documents: Iterable[Document]) -> int:
        with self.writing():
            built = self._build(unique(documents))
            self._current()
            return built

    def search(self, query: Query) -> Page:
        return self._read(lambda snapshot: search(query, snapshot))

    def versions(self) -> Mapping[str, int]:
        return self._read(lambda snapshot: {entry.id: entry.version for entry in snapshot.columns.entries})

    def generation(self) -> str:
        folder = self._generations.current()
        return folder.name if folder else ""

    def _read(self, ask: Callable[[Snapshot], Answer]) -> Answer:
        """Ask the current snapshot, once more if a commit or a rebuild took its files away meanwhile."""
        try:
            return ask(self._current())
        except IndexUnavailable:
            self._loaded = (None, _EMPTY)
            return ask(self._current())

    def _current(self) -> Snapshot:
        folder = self._generations.current()
        if folder is None:
            return _EMPTY
        state = (folder.name, self._generations.built(folder), last_commit(folder, self._generations.unavailable))
        loaded, snapshot = self._loaded
        if loaded == state:
            return snapshot
        with self._loading:
            if self._loaded[0] != state:
                self._generations.check(folder)
                self._loaded = (state, read_snapshot(folder, self._generations.unavailable))
            return self._loaded[1]

    @contextmanager
    def writing(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=LOCK_WAIT_SECONDS):
            raise self._busy()
        try:
            if self._held:  # by this thread, further out
                yield
            else:
                with self._locked():
                    yield
        finally:
            self._turn.release()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        lock = FileStorage(str(self._generations.make_root())).lock("LOCK")
        if not try_for(lock.acquire, timeout=LOCK_WAIT_SECONDS, delay=0.1):
            raise self._busy()
        self._held = True
        try:
            yield
        finally:
            self._held = False
            lock.release()

    def _busy(self) -> IndexUnavailable:
        root = self._generations.root
        return IndexUnavailable(f"The search index in {root} is being written by another process. Try again later.")

    def _build(self, documents: Iterable[Document]) -> int:
        """Build a new generation, verify it and switch to it. If anything fails, the current one stays."""
        folder = self._generations.begin()
        try:
            FileIndex.create(FileStorage(str(folder)), SCHEMA)
            written = _write(Folder(folder), documents)
            self._verify(folder, written)
            self._generations.finish(folder)
        except BaseException:
            self._generations.abandon(folder)
            raise
        return len(written)

    def _verify(self, folder: Path, written: Mapping[str, int]) -> None:
        entries = read_snapshot(folder, self._generations.unavailable).columns.entries
        if {entry.id: entry.version for entry in entries} != written:
            raise self._generations.unavailable(
                f"the new build holds {len(entries)} documents, not the {len(written)} written to it"
            )


def _write(folder: Folder, documents: Iterable[Document], outdated: Iterable[str] = ()) -> dict[str, int]:
    """Write documents in place of the outdated ones in one commit, or nothing. Returns the versions written."""
    versions: dict[str, int] = {}
    writer = folder.index().writer(compound=False)
    try:
        for id in outdated:
            writer.delete_by_term("id", id)
        for document in documents:
            writer.add_document(**whoosh_document(analyse(document)))
            versions[document.id] = document.version
        writer.commit()
    except BaseException:
        _cancel(writer)
        raise
    finally:
        folder.close_files()
    return versions


def _cancel(writer: SegmentWriter) -> None:
    """Give up a commit and Whoosh's lock with it, which a failed commit, say on a full disk, keeps held."""
    with suppress(Exception):
        writer.cancel()
    if not writer.is_closed:
        writer.writelock.release()
