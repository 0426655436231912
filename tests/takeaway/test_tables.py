"""Rows as CSV, XLSX and JSON, read back by programs that know nothing of the hub."""

import csv
import io
import json
from datetime import date
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import openpyxl
import pytest

from hub.takeaway.tables import CUT, LONGEST_CELL, Column, Table, Value, csv_parts, json_parts, workbook
from tests.assurance import Figure
from tests.formulas import PAYLOADS, PLAIN

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RUN = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def a_table(*values: Value, note: str = "", name: str = "things") -> Table[Value]:
    columns = [
        Column[Value]("number", "Number", lambda value: 1),
        Column[Value]("value", "=Value", lambda value: value),
    ]
    return Table(name, columns, values, [("Taken on", "2026-11-22")], note)


def as_csv(table: Table[Any]) -> list[list[str]]:
    text = b"".join(csv_parts(table)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def as_workbook(table: Table[Any]) -> Any:
    with workbook(table) as file:
        return openpyxl.load_workbook(io.BytesIO(file.read()))


@pytest.mark.assurance("I8", "In a CSV each has an apostrophe before it")
@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_formula_stays_text_in_a_csv(payload: str) -> None:
    cell = as_csv(a_table(payload))[1][1]
    assert not cell.startswith(RUN)
    assert cell == f"'{payload}"


@pytest.mark.assurance("I8", "In a workbook each is a text cell")
def test_every_formula_is_a_text_cell_of_a_workbook(figure: Figure) -> None:
    sheet = as_workbook(a_table(*PAYLOADS))["Things"]
    cells = [row[1] for row in sheet.iter_rows(min_row=2)]

    assert {cell.data_type for cell in cells} == {"s"}
    assert len(cells) == len(PAYLOADS) >= 100
    assert sheet["B1"].data_type == "s"
    figure(f"{len(cells)} formulas, 0 that run")


def test_a_formula_stays_text_when_somebody_edits_its_cell() -> None:
    """The mark is one of the cell's style, which openpyxl writes and does not read."""
    with workbook(a_table(*PAYLOADS, "Fuel")) as file, ZipFile(file) as packed:
        styles, rows = (
            ElementTree.fromstring(packed.read(f"xl/{name}.xml")).findall(f".//{{{SHEET}}}{path}")  # noqa: S314 - ours
            for name, path in (("styles", f"cellXfs/{{{SHEET}}}xf"), ("worksheets/sheet1", "row"))
        )
    marks = [styles[int(row[1].get("s", "0"))].get("quotePrefix", "0") for row in rows[1:]]
    assert marks == ["1"] * len(PAYLOADS) + ["0"]


@pytest.mark.parametrize("text", [text for text in PLAIN if text])
def test_plain_text_is_written_as_it_is(text: str) -> None:
    assert as_csv(a_table(text))[1][1] == text
    assert as_workbook(a_table(text))["Things"]["B2"].value == text


def test_what_is_not_known_is_empty_and_never_nought() -> None:
    table = a_table(None, "", (), 0)
    assert [row[1] for row in as_csv(table)[1:]] == ["", "", "", "0"]
    assert [row[1].value for row in as_workbook(table)["Things"].iter_rows(min_row=2)] == [None, None, None, 0]
    things = json.loads(b"".join(json_parts(table)))["things"]
    assert things == [{"number": 1}] * 3 + [{"number": 1, "value": 0}]


def test_days_and_numbers_are_such() -> None:
    table = a_table(date(2027, 3, 31), Decimal("1250.50"), True, ("Fuel", "Salt"))
    cells = [row[1].value for row in as_workbook(table)["Things"].iter_rows(min_row=2)]
    assert [cells[0].date(), *cells[1:]] == [date(2027, 3, 31), 1250.5, "yes", "Fuel | Salt"]
    assert [row[1] for row in as_csv(table)[1:]] == ["2027-03-31", "1250.50", "yes", "Fuel | Salt"]
    found = [each["value"] for each in json.loads(b"".join(json_parts(table)))["things"]]
    assert found == ["2027-03-31", 1250.5, True, ["Fuel", "Salt"]]


def test_a_table_without_rows_has_its_headings_only() -> None:
    assert as_csv(a_table()) == [["Number", "'=Value"]]
    assert [cell.value for cell in as_workbook(a_table())["Things"][1]] == ["Number", "=Value"]
    assert json.loads(b"".join(json_parts(a_table())))["things"] == []


def test_a_note_is_in_every_form() -> None:
    table = a_table("Fuel", note="These are the first 1.")
    assert as_csv(table)[-1] == ["These are the first 1."]
    assert ["Note", "These are the first 1."] in [[c.value for c in row] for row in as_workbook(table)["About"].rows]
    about = json.loads(b"".join(json_parts(table)))["about"]
    assert about == {"taken_on": "2026-11-22", "note": "These are the first 1."}


def test_a_text_too_long_for_a_cell_is_cut_and_says_so() -> None:
    cell = as_workbook(a_table("x" * 40_000))["Things"]["B2"].value
    assert len(cell) == LONGEST_CELL and cell.endswith(CUT)


def test_a_text_no_workbook_can_hold_is_marked() -> None:
    assert as_workbook(a_table("a\x00b\x1bc"))["Things"]["B2"].value == "a\ufffdb\ufffdc"


def test_rows_are_read_one_by_one() -> None:
    read: list[int] = []

    def rows() -> Any:
        for number in range(1_000):
            read.append(number)
            yield number

    parts = csv_parts(Table("things", a_table().columns, rows()))
    [next(parts) for _ in range(4)]
    assert len(read) == 2
