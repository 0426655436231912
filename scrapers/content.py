"""A file's bytes as rows: decoded, split and limited, but not yet understood."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from scrapers.source import UnreadableFile

MEGABYTE = 1_000_000
LARGEST_FILE = 30 * MEGABYTE
MOST_ROWS = 50_000
MOST_VALUES = 1_000_000
NEW_LINE = b"\n"
LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
LETTER_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
ODD = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")
SAVE_AS = "open it and save it as “CSV UTF-8”, then import that file"


@dataclass(frozen=True)
class Entry:
    """One row of a CSV file by column name, or one item of a JSON file by key.

    ``fault`` says why the row itself cannot be read; such a row has no values. ``skip`` says why there is nothing
    in it to read. ``doubt`` says what is odd about a row that is read all the same. ``repeated`` are the keys a JSON
    item has more than once.
    """

    place: str
    values: Mapping[str, object] = field(default_factory=dict)
    fault: str = ""
    skip: str = ""
    doubt: str = ""
    repeated: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Content:
    """A whole file. ``fields`` are a CSV file's column names in order, or all keys of a JSON file's items.

    ``form`` is json, or csv for a table of any kind, a workbook's sheet too. ``comments`` are the lines above a CSV
    header that begin with #, ``titles`` the others, both by place. ``buyer`` is whose list it is, where whoever
    imports it says so.
    """

    name: str
    form: str
    modified: date
    fields: tuple[str, ...]
    entries: tuple[Entry, ...]
    header_place: str = ""
    comments: tuple[tuple[str, str], ...] = ()
    titles: tuple[tuple[str, str], ...] = ()
    buyer: str = ""


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
    """The text of a file in UTF-8, UTF-16 with its mark, or Windows-1252, whichever fits.

    Bytes that are no letter in it become U+FFFD, so that they cost their own row a warning and no other row anything.
    """
    text = _utf_16(name, data) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else _eight_bit(data)
    if "\x00" in text[:4]:
        raise UnreadableFile(f"{name} line 1: begins with NUL characters, so it is no plain text; {SAVE_AS}.")
    return text


def lines(text: str) -> Iterator[str]:
    """The lines of a text with their ends, which may be of any system's kind, without a copy of the whole."""
    return (match[0] for match in LINE.finditer(text))


def check_size(name: str, text: str, comma: str = ",") -> None:
    """Raises UnreadableFile for a text of more values than the memory should hold. Each but the first has a comma."""
    if text.count(comma) > MOST_VALUES:
        raise UnreadableFile(f"{name} has more than {MOST_VALUES:,} values. Import it in smaller files.")


def odd_characters(text: str) -> str:
    """What is odd about a text that holds characters no text holds; empty where it holds none."""
    match = ODD.search(text)
    return f"holds a character that is no text (U+{ord(match[0]):04X})" if match else ""


def _utf_16(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-16")
    except UnicodeDecodeError as error:
        message = f"{name} line {data.count(NEW_LINE, 0, error.start) + 1}: is not whole UTF-16 text; {SAVE_AS}."
        raise UnreadableFile(message) from error


def _eight_bit(data: bytes) -> str:
    """UTF-8, unless more of its letters are broken than whole: then it is Windows-1252."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", "replace")
    broken = text.count("\ufffd")
    whole = sum(1 for _ in LETTER_BEYOND_ASCII.finditer(text)) - broken
    return text if whole >= broken else data.decode("cp1252", "replace")


def _refuse_known_formats(name: str, data: bytes) -> None:
    """By its first bytes, never by its name: workbooks, PDFs and web pages are often named .csv."""
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for marks, what, cure in REFUSED:
        if start.startswith(marks):
            raise UnreadableFile(f"{name} is {what}, whatever its name says; {cure}.")


REFUSED: tuple[tuple[tuple[bytes, ...], str, str], ...] = (
    ((b"\xd0\xcf\x11\xe0",), "an old Excel workbook or one with a password", SAVE_AS),
    ((b"%pdf",), "a PDF", "ask its publisher for the data as CSV"),
    ((b"<!doctype", b"<html", b"<?xml", b"<head"), "a web page or XML", "download the data file, not its page"),
    ((b"\x1f\x8b",), "a gzip archive", "unpack it first"),
)
