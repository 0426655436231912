"""Lots as listed, and the suppliers on each, as awards and changes name them."""

from collections.abc import Callable
from typing import Any

import pytest

from scrapers.record import Lot, Record
from tests.scrapers.ocds.conftest import ReleaseReader
from tests.scrapers.ocds.releases import a_framework, uk_notice

RecordReader = Callable[[dict[str, Any]], Record]
LOTS: list[dict[str, Any]] = [
    {"id": "1 - Kerbs", "title": "Lot 1"},
    {"id": "2: Flags", "title": "Flag stones", "value": {"amountGross": 120}},
]


def names(lot: Lot) -> list[str]:
    return [place.name for place in lot.suppliers]


def awarded(*awards: dict[str, Any], **parts: Any) -> dict[str, Any]:
    return a_framework(tag=["award"], awards=list(awards), **{"tender": {"lots": LOTS}} | parts)


def an_award(number: str, *suppliers: str, **parts: Any) -> dict[str, Any]:
    return {"id": number, "status": "active", "suppliers": [{"id": each, "name": each} for each in suppliers]} | parts


def test_lots_have_their_ids_as_text_and_titles_that_say_something(record: RecordReader) -> None:
    first, second = record(a_framework(tender={"lots": LOTS})).lots
    assert (first.number, first.title) == ("1 - Kerbs", "")
    assert (second.number, second.title) == ("2: Flags", "Flag stones")
    assert second.max_value and (second.max_value.net_pence, second.max_value.gross_pence) == (None, 12_000)


def test_items_give_a_lot_its_codes_and_regions(record: RecordReader) -> None:
    item = {"id": "1", "relatedLot": "2: Flags", "additionalClassifications": [{"scheme": "CPV", "id": "44113100"}],
            "deliveryAddresses": [{"region": "UKH1"}]}  # fmt: skip
    first, second = record(a_framework(tender={"lots": LOTS, "items": [item]})).lots
    assert (first.cpv, second.cpv, second.regions) == ((), ("44113100",), ("UKH1",))


def test_suppliers_are_on_the_lots_their_award_names(record: RecordReader) -> None:
    first, second = record(awarded(an_award("1", "A Ltd", relatedLots=["2: Flags"]))).lots
    assert (names(first), names(second)) == ([], ["A Ltd"])


def test_else_on_the_lot_the_awards_own_id_names(record: RecordReader) -> None:
    first, second = record(awarded(an_award("052408-2025-1-1", "A Ltd"), an_award("052408-2025-2-4", "B Ltd"))).lots
    assert (names(first), names(second)) == (["A Ltd"], ["B Ltd"])


def test_else_their_lot_is_not_said_unless_there_is_only_one(record: RecordReader) -> None:
    *_, unsaid = record(awarded(an_award("1", "A Ltd"))).lots
    assert (unsaid.number, unsaid.title, names(unsaid)) == ("", "", ["A Ltd"])
    (only,) = record(awarded(an_award("1", "A Ltd"), tender={"lots": LOTS[:1]})).lots
    assert names(only) == ["A Ltd"]


def test_a_supplier_named_six_times_with_blanks_is_one(record: RecordReader) -> None:
    awards = [an_award(f"052408-2025-1-{number}", "A Ltd " if number % 2 else "A  Ltd") for number in range(6)]
    assert names(record(awarded(*awards)).lots[0]) == ["A Ltd"]


@pytest.mark.parametrize(
    "stand_in",
    ["Please see the link in Section VI", "REDACTED PERSONAL DATA", "See attached", "59 suppliers", "Various", "N/A",
     "See award notice", "As per attached list", "Multiple suppliers", "No award made"],
)  # fmt: skip
def test_what_stands_in_the_place_of_a_name_is_left_out_and_told_of(stand_in: str, rows: ReleaseReader) -> None:
    (row,) = rows(awarded(an_award("1", stand_in, "Seeley Ltd", relatedLots=["2: Flags"])))
    assert row.record and names(row.record.lots[1]) == ["Seeley Ltd"]
    assert [problem.value for problem in row.problems] == [stand_in]


def test_a_supplier_is_known_by_its_numbers_and_never_by_a_local_one(record: RecordReader) -> None:
    parties = [{"id": "GB-COH-3554098", "name": "A Ltd", "roles": ["supplier"], "details": {"scale": "sme"},
                "identifier": {"scheme": "GB-COH", "id": "3554098"},
                "additionalIdentifiers": [{"scheme": "GB-PPON", "id": "PAAA-1111-BBBB"}]}]  # fmt: skip
    suppliers = [{"id": "GB-COH-3554098", "name": "A Ltd"}, {"id": "2", "name": "B Ltd"}]
    release = awarded(an_award("1", relatedLots=["2: Flags"]) | {"suppliers": suppliers}, parties=parties)
    first, second = record(release).lots[1].suppliers
    assert [(each.scheme, each.id) for each in first.identifiers] == [
        ("GB-COH", "03554098"),
        ("GB-PPON", "PAAA-1111-BBBB"),
    ]
    assert (first.sme, second.identifiers, second.sme) == (True, (), None)


def test_a_code_of_another_register_among_companies_is_no_number(rows: ReleaseReader) -> None:
    (row,) = rows(a_framework(buyer={"id": "GB-COH-RJR", "name": "A Hospital"}, parties=[]))
    assert [problem.value for problem in row.problems] == ["A Hospital"]


def test_an_award_that_came_to_nothing_has_no_suppliers(record: RecordReader) -> None:
    found = record(awarded(an_award("1", "A Ltd", relatedLots=["2: Flags"], status="unsuccessful")))
    assert [names(lot) for lot in found.lots] == [[], []]


def test_lots_called_cancelled_though_awarded_are_not(record: RecordReader) -> None:
    lots = [{**lot, "status": "cancelled"} for lot in LOTS]
    assert {lot.stage for lot in record(awarded(an_award("1", "A Ltd"), tender={"lots": lots})).lots} == {None}


def test_a_supplier_removed_from_a_market_has_left(record: RecordReader) -> None:
    gone = {"id": "GB-PPON-PGGG-1111-GGGG", "name": "Gone Ltd", "roles": ["removedSupplier"],
            "identifier": {"scheme": "GB-PPON", "id": "PGGG-1111-GGGG"}}  # fmt: skip
    release = a_framework(tag=["award"], parties=[gone], awards=[{"id": "1", "amendments": [{"id": "1"}]}],
                          tender={"documents": uk_notice("UK15", 1)})  # fmt: skip
    (lot,) = record(release).lots
    assert [(place.name, place.status) for place in lot.suppliers] == [("Gone Ltd", "left")]


def test_suppliers_added_and_removed_by_an_award_are_so_on_its_lot(record: RecordReader) -> None:
    award = {"id": "1", "relatedLots": ["2: Flags"], "suppliersAdded": [{"name": "New Ltd"}],
             "suppliersRemoved": [{"name": "Old Ltd"}]}  # fmt: skip
    places = record(awarded(award)).lots[1].suppliers
    assert [(place.name, place.status) for place in places] == [("New Ltd", "active"), ("Old Ltd", "left")]


def test_a_supplier_among_the_parties_alone_is_one_whose_lot_is_not_said(record: RecordReader) -> None:
    parties = [{"id": "1", "name": "A Ltd", "roles": ["supplier"]}]
    *_, unsaid = record(awarded(parties=parties)).lots
    assert names(unsaid) == ["A Ltd"]
