import csv
import io
from datetime import date

import pytest

from scrapers.files import open_file
from scrapers.record import Kind, Lot, Record, Regulation, Route, Stage
from scrapers.source import Outcome, Problem, Reading, Voice
from tests.scrapers.conftest import FIXTURES, FileReader

EXPORT = FIXTURES / "gca_website" / "agreements.csv"


@pytest.fixture(scope="module")
def export() -> Reading:
    return open_file(EXPORT)


def record(export: Reading, reference: str) -> Record:
    return next(record for record in export.records() if record.reference == reference)


def problems(export: Reading, place: str) -> list[Problem]:
    return [problem for row in export.rows if row.place == place for problem in row.problems]


def test_the_source_is_the_owner_itself(export: Reading) -> None:
    assert (export.source.name, export.source.voice) == ("gca_website", Voice.OWNER)
    assert {record.owner for record in export.records()} == {export.source.owner}


def test_it_is_no_older_than_what_it_already_knows(export: Reading) -> None:
    assert export.as_of.value == date(2025, 1, 13)
    assert export.as_of_reason == "no older than 13 January 2025, when RM8500, which it lists as ended, ended"


def test_a_row_that_is_not_published_is_skipped(export: Reading) -> None:
    row = next(row for row in export.rows if row.place == "line 10")
    assert (row.outcome, row.reason) == (Outcome.SKIPPED, "its publisher marks it “draft”, not published")


@pytest.mark.parametrize(
    ("reference", "kind", "regulation", "stage"),
    [("RM9001", Kind.FRAMEWORK, Regulation.PCR_2015, Stage.LIVE),
     ("RM9002", Kind.DPS, Regulation.PCR_2015, Stage.LIVE),
     ("RM8500", Kind.FRAMEWORK, Regulation.PCR_2006, Stage.ENDED),
     ("RM9100", Kind.UNKNOWN, Regulation.PROCUREMENT_ACT_2023, Stage.PLANNED),
     ("RM9101", Kind.OPEN_FRAMEWORK, Regulation.PROCUREMENT_ACT_2023, Stage.TENDERING),
     ("RM9102", Kind.FRAMEWORK, Regulation.PROCUREMENT_ACT_2023, Stage.AWARDED)],
)  # fmt: skip
def test_kind_law_and_stage_follow_the_publishers_words(
    export: Reading, reference: str, kind: Kind, regulation: Regulation, stage: Stage
) -> None:
    found = record(export, reference)
    assert (found.kind, found.regulation, found.stage) == (kind, regulation, stage)


def test_dps_terms_make_a_dps_whatever_its_type_says(read: FileReader) -> None:
    published = {"rm_number": "RM1", "title": "Kites", "published_status": "publish"}
    row = read(an_export(published | {"terms": "DPS", "regulation_type": "TBC"})).rows[0]
    assert row.record is not None and row.record.kind is Kind.DPS


def test_the_law_is_read_from_the_type_where_it_stands_nowhere_else(read: FileReader) -> None:
    published = {"rm_number": "RM1", "title": "Kites", "published_status": "publish"}
    row = read(an_export(published | {"regulation_type": "PCR06 Framework"})).rows[0]
    assert row.record is not None and row.record.regulation is Regulation.PCR_2006


def test_its_words_are_kept_beside_the_hubs(export: Reading) -> None:
    assert record(export, "RM8500").source_status == "Expired - Data Still Received"
    assert record(export, "RM9001").extra == {
        "id": "900",
        "salesforce_id": "a04000000INVENTED00",
        "pillar": "Estates",
        "benefits": "one order for every garden",
    }
    assert record(export, "RM9001").categories == ("Gardens and Grounds",)


def test_a_page_is_addressed_on_the_agencys_present_site(export: Reading) -> None:
    assert record(export, "RM9001").url == "https://www.gca.gov.uk/agreements/RM9001"


def test_a_lot_listed_by_itself_leads_to_its_framework(export: Reading) -> None:
    lot = record(export, "RM9000.1L4")
    assert (lot.parent_reference, lot.parent_lot) == ("RM9000.1", "4")
    assert record(export, "RM9001").parent_reference == ""


