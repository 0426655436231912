"""Reading Whoosh: its stored entries at once, its postings when a search first needs them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import finalize

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import FileIndex
from whoosh.matching import Matcher
from whoosh.reading import IndexReader, TermNotFound

from indexer.base import IndexUnavailable
from indexer.entry import Entry
from indexer.snapshot import Snapshot
from indexer.whoosh_index.schema import SCHEMA, text_field

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


def last_commit(path: Path, unavailable: Unavailable) -> int:
    """A number that rises with each commit to the index in a folder."""
    folder = Folder(path)
    with _reading(unavailable), ExitStack() as undo:
        undo.callback(folder.close_files)
        return int(folder.index().latest_generation())


def read_snapshot(path: Path, unavailable: Unavailable) -> Snapshot:
    """The last committed state of the index in a folder."""
    folder = Folder(path)
    with _reading(unavailable), ExitStack() as undo:
        undo.callback(folder.close_files)
        reader = folder.index().reader()
        stored: dict[int, Entry] = {place: fields["entry"] for place, fields in reader.iter_docs()}
        postings = WhooshPostings(reader, list(stored), unavailable)
        snapshot = Snapshot(list(stored.values()), postings)
        finalize(postings, undo.pop_all().close)  # when the last search that uses it is done
        return snapshot


class WhooshPostings:
    """The postings of one Whoosh reader, which one thread at a time may use.

    ``places`` are Whoosh's own numbers of the documents, in the snapshot's order.
    """

    def __init__(self, reader: IndexReader, places: Sequence[int], unavailable: Unavailable) -> None:
        self._reader = reader
        self._places = places
        self._numbers = {place: number for number, place in enumerate(places)}
        self._unavailable = unavailable
        self._lock = Lock()

    def frequencies(self, field: str, term: str) -> Mapping[int, int]:
        with self._lock, _reading(self._unavailable):
            return {self._numbers[m.id()]: int(m.weight()) for m in self._matches(field, term)}

    def positions(self, field: str, term: str) -> Mapping[int, Sequence[int]]:
        with self._lock, _reading(self._unavailable):
            return {self._numbers[m.id()]: m.value_as("positions") for m in self._matches(field, term)}

    def spellings(self) -> Iterable[tuple[str, str]]:
        with self._lock, _reading(self._unavailable):
            pairs = [bytes(pair).decode().split(" ") for pair in self._reader.lexicon("spellings")]
        return [(word, term) for word, term in pairs]

    def texts(self, number: int) -> Mapping[str, tuple[str, ...]]:
        with self._lock, _reading(self._unavailable):
            texts: Mapping[str, tuple[str, ...]] = self._reader.stored_fields(self._places[number])["texts"]
            return texts

    def _matches(self, field: str, term: str) -> Iterator[Matcher]:
        """Whoosh's matcher at each document that has the term."""
        try:
            matcher = self._reader.postings(text_field(field), term)
        except TermNotFound:
            return
        while matcher.is_active():
            yield matcher
            matcher.next()


@contextmanager
def _reading(unavailable: Unavailable) -> Iterator[None]:
    """One error for whatever goes wrong while Whoosh reads, as in a damaged file anything can."""
    try:
        yield
    except IndexUnavailable:
        raise
    except Exception as error:
        raise unavailable(f"its files cannot be read ({type(error).__name__})") from error
