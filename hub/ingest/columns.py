"""The merged values of a framework, written into its columns and the rows below it.

Rows below keep their identity where they can: a lot is found again by its number or title, so that fees, supplier
places and call-offs stay with it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from hub import clock, data
from hub.ingest.identity import reference_home
from hub.ingest.lots import lot_keys
from hub.ingest.merge import Merged
from hub.ingest.organisations import organisation, organisation_slug, remember_spelling
from hub.models import (
    CallOff,
    Document,
    ExtensionOption,
    Fee,
    Framework,
    FrameworkCategory,
    FrameworkCpv,
    FrameworkRegion,
    FrameworkRoute,
    Lot,
    Notice,
    Organisation,
    Relation,
    SupplierPlace,
)
from indexer.analysis import reference_key
from scrapers import record as stated
from scrapers.parse.extensions import options
from scrapers.parse.terms import whole_months

TEXTS = (
    "title", "reference", "summary", "description", "extension", "eligibility", "how_to_buy", "url", "source_status",
)  # fmt: skip
CHOICES = ("kind", "regulation")


def write(session: Session, framework: Framework, merged: Merged, at: datetime) -> None:
    """Every column of a framework, and the rows below it, from the merged values."""
    values = merged.values
    for name in TEXTS:
        setattr(framework, name, values.get(name) or "")
    for name in CHOICES:
        setattr(framework, name, values[name].value if name in values else "unknown")
    framework.title = framework.title or framework.reference  # GCA's submission service lists some by number only
    framework.title_sort = title_sort(framework.title)
    framework.reference_key = reference_key(framework.reference)
    framework.owner = _owner(session, merged)
    framework.stage = values["stage"].value if values.get("stage") else None
    framework.stage_as_of, framework.stage_as_of_precision = merged.as_of("stage"), merged.precision("stage")
    framework.stock_only = values.get("stock_only")
    framework.keywords = list(values.get("keywords", ()))
    framework.provenance = dict(merged.provenance)
    for name in ("start", "end", "max_end"):
        write_day(framework, name, values.get(name))
    _write_value(framework, values.get("max_value"))
    _write_lists(framework, merged)
    _write_lots(session, framework, values["lots"])
    _write_evidence(framework, values)
    _write_relations(framework, values)
    _write_extensions(framework, merged)
    framework.restate(clock.today(lambda: at))


def _owner(session: Session, merged: Merged) -> Organisation:
    """The owner, with every record's spelling of it: whose record won first must not decide which one is shown."""
    owner = organisation(session, merged.values["owner"])
    for name in sorted({said.record.owner for said in merged.statements if said.owner == owner.slug}):
        remember_spelling(owner, name)
    return owner


def title_sort(title: str) -> str:
    """The form titles are sorted by: no case, no leading article, quotation mark or bracket."""
    return data.matching_form(title)


def write_day(row: Framework | Lot | CallOff, name: str, day: stated.Day | None) -> None:
    """A day of a term, how exactly it is known, and who says so."""
    setattr(row, name, day and day.value)
    setattr(row, f"{name}_precision", day and day.precision.value)
    setattr(row, f"{name}_basis", day and day.basis.value)


def _write_value(row: Framework | Lot, money: stated.Money | None) -> None:
    row.max_value_net_pence = money.net_pence if money else None
    row.max_value_gross_pence = money.gross_pence if money else None
    row.max_value_currency = money.currency if money else None


def _write_lists(framework: Framework, merged: Merged) -> None:
    values = merged.values
    codes = tuple(dict.fromkeys(values.get("cpv", ())))
    _keep(framework.cpv, "code", codes, lambda code: FrameworkCpv(code=code))
    for row in framework.cpv:
        row.position = codes.index(row.code)
    slugs = data.categories_for(
        values.get("categories", ()), codes, merged.source_of("categories"), framework.title
    )
    _keep(framework.categories, "slug", slugs, lambda slug: FrameworkCategory(slug=slug))
    regions = [code for text in values.get("regions", ()) if (code := data.region_for(text))]
    _keep(framework.regions, "code", regions, lambda code: FrameworkRegion(code=code))
    routes = [route.value for route in values.get("routes", ())]
    _keep(framework.routes, "route", routes, lambda route: FrameworkRoute(route=route))


def _keep(rows: list[Any], name: str, wanted: Iterable[str], make: Any) -> None:
    """Make the rows say what is wanted: keep those that do, add what is missing, remove the rest."""
    wanted = list(dict.fromkeys(wanted))
    for row in [row for row in rows if getattr(row, name) not in wanted]:
        rows.remove(row)
    present = {getattr(row, name) for row in rows}
    rows.extend(make(value) for value in wanted if value not in present)


