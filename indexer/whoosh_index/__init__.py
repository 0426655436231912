"""The Whoosh backend: an index on disk. Only this package imports Whoosh."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, RLock
from time import time_ns
from typing import NamedTuple, TypeVar
from urllib.parse import parse_qs

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.util.filelock import try_for

from indexer.base import Document, Explanation, IndexUnavailable, Page, Query, Ranked
from indexer.cache import ArrayCache
from indexer.entry import newest, unique
from indexer.explain import explain
from indexer.search import ranked, search
from indexer.similar import similar
from indexer.snapshot import Snapshot
from indexer.warming import warm
from indexer.whoosh_index.generations import Generations
from indexer.whoosh_index.reader import SnapshotReader, read_snapshot
from indexer.whoosh_index.schema import SCHEMA
from indexer.whoosh_index.seal import Seal
from indexer.whoosh_index.stored import Folder
from indexer.whoosh_index.writer import Tally, write

MOST_OVERTAKEN = 100
"""How often a reading is begun again because another commit has overtaken it."""

LOCK_WAIT_SECONDS = 60.0
"""How long a writer waits for another one, such as a rebuild, before it gives up."""

CACHE_MB = 256
"""Megabytes of postings and weights kept at hand."""

SETTLED_NS = 100_000_000
"""Nanoseconds after which a folder's time of change tells every change: file systems count it in coarse steps."""

Answer = TypeVar("Answer")


class State(NamedTuple):
    """The build being read, when it was built, and when its folder last changed: None if it may change unseen."""

    name: str
    built: int
    changed: int | None


class Loaded(NamedTuple):
    state: State | None
    snapshot: Snapshot
    reader: SnapshotReader | None = None

    def is_at(self, state: State) -> bool:
        return state.changed is not None and self.state == state


