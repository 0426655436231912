"""A framework as an OCDS 1.1 release package: what the hub holds of it, in the standard's words. Pure.

What is not published is absent. A date known to a month or a year only is absent too, since the standard asks for a
day. Suppliers stand in awards, one for each lot; those that have left, or are suspended or excluded, do not.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from hub import brand, data
from hub.clock import LONDON
from hub.models import Framework, Lot, Organisation, Source
from hub.status import Status
from hub.takeaway.reading import Numbers

Object = dict[str, Any]

EXTENSIONS = tuple(
    f"https://raw.githubusercontent.com/open-contracting-extensions/ocds_{name}_extension/master/extension.json"
    for name in ("lots", "techniques", "legalBasis")
)
REGISTERED = re.compile(r"[A-Z]{2}-[A-Z0-9]+")
"""Schemes that org-id.guide lists look so; the hub's other numbers of organisations do not go into OCDS."""

STATUSES = {
    Status.PLANNED: "planned",
    Status.TENDERING: "active",
    Status.CANCELLED: "cancelled",
    **dict.fromkeys((Status.AWARDED, Status.LIVE, Status.EXTENDED, Status.ENDED, Status.SUSPENDED), "complete"),
    Status.ENDED_MAY_BE_EXTENDED: "complete",
}
TAGS = {"planned": "planning", "cancelled": "tenderCancellation"}
LAWS = {
    "pcr_2006": ("UKSI", "2006/5", "The Public Contracts Regulations 2006"),
    "pcr_2015": ("UKSI", "2015/102", "The Public Contracts Regulations 2015"),
    "procurement_act_2023": ("UKPGA", "2023/54", "Procurement Act 2023"),
}
AGREEMENTS = ("framework", "open_framework")
MARKETS = ("dps", "dynamic_market", "utilities_dynamic_market")
METHODS = {
    ("direct_award",): "withoutReopeningCompetition",
    ("competition",): "withReopeningCompetition",
    ("competition", "direct_award"): "withAndWithoutReopeningCompetition",
}
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    """Where the package and the framework's page are, and the page that says on what terms the data may be used."""

    package: str
    page: str
    hub: str
    policy: str


@dataclass(frozen=True)
class Facts:
    """A framework with what stands beside it: its status, its sources, and the numbers of all who are named."""

    framework: Framework
    status: Status
    sources: Sequence[Source]
    numbers: Numbers


def package(facts: Facts, place: Place) -> Object:
    """The release package of one framework."""
    framework, sources = facts.framework, facts.sources
    return {
        "uri": place.package,
        "version": "1.1",
        "extensions": list(EXTENSIONS),
        "publishedDate": _instant(_changed(framework)),
        "publisher": {"name": brand.NAME, "uri": place.hub},
        **_license(sources),
        "publicationPolicy": place.policy,
        "releases": [release(facts, place)],
    }


def release(facts: Facts, place: Place) -> Object:
    """Everything known of a framework, as one release. ``sources`` names them all with their licences."""
    framework, sources = facts.framework, facts.sources
    awards = list(_awards(facts))
    return _known({
        "ocid": ocid(framework),
        "id": f"{framework.key}-{framework.version}",
        "date": _instant(_changed(framework)),
        "language": "en",
        "tag": _tags(facts.status, bool(awards)),
        "initiationType": "tender",
        "parties": _parties(facts),
        "tender": _tender(facts, place),
        "awards": awards,
        "sources": [_source(source) for source in sources],
    })  # fmt: skip


def ocid(framework: Framework) -> str:
    """The OCID of its notices where they share one, else one of the hub's own, which no register knows."""
    found = {notice.ocid for notice in framework.notices if notice.ocid}
    return found.pop() if len(found) == 1 else f"procurement-hub-{framework.key}"


def _tags(status: Status, awarded: bool) -> list[str]:
    tag = TAGS.get(STATUSES.get(status, ""), "tender")
    return [tag, "award"] if awarded else [tag]


