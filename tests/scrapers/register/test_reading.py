"""From a register's lines to call-offs: every line accounted for, every value in any of its forms."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from scrapers.call_off import CallOffRecord
from scrapers.files import IMPORTERS, open_file, read_content
from scrapers.record import Known, Money, Precision
from scrapers.source import Outcome, Reading
from tests.scrapers.conftest import TESTS, FileWriter
from tests.scrapers.register.conftest import FIXTURE, HEADER, NAME, OneRow, call_offs
from tests.scrapers.workbooks import DATE_STYLE, Book, Cell, SheetXml

Register = Callable[..., Reading]
Contract = Callable[..., CallOffRecord]
REAL = TESTS.parent.parent / "shared" / "data" / "registers" / "exeter_contracts_register_2026-04_rebuilt.csv"


class TestTheFixture:
    def test_it_is_known_by_its_content_and_only_to_its_own_importer(self) -> None:
        content = read_content(FIXTURE)
        assert [importer.FORMAT for importer in IMPORTERS if importer.recognises(content)] == [IMPORTERS[-1].FORMAT]

    def test_every_line_is_one_row_with_an_outcome_and_a_reason(self) -> None:
        rows = list(open_file(FIXTURE).rows)
        assert [(row.place, row.outcome, row.reason) for row in rows] == [
            ("line 6", Outcome.CALL_OFF, ""),
            ("line 8", Outcome.CALL_OFF, ""),
            ("line 9", Outcome.CALL_OFF, ""),
            ("line 10", Outcome.CALL_OFF, ""),
            ("line 11", Outcome.CALL_OFF, ""),
            ("line 12", Outcome.CALL_OFF, ""),
            ("line 13", Outcome.SKIPPED, "blank line"),
            ("line 14", Outcome.SKIPPED, "a totals row"),
        ]

    def test_a_contract_is_read_whole(self) -> None:
        found = call_offs(open_file(FIXTURE))[0]
        assert (found.source_id, found.reference, found.title) == ("0021", "0021", "Grass cutting")
        assert found.buyer.name == "Anytown Borough Council"
        assert [(each.name, each.identifiers[0].id) for each in found.suppliers] == [("Green Blades Ltd", "03554098")]
        assert found.value == Money(net_pence=88_000_000)
        assert found.start and found.end
        assert (found.start.value, found.end.value) == (date(2024, 4, 1), date(2027, 3, 31))
        assert found.cpv == ("77300000",)
        assert (found.procedure, found.framework.said) == ("Open Tender", Known.NO)
        assert found.extra == {
            "department": "Parks",
            "description": "Mowing of verges,\ntwice a month",
            "sme or vcse": "SME",
            "review date": "01/01/2027",
        }

    def test_nobody_is_named_in_it(self) -> None:
        assert not any("Sample" in each.model_dump_json() for each in call_offs(open_file(FIXTURE)))

    def test_what_cannot_be_read_is_kept_as_published(self) -> None:
        vans, boilers, support, legal, second = call_offs(open_file(FIXTURE))[1:]
        assert vans.extra["end as published"] == "Rolling"
        assert vans.extra["cpv as published"] == "34100000, 9065000"
        assert boilers.suppliers == ()
        assert boilers.extra["supplier as published"] == "[Redacted – Personal Data]"
        assert support.start and support.start.precision is Precision.MONTH
        assert support.end and support.end.value == date(2026, 8, 31)
        assert [each.name for each in support.suppliers] == ["First Step", "Second Step"]
        assert (legal.extra["start as published"], legal.extra["end as published"]) == ("00:00:00", "01/06/206")
        assert legal.framework.reference == "YPO 1140"
        assert second.extra["value as published"] == "£10,000 - £20,000"
        assert second.value is None

    def test_its_day_is_the_one_in_its_name(self) -> None:
        assert open_file(FIXTURE).as_of.value == date(2026, 4, 1)

    @pytest.mark.parametrize(
        "encode",
        [lambda t: t.encode("utf-8-sig"), lambda t: t.encode("utf-16"), lambda t: t.encode("cp1252"),
         lambda t: t.replace("£", "\ufffd").encode(), lambda t: t.replace("\n", "\r\n").encode()],
        ids=["utf-8 with mark", "utf-16", "Windows-1252", "a lost £", "Windows line ends"],
    )  # fmt: skip
    def test_any_encoding_gives_the_same_contracts(self, encode: Callable[[str], bytes], file: FileWriter) -> None:
        again = open_file(file(encode(FIXTURE.read_text("utf-8")), FIXTURE.name))
        assert [facts(each) for each in call_offs(again)] == [facts(each) for each in call_offs(open_file(FIXTURE))]


def facts(call_off: CallOffRecord) -> tuple[object, ...]:
    return (call_off.source_id, call_off.title, call_off.suppliers, call_off.value, call_off.start, call_off.framework)


class TestTheLines:
    def test_lines_of_the_exporting_program_do_no_harm(self, register: Register) -> None:
        reading = register(
            "CIAXLONE", "DefnSheetName=Contracts", f"LIST,{HEADER}", "*,1,Kerbs,Acme,01/04/2026,", "*,,,,,"
        )
        assert [(row.outcome, row.reason) for row in reading.rows] == [
            (Outcome.CALL_OFF, ""),
            (Outcome.SKIPPED, "a mark of the program it was exported from"),
        ]
        assert call_offs(reading)[0].extra == {}

    def test_numbers_in_front_of_names_and_empty_columns_behind_them_are_ignored(self, register: Register) -> None:
        header = ",".join(f"({number:02}) {name}" for number, name in enumerate(HEADER.split(","), 1))
        assert call_offs(register(f"{header},,", "1,Kerbs,Acme,01/04/2026,,,"))[0].title == "Kerbs"

    @pytest.mark.parametrize(
        ("line", "reason"),
        [("Total,,,,", "a totals row"), (",,Grand total:,,", "a totals row"), (HEADER, "repeats the header"),
         ("Housing,,,,", "a heading or a note: only one cell is filled"), (",,,,", "blank line")],
    )  # fmt: skip
    def test_lines_that_are_no_contracts_are_skipped_with_one_reason_each(
        self, line: str, reason: str, register: Register
    ) -> None:
        rows = list(register(HEADER, "1,Kerbs,Acme,01/04/2026,", line).rows)
        assert [(row.outcome, row.reason) for row in rows] == [(Outcome.CALL_OFF, ""), (Outcome.SKIPPED, reason)]

    def test_a_supplier_called_total_is_no_totals_row(self, register: Register) -> None:
        assert len(call_offs(register(HEADER, "1,Gas,Total Energies Ltd,,", "2,Total mobility,Total,01/04/2026,"))) == 2

    def test_a_contract_without_a_title_takes_it_from_its_description_or_is_rejected(self, register: Register) -> None:
        rows = list(register(f"{HEADER},Description", "1,,Acme,01/04/2026,,Kerb stones", "2,,Beta,01/04/2026,,").rows)
        assert rows[0].call_off and rows[0].call_off.title == "Kerb stones"
        assert (rows[1].outcome, rows[1].reason) == (Outcome.REJECTED, "its title is missing")

    @pytest.mark.parametrize("delimiter", [";", "\t"])
    def test_a_title_above_does_not_hide_what_parts_the_cells(self, delimiter: str, register: Register) -> None:
        lines = (HEADER, "1,Kerbs,Acme,01/04/2026,")
        parted = (line.replace(",", delimiter) for line in lines)
        assert len(call_offs(register("Contracts, all of them", "", *parted))) == 1

    def test_two_columns_of_one_name_are_both_kept(self, register: Register) -> None:
        found = call_offs(register(f"{HEADER},Notes,Notes", "1,Kerbs,Acme,,,a,b"))[0]
        assert found.extra == {"Notes": "a", "Notes (column 7)": "b"}


class TestTheId:
    def test_it_is_the_bodys_own_reference_as_written(self, register: Register) -> None:
        assert [each.source_id for each in call_offs(register(HEADER, "0021,Kerbs,A,,", "C/21,Flags,B,,"))] == [
            "0021",
            "C/21",
        ]

    def test_without_one_or_with_one_that_is_shared_it_is_made_of_title_supplier_and_start(
        self, register: Register
    ) -> None:
        lines = ["9,Kerbs,Acme,01/04/2026,", "9,Kerbs,Beta,01/04/2026,", ",Kerbs,Acme,01/04/2025,"]
        first = [each.source_id for each in call_offs(register(HEADER, *lines))]
        again = [each.source_id for each in call_offs(register(HEADER, "5,New,Gamma,,", *reversed(lines)))]
        assert len(set(first)) == 3
        assert set(first) < set(again)

    def test_a_later_end_does_not_change_it(self, register: Register) -> None:
        first = call_offs(register(HEADER, ",Kerbs,Acme,01/04/2026,31/03/2027"))[0]
        later = call_offs(register(HEADER, ",Kerbs,Acme,01/04/2026,31/03/2029"))[0]
        assert first.source_id == later.source_id

    def test_a_line_repeated_word_for_word_is_skipped_and_one_with_other_facts_kept(self, register: Register) -> None:
        lines = ["1,Kerbs,Acme,01/04/2026,", "1,Kerbs,Acme,01/04/2026,", ",Flags,Acme,,2026", ",Flags,Acme,,2027"]
        rows = list(register(HEADER, *lines).rows)
        assert [row.reason for row in rows] == ["", "repeats an earlier row word for word", "", ""]
        assert len({row.call_off.source_id for row in rows if row.call_off}) == 3
        assert rows[0].call_off and rows[0].call_off.source_id == "1"


class TestDates:
    def test_a_column_that_can_only_put_the_month_first_is_read_so(self, register: Register) -> None:
        rows = list(register(HEADER, "1,A,X,04/25/2026,", "2,B,X,04/30/2026,", "3,C,X,05/06/2026,").rows)
        starts = [row.call_off.start.value for row in rows if row.call_off and row.call_off.start]
        assert starts == [date(2026, 4, 25), date(2026, 4, 30), date(2026, 5, 6)]
        assert "month first" in rows[0].problems[-1].reason

    def test_one_odd_date_never_turns_a_column_round(self, register: Register) -> None:
        rows = list(register(HEADER, "1,A,X,04/25/2026,", "2,B,X,05/06/2026,").rows)
        assert [row.call_off.start for row in rows if row.call_off][0] is None
        second = rows[1].call_off
        assert second and second.start and second.start.value == date(2026, 6, 5)
        assert "look swapped" in rows[0].problems[-1].reason

    def test_an_extension_period_may_be_a_date(self, contract: Contract) -> None:
        found = contract(Extension_Period="31/03/2029")
        assert found.max_end and found.max_end.value == date(2029, 3, 31)
        assert contract(Extension_Period="2 x 12 months").extension == "2 x 12 months"
        assert contract(Extension_Period="N/A").extension == ""

    def test_a_period_in_a_column_of_its_own_gives_start_and_end(self, contract: Contract) -> None:
        found = contract(Start_Date="", Contract_period="16 July 2024 to 15 July 2027")
        assert found.start and found.end
        assert (found.start.value, found.end.value) == (date(2024, 7, 16), date(2027, 7, 15))
        found = contract(Contract_period="3 years")
        assert found.end and found.end.value == date(2029, 3, 31)

    def test_the_date_signed_is_not_the_end(self, contract: Contract) -> None:
        found = contract(Contract_completion_date="01/03/2026")
        assert (found.end, found.extra["date signed"]) == (None, "01/03/2026")

    def test_the_day_in_a_heading_is_the_registers(self, register: Register) -> None:
        reading = register("Anytown Council contracts as at 1 April 2026", HEADER, "1,Kerbs,Acme,,2027")
        assert (reading.as_of.value, reading.as_of_reason) == (date(2026, 4, 1), "its heading says 1 April 2026")
        two = register("Contracts April 2025 to March 2026, Anytown Council", HEADER, "1,Kerbs,Acme,,2027")
        assert "heading" not in two.as_of_reason


class TestValues:
    @pytest.mark.parametrize(
        ("written", "pence"),
        [("£880,000.00", 88_000_000), (" \ufffd880,000.00 ", 88_000_000), ("1.2m", 120_000_000), ("-", None),
         ("£-", None), ("rolling", None), ("TBC", None), ("0", 0)],
    )  # fmt: skip
    def test_a_value_is_net_where_nothing_else_is_said(
        self, written: str, pence: int | None, contract: Contract
    ) -> None:
        assert contract(Contract_value=written).value == (None if pence is None else Money(net_pence=pence))

    def test_a_value_with_vat_is_gross_and_one_in_thousands_is_multiplied(self, contract: Contract) -> None:
        assert contract(**{"Contract_Value_(including_VAT)": "1,200"}).value == Money(gross_pence=120_000)
        assert contract(**{"Contract_Value_(£000)": "12.5"}).value == Money(net_pence=1_250_000)

    def test_an_annual_value_is_not_the_value(self, contract: Contract) -> None:
        found = contract(Annual_value="£9,000")
        assert (found.value, found.extra["annual value"]) == (None, "£9,000")

    def test_a_negative_value_is_not_used_but_kept(self, row: OneRow) -> None:
        found = row(Contract_value="(1,234.56)")
        assert found.call_off is not None
        assert found.call_off.value is None
        assert found.call_off.extra["value as published"] == "(1,234.56)"
        assert found.problems[-1].reason == "is negative"


class TestSuppliers:
    @pytest.mark.parametrize(
        "written", ["REDACTED PERSONAL DATA", "Various", "See list", "[Redacted]", "Not awarded", "Multiple suppliers"]
    )
    def test_what_stands_for_a_supplier_is_none(self, written: str, contract: Contract) -> None:
        found = contract(Supplier=written)
        assert (found.suppliers, found.extra["supplier as published"]) == ((), written)

    def test_a_number_that_is_none_is_kept_beside(self, row: OneRow) -> None:
        found = row(Company_Reg_No="19059R/28232R")
        assert found.call_off is not None
        assert found.call_off.suppliers[0].identifiers == ()
        assert found.call_off.extra["company number as published"] == "19059R/28232R"
        assert found.problems

    def test_charities_have_their_own_registers(self, contract: Contract) -> None:
        found = contract(Charity_Number="1121596").suppliers[0].identifiers
        assert [(each.scheme, each.id) for each in found] == [("GB-CHC", "1121596")]
        found = contract(Charity_Number="SC012345").suppliers[0].identifiers
        assert [(each.scheme, each.id) for each in found] == [("GB-SC", "SC012345")]

    def test_a_number_beside_several_suppliers_is_nobodys(self, contract: Contract) -> None:
        found = contract(Supplier="Acme Ltd; Beta Ltd", Company_Reg_No="1234567")
        assert [(each.name, each.identifiers) for each in found.suppliers] == [("Acme Ltd", ()), ("Beta Ltd", ())]
        assert found.extra["company number as published"] == "1234567"


class TestTheRest:
    def test_the_contracts_own_notice_is_kept(self, contract: Contract) -> None:
        found = contract(Award_notice="https://www.find-tender.service.gov.uk/Notice/012345-2026")
        assert found.notice and found.notice.identifier == "012345-2026"

    def test_a_column_for_frameworks_alone_says_yes_by_being_filled(self, contract: Contract) -> None:
        assert contract(Framework_used="Highways lot 2").framework.said is Known.YES
        assert contract(OJEU_reference="Highways lot 2").framework.said is Known.UNKNOWN

    def test_a_contract_that_is_itself_a_framework_is_not_said_to_be_under_one(self, contract: Contract) -> None:
        assert contract(Contract_type="Framework agreement").framework.said is Known.UNKNOWN
        assert contract(Contract_type="Call-off from framework").framework.said is Known.YES

    def test_unknown_columns_are_kept_in_their_own_words(self, contract: Contract) -> None:
        assert contract(Colour="red, mostly").extra == {"Colour": "red, mostly"}

    def test_people_in_prose_are_left_out(self, contract: Contract) -> None:
        found = contract(Description="Ask pat.sample@anytown.example", Notes="Ask pat.sample@anytown.example")
        assert "pat.sample" not in found.model_dump_json()


def test_a_workbook_says_the_same_as_a_csv(file: FileWriter, register: Register) -> None:
    day = Cell("<v>46113</v>", style=DATE_STYLE)
    serial = Cell("<v>46477</v>")
    merged = [("Contracts register",), (), HEADER.split(","), (21, "Kerbs", "Acme Ltd", day, serial)]
    book = Book([SheetXml("Old", [("x",)], hidden="hidden"), SheetXml("Register", merged, merged=["A1:E1"])])
    from_book = call_offs(open_file(file(book.packed(), "Anytown Council contracts.xlsx")))
    from_csv = call_offs(register(HEADER, "21,Kerbs,Acme Ltd,01/04/2026,31/03/2027"))
    assert [facts_by_day(each) for each in from_book] == [facts_by_day(each) for each in from_csv]


def facts_by_day(call_off: CallOffRecord) -> tuple[object, ...]:
    days = tuple(day.value if day else None for day in (call_off.start, call_off.end))
    return (call_off.source_id, call_off.reference, call_off.title, call_off.suppliers, days)


def test_of_a_real_register_every_row_is_accounted_for() -> None:
    if not Path(REAL).exists():
        pytest.skip("the published files are not beside this checkout")
    reading = open_file(REAL)
    found = call_offs(reading)
    assert Counter(row.outcome for row in reading.rows) == {Outcome.CALL_OFF: 224}
    assert len({each.source_id for each in found}) == 224
    assert Counter(each.framework.said for each in found) == {Known.YES: 44, Known.NO: 11, Known.UNKNOWN: 169}
    assert sum(bool(each.framework.notice) for each in found) == 22
    assert sum(each.value is not None for each in found) == 220
    assert reading.source.name == "register_exeter"
    assert NAME not in reading.source.title
