"""The hub's own CSV, as officers fill it in."""

import csv
import io
from datetime import date

import pytest

from scrapers import framework_csv
from scrapers.files import open_file
from scrapers.framework_csv.columns import COLUMNS
from scrapers.record import (
    Basis,
    Day,
    Identifier,
    Kind,
    Known,
    Link,
    Lot,
    NoticeReference,
    Payer,
    Precision,
    Record,
    Regulation,
    Route,
    Stage,
    SupplierPlace,
)
from scrapers.source import Outcome, Problem, Source, UnreadableFile, Voice
from tests.scrapers.conftest import FIXTURES, FileReader, FileWriter

LIST = FIXTURES / "framework_csv" / "officers_list.csv"
SOURCE = Source(
    name="our_list", title='A list, "ours"', publisher="Anytown", url="https://www.example.org", licence="OGL",
    voice=Voice.OWNER, owner="Anytown Consortium",
)  # fmt: skip


def one(read: FileReader, **cells: str) -> tuple[Record, list[tuple[str, str]]]:
    """The record and problems of a file with one row; owner and title are filled in."""
    filled = {"owner": "Anytown", "title": "Kerb stones"} | {
        name.replace("_", " "): value for name, value in cells.items()
    }
    text = io.StringIO()
    table = csv.DictWriter(text, filled)
    table.writeheader()
    table.writerow(filled)
    row = read(text.getvalue()).rows[0]
    assert row.record is not None, row.reason
    return row.record, [(problem.field, problem.reason) for problem in row.problems]


class TestAnOfficersList:
    def test_the_lines_at_the_top_say_where_it_comes_from(self) -> None:
        reading = open_file(LIST)
        assert reading.source == Source(
            name="anytown_list", title="Frameworks Anytown uses", publisher="Anytown Borough Council",
            url="https://www.example.org/frameworks", licence="Open Government Licence v3.0", voice=Voice.OFFICER,
        )  # fmt: skip
        assert reading.as_of.value == date(2026, 2, 26)

    def test_headers_may_be_written_in_any_case_with_any_punctuation(self) -> None:
        record = next(iter(open_file(LIST).records()))
        assert (record.owner, record.reference, record.title) == ("Anytown Consortium", "AC/12", "Street trees")
        assert (record.kind, record.regulation, record.stage) == (Kind.FRAMEWORK, Regulation.PCR_2015, Stage.LIVE)
        assert [day and day.value for day in (record.start, record.end, record.max_end)] == [
            date(2024, 4, 1), date(2027, 3, 31), date(2028, 3, 31),
        ]  # fmt: skip
        assert (record.categories, record.cpv) == (("Trees", "Streets"), ("77211500",))
        assert record.routes == (Route.DIRECT_AWARD, Route.COMPETITION)
        assert record.fee is not None
        assert (record.fee.basis_points, record.fee.payer, record.fee.known) == (50, Payer.SUPPLIER, Known.YES)
        assert [(lot.number, lot.title, [place.name for place in lot.suppliers]) for lot in record.lots] == [
            ("1", "Oaks", ["Acorn Ltd", "Bark LLP"]), ("2", "Planes", ["Acorn Ltd"]),
        ]  # fmt: skip
        assert record.documents == (Link(title="Guide", url="https://www.example.org/guide"),)
        assert record.notices == (NoticeReference(identifier="012345-2026"),)

    def test_an_unknown_column_is_kept_beside_the_record_and_named_once(self) -> None:
        rows = open_file(LIST).rows
        assert rows[0].record is not None and rows[0].record.extra == {"colour": "green"}
        unknown = [p for row in rows for p in row.problems if p.reason == "is not a column the hub knows"]
        assert [(p.place, p.field) for p in unknown] == [("line 9", "colour")]

    def test_a_term_in_words_is_worked_out_and_reported(self) -> None:
        row = open_file(LIST).rows[1]
        assert row.record is not None
        assert row.record.start == Day(value=date(2026, 3, 1), precision=Precision.MONTH, raw="March 2026")
        assert row.record.end is not None and row.record.end.basis is Basis.DURATION
        assert (row.record.end.value, row.record.end.precision) == (date(2029, 2, 28), Precision.MONTH)
        assert [problem.field for problem in row.problems] == ["end"]

    def test_a_row_without_reference_or_id_has_an_id_made_of_owner_and_title(self) -> None:
        records = list(open_file(LIST).records())
        assert [record.source_id for record in records] == [
            "anytown-consortium/ac-12", "anytown-consortium/ac-13", "anytown-consortium/road-signs-large-and-small",
        ]  # fmt: skip
        assert records[2].owner == "Anytown Consortium"