def _parties(facts: Facts) -> list[Object]:
    """The owner and every supplier that stands in an award, each once."""
    framework, found = facts.framework, dict[int, Object]()
    if framework.owner:
        found[framework.owner.id] = _party(framework.owner, facts, "procuringEntity")
    for lot in framework.lots:
        for supplier in _active(lot):
            party = found.setdefault(supplier.id, _party(supplier, facts, "supplier"))
            if "supplier" not in party["roles"]:
                party["roles"].append("supplier")
    return list(found.values())


def _party(organisation: Organisation, facts: Facts, role: str) -> Object:
    numbers = [{"scheme": scheme, "id": value} for scheme, value in _registered(organisation, facts)]
    further = {"identifier": numbers[0]} if numbers else {}
    more = {"additionalIdentifiers": numbers[1:]} if numbers[1:] else {}
    return {**_named(organisation, facts), **further, **more, "roles": [role]}


def _named(organisation: Organisation, facts: Facts) -> Object:
    """A reference to a party. Its id begins with the scheme it is from; without a number it is the hub's own."""
    numbers = (f"{scheme}-{value}" for scheme, value in _registered(organisation, facts))
    return {"id": next(numbers, f"hub-{organisation.slug}"), "name": organisation.name}


def _registered(organisation: Organisation, facts: Facts) -> list[tuple[str, str]]:
    return [number for number in facts.numbers.get(organisation.id, ()) if REGISTERED.fullmatch(number[0])]


def _tender(facts: Facts, place: Place) -> Object:
    framework = facts.framework
    return _known({
        "id": framework.reference or framework.key,
        "title": framework.title,
        "description": framework.description or framework.summary,
        "status": STATUSES.get(facts.status, ""),
        "procuringEntity": _named(framework.owner, facts) if framework.owner else None,
        "legalBasis": _legal_basis(framework.regulation),
        "value": _value(framework),
        "items": list(_items(framework)),
        "contractPeriod": _period(framework, framework.max_end, framework.max_end_precision),
        "techniques": _techniques(framework),
        "lots": [_lot(lot, ident) for lot, ident in _identified(framework.lots)],
        "documents": list(_documents(framework, place)),
    })  # fmt: skip


def _legal_basis(regulation: str) -> Object | None:
    if regulation not in LAWS:
        return None
    scheme, ident, title = LAWS[regulation]
    return {"scheme": scheme, "id": ident, "description": title}


def _value(row: Framework | Lot) -> Object | None:
    """A ceiling: ``amount`` without VAT; ``amountGross`` with VAT, as the UK's notices have it."""
    amounts = {"amount": row.max_value_net_pence, "amountGross": row.max_value_gross_pence}
    known = {name: _pounds(pence) for name, pence in amounts.items() if pence is not None}
    return {**known, "currency": row.max_value_currency or "GBP"} if known else None


def _pounds(pence: int) -> int | float:
    return pence / 100 if pence % 100 else pence // 100


def _items(framework: Framework) -> Iterator[Object]:
    """One item for the CPV codes of the whole, and one for those of each lot."""
    if framework.cpv:
        yield {"id": "1", **_classified([row.code for row in framework.cpv])}
    for number, (lot, ident) in enumerate(_identified(framework.lots), 2):
        if lot.cpv:
            yield {"id": str(number), **_classified(lot.cpv), "relatedLot": ident}


def _classified(codes: Sequence[str]) -> Object:
    first, *others = [
        _known({"scheme": "CPV", "id": code, "description": data.cpv_labels().get(code)}) for code in codes
    ]
    return {"classification": first, **({"additionalClassifications": others} if others else {})}


def _period(row: Framework | Lot, latest: date | None = None, latest_precision: str | None = None) -> Object:
    return _known({
        "startDate": _day(row.start, row.start_precision),
        "endDate": _day(row.end, row.end_precision),
        "maxExtentDate": _day(latest, latest_precision),
    })  # fmt: skip


