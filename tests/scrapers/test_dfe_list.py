import json

import pytest

from scrapers.files import open_file
from scrapers.record import Kind, Record
from scrapers.source import Outcome, Problem, Reading, Row, Voice
from tests.scrapers.conftest import FIXTURES, FileReader


@pytest.fixture(scope="module")
def schools() -> Reading:
    return open_file(FIXTURES / "dfe_list" / "frameworks.json")


def row(schools: Reading, number: int) -> Row:
    return next(row for row in schools.rows if row.place == f"item {number}")


def record(schools: Reading, number: int) -> Record:
    found = row(schools, number).record
    assert found is not None
    return found


def problems(schools: Reading, number: int) -> list[tuple[str, str]]:
    return [(problem.field, problem.reason) for problem in row(schools, number).problems]


def test_it_is_a_directory_and_speaks_for_no_owner(schools: Reading) -> None:
    assert (schools.source.voice, schools.source.owner) == (Voice.DIRECTORY, "")


def test_a_left_over_owner_and_address_are_not_used(schools: Reading) -> None:
    bells = record(schools, 3)
    assert bells.owner == "Crown Commercial Service"
    assert problems(schools, 3) == [
        ("url", "is left over from the row above, which has another title"),
        ("frameworkLong", "is left over from the row above"),
    ]


def test_an_address_of_the_right_owner_may_still_be_left_over(schools: Reading) -> None:
    abacuses = record(schools, 4)
    assert (abacuses.owner, abacuses.url, abacuses.reference) == ("Eastern Shires Purchasing Organisation", "", "")


def test_a_framework_under_several_categories_is_one_record_with_its_best_address(schools: Reading) -> None:
    bells = record(schools, 3)
    assert bells.categories == ("sound", "mfd service")
    assert (bells.url, bells.reference) == ("https://www.crowncommercial.gov.uk/agreements/RM9103", "RM9103")
    assert row(schools, 5).outcome is Outcome.SKIPPED
    assert row(schools, 5).reason == "same framework as item 3; its category was added there"


def test_a_copied_row_adds_nothing_but_is_accounted_for(schools: Reading) -> None:
    assert record(schools, 2).categories == ("books",)
    assert row(schools, 12).reason == "same framework as item 2; its category was added there"


def test_a_part_of_a_framework_leads_to_it_and_has_no_reference_of_its_own(schools: Reading) -> None:
    frames = record(schools, 1)
    assert (frames.reference, frames.parent_reference, frames.parent_lot) == ("", "RM9157", "3")


@pytest.mark.parametrize(
    ("number", "reference", "title"),
    [(2, "176e_20", "Picture books"), (6, "501_22", "Firewood"), (7, "979", "Blackboard repair DPS"),
     (8, "", "Drinking fountains")],
)  # fmt: skip
def test_a_reference_comes_from_an_address_that_shows_one_or_from_the_title(
    schools: Reading, number: int, reference: str, title: str
) -> None:
    assert (record(schools, number).reference, record(schools, number).title) == (reference, title)


def test_a_kind_is_known_where_the_title_says_it(schools: Reading) -> None:
    assert record(schools, 7).kind is Kind.DPS
    assert record(schools, 2).kind is Kind.UNKNOWN


def test_a_left_over_address_stays_one_in_the_copies_of_its_row(read: FileReader) -> None:
    item = {"framework": "CCS", "frameworkLong": "Crown Commercial Service", "category": "sound",
            "url": "https://www.crowncommercial.gov.uk/agreements/RM9103"}  # fmt: skip
    titles = ("Bells", "Gongs", "Gongs")
    reading = read(json.dumps([item | {"id": n, "title": title} for n, title in enumerate(titles)]), "list.json")
    assert [(r.title, r.reference) for r in reading.records()] == [("Bells", "RM9103"), ("Gongs", "")]


def test_an_address_on_another_bodys_site_is_not_used(schools: Reading) -> None:
    assert record(schools, 9).url == ""
    assert problems(schools, 9) == [("url", "is not on a site of Crown Commercial Service")]


def test_the_code_decides_even_where_the_name_is_no_left_over(schools: Reading) -> None:
    assert record(schools, 10).owner == "West Mercia Energy"
    assert ("frameworkLong", "is not the body WME stands for") in problems(schools, 10)


def test_an_unknown_code_falls_back_on_the_name_and_is_reported(schools: Reading) -> None:
    assert record(schools, 11).owner == "Table Makers Guild"
    assert problems(schools, 11) == [("framework", "is no owner code the hub knows")]


def test_items_without_a_title_or_that_are_no_items_are_rejected(schools: Reading) -> None:
    assert [(row(schools, n).outcome, row(schools, n).reason) for n in (13, 14)] == [
        (Outcome.REJECTED, "its title is missing"),
        (Outcome.REJECTED, "item 14 is not an object of names and values"),
    ]


NAMELESS = "it has neither a title nor a reference"


def test_a_title_that_is_none_rejects_its_rows_and_no_others(read: FileReader) -> None:
    item = {"framework": "CCS", "frameworkLong": "Crown Commercial Service", "category": "sound", "url": ""}
    titles = ("N/A", "x" * 1001, "Bells", "n/a", ["Bells"])
    rows = read(json.dumps([item | {"id": n, "title": title} for n, title in enumerate(titles)]), "list.json").rows
    assert [row.reason for row in rows] == [
        NAMELESS, "title is longer than 1,000 characters", "", NAMELESS, NAMELESS,
    ]  # fmt: skip


def test_a_problem_names_item_field_value_reason_and_what_was_done(schools: Reading) -> None:
    assert row(schools, 3).problems[1] == Problem(
        place="item 3",
        field="frameworkLong",
        value="Eastern Shires Purchasing Organisation",
        reason="is left over from the row above",
        done="not used: the owner is Crown Commercial Service, as its code CCS says",
    )


def test_one_title_with_two_trusted_references_is_two_frameworks(read: FileReader) -> None:
    item = {"framework": "CCS", "frameworkLong": "Crown Commercial Service", "title": "Bells", "category": "sound"}
    page = "https://www.crowncommercial.gov.uk/agreements/"
    urls = (f"{page}RM9103", f"{page}RM9203", f"{page}RM9103", "")
    reading = read(json.dumps([item | {"id": n, "url": url} for n, url in enumerate(urls)]), "list.json")
    assert [(r.reference, r.source_id) for r in reading.records()] == [
        ("RM9103", "ccs-bells-rm9103"), ("RM9203", "ccs-bells-rm9203"), ("", "ccs-bells"),
    ]  # fmt: skip
    assert [row.outcome.value for row in reading.rows] == ["record", "record", "skipped", "record"]
