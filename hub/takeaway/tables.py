"""Rows as CSV, XLSX or JSON. Everything published is text in them, and is never run (hub.cells).

A value is empty where nothing is published: an empty cell in CSV and XLSX, no member in JSON; never 0 or no.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Generic, TypeVar

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from hub.cells import inert

Value = str | date | int | Decimal | bool | tuple[str, ...] | None
Row = Sequence[Value]
Subject = TypeVar("Subject")

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes a CSV for one in the old character set of its country."""

LONGEST_CELL = 32_767
CUT = " … (cut: the whole text is on its page)"
LARGEST_IN_MEMORY = 5_000_000
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Column(Generic[Subject]):
    """What one thing is called in a heading and in JSON, and how it is read of a subject."""

    key: str
    heading: str
    read: Callable[[Subject], Value]


@dataclass(frozen=True)
class Table(Generic[Subject]):
    """What is written: its name, the facts about it that travel along, its columns, and its rows, read one by one.

    ``note`` is a sentence whoever reads only the file has to know, such as that it is cut short.
    """

    name: str
    columns: Sequence[Column[Subject]]
    subjects: Iterable[Subject]
    about: Sequence[tuple[str, str]] = ()
    note: str = ""
    beside: Mapping[str, Any] = field(default_factory=dict)

    def rows(self) -> Iterator[Row]:
        return ([column.read(subject) for column in self.columns] for subject in self.subjects)


def csv_parts(table: Table[Any]) -> Iterator[bytes]:
    """A CSV with one heading line, every cell in quotation marks; the note, if any, is its last line."""
    yield BYTE_ORDER_MARK.encode()
    yield _line([column.heading for column in table.columns])
    for row in table.rows():
        yield _line(row)
    if table.note:
        yield _line([table.note])


def _line(row: Row) -> bytes:
    """Quoted, so that a program which parts cells by another sign still finds them whole."""
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerow([_inert(value) for value in row])
    return text.getvalue().encode(errors="replace")


def _inert(value: Value) -> str:
    """A number below nought stays one, to be added up: only texts can be run."""
    return str(value) if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else inert(text_of(value))


def workbook(table: Table[Any], *more: Table[Any]) -> IO[bytes]:
    """A workbook with the rows on its first sheet, each further table on one, and where they come from on the last.

    It is open at its beginning.
    """
    book = Workbook(write_only=True)
    for each in (table, *more):
        _fill(book.create_sheet(each.name.capitalize()), each)
    about = book.create_sheet("About")
    for label, text in (*table.about, *([("Note", table.note)] if table.note else [])):
        about.append([_bold(about, label), _cell(about, text)])
    file: IO[bytes] = SpooledTemporaryFile(LARGEST_IN_MEMORY)  # whoever sends it closes it
    book.save(file)
    file.seek(0)
    return file


def _fill(sheet: Any, table: Table[Any]) -> None:
    sheet.freeze_panes = "B2"
    sheet.append([_bold(sheet, column.heading) for column in table.columns])
    for row in table.rows():
        sheet.append([_cell(sheet, value) for value in row])


def _bold(sheet: Any, text: str) -> Any:
    cell = _cell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: Value) -> Any:
    """Numbers and days are such; all else is text, whatever it begins with, and stays so when it is edited."""
    if value is None or isinstance(value, (int, Decimal, date)) and not isinstance(value, bool):
        number: Any = value
        return WriteOnlyCell(sheet, number)
    text = NOT_XML.sub("\ufffd", text_of(value))
    text = text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT)] + CUT
    if not text:
        return WriteOnlyCell(sheet, None)
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # openpyxl takes a text that begins with = for a formula
    if inert(text) != text:
        cell.quotePrefix = True
    return cell


def json_parts(table: Table[Any]) -> Iterator[bytes]:
    """An object with what the file is about and a list of objects, one a line."""
    about = {**{_key(label): text for label, text in table.about}, **({"note": table.note} if table.note else {})}
    yield f'{{"about": {_dumped(about)},\n'.encode()
    for name, value in table.beside.items():
        yield f"{_dumped(name)}: {_dumped(value)},\n".encode()
    yield f"{_dumped(_key(table.name))}: [".encode()
    before = "\n"
    for row in table.rows():
        known = {column.key: _plain(value) for column, value in zip(table.columns, row, strict=True) if is_known(value)}
        yield f"{before}{_dumped(known)}".encode(errors="replace")
        before = ",\n"
    yield b"\n]}\n"


def is_known(value: Value) -> bool:
    return value is not None and value != "" and value != ()


def _key(label: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", label.casefold()).strip("_")


def _plain(value: Value) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def text_of(value: Value) -> str:
    """A value as people read it; empty where nothing is known."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return " | ".join(value)
    return value.isoformat() if isinstance(value, date) else str(value)
