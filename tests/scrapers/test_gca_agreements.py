from datetime import date

import pytest

from scrapers.files import open_file
from scrapers.record import Kind, Lot, Record, Stage
from scrapers.source import Problem, Reading
from tests.scrapers.conftest import FIXTURES


@pytest.fixture(scope="module")
def service() -> Reading:
    return open_file(FIXTURES / "gca_agreements" / "agreements.jsonl")


def record(service: Reading, reference: str) -> Record:
    return next(record for record in service.records() if record.reference == reference)


def problems(service: Reading, place: str) -> list[Problem]:
    return [problem for row in service.rows if row.place == place for problem in row.problems]


def test_its_agreements_were_in_force_when_it_was_read(service: Reading) -> None:
    assert {record.stage for record in service.records()} == {Stage.LIVE}
    assert service.as_of.value == date(2021, 10, 6)


def test_the_owners_code_becomes_its_name(service: Reading) -> None:
    assert record(service, "RM7001").owner == service.source.owner == "Crown Commercial Service"
    assert record(service, "RM7004").owner == "Rope Board"


def test_a_title_does_not_repeat_its_reference(service: Reading) -> None:
    assert record(service, "RM7001").title == "Kite Repair"


def test_the_address_is_kept_as_published(service: Reading) -> None:
    assert record(service, "RM7001").url == "https://www.crowncommercial.gov.uk/agreements/rm7001"


def test_a_kind_is_known_only_where_the_title_says_it(service: Reading) -> None:
    assert record(service, "RM7004").kind is Kind.DPS
    assert record(service, "RM7001").kind is Kind.UNKNOWN


def test_the_paragraph_all_descriptions_share_is_left_out(service: Reading) -> None:
    assert record(service, "RM7005").description == "Supplies of the kind numbered 5."


def test_lots_are_read_and_one_listed_twice_is_one(service: Reading) -> None:
    paper, box, string = record(service, "RM7001").lots
    assert (paper.number, paper.title, paper.description) == ("1", "Paper kites", "Kites:\n• small\n• large ones")
    assert (box.number, box.title, box.description) == ("2A", "Box kites servs–North", "Value band £0-3k")
    assert string == Lot(number="7", title="String", start=string.start, end=string.end)
    assert string.start is not None and string.start.value == date(2019, 4, 1)
    assert record(service, "RM7001").extra["lot types"] == "Services"


def test_repaired_letters_and_repeated_lots_are_reported_by_name(service: Reading) -> None:
    found = [(problem.field, problem.reason) for problem in problems(service, "line 1")]
    assert found == [
        ("lots 2 lot_name", "holds wrongly decoded characters"),
        ("lots 2 lot_description", "holds wrongly decoded characters"),
        ("lots 4", "is listed twice with the same facts"),
    ]


def test_an_impossible_start_is_unknown_and_reported_with_what_it_looks_like(service: Reading) -> None:
    assert record(service, "RM7002").start is None and record(service, "RM7002").end is not None
    problem = problems(service, "line 2")[0]
    assert (problem.field, problem.value, problem.done) == ("start_date", "20219-03-20", "not used")
    assert "looks like 2019-03-20" in problem.reason


def test_a_name_of_exactly_eighty_characters_looks_cut(service: Reading) -> None:
    assert [problem.reason for problem in problems(service, "line 3")] == ["looks cut at 80 characters"]
    assert record(service, "RM7003").title.endswith("Nee")