def _write_lots(session: Session, framework: Framework, lots: Sequence[stated.Lot]) -> None:
    known = {row.key: row for row in framework.lots}
    wanted = dict(zip(lot_keys(lots), lots, strict=True))
    framework.lots[:] = [known.get(key) or Lot(key=key) for key in wanted]
    for position, (row, lot) in enumerate(zip(framework.lots, wanted.values(), strict=True)):
        row.position = position
        _write_lot(session, row, lot)


def _write_lot(session: Session, row: Lot, lot: stated.Lot) -> None:
    row.number, row.title, row.description = lot.number, lot.title, lot.description
    row.stage = lot.stage and lot.stage.value
    row.cpv, row.regions = list(lot.cpv), list(lot.regions)
    row.routes = [route.value for route in lot.routes]
    write_day(row, "start", lot.start)
    write_day(row, "end", lot.end)
    _write_value(row, lot.max_value)
    row.fees[:] = [_fee(lot.fee)] if lot.fee else []
    _write_places(session, row, lot.suppliers)


def _write_places(session: Session, lot: Lot, places: Sequence[stated.SupplierPlace]) -> None:
    known = {row.supplier_id: row for row in lot.places}
    wanted: dict[int, stated.SupplierPlace] = {}
    for place in places:
        supplier = organisation(session, place.name, kind="supplier", identifiers=place.identifiers)
        wanted.setdefault(supplier.id, place)
    lot.places[:] = [known.get(supplier_id) or SupplierPlace(supplier_id=supplier_id) for supplier_id in wanted]
    for position, (row, place) in enumerate(zip(lot.places, wanted.values(), strict=True)):
        row.position, row.name, row.status, row.sme = position, place.name, place.status, place.sme
        row.start = place.start.value if place.start else None
        row.end = place.end.value if place.end else None


def _fee(fee: stated.Fee) -> Fee:
    return Fee(
        basis_points=fee.basis_points,
        payer=fee.payer.value,
        base=fee.base,
        cap_pence=fee.cap_pence,
        known=fee.known.value,
        text=fee.text,
    )


def _write_evidence(framework: Framework, values: Any) -> None:
    framework.fees[:] = [_fee(values["fee"])] if values.get("fee") else []
    framework.documents[:] = [
        Document(position=position, title=link.title, url=link.url, kind=link.kind)
        for position, link in enumerate(values["documents"])
    ]
    known = {row.identifier: row for row in framework.notices}
    framework.notices[:] = [known.get(n.identifier) or Notice(identifier=n.identifier) for n in values["notices"]]
    for row, notice in zip(framework.notices, values["notices"], strict=True):
        row.ocid, row.type, row.title = notice.ocid, notice.type, notice.title
        row.published, row.url = notice.published, notice.url


def _write_relations(framework: Framework, values: Any) -> None:
    """The published words of each relation, and the key the other framework has or would have."""
    owner = values["owner"]
    wanted: list[tuple[str, str, str, str]] = []
    if values.get("parent_reference"):
        wanted.append(("lot_of", owner, values["parent_reference"], values.get("parent_lot") or ""))
    if values.get("listing_of_owner"):
        wanted.append(("lists", values["listing_of_owner"], values.get("reference") or "", ""))
    wanted += [(kind, owner, text, "") for kind in ("replaces", "replaced_by") for text in values.get(kind, ())]
    framework.relations[:] = [_relation(framework, *parts) for parts in dict.fromkeys(wanted)]


def _relation(framework: Framework, kind: str, owner: str, reference: str, lot: str) -> Relation:
    """A row kept where it is the same, so that nothing is deleted and inserted again under one name."""
    key = reference_home(organisation_slug(owner), reference)
    same = (kind, owner, reference)
    for row in framework.relations:
        if (row.kind, row.target_owner, row.target_reference) == same:
            row.target_key, row.lot = key, lot
            return row
    return Relation(kind=kind, target_owner=owner, target_reference=reference, target_key=key, lot=lot)


def _write_extensions(framework: Framework, merged: Merged) -> None:
    """The options to extend that the published words speak of, in their order."""
    exact = (framework.start_precision, framework.end_precision) == ("day", "day")
    base = whole_months(framework.start, framework.end) if exact and framework.start and framework.end else None
    source = merged.source_of("extension")
    framework.extension_options[:] = [
        ExtensionOption(months=each.months, decide_by=each.decide_by, taken=each.taken, text=each.quote, source=source)
        for each in options(framework.extension, base)
    ]
