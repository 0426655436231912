"""Lots as several editions and sources add up to them."""

from datetime import date

from hub.ingest.lots import merge_lots
from hub.ingest.statement import Statement
from scrapers.record import Edition, Identifier, Lot, SupplierPlace
from scrapers.source import Voice
from tests.factories import a_day, a_record

VANS, CARS = Lot(number="1", title="Vans"), Lot(number="2", title="Cars")


def said(published: str, *lots: Lot, edition: Edition = Edition.DELTA, source: str = "portal") -> Statement:
    """An edition of one entry, published on a day."""
    record = a_record(source_id="ocds-1", lots=lots, edition=edition, published=date.fromisoformat(published))
    voice = Voice.OWNER if source == "owner" else Voice.FIND_A_TENDER
    return Statement(record, source, "anglian", voice, date(2026, 9, 1), f"{source} {published}", entry=source)


def merged(*statements: Statement) -> dict[str, list[tuple[str, str]]]:
    """Lot number or title → its suppliers with their standing."""
    lots, _ = merge_lots(sorted(statements, key=lambda s: s.precedence))
    return {lot.number or lot.title: [(place.name, place.status) for place in lot.suppliers] for lot in lots}


def with_suppliers(lot: Lot, *names: str, status: str = "active") -> Lot:
    return lot.model_copy(update={"suppliers": tuple(SupplierPlace(name=name, status=status) for name in names)})


def test_a_notice_that_names_one_lot_leaves_the_others_as_they_were():
    tender = said("2025-01-01", VANS, CARS)
    award = said("2025-06-01", with_suppliers(Lot(number="2"), "Acorn Ltd"))

    assert merged(tender, award) == {"1": [], "2": [("Acorn Ltd", "active")]}
    assert merged(award, tender) == merged(tender, award)


def test_a_later_notice_adds_suppliers_and_says_who_left():
    award = said("2025-06-01", with_suppliers(VANS, "Acorn Ltd", "Bark Ltd"))
    change = said("2026-02-01", with_suppliers(VANS, "Cedar Ltd"), with_suppliers(VANS, "acorn ltd", status="left"))

    assert merged(award, change) == {"1": [("acorn ltd", "left"), ("Bark Ltd", "active"), ("Cedar Ltd", "active")]}


def test_a_supplier_without_a_lot_that_left_has_left_every_lot_it_was_on():
    award = said("2025-06-01", with_suppliers(VANS, "Acorn Ltd"), with_suppliers(CARS, "Acorn Ltd", "Bark Ltd"))
    leaving = said("2026-02-01", with_suppliers(Lot(), "Acorn Ltd", status="left"))

    lots, _ = merge_lots([leaving, award])

    assert [[place.status for place in lot.suppliers] for lot in lots] == [["left"], ["left", "active"]]
    assert lots[0].suppliers[0].end == a_day("2026-02-01")


def test_who_left_is_shown_even_where_no_source_says_who_is_on():
    site = said("2026-01-01", VANS, edition=Edition.WHOLE, source="owner")
    leaving = said("2026-02-01", with_suppliers(Lot(), "Acorn Ltd", status="left"))

    assert merged(site, leaving) == {"1": [], "": [("Acorn Ltd", "left")]}


def test_a_list_newer_than_the_leaving_counts():
    leaving = said("2026-02-01", with_suppliers(Lot(), "Acorn Ltd", status="left"))
    site = said("2026-05-01", with_suppliers(VANS, "Acorn Ltd"), edition=Edition.WHOLE, source="owner")

    assert merged(site, leaving) == {"1": [("Acorn Ltd", "active")]}


def test_suppliers_are_one_by_number_and_two_where_their_numbers_differ():
    def place(name: str, number: str) -> SupplierPlace:
        return SupplierPlace(name=name, identifiers=(Identifier(scheme="GB-COH", id=number),))

    award = said("2025-06-01", VANS.model_copy(update={"suppliers": (place("Acorn Ltd", "01111111"),)}))
    other = said("2025-07-01", VANS.model_copy(update={"suppliers": (place("Acorn Limited", "01111111"),)}))
    namesake = said("2025-08-01", VANS.model_copy(update={"suppliers": (place("Acorn Limited", "02222222"),)}))

    assert merged(award, other) == {"1": [("Acorn Limited", "active")]}
    assert merged(award, namesake) == {"1": [("Acorn Ltd", "active"), ("Acorn Limited", "active")]}


def test_a_whole_edition_replaces_the_lots_before_it():
    award = said("2025-06-01", with_suppliers(VANS, "Acorn Ltd"), CARS)
    whole = said("2026-02-01", VANS, edition=Edition.WHOLE)

    assert merged(award, whole) == {"1": [("Acorn Ltd", "active")]}


def test_the_owners_lots_are_completed_from_the_notices():
    site = said("2026-01-01", VANS, edition=Edition.WHOLE, source="owner")
    award = said("2025-06-01", with_suppliers(Lot(number="1"), "Acorn Ltd"), CARS)

    assert merged(site, award) == {"1": [("Acorn Ltd", "active")]}