def _day(value: date | None, precision: str | None) -> str | None:
    """Midnight in London at which the day begins: a day is all that is published."""
    if value is None or precision in ("month", "year"):
        return None
    return datetime(value.year, value.month, value.day, tzinfo=LONDON).isoformat()


def _techniques(framework: Framework) -> Object | None:
    if framework.kind in MARKETS:
        return {"hasDynamicPurchasingSystem": True}
    if framework.kind not in AGREEMENTS:
        return None
    routes = {row.route for row in framework.routes}
    is_open = {"isOpenFrameworkScheme": True} if framework.kind == "open_framework" else {}
    agreement = {"method": METHODS.get(tuple(sorted(routes))), "buyerCategories": framework.eligibility, **is_open}
    return _known({"hasFrameworkAgreement": True, "frameworkAgreement": _known(agreement)})


def _lot(lot: Lot, ident: str) -> Object:
    return _known({
        "id": ident,
        "title": lot.title,
        "description": lot.description,
        "value": _value(lot),
        "contractPeriod": _period(lot),
    })  # fmt: skip


def _identified(lots: Iterable[Lot]) -> list[tuple[Lot, str]]:
    """Lots with their published number where it tells them apart, else with their place in the list."""
    named = [lot for lot in lots if lot.number or lot.title]
    numbers = [lot.number for lot in named]
    apart = all(numbers) and len(set(numbers)) == len(numbers)
    return [(lot, lot.number if apart else f"#{place}") for place, lot in enumerate(named, 1)]


def _documents(framework: Framework, place: Place) -> Iterator[Object]:
    """The notices and documents as links, and the hub's page of them all."""
    if place.page:
        yield {"id": "hub", "title": f"{framework.title} in {brand.NAME}", "url": place.page, "format": "text/html"}
    for number, document in enumerate(framework.documents, 1):
        if document.url:
            yield _known({"id": f"document-{number}", "title": document.title, "url": document.url})
    for notice in framework.notices:
        if notice.url:
            words = {"title": notice.title or notice.type, "datePublished": _day(notice.published, None)}
            yield _known({"id": f"notice-{notice.identifier}", **words, "url": notice.url})


def _awards(facts: Facts) -> Iterator[Object]:
    """One for each lot with suppliers; suppliers whose lot is not published share one without a lot."""
    framework = facts.framework
    idents: Mapping[int, str] = {id(lot): ident for lot, ident in _identified(framework.lots)}
    for number, lot in enumerate(framework.lots, 1):
        suppliers = [_named(supplier, facts) for supplier in _active(lot)]
        related = [idents[id(lot)]] if id(lot) in idents else []
        if suppliers:
            award = {"id": str(number), "title": lot.title, "status": "active", "suppliers": suppliers}
            yield _known({**award, "relatedLots": related})


def _active(lot: Lot) -> list[Organisation]:
    """The suppliers of whom nothing published says that they have left."""
    return [place.supplier for place in lot.places if place.status == "active"]


def _source(source: Source) -> Object:
    """A source with its licence, the day it speaks of and the instant the hub last read it."""
    dated = source.as_of.isoformat() if source.as_of and source.as_of_precision == "day" else None
    named = {"title": source.title, "publisher": source.publisher, "uri": source.url, "license": source.licence}
    return _known({**named, "dated": dated, "checked": source.last_read and _instant(source.last_read)})


def _license(sources: Sequence[Source]) -> Object:
    """The address of the licence, where all sources are under the Open Government Licence."""
    address = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
    open_ones = ("OGL-UK-3.0", "Open Government Licence v3.0")
    return {"license": address} if sources and all(source.licence in open_ones for source in sources) else {}


def _changed(framework: Framework) -> datetime:
    return framework.changed_at or framework.first_seen or LONG_AGO


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def _known(values: Object) -> Object:
    """Without what is not known."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {}, ())}
