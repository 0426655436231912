"""Rows on their way from a file to the catalogue, kept on disk so that a large file does not fill the memory."""

import pickle
import tempfile
import weakref
from array import array
from collections.abc import Iterable, Sequence
from typing import overload

from scrapers.source import Row


class Spool(Sequence[Row]):
    """Rows written once and read as often as need be; the file behind them is gone with the last reference.

    The file is private to this process and never read by another: pickle is safe here, and nothing is faster.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self._file = tempfile.TemporaryFile(prefix="hub-rows-")
        weakref.finalize(self, self._file.close)
        self._starts = array("Q")
        for row in rows:
            self._starts.append(self._file.tell())
            pickle.dump(row, self._file, protocol=pickle.HIGHEST_PROTOCOL)

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, slice):
            return [self._read(start) for start in self._starts[at]]
        return self._read(self._starts[at])

    def _read(self, start: int) -> Row:
        self._file.seek(start)
        row: Row = pickle.load(self._file)  # noqa: S301  what this process wrote itself
        return row
