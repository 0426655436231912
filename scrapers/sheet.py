"""What stands in the parts of a workbook: shared strings, the formats that make a number a date, and cells."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from scrapers.content import MOST_ROWS
from scrapers.table import LONGEST_CELL
from scrapers.xml_stream import Finished, UnsafeXml

Line = tuple[int, tuple[str, ...]]

MOST_STRINGS = 200_000
MOST_FORMATS = 70_000
MOST_TEXT = 30_000_000
MOST_COLUMNS = 200
MOST_CELLS = 500_000
MOST_MERGED = 10_000
CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
WHOLE_NUMBER = re.compile(r"-?\d+")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

DAYS_BEGIN = date(1899, 12, 30)
DAYS_BEGIN_1904 = date(1904, 1, 1)
LAST_DAY = 2_958_465
DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Numbers of Excel's own date and time formats; workbooks number theirs from 164."""

NO_FORMAT_LETTERS = re.compile(r'"[^"]*"|\[[^\[\]]*\]|[\\_*].')
DATE_LETTERS = re.compile(r"[yd]|^[^h]*+h.*m|^[^m]*+m.*s", re.IGNORECASE)


class StringEvents:
    """The texts that cells name by their number. Rich text is put together, the reading aid of Asian text left out."""

    def __init__(self) -> None:
        self.values: list[str] = []
        self._text = _Text()
        self._total = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "si":
            self._text.clear()
        self._text.start(name)

    def end(self, name: str) -> None:
        self._text.end(name)
        if name != "si":
            return
        if len(self.values) >= MOST_STRINGS:
            raise UnsafeXml(f"has more than {MOST_STRINGS:,} texts")
        self.values.append(self._text.value())
        self._total = _limited(self._total + len(self.values[-1]))

    def text(self, text: str) -> None:
        self._text.add(text)


class StyleEvents:
    """The positions of the cell formats that show a date or a time."""

    def __init__(self) -> None:
        self.date_formats: set[int] = set()
        self._own: set[int] = set()
        self._inside = False
        self._count = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt" and _shows_a_date(attributes.get("formatCode", "")):
            self._own.add(_number(attributes.get("numFmtId", "")))
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            number = _number(attributes.get("numFmtId", ""))
            if number in DATE_FORMATS or number in self._own:
                self.date_formats.add(self._count)
            self._count += 1

    def end(self, name: str) -> None:
        if name == "cellXfs" or self._count > MOST_FORMATS:
            raise Finished

    def text(self, text: str) -> None:
        """Formats stand in attributes."""


