"""Arrays in one file, each of which can be read by itself.

Nothing is mapped into memory: what is read is as large as the cache allows, and of a file that is cut short there is
an error and not a signal.
"""

import json
import os
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from struct import Struct
from threading import Lock
from typing import Any, BinaryIO
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

_MAGIC = b"HUBARRAY"
_FOOTER = Struct("<QQL8s")
"""Where the directory of the arrays begins, its length and sum, and the mark of a file that was written to its end."""

Place = tuple[str, int, int, int]
"""An array in a file: its kind, where it begins, its size in bytes, and its sum."""


SMALL = 250_000
"""Bytes of a file that is read at once and closed: each commit makes a segment, whose files are small and many."""


class DamagedFile(Exception):
    """A file is not as it was written."""


class RawFile:
    """A file that any thread may read from at any place."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = opened(path)
        self._lock = Lock()

    def read(self, offset: int, size: int) -> bytes:
        """``size`` bytes. Raises DamagedFile if there are fewer."""
        if size <= 0:
            return b""
        with self._lock:
            self._file.seek(offset)
            found = self._file.read(size)
        if found is None or len(found) != size:
            raise DamagedFile(f"{self._path} ends too soon")
        return found

    def size(self) -> int:
        with self._lock:
            return self._file.seek(0, 2)

    def close(self) -> None:
        self._file.close()


def opened(path: Path) -> BinaryIO:
    """A file to read from. One that is small takes no descriptor."""
    file = path.open("rb", buffering=0)
    if os.fstat(file.fileno()).st_size > SMALL:
        return file
    with file:
        return BytesIO(file.read())


class ArrayFile(Mapping[str, NDArray[Any]]):
    """The arrays of a file by name, read anew each time they are asked for.

    Raises DamagedFile for what is not as it was written: a number that has changed would lead a search anywhere.
    """

    def __init__(self, path: Path) -> None:
        self._raw = RawFile(path)
        try:
            self._places = self._directory()
        except BaseException:
            self.close()
            raise

    def _directory(self) -> dict[str, Place]:
        size = self._raw.size()
        if size < _FOOTER.size:
            raise DamagedFile("a file of arrays is cut short")
        start, length, total, magic = _FOOTER.unpack(self._raw.read(size - _FOOTER.size, _FOOTER.size))
        if magic != _MAGIC or start + length + _FOOTER.size != size:
            raise DamagedFile("a file of arrays is not whole")
        places: dict[str, Place] = json.loads(self._summed(start, length, total))
        return places

    def _summed(self, offset: int, size: int, total: int) -> bytes:
        found = self._raw.read(offset, size)
        if crc32(found) != total:
            raise DamagedFile("an array has changed since it was written")
        return found

    def __getitem__(self, name: str) -> NDArray[Any]:
        kind, *place = self._places[name]
        return np.frombuffer(self._summed(*place), kind)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def close(self) -> None:
        self._raw.close()


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    places: dict[str, Place] = {}
    with path.open("wb") as file:
        for name, each in arrays.items():
            data = np.ascontiguousarray(each).tobytes()
            places[name] = (each.dtype.str, file.tell(), len(data), crc32(data))
            file.write(data)
        start = file.tell()
        directory = json.dumps(places).encode()
        file.write(directory)
        file.write(_FOOTER.pack(start, len(directory), crc32(directory), _MAGIC))
