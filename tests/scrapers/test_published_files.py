"""The files as public bodies really published them, read where they lie beside the project."""

import csv
import io
from collections import Counter
from datetime import date

import pytest

from scrapers import framework_csv
from scrapers.files import open_file
from scrapers.parse.privacy import without_persons
from scrapers.record import Basis, Kind, Precision, Stage
from scrapers.source import Outcome, Reading, UnreadableFile
from tests.scrapers.conftest import FileReader, real

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def website() -> Reading:
    return open_file(real("ccs_website_agreement_data2.csv"))


@pytest.fixture(scope="module")
def service() -> Reading:
    return open_file(real("ccs_scale_agreements_2022.jsonl"))


@pytest.fixture(scope="module")
def schools() -> Reading:
    return open_file(real("dfe_schools_frameworks_2023.json"))


def reasons(reading: Reading) -> Counter[str]:
    return Counter(problem.reason for row in reading.rows for problem in row.problems)


def test_all_gca_agreements_are_records_and_237_are_distinct(website: Reading, service: Reading) -> None:
    assert (len(list(website.records())), len(list(service.records()))) == (200, 115)
    keys = {(record.owner, record.reference.casefold()) for r in (website, service) for record in r.records()}
    assert len(keys) == 237


def test_the_website_lists_what_it_lists(website: Reading) -> None:
    stages = Counter(record.stage for record in website.records())
    assert stages == {Stage.ENDED: 98, Stage.LIVE: 80, Stage.TENDERING: 9, Stage.PLANNED: 11, Stage.AWARDED: 2}
    kinds = Counter(record.kind for record in website.records())
    assert kinds == {Kind.FRAMEWORK: 160, Kind.DPS: 26, Kind.OPEN_FRAMEWORK: 6, Kind.UNKNOWN: 8}
    assert sum(len(record.lots) for record in website.records()) == 363  # 375, of which 12 are only "tbc"
    assert [(r.parent_reference, r.parent_lot) for r in website.records() if r.parent_reference] == [
        ("RM1557.13", "4"), ("RM1557.14", "4"),
    ]  # fmt: skip


def test_the_website_states_routes_where_it_says_so_in_words(website: Reading) -> None:
    stated = Counter(tuple(sorted(record.routes)) for record in website.records())
    assert stated == {("competition", "direct_award"): 96, (): 50, ("competition",): 44, ("direct_award",): 10}


def test_the_websites_faults_are_named(website: Reading) -> None:
    assert reasons(website) == {"holds wrongly decoded characters": 13, "names a person to turn to": 4}
    prose = " ".join(record.how_to_buy for record in website.records())
    assert not without_persons(prose)[1] and "info@crowncommercial.gov.uk" in prose


def test_the_services_faults_are_named(service: Reading) -> None:
    found = Counter((p.field.split()[-1], p.reason) for row in service.rows for p in row.problems)
    assert found["lot_description", "holds wrongly decoded characters"] == 27
    assert found["lot_name", "holds wrongly decoded characters"] == 10
    assert found["lot_name", "looks cut at 80 characters"] == 9
    assert found["commercial_agreement_name", "looks cut at 80 characters"] == 1
    impossible = [p for row in service.rows for p in row.problems if p.value == "20219-03-20"]
    assert sorted(p.field for p in impossible) == ["lots 1 start_date", "start_date"]
    assert next(r for r in service.records() if r.reference == "RM6162").start is None


def test_a_lot_the_service_lists_twice_is_one(service: Reading) -> None:
    vehicles = next(record for record in service.records() if record.reference == "RM6013")
    assert [lot.number for lot in vehicles.lots].count("7") == 1
    assert sum(len(record.lots) for record in service.records()) == 462  # 464, two of them repeats


def test_the_schools_list_gives_59_frameworks_no_wrong_owner_and_18_left_over_names(schools: Reading) -> None:
    assert Counter(row.outcome for row in schools.rows) == {Outcome.RECORD: 59, Outcome.SKIPPED: 31}
    left_over = [p for row in schools.rows for p in row.problems if p.field == "frameworkLong"]
    assert len(left_over) == 18
    owners = {(record.extra["owner code"], record.owner) for record in schools.records()}
    assert len(owners) == len({code for code, _ in owners}) == 13


def test_the_schools_list_gives_references_only_from_trusted_addresses(schools: Reading) -> None:
    references = {record.title: record.reference for record in schools.records() if record.reference}
    assert references["Education technology"] == "RM6103"
    assert references["Supply of energy and ancillary services"] == "RM6011"
    assert references["Books for schools"] == "376e_20"
    assert references["Building in use - support services"] == "879"
    assert len(references) == 20


def test_each_file_knows_how_old_it_is(website: Reading, service: Reading, schools: Reading) -> None:
    assert (website.as_of.value, website.as_of.basis) == (date(2025, 11, 30), Basis.ESTIMATED)
    assert (service.as_of.value, service.as_of.basis) == (date(2021, 10, 6), Basis.ESTIMATED)
    assert (schools.as_of.value, schools.as_of.precision) == (date(2023, 1, 1), Precision.YEAR)


def test_every_published_record_survives_the_framework_csv(
    website: Reading, service: Reading, schools: Reading, read: FileReader
) -> None:
    for reading in (website, service, schools):
        written = framework_csv.write(reading.records(), reading.source, reading.as_of)
        again = read(written)
        assert list(again.records()) == list(reading.records())
        assert (again.source, again.as_of) == (reading.source, reading.as_of)
        assert not [row for row in again.rows if row.problems]


@pytest.mark.parametrize("name", ["frameworks_combined.csv"])
def test_a_file_of_another_kind_is_refused_and_not_guessed_at(name: str) -> None:
    with pytest.raises(UnreadableFile, match="in no format the hub knows"):
        open_file(real(name))


def test_lists_of_other_owners_can_be_brought_into_the_hubs_form(read: FileReader) -> None:
    """543 rows of eleven owners under our headers: every date variant they use becomes a date or a named problem."""
    ours = {
        "provider": "owner", "reference": "reference", "title": "title", "type": "kind", "start_date": "start",
        "end_date": "end", "max_extension": "latest end if extended", "category": "categories",
        "regulation": "regulation", "url": "web page",
    }  # fmt: skip
    with real("non_ccs_frameworks.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = [{ours[name]: value for name, value in line.items() if name in ours} for line in csv.DictReader(file)]
    text = io.StringIO()
    table = csv.DictWriter(text, list(ours.values()))
    table.writeheader()
    table.writerows(lines)
    reading = read(text.getvalue())
    assert Counter(row.outcome for row in reading.rows) == {Outcome.RECORD: 540, Outcome.SKIPPED: 3}
    named = Counter((p.field, p.value[:20]) for row in reading.rows for p in row.problems)
    assert named == {
        ("reference", "1141"): 2,
        ("reference", "985"): 2,
        ("end", "3 years + 1 year OTE"): 1,
        ("end", "expired"): 1,
        ("latest end if extended", "The intention to re-"): 1,
    }
    dates = [day for record in reading.records() for day in (record.start, record.end, record.max_end) if day]
    assert Counter(day.precision for day in dates) == {Precision.DAY: 425, Precision.MONTH: 89, Precision.YEAR: 1}
