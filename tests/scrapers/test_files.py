"""Opening any file: what it is, how it is encoded, what day it speaks of, and a row for every line."""

import json
import os
import re
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from scrapers.content import LARGEST_FILE
from scrapers.files import IMPORTERS, open_file, read_content
from scrapers.record import Basis, Precision
from scrapers.source import Outcome, UnreadableFile
from tests.scrapers.conftest import FIXTURES, FileReader, FileWriter

HEADER = "owner,reference,title\n"
ROW = "Anytown,A1,Kerb stones\n"


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableFile) as refused:
        open_file(path)
    assert path.name in str(refused.value)
    return str(refused.value)


@pytest.mark.parametrize("name", ["gca_website/agreements.csv", "gca_agreements/agreements.jsonl",
                                  "dfe_list/frameworks.json", "framework_csv/officers_list.csv"])  # fmt: skip
def test_each_format_is_known_by_its_content_and_only_to_its_own_importer(name: str, file: FileWriter) -> None:
    disguised = file((FIXTURES / name).read_bytes(), "download(3).txt")
    content = read_content(disguised)
    assert [importer.recognises(content) for importer in IMPORTERS].count(True) == 1
    assert open_file(disguised).rows


@pytest.mark.parametrize("name", ["gca_website/agreements.csv", "gca_agreements/agreements.jsonl",
                                  "dfe_list/frameworks.json", "framework_csv/officers_list.csv"])  # fmt: skip
def test_every_line_or_item_is_one_row_and_reading_again_gives_the_same(name: str) -> None:
    first, second = open_file(FIXTURES / name), open_file(FIXTURES / name)
    assert first == second
    assert len(first.rows) == len(read_content(FIXTURES / name).entries)
    places = Counter(row.place for row in first.rows)
    assert set(places.values()) == {1}
    for row in first.rows:
        assert (row.record is not None) == (row.outcome is Outcome.RECORD) == (not row.reason)


@pytest.mark.parametrize(
    "encode",
    [lambda t: t.encode("utf-8"), lambda t: t.encode("utf-8-sig"), lambda t: t.encode("utf-16"),
     lambda t: t.encode("cp1252")],
    ids=["utf-8", "utf-8 with mark", "utf-16", "Windows-1252"],
)  # fmt: skip
def test_the_usual_encodings_are_read(encode: object, file: FileWriter) -> None:
    assert callable(encode)
    reading = open_file(file(encode(f"{HEADER}Anytown,A1,Café £5 kerbs – “small”\n")))
    assert [record.title for record in reading.records()] == ["Café £5 kerbs – “small”"]
    assert not [row for row in reading.rows if row.problems]


@pytest.mark.parametrize("text", [f"{HEADER}{ROW}".replace(",", ";"), f"{HEADER}{ROW}".replace(",", "\t")])
def test_semicolons_and_tabs_may_part_the_cells(text: str, read: FileReader) -> None:
    assert [record.title for record in read(text).records()] == ["Kerb stones"]


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"PK\x03\x04rest", "Excel workbook"), (b"\xd0\xcf\x11\xe0rest", "old Excel workbook"), (b"%PDF-1.7", "PDF"),
     (b"  <!DOCTYPE html><html>", "web page"), (b"\xef\xbb\xbf<html>", "web page"), (b"\x1f\x8brest", "gzip"),
     (b"", "is empty"), (b"\xef\xbb\xbf \r\n", "is empty"),
     ("owner,title\nAnytown,Kerbs\n".encode("utf-16-le"), "line 1: begins with NUL characters"),
     ("owner,title\nAnytown,Kerbs\n".encode("utf-16")[:-1], "line 2: is not whole UTF-16 text"),
     (b'owner,"title\nAnytown,Kerbs\n', "line 1: opens a quotation mark that is never closed"),
     (b"## only\n# comments\n", "no header"), (b"owner,title,Title\na,b,c\n", "two columns are named 'title'"),
     (HEADER.encode(), "nothing below it"), (b"[]", "holds no items"),
     (b'[{"title": "a"},\n {"title": ', "line 2: is not complete JSON"), (b"[" * 100_000, "item 1 begins here"),
     (b"colour,size\nred,3\n", "in no format the hub knows"), (b'{"colour": "red"}\n', "in no format the hub knows")],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_with_the_place_and_the_cure(
    data: bytes, what: str, file: FileWriter
) -> None:
    assert what in refusal(file(data))


def test_a_refusal_says_what_the_hub_can_read(file: FileWriter) -> None:
    message = refusal(file("colour,size\nred,3\n"))
    assert "colour, size" in message
    assert all(importer.FORMAT in message for importer in IMPORTERS)


