"""One segment on disk: its files, open, and what is read from them. Any thread may read."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.base import Segment as WhooshSegment
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import FileIndex
from whoosh.reading import TermNotFound

from indexer.base import IndexUnavailable
from indexer.columns import Strings
from indexer.segment import NO_PLACES, Places
from indexer.whoosh_index.array_file import ArrayFile, RawFile, opened
from indexer.whoosh_index.schema import SCHEMA, WORDS

COLUMNS, TEXTS, POSTINGS = ".arrays", ".texts", ".pst"
"""How the names of a segment's files end; the last is Whoosh's own."""

PLACE = np.dtype(np.int64)
"""One occurrence of a term: see ``indexer.segment.Places``. In this machine's byte order; Whoosh refuses another's."""

Closable = TypeVar("Closable", RawFile, ArrayFile)

Unavailable = Callable[[str], IndexUnavailable]
"""Makes the error for a reason."""


class Folder(FileStorage):  # type: ignore[misc]
    """The files of a Whoosh index. It remembers those it opened, for Whoosh forgets them if one is damaged."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path
        self._opened: list[StructFile] = []

    def open_file(self, name: str, **options: Any) -> StructFile:
        self._opened.append(StructFile(opened(self.path / name), name=name, **options))
        return self._opened[-1]

    def close_files(self) -> None:
        for file in self._opened:
            if not file.is_closed:
                file.close()

    def index(self) -> FileIndex:
        return FileIndex(self, schema=SCHEMA)


class StoredColumns(Mapping[str, NDArray[Any]]):
    """The columns of a segment, with the one error there is for an index that cannot be read."""

    def __init__(self, file: ArrayFile, unavailable: Unavailable) -> None:
        self._file = file
        self._unavailable = unavailable

    def __getitem__(self, name: str) -> NDArray[Any]:
        with reading(self._unavailable):
            return self._file[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._file)

    def __len__(self) -> int:
        return len(self._file)


class StoredSegment:
    """The open files of one segment: its columns, and what ``indexer.segment.Postings`` asks for."""

    def __init__(self, folder: Folder, segment: WhooshSegment, unavailable: Unavailable) -> None:
        self._unavailable = unavailable
        self._lock = Lock()
        self._files = ExitStack()
        with ExitStack() as undo, reading(unavailable):
            undo.callback(folder.close_files)
            undo.push(self._files)
            self._terms = segment.codec().terms_reader(folder, segment)
            self._places = self._opened(RawFile(folder.path / segment.make_filename(POSTINGS)))
            self._texts = self._opened(RawFile(folder.path / segment.make_filename(TEXTS)))
            arrays = self._opened(ArrayFile(folder.path / segment.make_filename(COLUMNS)))
            self.columns = StoredColumns(arrays, unavailable)
            self._files = undo.pop_all()

    def _opened(self, file: Closable) -> Closable:
        self._files.callback(file.close)
        return file

    def close(self) -> None:
        self._files.close()

    def places(self, term: str) -> Places:
        with reading(self._unavailable):
            try:
                with self._lock:
                    info = self._terms.term_info(WORDS, term.encode())
            except TermNotFound:
                return NO_PLACES
            return np.frombuffer(self._places.read(*extent_of(info)), PLACE)

    def spellings(self) -> Iterable[tuple[str, str]]:
        return zip(Strings(self.columns, "words"), Strings(self.columns, "stems"), strict=True)

    def commonest(self) -> Sequence[str]:
        return Strings(self.columns, "commonest")

    def texts(self, number: int) -> Mapping[str, tuple[str, ...]]:
        with reading(self._unavailable):
            return {name: tuple(values) for name, values in json.loads(self.packed_texts(number)).items()}

    def packed_texts(self, number: int) -> bytes:
        first, last = self._text_ends[number : number + 2].tolist()
        return self._texts.read(first, last - first)

    @cached_property
    def _text_ends(self) -> NDArray[np.int64]:
        return self.columns["text ends"]

    def all_places(self, most: int) -> Iterator[tuple[list[str], NDArray[np.int64], Places]]:
        """Some terms, how many places each has, and the places, until there are none: about ``most`` at once."""
        extents = sorted((*extent_of(info), term.decode()) for (_, term), info in self._terms.items())
        sizes = np.array([size // PLACE.itemsize for _, size, _ in extents], np.int64)
        parts = np.cumsum(sizes) // most
        for part in np.unique(parts).tolist():
            first, last = np.searchsorted(parts, (part, part + 1)).tolist()
            places = self._places.read(extents[first][0], int(sizes[first:last].sum()) * PLACE.itemsize)
            yield [term for _, _, term in extents[first:last]], sizes[first:last], np.frombuffer(places, PLACE)


def extent_of(info: Any) -> tuple[int, int]:
    """Where the places of a term begin in the file, and their size in bytes, which Whoosh gives in a tuple."""
    offset, (size,) = info.extent()
    return offset, size


@contextmanager
def reading(unavailable: Unavailable) -> Iterator[None]:
    """One error for whatever goes wrong while Whoosh reads, as in a damaged file anything can."""
    try:
        yield
    except IndexUnavailable:
        raise
    except Exception as error:
        raise unavailable(f"its files cannot be read ({type(error).__name__})") from error
