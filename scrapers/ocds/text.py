"""The text of a file in pieces, so that no file fills the memory: unpacked where it is packed, and decoded."""

import codecs
import re
import zlib
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from scrapers.source import UnreadableFile

MEGABYTE = 1_000_000
MOST_UNPACKED = 300 * MEGABYTE
LARGEST_FILE = 4_000 * MEGABYTE
GZIP = b"\x1f\x8b"
PACKED_PIECE = 1 << 16
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
FOREIGN = re.compile("[\udc80-\udcff]")
"""Bytes that are not UTF-8, as Python's surrogateescape keeps them."""


class Text:
    """An open file. ``foreign`` is True once bytes that are not UTF-8 were met; they stand in the text as surrogates.

    ``broken`` says why an archive could not be unpacked to its end; the text before that is given.
    """

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.foreign = False
        self.broken = ""
        self._unpacked = 0
        try:
            self._file: IO[bytes] = path.open("rb")
            size = path.stat().st_size
        except OSError as error:
            raise UnreadableFile(f"{path.name} cannot be opened: {error.strerror or error}.") from error
        if size > LARGEST_FILE:
            self._file.close()
            limit = LARGEST_FILE // MEGABYTE
            message = (
                f"{path.name} is {size / MEGABYTE:,.0f} MB; the limit is {limit:,} MB. Import it in smaller files."
            )
            raise UnreadableFile(message)
        self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._file.close()

    def read(self, size: int) -> str:
        """About so many characters; nothing only at the end."""
        while True:
            data = self._data(size)
            text = self._decoder.decode(data, final=not data)
            if not self.foreign and not text.isascii() and FOREIGN.search(text):
                self.foreign = True
            if text or not data:
                return text

    def beginning(self, size: int) -> str:
        """About the first so many characters, or all where there are fewer."""
        text = piece = self.read(size)
        while piece and len(text) < size:
            piece = self.read(size)
            text += piece
        return text

    def _start(self) -> None:
        self._packed = self._file.read(2) == GZIP
        self._rewind()
        mark = self._data(2)
        encoding, errors = ("utf-16", "replace") if mark in UTF_16 else ("utf-8-sig", "surrogateescape")
        self._decoder = codecs.getincrementaldecoder(encoding)(errors)
        self._rewind()

    def _rewind(self) -> None:
        self._file.seek(0)
        self._unpacker = zlib.decompressobj(wbits=31)
        self._unpacked = 0

    def _data(self, size: int) -> bytes:
        if not self._packed:
            return self._file.read(size)
        try:
            data = self._unpack(size)
        except zlib.error:
            self.broken, data = "the archive is damaged", b""
        self._unpacked += len(data)
        if self._unpacked > MOST_UNPACKED:
            limit = MOST_UNPACKED // MEGABYTE
            message = (
                f"{self.name} unpacks to more than {limit} MB. Unpack it and import the file, or import parts of it."
            )
            raise UnreadableFile(message)
        return data

    def _unpack(self, size: int) -> bytes:
        """At most so many bytes; an archive may be several, one behind the other."""
        while not self.broken:
            unpacker = self._unpacker
            packed = unpacker.unconsumed_tail or unpacker.unused_data or self._file.read(PACKED_PIECE)
            if unpacker.eof:
                if not packed.strip(b"\x00"):
                    return b""
                self._unpacker = unpacker = zlib.decompressobj(wbits=31)
            data = unpacker.decompress(packed, size)
            if data:
                return data
            if not packed and not unpacker.eof:
                self.broken = "the archive breaks off"
        return b""


def as_windows_1252(text: str) -> str:
    """Bytes that are not UTF-8 read as Windows-1252, and the few it leaves open as Latin-1."""
    return FOREIGN.sub(lambda match: _letter(ord(match.group()) - 0xDC00), text)


def _letter(byte: int) -> str:
    try:
        return bytes((byte,)).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)
