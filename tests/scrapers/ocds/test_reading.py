"""A file of notices: whose they are, of what day they speak, and every release accounted for."""

import copy
import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from scrapers.files import open_file
from scrapers.record import Basis
from scrapers.source import Outcome, UnreadableFile, Voice
from tests.scrapers.ocds.conftest import PackageReader, ReleaseReader, published
from tests.scrapers.ocds.releases import a_framework, a_release, an_award


@pytest.mark.parametrize(
    ("prefix", "name", "voice"),
    [("ocds-h6vhtk", "find_a_tender", Voice.FIND_A_TENDER), ("ocds-b5fd17", "contracts_finder", Voice.NOTICE),
     ("ocds-b5fd17raw", "contracts_finder", Voice.NOTICE), ("ocds-r6ebe6", "public_contracts_scotland", Voice.NOTICE),
     ("ocds-kuma6s", "sell2wales", Voice.NOTICE), ("ocds-abc123", "ocds_abc123", Voice.NOTICE)],
)  # fmt: skip
def test_each_portal_is_a_source_told_by_the_ocids(
    prefix: str, name: str, voice: Voice, read_package: PackageReader
) -> None:
    reading = read_package(a_framework() | {"ocid": f"{prefix}-1"})
    assert (reading.source.name, reading.source.voice) == (name, voice)
    assert [record.source_id for record in reading.records()] == [f"{prefix.removesuffix('raw')}-1"]


def test_the_licence_and_an_unknown_publisher_are_as_the_package_says(read_package: PackageReader) -> None:
    old = "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/2/"
    assert read_package(a_framework(), license=old).source.licence == "Open Government Licence v2.0"
    other = read_package(a_framework() | {"ocid": "ocds-abc123-1"}, publisher={"name": "Othertown"}, license="Ask us")
    assert (other.source.publisher, other.source.licence) == ("Othertown", "Ask us")


def test_a_portal_that_publishes_for_others_is_never_the_owner(read_package: PackageReader) -> None:
    reading = read_package(a_framework() | {"ocid": "ocds-b5fd17-1"}, publisher={"name": "IN-TEND LIMITED"})
    assert [record.owner for record in reading.records()] == ["Anytown Council"]


def test_a_release_of_another_portal_is_rejected_with_the_cure(rows: ReleaseReader) -> None:
    found = rows(a_framework(1), a_framework(2) | {"ocid": "ocds-b5fd17-2"})
    assert [row.outcome for row in found] == [Outcome.RECORD, Outcome.REJECTED]
    assert "in a file of its own" in found[1].reason


def test_a_release_without_an_ocid_is_rejected(rows: ReleaseReader) -> None:
    found = rows(a_framework(1), a_framework(2) | {"ocid": "7"})
    assert "no ocid" in found[1].reason


def test_the_file_speaks_of_its_newest_notice(read_package: PackageReader) -> None:
    reading = read_package(
        a_release(1), a_release(2, date="2026-09-05T00:10:00+01:00"), a_release(3, date="2199-01-01")
    )
    assert reading.as_of.value.isoformat() == "2026-09-04"
    assert reading.as_of.basis is Basis.PUBLISHED
    assert "4 September 2026" in reading.as_of_reason


def test_every_release_is_one_row_and_reasons_can_be_counted(read_package: PackageReader) -> None:
    reading = read_package(a_framework(1), a_release(2), a_release(3), an_award(4), an_award(5, title="Call-off 5"))
    outcomes = Counter(row.outcome for row in reading.rows)
    assert outcomes == {Outcome.RECORD: 1, Outcome.SKIPPED: 3, Outcome.CALL_OFF: 1}
    assert len({row.reason for row in reading.rows if row.outcome is Outcome.SKIPPED}) == 2


JUNK: list[Any] = [None, True, 0, -1, "", [], {}, [[]], [{}], "x", "\ud800", "1e9999", {"a": {"b": 1}}, [1, "a", None],
                   "\x00\x07", {"id": []}, "2026-13-45", "a" * 70_000, float("nan"), 9**5000]  # fmt: skip


def places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, inner in items for place in places(inner, (*path, key)))]


