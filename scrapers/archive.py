"""A zip archive that may be opened: its directory is checked against every known trick before a part is read."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise

from scrapers.content import MEGABYTE
from scrapers.source import UnreadableFile

MOST_PARTS = 200
MOST_UNPACKED = 100 * MEGABYTE
HIGHEST_RATIO = 100
SMALL_PART = MEGABYTE
MOST_TAGS = 3_500_000
CHUNK = 65_536
FIXED_HEADER = 30
ENCRYPTED = 0x1
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError)
"""What Python's zip reader raises for a broken archive, and for a way of packing it does not know."""

ARCHIVE_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")


class Archive:
    """The parts of a zip archive by name. ``files`` are the names as written."""

    def __init__(self, name: str, data: bytes) -> None:
        """Raises UnreadableFile where the archive is damaged, too large unpacked, or made to do harm."""
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGE as error:
            raise self._refusal("is a damaged Excel workbook or zip archive") from error
        self._refuse_tricks(self._zip.infolist(), len(data))
        self.files = frozenset(self._zip.namelist())
        self._refuse_damage()

    def chunks(self, part: str) -> Iterator[bytes]:
        """The bytes of one part, a little at a time."""
        try:
            with self._zip.open(part) as opened:
                while chunk := opened.read(CHUNK):
                    yield chunk
        except DAMAGE as error:
            raise self._refusal(f"is damaged: its part {part!r} cannot be unpacked") from error

    def _refuse_tricks(self, parts: list[zipfile.ZipInfo], size: int) -> None:
        if len(parts) > MOST_PARTS:
            raise self._refusal(f"is an archive of {len(parts):,} parts; the limit is {MOST_PARTS}")
        unpacked = sum(part.file_size for part in parts)
        if unpacked > MOST_UNPACKED:
            limit = f"the limit is {MOST_UNPACKED // MEGABYTE} MB"
            raise self._refusal(f"is {unpacked / MEGABYTE:,.0f} MB when unpacked; {limit}")
        if any(_is_bomb(part) for part in parts) or unpacked > max(size * HIGHEST_RATIO, SMALL_PART):
            raise self._refusal(f"unpacks to more than {HIGHEST_RATIO} times its size, as no honest workbook does")
        names = [part.filename.casefold() for part in parts]
        if len(set(names)) < len(names):
            raise self._refusal("has two parts of one name")
        if _overlap(parts, size):
            raise self._refusal("has parts that lie inside each other")
        for part in parts:
            self._refuse_part(part)

    def _refuse_part(self, part: zipfile.ZipInfo) -> None:
        if part.flag_bits & ENCRYPTED:
            raise self._refusal("is locked with a password")
        if part.compress_type not in PACKINGS:
            raise self._refusal("is packed in a way no workbook is")
        if stat.S_ISLNK(part.external_attr >> 16):
            raise self._refusal(f"holds a link in place of a file ({part.filename!r})")
        if _leads_outside(part.orig_filename):
            raise self._refusal(f"has a part whose name leads out of the archive ({part.orig_filename!r})")

    def _refuse_damage(self) -> None:
        """Unpack every part once: each checks its own sum. None may be an archive again, nor take minutes to parse."""
        for part in sorted(self.files):
            chunks = self.chunks(part)
            first = next(chunks, b"")
            if first.startswith(ARCHIVE_MARKS):
                raise self._refusal(f"holds another archive ({part!r})")
            tags = first.count(b"<")
            for chunk in chunks:
                tags += chunk.count(b"<")
                if tags > MOST_TAGS:
                    raise self._refusal(f"has more than {MOST_TAGS:,} tags in its part {part!r}")

    def _refusal(self, fault: str) -> UnreadableFile:
        cure = "ask its publisher for the data as CSV, or save the one sheet you need as “CSV UTF-8”"
        return UnreadableFile(f"{self.name} {fault}; {cure}.")


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > SMALL_PART and part.file_size > part.compress_size * HIGHEST_RATIO


def _overlap(parts: list[zipfile.ZipInfo], size: int) -> bool:
    """True where one stretch of the file serves as two parts: a small file then unpacks to any size."""
    stretches = sorted((part.header_offset, part.header_offset + FIXED_HEADER + part.compress_size) for part in parts)
    return any(end > start for (_, end), (start, _) in pairwise([*stretches, (size, size)]))


def _leads_outside(name: str) -> bool:
    folders = name.replace("\\", "/").split("/")
    return ".." in folders or not folders[0] or ":" in folders[0] or "\x00" in name