class TestTheTop:
    def test_a_file_without_it_speaks_as_an_officer(self, read: FileReader) -> None:
        source = read("owner,title\nAnytown,Kerbs\n").source
        assert (source.name, source.voice, source.licence) == ("framework_csv", Voice.OFFICER, "not stated")

    def test_one_owner_for_all_rows_may_stand_there(self, read: FileReader) -> None:
        reading = read("# voice: owner\n# owner: Anytown\ntitle\nKerbs\n")
        assert [record.owner for record in reading.records()] == ["Anytown"]
        assert reading.source.voice is Voice.OWNER

    def test_a_voice_that_is_none_is_refused_with_those_there_are(self, file: FileWriter) -> None:
        with pytest.raises(UnreadableFile, match="find a tender, notice, officer, directory"):
            open_file(file("# voice: oracle\nowner,title\nAnytown,Kerbs\n"))

    def test_an_owners_voice_needs_its_name(self, file: FileWriter) -> None:
        with pytest.raises(UnreadableFile, match="# owner: …"):
            open_file(file("# voice: owner\nowner,title\nAnytown,Kerbs\n"))

    def test_a_misspelt_line_is_pointed_out(self, read: FileReader) -> None:
        problem = read("# licnece: OGL\nowner,title\nAnytown,Kerbs\n").rows[0].problems[0]
        assert (problem.place, problem.reason) == ("line 1", "“# licnece:” is not known; did you mean “# licence:”?")


