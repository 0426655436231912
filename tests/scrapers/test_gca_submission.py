"""Lots and suppliers of GCA's data submission service: one record a framework, one row a line."""

from collections import Counter
from pathlib import Path

import pytest

from scrapers import gca_submission
from scrapers.files import IMPORTERS, open_file, read_content
from scrapers.gca_submission import ACCOUNT_SCHEME, FURTHER_LINE
from scrapers.record import Edition, Lot, Record
from scrapers.source import Outcome, Reading, UnreadableFile, Voice
from tests.scrapers.conftest import FIXTURES, FileReader, FileWriter, real

FOLDER = FIXTURES / "gca_submission"
SUPPLIERS = "lot_number,salesforce_id,supplier_name,\n1,,Anytown Boats Ltd,\n"


def fixture(ending: str) -> Path:
    (path,) = FOLDER.glob(f"*_{ending}.csv")
    return path


def records(reading: Reading) -> dict[str, Record]:
    return {record.reference: record for record in reading.records()}


def on_lots(record: Record) -> list[tuple[str, str, list[str]]]:
    return [(lot.number, lot.title, [place.name for place in lot.suppliers]) for lot in record.lots]


def outcomes(reading: Reading) -> list[tuple[str, Outcome, str]]:
    return [(row.place, row.outcome, row.reason) for row in reading.rows]


def problems(reading: Reading) -> list[tuple[str, str, str]]:
    return [(problem.place, problem.field, problem.reason) for row in reading.rows for problem in row.problems]


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda path: path.stem)
def test_every_shape_is_recognised_by_this_importer_only(path: Path) -> None:
    content = read_content(path)
    assert [importer for importer in IMPORTERS if importer.recognises(content)] == [gca_submission]


def test_it_is_the_owners_own_word_and_dated_by_its_name() -> None:
    reading = open_file(fixture("import_framework_lots"))
    assert (reading.source.voice, reading.source.owner) == (Voice.OWNER, "Crown Commercial Service")
    assert reading.source.licence == "MIT licence"
    assert (reading.as_of.value.isoformat(), reading.as_of_reason) == ("2019-01-02", "its name says 20190102")


def test_a_framework_is_one_record_with_all_its_lots_and_adds_to_other_files() -> None:
    found = records(open_file(fixture("import_framework_lots")))
    assert list(found) == ["07/GEN/SS/9001", "RM9001", "RM9002"]
    assert on_lots(found["07/GEN/SS/9001"]) == [("1", "Kites", []), ("2", "Kite strings", [])]
    kites = found["07/GEN/SS/9001"]
    assert (kites.source_id, kites.owner, kites.title) == ("07/GEN/SS/9001", "Crown Commercial Service", "")
    assert kites.edition is Edition.DELTA


def test_every_line_is_one_row_and_further_lines_of_a_framework_say_the_same_words() -> None:
    reading = open_file(fixture("import_agreement_framework_lots"))
    assert outcomes(reading) == [
        ("line 2", Outcome.RECORD, ""), ("line 3", Outcome.RECORD, ""),
        ("line 4", Outcome.SKIPPED, FURTHER_LINE), ("line 5", Outcome.SKIPPED, FURTHER_LINE),
    ]  # fmt: skip
    assert on_lots(records(reading)["RM9001"]) == [
        ("1", "", ["Anytown Boats Ltd", "KITES (NORTH) LIMITED"]), ("1a", "", ["Anytown Boats Ltd"]),
    ]  # fmt: skip


def test_two_titles_of_one_lot_number_are_both_kept_and_a_cut_title_is_reported() -> None:
    reading = open_file(fixture("import_framework_lots"))
    assert [(lot.number, lot.title) for lot in records(reading)["RM9001"].lots] == [
        ("1", "Boats"), ("1a", "Boats, rowing"), ("1a", "Rowing boats"),
    ]  # fmt: skip
    assert problems(reading) == [
        ("line 6", "lot_number", "is also the number of “Boats, rowing”"),
        ("line 7", "lot_description", "looks cut at 80 characters"),
    ]


def test_a_supplier_stands_once_on_a_lot_with_every_account_it_has() -> None:
    reading = open_file(fixture("onboard_suppliers"))
    first, second = records(reading)["RM9003iii"].lots
    assert [(place.name, len(place.identifiers)) for place in first.suppliers] == [
        ("Lamp Works Limited", 2), ("Anytown Boats Ltd", 0),
    ]  # fmt: skip
    assert [place.name for place in second.suppliers] == ["Lamp Works Limited"]
    assert ("line 3", "supplier_name", "is on this lot already") in problems(reading)


