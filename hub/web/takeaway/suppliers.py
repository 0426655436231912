"""The suppliers on the lots of a framework as rows, one for each place on a lot."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from hub.formatters import PLACES
from hub.models import Framework, Lot, Source, SupplierPlace
from hub.takeaway.reading import Numbers
from hub.takeaway.tables import Column
from hub.web.takeaway.frameworks import checked_on, dated, full_address, licences, titles
from hub.web.values import standing


@dataclass(frozen=True)
class PlaceRow:
    """A supplier's place on a lot, on a day."""

    framework: Framework
    lot: Lot
    place: SupplierPlace
    numbers: Numbers
    sources: Sequence[Source]
    today: date


def place_rows(
    found: Iterable[tuple[Framework, Numbers]], sources: Sequence[Source], today: date
) -> Iterator[PlaceRow]:
    """Every place in the order of lots; places on no lot in particular come where their source lists them."""
    for framework, numbers in found:
        for lot in framework.lots:
            for place in lot.places:
                yield PlaceRow(framework, lot, place, numbers, sources, today)


def _numbers(row: PlaceRow) -> tuple[str, ...]:
    return tuple(f"{scheme} {value}" for scheme, value in row.numbers.get(row.place.supplier_id, ()))


def _standing(row: PlaceRow) -> str:
    """What is published of its place; a supplier on a list of which nothing more is said is listed."""
    return PLACES[row.place.status] or ("Place ended" if _is_past(row) else "Listed")


def _is_past(row: PlaceRow) -> bool:
    return row.place.end is not None and row.place.end < row.today


def _address(row: PlaceRow) -> str:
    return url_for("suppliers.supplier", slug=row.place.supplier.slug, _external=True)


PLACE_COLUMNS: Sequence[Column[PlaceRow]] = (
    Column("framework", "Framework", lambda row: row.framework.title),
    Column("reference", "Reference", lambda row: row.framework.reference),
    Column("owner", "Owner", lambda row: row.framework.owner.name if row.framework.owner else ""),
    Column("lot_number", "Lot", lambda row: row.lot.number),
    Column("lot_title", "Lot title", lambda row: row.lot.title),
    Column("supplier", "Supplier", lambda row: row.place.supplier.name),
    Column("name_as_published", "Supplier, as published", lambda row: row.place.name),
    Column("registered_numbers", "Registered numbers", _numbers),
    Column("standing", "Standing", _standing),
    Column("standing_note", "Said of its place", lambda row: standing(row.place, row.today)),
    Column("since", "On the lot from", lambda row: row.place.start),
    Column("until", "On the lot until", lambda row: row.place.end),
    Column("sme", "Small or medium-sized", lambda row: row.place.sme),
    Column("supplier_page", "Supplier's page in this hub", _address),
    Column("page", "Framework's page in this hub", lambda row: full_address(row.framework)),
    Column("sources", "Sources", lambda row: titles(row.sources)),
    Column("licences", "Licences of the sources", lambda row: licences(row.sources)),
    Column("sources_dated", "Oldest source dated", lambda row: dated(row.sources)),
    Column("checked_on", "Checked on", lambda row: checked_on(row.sources)),
)