class TestCells:
    def test_a_misspelt_column_is_kept_and_the_right_one_suggested(self, read: FileReader) -> None:
        record, problems = one(read, referense="A1")
        assert record.extra == {"referense": "A1"}
        assert problems == [("referense", "is not a column the hub knows; did you mean “reference”?")]

    def test_a_column_may_be_declared_as_extra(self, read: FileReader) -> None:
        record, problems = one(read, **{"extra: Lead officer's team": "Roads"})
        assert (record.extra, problems) == ({"Lead officer's team": "Roads"}, [])

    def test_the_same_column_twice_is_refused(self, file: FileWriter) -> None:
        with pytest.raises(UnreadableFile, match="line 1: 'fee percent' stands twice"):
            open_file(file("owner,title,fee percent,Fee_Percent\nAnytown,Kerbs,1,2\n"))

    def test_no_fee_and_an_unpublished_fee_are_not_the_same(self, read: FileReader) -> None:
        none, _ = one(read, fee_percent="0")
        assert none.fee is not None and (none.fee.basis_points, none.fee.known) == (0, Known.NO)
        assert one(read, fee_percent="")[0].fee is None

    def test_a_fee_that_is_no_single_rate_is_kept_in_words(self, read: FileReader) -> None:
        record, problems = one(read, fee_percent="1% to 2%")
        assert record.fee is not None and (record.fee.basis_points, record.fee.text) == (None, "1% to 2%")
        assert [field for field, _ in problems] == ["fee percent"]

    def test_a_cpv_code_that_is_none_is_kept_beside_the_record(self, read: FileReader) -> None:
        record, problems = one(read, cpv="9065000; 15000000-8")
        assert (record.cpv, record.extra) == (("15000000",), {"cpv as published": "9065000; 15000000-8"})
        assert [field for field, _ in problems] == ["cpv"]

    def test_a_formula_guard_is_taken_away(self, read: FileReader) -> None:
        assert one(read, summary="'=SUM(A1)")[0].summary == "=SUM(A1)"
        assert one(read, summary="'twas")[0].summary == "'twas"

    def test_lots_need_no_numbers_and_titles_may_hold_colons(self, read: FileReader) -> None:
        record, _ = one(read, lots="Lot 1a: Oaks | Planes: old and young | #4 | 3.2: Elms")
        assert [(lot.number, lot.title) for lot in record.lots] == [
            ("1a", "Oaks"), ("", "Planes: old and young"), ("", "#4"), ("3.2", "Elms"),
        ]  # fmt: skip

    def test_suppliers_without_a_lot_stand_on_a_lot_of_their_own(self, read: FileReader) -> None:
        record, problems = one(read, suppliers="Acorn Ltd; Bark LLP")
        places = (SupplierPlace(name="Acorn Ltd"), SupplierPlace(name="Bark LLP"))
        assert (record.lots, problems) == ((Lot(suppliers=places),), [])

    def test_suppliers_on_a_lot_that_is_not_listed_add_it_with_a_problem(self, read: FileReader) -> None:
        record, problems = one(read, lots="1: Oaks", suppliers="7: Acorn Ltd")
        assert [lot.number for lot in record.lots] == ["1", "7"]
        assert problems == [("suppliers", "is not among the lots")]

    def test_a_fact_that_does_not_say_which_lot_it_is_of_goes_to_the_only_one_or_nowhere(
        self, read: FileReader
    ) -> None:
        record, problems = one(read, lots="1: Oaks", lot_starts="2024-01-01")
        assert record.lots[0].start == Day(value=date(2024, 1, 1)) and not problems
        record, problems = one(read, lots="1: Oaks | 2: Elms", lot_starts="2024-01-01")
        assert [lot.start for lot in record.lots] == [None, None]
        assert problems == [("lot starts", "does not say which lot it is of")]

    def test_no_supplier_is_made_of_a_word_for_none(self, read: FileReader) -> None:
        assert one(read, suppliers="TBC")[0].lots == ()

    def test_a_suppliers_numbers_and_standing_are_read_and_other_brackets_are_its_name(self, read: FileReader) -> None:
        cell = (
            "Acorn (UK) [GB-COH 01234567, GB-PPON PABC-1234-DEFG] (suspended, from 2024-01-01, sme); Bark (from Kent)"
        )
        acorn, bark = one(read, suppliers=cell)[0].lots[0].suppliers
        assert acorn == SupplierPlace(
            name="Acorn (UK)",
            identifiers=(Identifier(scheme="GB-COH", id="01234567"), Identifier(scheme="GB-PPON", id="PABC-1234-DEFG")),
            status="suspended",
            start=Day(value=date(2024, 1, 1)),
            sme=True,
        )
        assert bark == SupplierPlace(name="Bark (from Kent)")

    def test_a_notice_is_known_by_number_ocid_or_address(self, read: FileReader) -> None:
        page = "https://www.find-tender.service.gov.uk/Notice/012345-2026"
        cell = f"012345-2026; type: UK6; published: 20 March 2026 | ocds-h6vhtk-0a1b2c | {page}"
        number, ocid, address = one(read, notices=cell)[0].notices
        assert number == NoticeReference(identifier="012345-2026", type="UK6", published=date(2026, 3, 20))
        assert ocid == NoticeReference(identifier="ocds-h6vhtk-0a1b2c", ocid="ocds-h6vhtk-0a1b2c")
        assert address == NoticeReference(identifier="012345-2026", url=page)

    def test_an_address_that_must_not_be_linked_is_left_out(self, read: FileReader) -> None:
        record, problems = one(read, web_page="javascript:alert(1)", documents="Guide <javascript:alert(1)>")
        assert (record.url, record.documents) == ("", (Link(title="Guide", url=""),))
        assert sorted(field for field, _ in problems) == ["documents", "web page"]

    @pytest.mark.parametrize(
        ("column", "value"),
        [("kind", "open"), ("regulation", "the old one"), ("status", "resting"), ("routes", "post"), ("start", "soon"),
         ("fee paid by", "nobody"), ("maximum value (net)", "plenty"), ("published", "May 2025"),
         ("stock only", "perhaps"), ("lot statuses", "1: resting"), ("lot starts", "1: soon")],
    )  # fmt: skip
    def test_a_value_the_hub_cannot_read_is_a_problem_by_its_column(
        self, column: str, value: str, read: FileReader
    ) -> None:
        _, problems = one(read, lots="1: Oaks", **{column: value})
        assert [field for field, _ in problems] == [column]