class WhooshIndex:
    """``whoosh:///path?cache_mb=256`` – a folder of builds, of which a pointer file names the current one.

    Any number of threads and processes may read while one process at a time writes.
    """

    def __init__(self, location: str) -> None:
        path, _, settings = location.partition("?")
        if not path:
            raise ValueError("an index address needs a folder: whoosh:///var/lib/hub/index")
        self._generations = Generations(Path(path))
        self._seal = Seal(self._generations)
        self._doubted: tuple[str, int] | None = None
        self._cache = ArrayCache(_cache_mb(settings) * 1_000_000)
        self._loading = Lock()
        self._turn = RLock()
        self._held = False
        self._loaded = self._nothing = Loaded(None, Snapshot((), self._cache))

    def apply(self, documents: Iterable[Document], deleted: Iterable[str] = ()) -> None:
        removed = set(deleted)
        given = {id: document for id, document in newest(documents).items() if id not in removed}
        with self.writing():
            folder = self._generations.current()
            if folder is None:
                self._build(given.values())
                return
            snapshot = self._current()
            changed = [document for document in given.values() if not _is_newer(snapshot, document)]
            ids = (*removed, *(document.id for document in changed))
            outdated = {number for id in ids if (number := snapshot.number(id)) is not None}
            if changed or outdated:
                write(Folder(folder), changed, sorted(outdated), unavailable=self._generations.unavailable)
                self._current()  # so that the writer waits for the new state to load, and not a searcher

    def rebuild(self, documents: Iterable[Document]) -> int:
        with self.writing():
            built = self._build(unique(documents))
            self.check()
            return built

    def search(self, query: Query) -> Page:
        return self._read(lambda snapshot: search(query, snapshot))

    def ranked(self, query: Query, most: int) -> Ranked:
        return self._read(lambda snapshot: ranked(query, most, snapshot))

    def similar(self, word: str, limit: int = 5) -> list[str]:
        return self._read(lambda snapshot: similar(word, limit, snapshot))

    def explain(self, query: Query, id: str) -> Explanation:
        return self._read(lambda snapshot: explain(query, id, snapshot))

    def warm(self) -> None:
        self._read(warm)

    def versions(self) -> Mapping[str, int]:
        return self._read(lambda snapshot: dict(snapshot.versions()))

    def generation(self) -> str:
        folder = self._generations.current()
        return folder.name if folder else ""

    def check(self) -> None:
        folder = self._generations.current()
        try:
            if folder:
                self._check(folder)
        except IndexUnavailable:
            if self._generations.current() == folder:
                raise
            self.check()  # another was built meanwhile

    def _check(self, folder: Path) -> None:
        self._generations.check(folder)
        self._seal.check(folder)
        self._current()
        if self._doubted == (folder.name, self._generations.built(folder)):
            raise self._generations.unavailable(f"the build {folder.name} could not be read")

    def _read(self, ask: Callable[[Snapshot], Answer]) -> Answer:
        """Ask the current snapshot, once more if a commit or a rebuild took its files away meanwhile."""
        try:
            return ask(self._current())
        except Exception:
            self._loaded = self._nothing
        try:
            return ask(self._current())
        except IndexUnavailable:
            self._doubt()
            raise
        except Exception:
            self.check()  # numbers that have changed in a file can lead to any fault
            raise

    def _doubt(self) -> None:
        """Remember a build that could not be read, for the next check to tell."""
        with suppress(IndexUnavailable):  # which a check will tell as well
            folder = self._generations.current()
            self._doubted = (folder.name, self._generations.built(folder)) if folder else None

    def _current(self) -> Snapshot:
        folder = self._generations.current()
        if folder is None:
            return self._nothing.snapshot
        loaded = self._loaded
        if loaded.is_at(self._state(folder)):
            return loaded.snapshot
        with self._loading:
            state, loaded = self._state(folder), self._loaded
            if not loaded.is_at(state):
                self._generations.check(folder)
                self._loaded = self._load(folder, state, loaded)
            return self._loaded.snapshot

    def _state(self, folder: Path) -> State:
        """How a build stands. A folder that has only just changed may change again and show the same time."""
        changed = self._generations.changed(folder)
        unsettled = time_ns() - changed < SETTLED_NS
        return State(folder.name, self._generations.built(folder), None if unsettled else changed)

    def _load(self, folder: Path, state: State, before: Loaded) -> Loaded:
        """The build as it is now; of one that was read before only what is new.

        Commits that follow each other quickly take the files of the one before away while it is read.
        """
        same = before.state is not None and before.state[:2] == state[:2]
        reader = before.reader if same else None
        reader = reader or SnapshotReader(folder, self._cache, self._generations.unavailable)
        for _ in range(MOST_OVERTAKEN):
            commits = _commits(folder)
            try:
                return Loaded(state, reader.read(), reader)
            except IndexUnavailable:
                if _commits(folder) == commits:
                    raise
        return Loaded(state, reader.read(), reader)

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
            self._generations.sweep()
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
            written = write(Folder(folder), documents, unavailable=self._generations.unavailable)
            self._verify(folder, written)
            self._generations.finish(folder)
        except BaseException:
            self._generations.abandon(folder)
            raise
        return written.documents

    def _verify(self, folder: Path, written: Tally) -> None:
        held = Tally(read_snapshot(folder, self._generations.unavailable).versions())
        if held != written:
            raise self._generations.unavailable(
                f"the new build holds {held.documents} documents, not the {written.documents} written to it"
            )


def _commits(folder: Path) -> set[str]:
    """The tables of contents that are there: each commit writes one, and removes the one before."""
    return {file.name for file in folder.glob("*.toc")}


def _cache_mb(settings: str) -> int:
    given = parse_qs(settings).get("cache_mb", [str(CACHE_MB)])[0]
    if not (given.isascii() and given.isdigit()):
        raise ValueError(f"cache_mb in an index address is a number of megabytes, not {given!r}")
    return int(given)


def _is_newer(snapshot: Snapshot, document: Document) -> bool:
    """Whether the index has a higher version of a document."""
    number = snapshot.number(document.id)
    return number is not None and snapshot.version(number) > document.version
