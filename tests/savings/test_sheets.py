"""Many savings from one file: all rows are taken or none, and what is wrong is told by row and column."""

import csv
import io
from collections.abc import Mapping
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook

from hub.savings import sheets, typed
from hub.savings.kinds import KINDS
from hub.savings.sheet_columns import COLUMNS, EXAMPLES, template_csv, template_xlsx
from hub.savings.sheets import Sheet
from hub.sent_files import Refusal

ROW: Mapping[str, object] = {
    **{name: text.replace("EXAMPLE ", "") for name, text in EXAMPLES[0].items()},
    "claim": "",
    "framework title": "Stationery",
}


def as_csv(*rows: Mapping[str, object]) -> bytes:
    text = io.StringIO()
    table = csv.DictWriter(text, [column.name for column in COLUMNS], lineterminator="\r\n")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue().encode()


def as_xlsx(*rows: Mapping[str, object]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    names = [column.name for column in COLUMNS]
    sheet = book.worksheets[0]
    sheet.append(names)
    for row in rows:
        sheet.append([row.get(name) for name in names])
    book.save(file)
    return file.getvalue()


def read(*rows: Mapping[str, object]) -> Sheet:
    return sheets.read(as_csv(*rows))


def faults(*rows: Mapping[str, object]) -> list[tuple[str, str, str]]:
    return [(each.place, each.column, each.message) for each in read(*rows).faults]


def test_a_row_is_a_claim_as_it_would_be_typed() -> None:
    [claim] = read(ROW).claims

    inputs, problems = typed.read(claim.entered)
    assert problems == {}
    assert inputs["lines"][0] == {
        "line": 1, "type": "PRICE_PREV", "method": "unit_price", "baseline_method": "previous_cost",
        "baseline_unit_pence": 1200, "framework_unit_pence": 1050, "volume": "1000",
    }  # fmt: skip


def test_rows_with_the_same_word_are_parts_of_one_claim() -> None:
    rebate = {"claim": "A", "title": "Copier paper", "kind of saving": "rebate", "amount": "250"}
    first, other = read({**ROW, "claim": "A"}, {**ROW, "reference": "CT-78"}, rebate).claims

    assert [each["type"] for each in typed.read(first.entered)[0]["lines"]] == ["PRICE_PREV", "REBATE"]
    assert first.places == ("line 2", "line 4")
    assert [each["type"] for each in typed.read(other.entered)[0]["lines"]] == ["PRICE_PREV"]


def test_cells_with_several_lines_part_them_by_a_bar() -> None:
    row = {
        **ROW,
        "kind of saving": "quote_bids",
        "before": "",
        "quantity": "",
        "now": "199800",
        "bids": "214500 | 199800",
    }
    [claim] = read(row).claims

    assert typed.read(claim.entered)[0]["lines"][0]["bids_pence"] == [21450000, 19980000]


def test_a_workbook_s_days_and_numbers_are_read_as_they_are_shown() -> None:
    row = {**ROW, "start": date(2025, 4, 1), "end": datetime(2026, 3, 31), "before": 12, "now": 10.1, "quantity": 1000}  # noqa: DTZ001
    [claim] = sheets.read(as_xlsx(row)).claims

    inputs, problems = typed.read(claim.entered)
    assert problems == {}
    assert inputs["calloff"]["end"] == "2026-03-31"
    assert inputs["lines"][0]["framework_unit_pence"] == 1010


def test_what_is_wrong_is_told_by_row_and_column_with_the_cure() -> None:
    wrong = faults(ROW, {**ROW, "before": "twelve", "end": "31/02/2026"}, {**ROW, "kind of saving": "luck"})

    assert wrong == [
        ("line 3", "end", "Last day of the call-off: write a day, such as 31/03/2027"),
        ("line 3", "before", "Price of one before: write pounds in figures, such as 1,500 or 12.50"),
        ("line 4", "kind of saving", "“luck” is none: choose one of the kinds in the template’s list"),
    ]


def test_a_fault_of_a_further_part_is_told_at_its_own_row() -> None:
    rebate = {"claim": "A", "title": "Copier paper", "kind of saving": "rebate", "amount": "some", "reference": "CT-9"}
    wrong = faults({**ROW, "claim": "A"}, rebate)
    assert [each[:2] for each in wrong] == [("line 3", "reference")]

    wrong = faults({**ROW, "claim": "A"}, {**rebate, "reference": ""})
    assert [each[:2] for each in wrong] == [("line 3", "amount")]


def test_a_framework_is_found_by_what_the_hub_says_and_else_told() -> None:
    row = {**ROW, "framework": "AB1"}
    assert sheets.read(as_csv(row), lambda named: "k1").claims[0].entered["framework"] == "k1"
    [fault] = sheets.read(as_csv(row), lambda named: None).faults
    assert (fault.column, "not in the catalogue" in fault.message) == ("framework", True)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"title,before\nPaper,1\n", "no column “kind of saving”"),
        (b"title,kind of saving,mood\nPaper,rebate,good\n", "a column “mood”"),
        (template_csv().encode(), "nothing below it but empty lines and examples"),
        (as_csv(*[ROW] * 301), "the limit is 300"),
        (b"x" * 5_000_001, "larger than 5 MB"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_as_a_whole(data: bytes, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        sheets.read(data)


def test_the_workbook_explains_each_column_and_each_kind() -> None:
    book = load_workbook(io.BytesIO(template_xlsx()))

    assert [cell.value for cell in book["Savings"][1]] == [column.name for column in COLUMNS]
    assert {row[0].value for row in book["Columns"].rows} == {column.name for column in COLUMNS}
    assert {row[0].value for row in book["Kinds"].rows} == set(KINDS)
    assert all(column.explains for column in COLUMNS)


def test_every_field_of_every_kind_has_a_column() -> None:
    fields = {column.field for column in COLUMNS if column.of_part}

    assert {each.name for kind in KINDS.values() for each in kind.all_fields} <= fields


def test_the_examples_of_the_template_are_right_but_for_their_mark() -> None:
    rows = [{**example, "title": "Copier paper", "framework title": "S" if n == 0 else ""}
            for n, example in enumerate(EXAMPLES)]  # fmt: skip

    assert faults(*rows) == []