def test_lots_written_as_python_are_read_without_numbers(export: Reading) -> None:
    assert record(export, "RM9001").lots == (
        Lot(title="Hand tools", description="What is offered:\n• spades\n• forks up to £30"),
        Lot(title="Sheds <£20k & benches"),
        Lot(title="Greenhouses", description="Value band £3-10k"),
    )
    assert [problem.field for problem in problems(export, "line 2")] == ["how_to_buy", "lots 3 description"]


def an_export(*rows: dict[str, str], **row: str) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, EXPORT.read_text(encoding="utf-8").splitlines()[0].split(","))
    writer.writeheader()
    writer.writerows(rows or [row])
    return text.getvalue()


def test_a_lot_not_named_yet_is_no_lot(export: Reading) -> None:
    assert record(export, "RM9100").lots == ()


@pytest.mark.parametrize(
    "lots",
    ["__import__('os').getcwd()", "[1+1]", "{'title': 'x'}", "[" * 500, "['x'", "[{'title': lambda: 0}]", "'" * 99,
     "[" + "'a'," * 40_000 + "]", "-" * 5000 + "1"],
    ids=range(9),
)  # fmt: skip
def test_lots_that_are_no_plain_list_are_left_out_with_a_problem(lots: str, read: FileReader) -> None:
    row = read(an_export(rm_number="RM1", title="Kites", published_status="publish", lots=lots)).rows[0]
    assert row.record is not None and row.record.lots == ()
    assert [(p.field, p.done) for p in row.problems] == [("lots", "left out")]


def test_an_upcoming_summary_stands_in_for_a_missing_one(export: Reading) -> None:
    assert record(export, "RM9100").summary == "Benches for parks & squares."
    assert "upcoming_deal_summary" not in record(export, "RM9100").extra
    assert record(export, "RM9100").extra["expected_live_date"] == "2027-04-01"


def test_routes_are_only_those_stated(export: Reading) -> None:
    assert record(export, "RM9001").routes == (Route.DIRECT_AWARD, Route.COMPETITION)
    assert record(export, "RM9002").routes == (Route.COMPETITION,)
    assert record(export, "RM8500").routes == (Route.DIRECT_AWARD,)


def test_a_persons_address_does_not_come_in(export: Reading) -> None:
    how_to_buy = record(export, "RM9001").how_to_buy
    assert "barrow" not in how_to_buy.casefold() and "tools.support@example.org" in how_to_buy
    assert "barrow" not in repr(problems(export, "line 2")).casefold()


def test_what_cannot_be_read_is_a_problem_by_name_and_the_rest_is_kept(export: Reading) -> None:
    found = record(export, "RM9104")
    assert (found.start, found.stage, found.lots) == (None, None, ())
    assert found.end is not None and found.source_status == "Resting"
    assert [problem.field for problem in problems(export, "line 11")] == ["start_date", "status", "lots"]


def test_text_is_cleaned(export: Reading) -> None:
    found = record(export, "RM9001")
    assert found.description == "Buyers choose from a catalogue. Delivery is included."
    assert found.keywords == ("spade", "fork", "shed", "potting bench")


def test_a_repeated_reference_is_skipped_when_alike_and_kept_apart_when_not(read: FileReader) -> None:
    hedges = {"rm_number": "RM9002", "id": "901", "title": "Hedges", "published_status": "publish"}
    trees = hedges | {"id": "999", "title": "Trees"}
    rows = read(an_export(hedges, hedges, trees, trees | {"title": "Bushes"})).rows
    assert [row.outcome.value for row in rows] == ["record", "skipped", "record", "rejected"]
    assert [row.record.source_id for row in rows if row.record] == ["RM9002", "RM9002/999"]
    assert rows[1].reason == "repeats line 2 word for word"
    assert rows[2].problems[-1].reason == "is also the id of line 2, which says other things"
    assert rows[3].reason == "its id RM9002 is also the id of line 2, which says other things"