def test_a_file_over_the_limit_is_refused_and_the_limit_named(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    assert "the limit is 30 MB" in refusal(path)


def test_a_missing_file_is_refused_in_words(tmp_path: Path) -> None:
    assert "cannot be opened" in refusal(tmp_path / "nowhere.csv")


def test_places_are_real_line_numbers_even_after_a_cell_of_several_lines(read: FileReader) -> None:
    rows = list(read('# note\nowner,title\nAnytown,"Kerb\nstones"\n\nAnytown,Flags\n# done\n').rows)
    assert [(row.place, row.outcome) for row in rows] == [
        ("line 3", Outcome.RECORD),
        ("line 5", Outcome.SKIPPED),
        ("line 6", Outcome.RECORD),
        ("line 7", Outcome.SKIPPED),
    ]
    assert [row.reason for row in rows] == ["", "blank line", "", "comment line"]


def test_a_row_with_too_many_cells_is_rejected_and_one_with_too_few_is_read(read: FileReader) -> None:
    rows = list(read(f"{HEADER}Anytown,A1,Kerbs, flags and setts\nAnytown,A2,Lamps,,\nAnytown,A3\n").rows)
    assert [row.outcome for row in rows] == [Outcome.REJECTED, Outcome.RECORD, Outcome.REJECTED]
    assert rows[0].reason == "line 2 has 4 cells under 3 columns; is a comma outside quotation marks?"
    assert rows[2].reason == "its title is missing"


def test_a_cell_of_ten_megabytes_costs_its_own_row_only(read: FileReader) -> None:
    rows = list(read(f"{HEADER}Anytown,A1,{'x' * 10_000_000}\n{ROW}").rows)
    assert [row.outcome for row in rows] == [Outcome.REJECTED, Outcome.RECORD]
    assert rows[0].reason == "line 2 cannot be read as CSV: it is 10,000,012 characters long; the limit is 2,000,000"


def test_a_cell_longer_than_any_text_is_rejected_by_its_column(read: FileReader) -> None:
    rows = list(read(f"{HEADER}Anytown,A1,{'x' * 200_001}\n{ROW}").rows)
    assert [row.outcome for row in rows] == [Outcome.REJECTED, Outcome.RECORD]
    assert rows[0].reason == "line 2 its title is 200,001 characters long; the limit is 200,000"


@pytest.mark.parametrize(
    ("text", "limit"),
    [(f"{HEADER}{',' * 1_000_000}", "1,000,000 values"), (f"[{'[],' * 1_000_001}[]]", "1,000,000 values"),
     (HEADER + "\n" * 50_001, "50,000 lines"), ("title,owner\n" * 50_002, "50,000 lines"),
     ("{}\n" * 50_001, "50,000 items"), (",".join(map(str, range(1_001))), "the limit is 1,000")],
    ids=["values of CSV", "values of JSON", "lines", "lines alike", "items", "columns"],
)  # fmt: skip
def test_a_file_with_more_in_it_than_the_memory_should_hold_is_refused(
    text: str, limit: str, file: FileWriter
) -> None:
    assert limit in refusal(file(text))


GOOD = ["Kerb stones", "Flags", "Setts"]


@pytest.mark.parametrize(
    ("damaged", "reason"),
    [('Anytown,A9,"Kerb" stones"', "has text behind a closing quotation mark"),
     ('Anytown,A9,"Kerbs', "opens a quotation mark"), ('Anytown,"A9,Kerbs', "behind a closing|opens a quotation"),
     ('Anytown,A9,"Kerbs, with a ""pair""', "opens a quotation mark")],
)  # fmt: skip
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_a_broken_line_costs_its_own_row_only(damaged: str, reason: str, end: str, read: FileReader) -> None:
    lines = [f"Anytown,A{number},{title}" for number, title in enumerate(GOOD)]
    lines.insert(1, damaged)
    found = read(end.join((HEADER.strip(), *lines, "")))
    assert [record.title for record in found.records()] == GOOD
    (rejected,) = (row for row in found.rows if row.outcome is Outcome.REJECTED)
    assert rejected.place == "line 3" and re.search(reason, rejected.reason)


def test_the_rest_of_a_broken_cell_is_no_row_of_its_own(read: FileReader) -> None:
    rows = list(read(f'{HEADER}Anytown,A9,"Kerb "best" stones\nand slabs",\n{ROW}').rows)
    assert [(row.place, row.outcome) for row in rows] == [
        ("line 2", Outcome.REJECTED), ("line 3", Outcome.REJECTED), ("line 4", Outcome.RECORD),
    ]  # fmt: skip
    assert "stands below a broken line" in rows[1].reason


def test_a_file_of_broken_lines_is_refused_at_the_first_too_many(file: FileWriter) -> None:
    message = refusal(file(HEADER + 'Anytown,A9,"Kerb" stones"\n' * 1_001))
    assert "line 1002: so far 1,001 lines cannot be read as CSV" in message


def test_a_byte_that_is_no_letter_costs_its_own_row_a_warning(file: FileWriter) -> None:
    reading = open_file(file("owner,title\nAnytown,Café\nAnytown,Ker".encode() + b"\xffbs\n"))
    assert [(record.title, len(row.problems)) for record, row in zip(reading.records(), reading.rows, strict=True)] == [
        ("Café", 0), ("Ker\ufffdbs", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("damaged", "reason"),
    [('{"title": }', "item 2 is not complete JSON"), ('{"title": "a" "b"}', "item 2 is not complete JSON"),
     ('{"title": "lost}', "item 2 is not complete JSON"), ('{"title": [}', "item 2 is not complete JSON"),
     ('{"title": ' + "[" * 9000 + "]" * 9000 + "}", "item 2 is nested too deeply"),
     ("nonsense", "item 2 is not complete JSON"), ("[1, 2]", "item 2 is not an object"), ("3", "item 2 is not an obj"),
     ('{"a": 1}}', "item 3 is not complete JSON")],
    ids=["no value", "no comma", "no closing mark", "wrong bracket", "deep", "word", "array", "number", "bracket"],
)  # fmt: skip
def test_a_broken_item_of_an_array_costs_itself_only(damaged: str, reason: str, read: FileReader) -> None:
    good = [json.dumps(AGREEMENT | {"commercial_agreement_number": f"RM{number}"}, indent=1) for number in (1, 2)]
    found = read(f"[{good[0]},\n{damaged}\n,{good[1]}]", "list.json")
    assert [record.reference for record in found.records()] == ["RM1", "RM2"]
    assert reason in " ".join(row.reason for row in found.rows if row.outcome is Outcome.REJECTED)


def test_an_array_in_which_no_item_can_be_told_from_the_next_is_refused(file: FileWriter) -> None:
    item = json.dumps(AGREEMENT, indent=1)
    message = refusal(file(f"[{item},\n{item[:-1]},\n{item}]", "list.json"))
    assert re.search(r"line \d+: is not complete JSON: item 2 begins here", message)


def test_a_comma_too_few_or_too_many_in_an_array_is_reported_and_no_item_lost(read: FileReader) -> None:
    good = [json.dumps(AGREEMENT | {"commercial_agreement_number": f"RM{number}"}) for number in (1, 2)]
    rows = list(read(f"[{good[0]} {good[1]}, ]", "list.json").rows)
    assert [row.record.reference if row.record else row.reason for row in rows] == [
        "RM1", "after item 1 no comma stands between this item and what follows",
        "RM2", "item 3 is missing: a comma says that it follows",
    ]  # fmt: skip


def test_a_title_longer_than_any_title_is_rejected_by_name(read: FileReader) -> None:
    row = next(iter(read(f"{HEADER}Anytown,A1,{'x' * 1001}\n").rows))
    assert (row.outcome, row.reason) == (Outcome.REJECTED, "title is longer than 1,000 characters")
    assert len(row.problems[0].value) == 200


AGREEMENT = {
    "commercial_agreement_number": "RM7001", "commercial_agreement_name": "Kites", "commercial_agreement_owner": "CCS",
    "start_date": "2020-01-01", "end_date": "2024-01-01", "lots": [],
}  # fmt: skip


def agreements(*starts: str) -> str:
    numbered = enumerate(starts, 7001)
    return "\n".join(
        json.dumps(AGREEMENT | {"commercial_agreement_number": f"RM{number}", "start_date": start})
        for number, start in numbered
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [('{"commercial_agreement_number": "RM70', "line 2 is not complete JSON"),
     ("[1, 2]", "line 2 is not an object"), ('"text"', "line 2 is not an object"),
     ('{"a":' * 100_000, "line 2 is nested too deeply"),
     (json.dumps({"note": "x" * 2_000_001}), "line 2 is 2,000,014 characters long")],
    ids=["truncated", "array", "text", "deep", "long"],
)  # fmt: skip
def test_a_json_line_that_cannot_be_read_is_rejected_and_the_others_are_read(
    line: str, reason: str, read: FileReader
) -> None:
    rows = list(read(f"{json.dumps(AGREEMENT)}\n{line}\n", "list.jsonl").rows)
    assert [row.outcome for row in rows] == [Outcome.RECORD, Outcome.REJECTED]
    assert rows[1].reason.startswith(reason)


def test_json_lines_are_known_although_the_first_of_them_is_broken(read: FileReader) -> None:
    rows = list(read(f"null\n/* {json.dumps(AGREEMENT)} */\n{json.dumps(AGREEMENT)}\n", "list.jsonl").rows)
    assert [row.outcome for row in rows] == [Outcome.REJECTED, Outcome.REJECTED, Outcome.RECORD]


def test_a_json_key_given_twice_is_reported_and_the_last_value_used(read: FileReader) -> None:
    line = json.dumps(AGREEMENT)[:-1] + ', "commercial_agreement_name": "Boats"}'
    row = next(iter(read(line, "list.jsonl").rows))
    assert row.record is not None and row.record.title == "Boats"
    assert [(p.field, p.reason) for p in row.problems] == [("commercial_agreement_name", "is given more than once")]


def test_numbers_that_are_none_do_no_harm(read: FileReader) -> None:
    line = json.dumps(AGREEMENT | {"commercial_agreement_id": 0, "end_date": float("nan")})
    line = line.replace('"commercial_agreement_id": 0', '"commercial_agreement_id": 1e9999')
    row = next(iter(read(line, "list.jsonl").rows))
    assert row.record is not None and row.record.end is None
    assert row.record.extra["agreement id"] == "1e9999"
    assert [(p.field, p.value) for p in row.problems] == [
        ("commercial_agreement_id", "1e9999"), ("end_date", "NaN"), ("end_date", "NaN"),
    ]  # fmt: skip


def test_a_problem_never_holds_what_a_database_could_not(read: FileReader) -> None:
    row = next(iter(read(json.dumps(AGREEMENT | {"end_date": "\ud800\x00soon"}), "list.jsonl").rows))
    assert [(p.field, p.value) for p in row.problems] == [("row", ""), ("end_date", "  soon")]
    assert row.problems[0].reason == "holds a character that is no text (U+D800)"


class TestTheDayAFileSpeaksOf:
    def test_a_given_day_wins_over_everything(self, file: FileWriter) -> None:
        path = file(f"# as of: 2025-05-05\n{HEADER}{ROW}", "list_2024-01-01.csv")
        reading = open_file(path, as_of=date(2026, 2, 26))
        assert (reading.as_of.value, reading.as_of_reason) == (date(2026, 2, 26), "the date given with the import")

    def test_a_statement_in_the_file_wins_over_its_name(self, read: FileReader) -> None:
        reading = read(f"# as of: 5 May 2025\n{HEADER}{ROW}", "list_2024-01-01.csv")
        assert reading.as_of.value == date(2025, 5, 5)
        assert reading.as_of_reason == "the file says so"

    def test_an_unreadable_statement_is_refused(self, file: FileWriter) -> None:
        with pytest.raises(UnreadableFile, match="as of: soon"):
            open_file(file(f"# as of: soon\n{HEADER}{ROW}"))

    def test_content_wins_over_the_name(self, read: FileReader) -> None:
        reading = read(agreements("2021-10-06", "2020-01-01"), "agreements_2019.jsonl")
        assert (reading.as_of.value, reading.as_of.basis) == (date(2021, 10, 6), Basis.ESTIMATED)
        assert reading.as_of_reason == "no older than 6 October 2021, when RM7001, which it lists as live, started"

    def test_a_start_after_the_file_was_saved_shows_nothing(self, file: FileWriter) -> None:
        assert open_file(file(agreements("2071-10-06", "2020-01-01"))).as_of.value == date(2020, 1, 1)

    @pytest.mark.parametrize(
        ("name", "day", "precision"),
        [
            ("list_2023.csv", date(2023, 1, 1), Precision.YEAR),
            ("list-2023-06.csv", date(2023, 6, 1), Precision.MONTH),
            ("2023-06-20 list.csv", date(2023, 6, 20), Precision.DAY),
            ("x_20230620.csv", date(2023, 6, 20), Precision.DAY),
            ("x_20230620101112.csv", date(2023, 6, 20), Precision.DAY),
            ("2023_06_20.csv", date(2023, 6, 20), Precision.DAY),
        ],
    )
    def test_a_date_in_the_name_never_makes_a_file_look_newer(
        self, name: str, day: date, precision: Precision, read: FileReader
    ) -> None:
        reading = read(HEADER + ROW, name)
        assert (reading.as_of.value, reading.as_of.precision) == (day, precision)
        assert reading.as_of_reason.startswith("its name says 2023")

    def test_the_day_it_was_saved_comes_last(self, file: FileWriter) -> None:
        path = file(HEADER + ROW, "list 99999.csv")
        moment = datetime(2026, 2, 26, 12, tzinfo=UTC).timestamp()
        os.utime(path, (moment, moment))
        reading = open_file(path)
        assert reading.as_of.value == date(2026, 2, 26)
        assert reading.as_of_reason == "it was last saved on 26 February 2026 and says no date itself"
