"""A made-up file of notices as Find a Tender publishes them: any number of releases, the same each time.

Of ten releases three are of one framework (tender, award, later change of its end), three of call-offs, and four of
contracts that have nothing to do with frameworks. Every name and number is invented.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

Release = dict[str, Any]

PLACES = ("Anglian", "Broads", "Fenland", "Solway", "Severn", "Tyne", "Wessex", "Ridings", "Mercia", "Kentish")
BODIES = ("Buying Group", "District Council", "Fire Authority", "Procurement", "Housing Partnership")
THINGS = (
    "cleaning", "laptops", "resurfacing", "catering", "legal advice", "fleet", "printing", "security", "agency staff",
    "timber", "water", "boilers", "lifts", "uniforms", "waste", "software", "travel", "seeds", "playgrounds", "roofs",
)  # fmt: skip
ADJECTIVES = ("Bright", "Clear", "Northern", "Stout", "Green", "Swift", "Plain", "Steady")
CODES = ("90910000", "30213100", "45233000", "55300000", "79110000", "34100000")
REGIONS = ("UKH", "UKI3", "UKD7", "UKK15", "UKE22")


def write(path: Path, count: int) -> None:
    """A release package of so many releases."""
    with path.open("w", encoding="utf-8") as file:
        file.write('{"uri":"https://example.org/releases","version":"1.1","publishedDate":"2026-09-04T00:00:00Z",')
        file.write('"publisher":{"name":"Find a Tender"},"license":"https://example.org/licence","releases":[\n')
        for number, release in enumerate(releases(count)):
            file.write((",\n" if number else "") + json.dumps(release))
        file.write("\n]}\n")


def releases(count: int) -> Iterator[Release]:
    for number in range(count):
        group, position = divmod(number, 10)
        yield MAKERS[position](Random(f"release {group}"), group, number)


def _framework_tender(chance: Random, group: int, number: int) -> Release:
    release = _release(chance, group, number, "UK4", "tender", ocid=_framework_ocid(group))
    release["tender"] |= {"techniques": _techniques(), "status": "active"}
    return release


def _framework_award(chance: Random, group: int, number: int) -> Release:
    release = _release(chance, group, number, "UK6", "award", ocid=_framework_ocid(group))
    release["tender"] |= {"techniques": _techniques(), "status": "complete"}
    release["awards"] = [_award(chance, lot, release, suppliers=6) for lot in ("1", "2")]
    return release


def _framework_change(chance: Random, group: int, number: int) -> Release:
    release = _release(chance, group, number, "UK10", "contractUpdate", ocid=_framework_ocid(group))
    release["tender"]["techniques"] = _techniques()
    period = {"startDate": "2026-01-01T00:00:00Z", "endDate": "2030-12-31T23:59:59Z"}
    release["contracts"] = [{"id": "1", "awardID": "1", "status": "active", "period": period}]
    return release


def _call_off(chance: Random, group: int, number: int) -> Release:
    release = _release(chance, group, number, "UK7", "contract", title="Call-off for")
    release["tender"]["procurementMethodDetails"] = "Call-off from a framework agreement"
    release["awards"] = [_award(chance, "1", release, suppliers=1)]
    title = f"{THINGS[group % len(THINGS)].capitalize()} framework {group}"
    related = {"id": "1", "relationship": ["framework"], "scheme": "ocid", "identifier": _framework_ocid(group)}
    release["relatedProcesses"] = [related | {"title": title}]
    return release


def _contract(chance: Random, group: int, number: int) -> Release:
    release = _release(chance, group, number, "UK6", "award", title="Supply of")
    release["awards"] = [_award(chance, "1", release, suppliers=1)]
    return release


def _tender(chance: Random, group: int, number: int) -> Release:
    return _release(chance, group, number, "UK4", "tender", title="Supply of")


MAKERS = (
    _framework_tender, _call_off, _tender, _framework_award, _contract, _call_off, _tender, _framework_change,
    _contract, _call_off,
)  # fmt: skip


def _framework_ocid(group: int) -> str:
    return f"ocds-h6vhtk-{group:06x}"


def _release(
    chance: Random, group: int, number: int, notice: str, tag: str, ocid: str = "", title: str = "Framework for"
) -> Release:
    buyer, published = _body(chance), f"2026-{1 + number % 9:02}-{1 + number % 28:02}T10:00:00+01:00"
    identifier = f"{number:06}-2026"
    return {
        "ocid": ocid or f"ocds-h6vhtk-c{number:05x}",
        "id": identifier,
        "date": published,
        "tag": [tag],
        "initiationType": "tender",
        "language": "en",
        "buyer": {name: buyer[name] for name in ("id", "name")},
        "parties": [buyer],
        "tender": _plan(chance, group if ocid else number, title, _document(identifier, notice, published)),
    }


def _plan(chance: Random, number: int, title: str, document: Release) -> Release:
    thing = THINGS[number % len(THINGS)]
    return {
        "id": f"REF{number:05}",
        "legalBasis": {"id": "2023/54", "scheme": "UKPGA"},
        "title": f"{title} {thing} {number}",
        "description": " ".join(chance.choices(THINGS, k=300)),  # real releases have 5 to 12 kB
        "procurementMethod": "open",
        "procurementMethodDetails": "Open procedure",
        "mainProcurementCategory": "services",
        "value": {"amount": 1000 * (number + 1), "amountGross": 1200 * (number + 1), "currency": "GBP"},
        "lots": [_lot(chance, lot) for lot in ("1", "2")],
        "items": [_item(chance, lot) for lot in ("1", "2")],
        "documents": [document],
    }


def _lot(chance: Random, number: str) -> Release:
    period = {"startDate": "2026-01-01T00:00:00Z", "endDate": "2029-12-31T23:59:59Z"}
    value = {"amount": 50_000, "amountGross": 60_000, "currency": "GBP"}
    title = f"Lot {number}: {chance.choice(THINGS)}"
    words = " ".join(chance.choices(THINGS, k=80))
    told = {"id": number, "title": title, "description": words, "status": "active"}
    return told | {"value": value, "contractPeriod": period}


def _item(chance: Random, lot: str) -> Release:
    places = [{"region": chance.choice(REGIONS), "country": "GB", "countryName": "United Kingdom"}]
    codes = [{"scheme": "CPV", "id": chance.choice(CODES)}]
    return {"id": lot, "relatedLot": lot, "additionalClassifications": codes, "deliveryAddresses": places}


def _award(chance: Random, lot: str, release: Release, suppliers: int) -> Release:
    awarded = [_supplier(chance) for _ in range(suppliers)]
    release["parties"] += [party for party in awarded if party not in release["parties"]]
    return {
        "id": lot,
        "status": "active",
        "date": release["date"],
        "relatedLots": [lot],
        "value": {"amount": 40_000, "amountGross": 48_000, "currency": "GBP"},
        "suppliers": [{name: party[name] for name in ("id", "name")} for party in awarded],
        "contractPeriod": {"startDate": "2026-01-01T00:00:00Z", "endDate": "2029-12-31T23:59:59Z"},
    }


def _document(identifier: str, notice: str, published: str) -> Release:
    return {
        "id": identifier,
        "documentType": "awardNotice" if notice != "UK4" else "tenderNotice",
        "noticeType": notice,
        "url": f"https://example.org/Notice/{identifier}",
        "datePublished": published,
        "format": "text/html",
    }


def _techniques() -> Release:
    who = "Any council, school or fire authority in England may use this framework."
    agreement = {"method": "withAndWithoutReopeningCompetition", "buyerCategories": who}
    return {"hasFrameworkAgreement": True, "frameworkAgreement": agreement}


def _body(chance: Random) -> Release:
    place, body = chance.randrange(len(PLACES)), chance.randrange(len(BODIES))
    number = f"P{chr(65 + place)}{chr(65 + body)}R-{1000 + place * 10 + body}-ABCD"
    return _party(f"{PLACES[place]} {BODIES[body]}", "GB-PPON", number, "buyer")


def _supplier(chance: Random) -> Release:
    number = chance.randrange(2000)
    name = f"{ADJECTIVES[number % len(ADJECTIVES)]} {THINGS[number % len(THINGS)].title()} {number} Ltd"
    return _party(name, "GB-COH", f"{90_000_000 + number}", "supplier")


def _party(name: str, scheme: str, number: str, role: str) -> Release:
    identifier = {"scheme": scheme, "id": number}
    return {"id": f"{scheme}-{number}", "name": name, "identifier": identifier, "roles": [role]}
