"""A file's bytes as rows: decoded, split and limited, but not yet understood."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from scrapers.source import UnreadableFile

MEGABYTE = 1_000_000
LARGEST_FILE = 30 * MEGABYTE
MOST_ROWS = 200_000
SAVE_AS = "open it and save it as “CSV UTF-8”, then import that file"


@dataclass(frozen=True)
class Entry:
    """One row of a CSV file by column name, or one item of a JSON file by key.

    ``fault`` says why the row itself cannot be read; such a row has no values. ``skip`` says why there is nothing
    in it to read. ``repeated`` are the keys a JSON item has more than once.
    """

    place: str
    values: Mapping[str, object] = field(default_factory=dict)
    fault: str = ""
    skip: str = ""
    repeated: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Content:
    """A whole file. ``fields`` are a CSV file's column names in order, or all keys of a JSON file's items.

    ``comments`` are the lines above a CSV header that begin with #, without it, by place.
    """

    name: str
    form: str
    modified: date
    fields: tuple[str, ...]
    entries: tuple[Entry, ...]
    header_place: str = ""
    comments: tuple[tuple[str, str], ...] = ()


def read_bytes(path: Path) -> bytes:
    """The bytes of a file that is small enough and looks like text."""
    try:
        size = path.stat().st_size
        data = b"" if size > LARGEST_FILE else path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be opened: {error.strerror or error}.") from error
    if max(size, len(data)) > LARGEST_FILE:
        limit, actual = LARGEST_FILE // MEGABYTE, size / MEGABYTE
        raise UnreadableFile(f"{path.name} is {actual:.1f} MB; the limit is {limit} MB. Import it in smaller files.")
    if not data.strip(b"\x00\t\n\r \xef\xbb\xbf\xff\xfe"):
        raise UnreadableFile(f"{path.name} is empty.")
    _refuse_known_formats(path.name, data)
    return data


def decoded(name: str, data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with its mark, or Windows-1252, tried in that order."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded_as(name, data, "utf-16")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decoded_as(name, data, "cp1252")
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise UnreadableFile(f"{name} line {line}: holds a NUL character, so it is no plain text; {SAVE_AS}.")
    return text


def _decoded_as(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"{name} line {line}: is not text in UTF-8, UTF-16 or Windows-1252; {SAVE_AS}."
        raise UnreadableFile(message) from error


def _refuse_known_formats(name: str, data: bytes) -> None:
    """By its first bytes, never by its name: workbooks, PDFs and web pages are often named .csv."""
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for marks, what, cure in REFUSED:
        if start.startswith(marks):
            raise UnreadableFile(f"{name} is {what}, whatever its name says; {cure}.")


REFUSED: tuple[tuple[tuple[bytes, ...], str, str], ...] = (
    ((b"pk\x03\x04",), "an Excel workbook or zip archive", SAVE_AS),
    ((b"\xd0\xcf\x11\xe0",), "an old Excel workbook", SAVE_AS),
    ((b"%pdf",), "a PDF", "ask its publisher for the data as CSV"),
    ((b"<!doctype", b"<html", b"<?xml", b"<head"), "a web page or XML", "download the data file, not its page"),
    ((b"\x1f\x8b",), "a gzip archive", "unpack it first"),
)
