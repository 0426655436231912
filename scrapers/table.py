"""CSV text as entries: one for each line below the header, with the line number it begins on."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from scrapers.content import LARGEST_FILE, MOST_ROWS, Entry
from scrapers.source import UnreadableFile

LONGEST_CELL = 200_000
DELIMITERS = ",;\t"


@dataclass(frozen=True)
class Table:
    """The parts of a CSV file: comment lines by place, the header and its place, and the lines below it."""

    comments: tuple[tuple[str, str], ...]
    header: tuple[str, ...]
    header_place: str
    entries: tuple[Entry, ...]


def read_table(name: str, text: str) -> Table:
    """Read CSV with commas, semicolons or tabs. Lines that begin with # above the header are comments.

    A spreadsheet program splits a comment at its commas and pads it with empty cells; it is put together again.
    """
    lines = _lines(name, text)
    comments: list[tuple[str, str]] = []
    for number, cells in lines:
        if is_comment(cells):
            comments.append((f"line {number}", ",".join(cells).strip(", \t")))
        elif any(cell.strip() for cell in cells):
            header = _header(name, number, cells)
            entries = tuple(_entry(f"line {at}", header, row) for at, row in lines)
            return Table(tuple(comments), header, f"line {number}", entries)
    raise UnreadableFile(f"{name} has no header line.")


def is_comment(cells: list[str]) -> bool:
    return bool(cells) and cells[0].lstrip().startswith("#")


def _lines(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Each CSV row with the line it begins on. A quoted cell may run over several lines."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    usual = csv.field_size_limit(LARGEST_FILE)
    number = 1
    try:
        for count, cells in enumerate(reader):
            if count > MOST_ROWS:
                raise UnreadableFile(f"{name} has more than {MOST_ROWS:,} lines. Import it in smaller files.")
            yield number, cells
            number = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFile(f"{name} line {number}: {_cure(str(error))}") from error
    finally:
        csv.field_size_limit(usual)


def _delimiter(text: str) -> str:
    header = next((line for line in text.splitlines() if line.strip() and not line.lstrip('" ').startswith("#")), "")
    return max(DELIMITERS, key=header.count)


def _cure(error: str) -> str:
    if "unexpected end of data" in error:
        return "a quotation mark is opened here and never closed. Close it, or double it if it belongs to the text."
    if "expected after" in error:
        return "text follows a closing quotation mark. Write a quotation mark inside a cell twice."
    return f"cannot be read as CSV ({error})."


def _header(name: str, number: int, cells: list[str]) -> tuple[str, ...]:
    header = tuple(" ".join(cell.split()) for cell in cells)
    forms = [cell.casefold() for cell in header if cell]
    twice = sorted({form for form in forms if forms.count(form) > 1})
    if twice:
        message = f"{name} line {number}: two columns are named {twice[0]!r}. Rename or remove one."
        raise UnreadableFile(message)
    return header


def _entry(place: str, header: tuple[str, ...], cells: list[str]) -> Entry:
    if not any(cell.strip() for cell in cells):
        return Entry(place, skip="blank line")
    if is_comment(cells):
        return Entry(place, skip="comment line")
    surplus = [cell for cell in cells[len(header) :] if cell.strip()]
    if surplus:
        sizes = f"has {len(cells)} cells under {len(header)} columns"
        return Entry(place, fault=f"{sizes}; is a comma outside quotation marks?")
    longest = max(cells, key=len)
    if len(longest) > LONGEST_CELL:
        column = header[cells.index(longest)]
        return Entry(place, fault=f"its {column} is {len(longest):,} characters long; the limit is {LONGEST_CELL:,}")
    names = (column or f"column {at}" for at, column in enumerate(header, 1))
    padded = cells + [""] * (len(header) - len(cells))
    return Entry(place, dict(zip(names, padded, strict=False)))
