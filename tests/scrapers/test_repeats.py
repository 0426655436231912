"""Rows of one framework CSV that share a reference or a title."""

from collections.abc import Sequence
from datetime import date

from scrapers.record import Record
from scrapers.source import Outcome, Row
from tests.scrapers.conftest import FileReader

HEADER = "owner,reference,title,start,end,categories,lots,suppliers,web page,source id"


def rows(read: FileReader, *lines: str) -> Sequence[Row]:
    whole = (line + "," * (HEADER.count(",") - line.count(",")) for line in lines)
    return read("\n".join((HEADER, *whole))).rows


def records(found: Sequence[Row]) -> list[Record]:
    return [row.record for row in found if row.record is not None]


def test_a_row_repeated_word_for_word_is_skipped(read: FileReader) -> None:
    found = rows(read, "YPO,1141,Fleet advice", "YPO,1141,Fleet advice")
    assert [row.outcome for row in found] == [Outcome.RECORD, Outcome.SKIPPED]
    assert found[1].reason == "repeats line 2 word for word"


def test_one_reference_with_two_titles_is_two_frameworks_and_no_longer_identifies(read: FileReader) -> None:
    found = rows(read, "YPO,1141,Fleet advice", "YPO,12,Lamps", "YPO,1141,Management consultancy")
    assert [(r.source_id, r.reference_identifies) for r in records(found)] == [
        ("ypo/1141/fleet-advice", False), ("ypo/12", True), ("ypo/1141/management-consultancy", False),
    ]  # fmt: skip
    assert [(row.place, row.problems[0].field, row.problems[0].value) for row in found if row.problems] == [
        ("line 2", "reference", "1141"), ("line 4", "reference", "1141"),
    ]  # fmt: skip
    assert found[0].problems[0].reason.startswith("is also the reference of line 4")
    assert found[0].problems[0].done == "kept apart: look at them under hub review"


def test_a_part_of_a_title_is_another_title(read: FileReader) -> None:
    found = rows(read, "YPO,985,Food deal DPS", "YPO,985,Food deal DPS - category 11")
    assert [record.reference_identifies for record in records(found)] == [False, False]


def test_one_framework_in_several_rows_is_put_together_and_the_later_word_counts(read: FileReader) -> None:
    found = rows(
        read,
        "YPO,12,Lamps,2024-01-01,2027-12-31,Lighting,1: Street lamps,1: Acorn Ltd,,",
        "YPO,12,Lamps,2024-01-01,2028-12-31,Roads,2: Park lamps,2: Bark LLP,www.example.org/12,",
    )
    [lamps] = records(found)
    assert lamps.end is not None and lamps.end.value == date(2028, 12, 31)
    assert lamps.categories == ("Lighting", "Roads")
    assert [(lot.number, lot.suppliers[0].name) for lot in lamps.lots] == [("1", "Acorn Ltd"), ("2", "Bark LLP")]
    assert lamps.url == "https://www.example.org/12"
    assert found[1].reason == "same framework as line 2; what it says was added there"
    assert [(p.field, p.value, p.reason) for p in found[1].problems if p.field == "end"] == [
        ("end", "2028-12-31", "differs from line 2: 2027-12-31"),
    ]


def test_a_lot_in_two_rows_has_the_suppliers_of_both(read: FileReader) -> None:
    found = rows(read, "YPO,12,Lamps,,,,1: A,1: Acorn Ltd", "YPO,12,Lamps,,,,1: A,1: Acorn Ltd; Bark LLP")
    [lot] = records(found)[0].lots
    assert [place.name for place in lot.suppliers] == ["Acorn Ltd", "Bark LLP"]


def test_two_terms_that_do_not_meet_are_two_generations(read: FileReader) -> None:
    found = rows(read, "YPO,12,Lamps,2020-01-01,2023-12-31", "YPO,12,Lamps,2024-01-01,2027-12-31")
    assert [(r.source_id, r.reference_identifies) for r in records(found)] == [
        ("ypo/12/lamps-2020-01-01", False), ("ypo/12/lamps-2024-01-01", False),
    ]  # fmt: skip


def test_a_second_number_in_a_title_is_another_framework(read: FileReader) -> None:
    assert len(records(rows(read, "YPO,12,Insurance services 3", "YPO,12,Insurance services 4"))) == 2


def test_without_a_reference_rows_are_put_together_only_where_they_agree(read: FileReader) -> None:
    found = rows(
        read, "NEPO,,Salt,,,Roads", "NEPO,,salt,,,Winter", "NEPO,,Salt,2024-01-01,,,,,,", "NEPO,,Salt,2025-02-02"
    )
    assert [(row.place, row.outcome.value) for row in found] == [
        ("line 2", "record"), ("line 3", "skipped"), ("line 4", "skipped"), ("line 5", "record"),
    ]  # fmt: skip
    first, second = records(found)
    assert first.categories == ("Roads", "Winter") and first.start is not None
    assert (first.source_id, second.source_id) == ("nepo/salt/salt-2024-01-01", "nepo/salt/salt-2025-02-02")
    assert found[3].problems[0].reason.startswith("is also the title of line 2")


def test_the_sources_own_ids_are_kept_and_keep_rows_apart(read: FileReader) -> None:
    found = rows(read, "YPO,12,Lamps,,,,,,,a", "YPO,12,Lamps,,,,,,,b", "YPO,13,Kerbs,,,,,,,c", "YPO,13,Setts,,,,,,,d")
    assert [(r.source_id, r.reference_identifies) for r in records(found)] == [
        ("a", True), ("b", True), ("c", False), ("d", False),
    ]  # fmt: skip


def test_two_owners_may_use_one_reference(read: FileReader) -> None:
    found = rows(read, "YPO,12,Lamps", "NEPO,12,Kerbs")
    assert [record.reference_identifies for record in records(found)] == [True, True]
    assert not [row for row in found if row.problems]


def test_one_id_for_two_frameworks_does_not_lose_either(read: FileReader) -> None:
    found = rows(read, "YPO,12,Lamps,,,,,,,a", "YPO,13,Kerbs,,,,,,,a")
    assert [record.source_id for record in records(found)] == ["a", "a/kerbs"]
