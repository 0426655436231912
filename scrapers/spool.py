"""Rows on their way from a file to the catalogue, kept on disk so that a large file does not fill the memory."""

import pickle
import tempfile
import weakref
from collections.abc import Collection, Iterable, Iterator

from scrapers.source import Row


class Spool(Collection[Row]):
    """Rows written once and read as often as need be; the file behind them is gone with the last reference.

    The file is private to this process and never read by another: pickle is safe here, and nothing is faster.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self._file = tempfile.TemporaryFile(prefix="hub-rows-")
        weakref.finalize(self, self._file.close)
        self._count = 0
        for row in rows:
            pickle.dump(row, self._file, protocol=pickle.HIGHEST_PROTOCOL)
            self._count += 1

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Row]:
        """Each pass remembers where it is, so that two may run side by side."""
        position = 0
        for _ in range(self._count):
            self._file.seek(position)
            row: Row = pickle.load(self._file)  # noqa: S301
            position = self._file.tell()
            yield row

    def __contains__(self, row: object) -> bool:
        return any(each == row for each in self)