class SheetEvents:
    """The filled cells of one sheet. Numbers stay as written, dates become 2026-04-01, formulas their last result."""

    def __init__(self, strings: list[str], date_formats: set[int], begins_1904: bool) -> None:
        self._strings, self._date_formats = strings, date_formats
        self._first_day = DAYS_BEGIN_1904 if begins_1904 else DAYS_BEGIN
        self._rows: dict[int, dict[int, str]] = {}
        self._merged: list[tuple[int, int, int]] = []
        self._text = _Text()
        self._row = self._column = self._cells = self._total = 0
        self._kind, self._format = "", -1

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif name == "row":
            self._row, self._column = _number(attributes.get("r", "")) or self._row + 1, 0
        elif name == "mergeCell" and len(self._merged) < MOST_MERGED:
            self._note_merged(attributes.get("ref", ""))
        self._text.start(name)

    def end(self, name: str) -> None:
        self._text.end(name)
        if name == "c" and (value := self._value()):
            self._keep(value)

    def text(self, text: str) -> None:
        self._text.add(text)

    def finished(self) -> tuple[Line, ...]:
        """The lines of the sheet, where a cell merged over several rows counts for each of them."""
        for column, first, last in self._merged:
            value = self._rows.get(first, {}).get(column, "")
            if value:
                self._fill_down(value, column, range(first + 1, last + 1))
        return tuple((number, _padded(cells)) for number, cells in sorted(self._rows.items()))

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        self._text.clear()
        self._kind, self._format = attributes.get("t", "n"), _number(attributes.get("s", ""))
        place = CELL.fullmatch(attributes.get("r", ""))
        self._column = _column(place[1]) if place else self._column + 1

    def _value(self) -> str:
        written = self._text.value()
        if self._kind == "s":
            number = _number(written)
            return self._strings[number] if written and number < len(self._strings) else ""
        if self._kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(written, written)
        if self._kind != "n":
            return written
        return self._as_day(written) if self._format in self._date_formats else _as_written(written)

    def _as_day(self, written: str) -> str:
        """A day number as a date. Below 1 it is a time of day, whose date was lost."""
        try:
            days, part = divmod(float(written), 1)
        except ValueError:
            return written
        if not 0 <= days <= LAST_DAY:
            return _as_written(written)
        clock = str(timedelta(seconds=round(part * 86_400) % 86_400)).zfill(8)
        if days < 1:
            return clock
        day = (self._first_day + timedelta(days=int(days))).isoformat()
        return day if clock == "00:00:00" else f"{day} {clock}"

    def _keep(self, value: str) -> None:
        self._cells += 1
        self._total = _limited(self._total + len(value))
        if self._column > MOST_COLUMNS:
            raise UnsafeXml(f"has more than {MOST_COLUMNS} columns")
        if self._cells > MOST_CELLS:
            raise UnsafeXml(f"has more than {MOST_CELLS:,} filled cells")
        if self._row not in self._rows and len(self._rows) > MOST_ROWS:
            raise UnsafeXml(f"has more than {MOST_ROWS:,} rows")
        self._rows.setdefault(self._row, {})[self._column] = value

    def _note_merged(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        begins, ends = CELL.fullmatch(first), CELL.fullmatch(last)
        if begins and ends and int(ends[2]) > int(begins[2]):
            self._merged.append((_column(begins[1]), int(begins[2]), int(ends[2])))

    def _fill_down(self, value: str, column: int, numbers: range) -> None:
        """Only rows that hold something else: an empty row stays empty, however far a merge reaches."""
        if len(numbers) > MOST_MERGED:
            return
        for cells in filter(None, map(self._rows.get, numbers)):
            cells.setdefault(column, value)


class _Text:
    """The text of one cell or shared string, gathered from the elements that hold text."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._open = self._aid = False

    def clear(self) -> None:
        self._pieces, self._length = [], 0

    def start(self, name: str) -> None:
        if name == "rPh":
            self._aid = True
        self._open = name in ("t", "v") and not self._aid

    def end(self, name: str) -> None:
        self._open = False
        if name == "rPh":
            self._aid = False

    def add(self, text: str) -> None:
        """One letter too many is kept, so that whoever reads the cell sees that it is too long."""
        if self._open and self._length <= LONGEST_CELL:
            piece = text[: LONGEST_CELL + 1 - self._length]
            self._pieces.append(piece)
            self._length += len(piece)

    def value(self) -> str:
        joined = "".join(self._pieces)
        return ESCAPED.sub(lambda match: chr(int(match[1], 16)), joined) if "_x" in joined else joined


def _limited(total: int) -> int:
    if total > MOST_TEXT:
        raise UnsafeXml(f"holds more than {MOST_TEXT // 1_000_000} million characters of text")
    return total


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _as_written(written: str) -> str:
    """The number a person typed: Excel stores 1.1 as 1.1000000000000001, and an id of 1 is no 1.0."""
    if WHOLE_NUMBER.fullmatch(written) or not written:
        return written
    try:
        number = float(written)
    except ValueError:
        return written
    return str(int(number)) if number.is_integer() and abs(number) < 10**15 else repr(number)


def _shows_a_date(code: str) -> bool:
    return bool(DATE_LETTERS.search(NO_FORMAT_LETTERS.sub("", code)))


def _padded(cells: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(cells.get(column, "") for column in range(1, max(cells) + 1))
