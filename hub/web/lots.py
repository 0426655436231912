"""The lots of a framework and the suppliers on them, ready to be shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hub import data
from hub.formatters import count_text, fee_text, lot_heading, routes_text, slugify, term_text, value_text
from hub.models import Framework, Lot, SupplierPlace
from hub.status import OVER, Assessment, Status, assess
from hub.web.links import supplier_link
from hub.web.values import cpv_text, day_of, is_active, standing

UNPLACED = "Suppliers whose lot is not published"


@dataclass(frozen=True)
class SupplierView:
    """A supplier by name, its address, and what is said of its place: since when, left when; small or medium-sized."""

    name: str
    address: str
    note: str


@dataclass(frozen=True)
class LotView:
    """A lot with what is published about it. ``named`` is False where it only holds suppliers whose lot is not said.

    ``over``: why it can no longer be used, where that is known. ``others`` are suppliers that left or are suspended.
    """

    anchor: str
    heading: str
    named: bool
    description: str
    over: Assessment | None
    facts: Sequence[tuple[str, str]]
    cpv: Sequence[str]
    suppliers: Sequence[SupplierView]
    others: Sequence[SupplierView]

    @property
    def supplier_count(self) -> str:
        """ "34 suppliers", "34 suppliers, 1 of them not active", "2 suppliers, not active"."""
        count = count_text(len(self.suppliers) + len(self.others), "supplier")
        part = f"{len(self.others)} of them " if self.suppliers else ""
        return f"{count}, {part}not active" if self.others else count


def lots(framework: Framework, today: date) -> list[LotView]:
    """The lots in order; those that only hold suppliers whose lot is not published come last."""
    return [_lot(lot, anchor, framework.regulation, today) for anchor, lot in anchored(framework).items()]


def anchored(framework: Framework) -> Mapping[str, Lot]:
    """The lots by their place on the page, in the order in which they are shown."""
    rows = sorted(framework.lots, key=lambda lot: not is_named(lot))
    slugs = [slugify(lot.number) or "no-number" for lot in rows]
    anchors = [f"lot-{slug}" if slugs.count(slug) == 1 else f"lot-{slug}-{n}" for n, slug in enumerate(slugs, 1)]
    return dict(zip(anchors, rows, strict=True))


def is_named(lot: Lot) -> bool:
    """Is it a lot, and not a place for suppliers whose lot is not published?"""
    return bool(lot.number or lot.title)


def _lot(lot: Lot, anchor: str, regulation: str, today: date) -> LotView:
    return LotView(
        anchor=anchor,
        heading=lot_heading(lot.number, lot.title) if is_named(lot) else UNPLACED,
        named=is_named(lot),
        description=lot.description,
        over=known_to_be_over(lot, today),
        facts=[(label, text) for label, text in _facts(lot, regulation) if text],
        cpv=[cpv_text(code) for code in lot.cpv],
        suppliers=[_supplier(place, today) for place in lot.places if is_active(place, today)],
        others=[_supplier(place, today) for place in lot.places if not is_active(place, today)],
    )


def known_to_be_over(lot: Lot, today: date) -> Assessment | None:
    """Lots seldom have a stage of their own, so dates alone can end one but not make one live."""
    found = assess(lot, today)
    return found if found.status in OVER or found.status is Status.SUSPENDED else None


def _facts(lot: Lot, regulation: str) -> Iterable[tuple[str, str]]:
    yield "Dates", term_text(day_of(lot, "start"), day_of(lot, "end"))
    yield "Award routes", routes_text(lot.routes, regulation)
    yield "Fee", "; ".join(filter(None, map(fee_text, lot.fees)))
    yield "Maximum value", value_text(lot.max_value_net_pence, lot.max_value_gross_pence, lot.max_value_currency)
    yield "Regions", "; ".join(dict.fromkeys(map(_region, lot.regions)))


def _region(text: str) -> str:
    """A region by its name where the hub knows it, else as published."""
    region = data.regions().get(data.region_for(text) or "")
    return region.name if region else text


def _supplier(place: SupplierPlace, today: date) -> SupplierView:
    size = "small or medium-sized" if place.sme else ""
    note = ", ".join(filter(None, (standing(place, today), size)))
    return SupplierView(place.supplier.name, supplier_link(place.supplier), note)