def spoilt(release: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The release with other things where some of its values stood."""
    release = copy.deepcopy(release)
    for _ in range(chance.choice([1, 1, 3, 12])):
        *upper, last = chance.choice(places(release)[1:])
        holder: Any = release
        for name in upper:
            holder = holder[name]
        if last != "ocid":
            holder[last] = copy.deepcopy(chance.choice(JUNK[:-1]))
    return release


def test_no_release_however_wrong_stops_a_file_or_is_lost(rows: ReleaseReader) -> None:
    chance = random.Random(7)  # noqa: S311
    lots, contracts = [{"id": "1", "title": "Kerbs"}], [{"id": "1", "period": {"endDate": "2027-01-01"}}]
    award = an_award(2, title="Call-off", contracts=contracts)
    whole = [a_framework(1, awards=award["awards"], contracts=contracts), award, a_framework(3, tender={"lots": lots})]
    wrong = [spoilt(chance.choice(whole), chance) for _ in range(150)]
    found = rows(*wrong)
    assert len(found) == len(wrong)
    assert not [row.reason for row in found if "cannot be read as a notice" in row.reason]
    assert all(row.reason for row in found if row.outcome in (Outcome.REJECTED, Outcome.SKIPPED))


def outcomes(path: Path) -> dict[str, int]:
    return {outcome.value: count for outcome, count in Counter(row.outcome for row in open_file(path).rows).items()}


@pytest.mark.parametrize(
    ("name", "expected"),
    [("contracts_finder/search_page_2024-11-05.json", {"skipped": 69, "call_off": 27, "record": 4}),
     ("public_contracts_scotland/releases.jsonl", {"record": 17, "skipped": 28}),
     ("sell2wales/releases.jsonl", {"record": 14, "skipped": 31}),
     ("find_a_tender/052408-2025_legacy_framework_award.json", {"record": 1}),
     ("find_a_tender/083468-2026_PSR_framework_no_flag.json", {"record": 1}),
     ("find_a_tender/083650-2026_UK6.json", {"skipped": 1}), ("find_a_tender/083563-2026_UK4.json", {"skipped": 1}),
     ("find_a_tender/noid_083674-2026_UK10.json", {"record": 1})],
)  # fmt: skip
def test_files_as_published_are_read_as_a_person_reads_them(name: str, expected: dict[str, int]) -> None:
    assert outcomes(published(name)) == expected


def test_every_package_as_published_is_accounted_for() -> None:
    total: Counter[str] = Counter()
    for path in sorted(published("contracts_finder/packages_2020").glob("*.json")):
        total.update(outcomes(path))
    assert total == {"record": 23, "call_off": 5, "skipped": 31}


def test_no_call_off_as_published_is_taken_for_a_framework() -> None:
    text = published("contracts_finder/search_page_2024-11-05.json").read_text(encoding="utf-8")
    methods = {
        each["ocid"]: each["tender"].get("procurementMethodDetails") or "" for each in json.loads(text)["releases"]
    }
    reading = open_file(published("contracts_finder/search_page_2024-11-05.json"))
    assert not [record.title for record in reading.records() if "Call-off" in methods[record.source_id]]


@pytest.mark.parametrize(
    ("place", "value", "field"),
    [("title", True, "tender.title"), ("title", [1], "tender.title"), ("title", 12.5, "tender.title"),
     ("description", {"a": [None]}, "tender.description"), ("value", "lots", "tender.value"),
     ("value", {"a": [None]}, "value"), ("lots", "many", "tender.lots"), ("lots", [1], "tender.lots 1"),
     ("lots", {"a": [None]}, "lots"), ("techniques", {"hasFrameworkAgreement": True, "frameworkAgreement": 7},
                                       "tender.techniques.frameworkAgreement")],
)  # fmt: skip
def test_what_is_of_the_wrong_kind_is_told_of(place: str, value: object, field: str, rows: ReleaseReader) -> None:
    (row,) = rows(a_framework(tender={place: value}))
    assert row.outcome is Outcome.RECORD
    assert [problem.field for problem in row.problems] == [field]


def test_a_date_that_is_none_is_told_of(rows: ReleaseReader) -> None:
    (row,) = rows(a_framework(date="soon"))
    assert row.record and row.record.published is None
    assert [problem.field for problem in row.problems] == ["date"]


def test_a_list_under_numbers_a_lone_thing_and_null_are_nothing_strange(rows: ReleaseReader) -> None:
    items = {"1": {"id": "1", "deliveryAddresses": {"1": {"region": "UKH"}}}}
    (row,) = rows(a_framework(tag="tender", tender={"items": items, "value": None, "lots": {"id": 1, "title": None}}))
    assert row.record and not row.problems
    assert (row.record.regions, row.record.lots[0].number) == (("UKH",), "1")


def test_a_buyer_cannot_be_named_for_notices(tmp_path: Path) -> None:
    path = tmp_path / "releases.json"
    path.write_text(json.dumps(a_framework()), encoding="utf-8")
    with pytest.raises(UnreadableFile, match="is no contracts register"):
        open_file(path, buyer="Anytown Council")