class TestTheTemplate:
    def test_its_examples_are_skipped_and_everything_else_is_understood(self, read: FileReader) -> None:
        rows = read("\ufeff" + framework_csv.template()).rows
        assert {(row.outcome, row.reason) for row in rows} == {(Outcome.SKIPPED, "an example row of the template")}
        assert len(rows) == 2 and not [row for row in rows if row.problems]

    def test_its_examples_are_right(self, read: FileReader) -> None:
        reading = read(framework_csv.template().replace("\nEXAMPLE ", "\n"))
        assert [record.title for record in reading.records()] == ["Grounds maintenance", "Winter salt"]
        assert [problem.field for row in reading.rows for problem in row.problems] == ["end"]

    def test_it_explains_every_column(self) -> None:
        text = framework_csv.template()
        assert [column.name for column in COLUMNS if f"## {column.name} – " not in text] == []

    def test_a_spreadsheet_program_may_save_it_in_its_own_way(self, read: FileReader) -> None:
        """Programs pad every line to the same width and quote what holds a comma."""
        lines = list(csv.reader(io.StringIO(framework_csv.template())))
        width = max(map(len, lines))
        text = io.StringIO()
        csv.writer(text).writerows(line + [""] * (width - len(line)) for line in lines)
        saved = text.getvalue().replace("# as of:", "# as of: 26/02/2026").replace("\r\nEXAMPLE ", "\r\n")
        reading = read(saved.encode("cp1252"))
        assert reading.as_of.value == date(2026, 2, 26)
        assert [record.title for record in reading.records()] == ["Grounds maintenance", "Winter salt"]


def test_the_facts_of_the_source_come_back_whatever_they_hold(read: FileReader) -> None:
    day = Day(value=date(2026, 2, 1), precision=Precision.MONTH, basis=Basis.ESTIMATED)
    record = Record(source_id="1", title="Kerbs", owner="Anytown")
    reading = read(framework_csv.write([record], SOURCE, day))
    assert (reading.source, reading.as_of, list(reading.records())) == (SOURCE, day, [record])


def test_a_written_file_holds_no_formula() -> None:
    record = Record(source_id="@id", title="=cmd|x", owner="#1 Consortium", summary="+1", extra={"x": "-1"})
    text = framework_csv.write([record], SOURCE)
    line = list(csv.reader(io.StringIO(text)))[-1]
    assert not [cell for cell in line if cell.startswith(("=", "+", "-", "@", "#", "\t", "\r"))]


def test_a_problem_says_the_line_the_column_the_value_the_reason_and_what_was_done(read: FileReader) -> None:
    problem = read("owner,title,end\nAnytown,Kerbs,31/02/2024\n").rows[0].problems[0]
    assert problem == Problem(
        place="line 2",
        field="end",
        value="31/02/2024",
        reason="is not a date: February 2024 has 29 days",
        done="not used",
    )