def test_bad_lines_are_rejected_and_doubtful_ones_reported() -> None:
    reading = open_file(fixture("onboard_suppliers"))
    assert [(place, reason) for place, outcome, reason in outcomes(reading) if outcome is Outcome.REJECTED] == [
        ("line 6", "its supplier name is missing"), ("line 7", "its framework is missing"),
    ]  # fmt: skip
    assert ("line 5", "salesforce_id", "is no account number of the service") in problems(reading)
    assert ("line 8", "lot_number", "is missing") in problems(reading)


def test_an_account_number_is_checked_and_made_whole() -> None:
    whole = gca_submission.account("001x00000KiTe00AQQ").value
    assert whole is None, "its last three characters do not fit the capitals before them"
    short = gca_submission.account("001x00000KiTe00").value
    assert short is not None and short.scheme == ACCOUNT_SCHEME
    assert gca_submission.account(short.id).value == short
    assert gca_submission.account(short.id.lower()).value is None
    assert (gca_submission.account("").value, gca_submission.account("").doubts) == (None, ())


def test_suppliers_without_lots_stand_on_a_lot_without_number_and_title() -> None:
    found = records(open_file(fixture("frameworks_to_suppliers")))
    assert on_lots(found["RM9001"]) == [("", "", ["Anytown Boats Ltd", "Kerb & Sons"])]


class TestAFileOfOneFramework:
    def test_is_named_by_its_file_name(self) -> None:
        found = records(open_file(fixture("add_rm9006_suppliers")))
        assert on_lots(found["RM9006"]) == [
            ("5", "", ["TENTS OF ANYTOWN LTD"]), ("4", "", ["TENTS OF ANYTOWN LTD", "Kerb & Sons"]),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("name", "reference"),
        [("add_dos3_suppliers.csv", "RM1043.5"), ("RM1557.10 suppliers.csv", "RM1557.10"),
         ("rm1043iv.csv", "RM1043iv")],
    )  # fmt: skip
    def test_may_be_named_in_several_ways(self, name: str, reference: str, read: FileReader) -> None:
        assert list(records(read(SUPPLIERS, name))) == [reference]

    def test_may_say_it_in_its_first_line(self, read: FileReader) -> None:
        assert list(records(read(f"# reference: RM1043.5\n{SUPPLIERS}", "add_rm6060_suppliers.csv"))) == ["RM1043.5"]

    @pytest.mark.parametrize("name", ["suppliers.csv", "alarm6060.csv", "rm12.csv"])
    def test_is_refused_with_the_cure_where_it_does_not_say(self, name: str, file: FileWriter) -> None:
        with pytest.raises(UnreadableFile, match="does not say which framework.*# reference: RM6060"):
            open_file(file(SUPPLIERS, name))


def test_a_list_of_account_numbers_alone_is_refused_in_words() -> None:
    with pytest.raises(UnreadableFile, match="line 1: lists suppliers and their account numbers, and no framework"):
        open_file(fixture("seed_supplier_salesforce_ids"))


def test_a_name_no_database_could_hold_costs_its_own_line_only(read: FileReader) -> None:
    reading = read(f"framework_short_name,supplier_name\nRM1,Boats\nRM1,{'x' * 1001}\nRM1,Kites\n")
    assert on_lots(records(reading)["RM1"]) == [("", "", ["Boats", "Kites"])]
    assert outcomes(reading)[1] == ("line 3", Outcome.REJECTED, "name is longer than 1,000 characters")


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("ending", "rows", "frameworks", "places"),
    [("20180927100810_frameworks_to_suppliers", 111, 11, 111),
     ("20181211142840_import_framework_lots", 1494, 316, 0),
     ("20181211145424_import_agreement_framework_lots", 233, 14, 233),
     ("20181217131229_add_dos3_suppliers", 5559, 1, 5559),
     ("20190227162046_add_rm6060_suppliers", 110, 1, 110),
     ("20190326164302_onboard_april_suppliers", 8402, 7, 8401)],
)  # fmt: skip
def test_the_published_files_are_read_whole(ending: str, rows: int, frameworks: int, places: int) -> None:
    reading = open_file(real(f"dss_{ending}.csv"))
    assert len(reading.rows) == rows
    assert Counter(row.outcome for row in reading.rows) == +Counter(
        {Outcome.RECORD: frameworks, Outcome.SKIPPED: rows - frameworks}
    )
    lots: list[Lot] = [lot for record in reading.records() for lot in record.lots]
    assert sum(len(lot.suppliers) for lot in lots) == places
