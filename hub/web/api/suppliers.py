"""Who is on the lots of a framework."""

from hub import catalogue
from hub.db import get_session
from hub.models import Lot, SupplierPlace
from hub.web.api import facts, framework_models as models
from hub.web.api.framework_models import SuppliersAnswer
from hub.web.api.frameworks import KEY, framework_of, lot_name
from hub.web.api.operation import PAGING, Asked, Operation
from hub.web.api.parameters import Parameter, Unacceptable, listed
from hub.web.api.provenance import origin, stated
from hub.web.context import today
from hub.web.lots import anchored
from hub.web.values import is_active

LOT = Parameter(
    name="lot",
    description="Only those on this lot: its id, as “lots” of the framework or of this answer gives it.",
    schema={"type": "string", "maxLength": 120},
)


def suppliers(asked: Asked) -> SuppliersAnswer:
    session = get_session()
    row = framework_of(asked)
    catalogue.with_places(session, row)
    lots = [(lot, anchor) for anchor, lot in anchored(row).items()]
    places = [(lot, anchor, place) for lot, anchor in _chosen(lots, asked["lot"]) for place in lot.places]
    first = (asked.page - 1) * asked["per_page"]
    return SuppliersAnswer(
        **stated(session, origin(session, [row]).sources.values()),
        total=len(places),
        next=asked.next(len(places)),
        framework=facts.framework_name(row),
        lots=[lot_name(lot, anchor) for lot, anchor in lots],
        suppliers=[_place(*each) for each in places[first : first + asked["per_page"]]],
        not_published=[] if any(lot.places for lot, _ in lots) else ["suppliers"],
    )


def _chosen(lots: list[tuple[Lot, str]], wanted: str | None) -> list[tuple[Lot, str]]:
    if wanted is None:
        return lots
    chosen = [(lot, anchor) for lot, anchor in lots if anchor == wanted]
    if not chosen:
        known = listed(anchor for _, anchor in lots)
        cure = f"Its lots are {known}." if known else "No lots of it are published. Leave lot out."
        raise Unacceptable("The framework has no such lot.", "lot", cure, status=404)
    return chosen


def _place(lot: Lot, anchor: str, place: SupplierPlace) -> models.SupplierPlace:
    return models.SupplierPlace(
        lot=lot_name(lot, anchor),
        supplier=facts.organisation_name(place.supplier),
        name_as_published=place.name,
        active=is_active(place, today()),
        status=place.status,
        start=place.start,
        end=place.end,
        small_or_medium=place.sme,
    )


OPERATION = Operation(
    name="suppliers",
    path="/frameworks/{key}/suppliers",
    title="List the suppliers on its lots",
    description="Who is on the lots of a framework, lot by lot. A supplier on three lots is listed three times.",
    answer=SuppliersAnswer,
    view=suppliers,
    parameters=(KEY, LOT, *PAGING),
    problems=(400, 404, 409, 410, 503),
    moves=True,
)
