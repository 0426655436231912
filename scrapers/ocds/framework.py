"""A notice as a record: what it states of a framework."""

import re
from collections.abc import Iterable
from decimal import Decimal

from scrapers.notes import Notes
from scrapers.ocds.eligibility import eligibility
from scrapers.ocds.evidence import is_notice, notice_reference, notice_type
from scrapers.ocds.judging import DYNAMIC_MARKET, Sort, Verdict
from scrapers.ocds.lots import lots
from scrapers.ocds.notice import PORTAL_PAGE, Notice
from scrapers.ocds.parties import Parties
from scrapers.ocds.reference import Reference, framework_reference
from scrapers.ocds.shape import dig, flag, objects, word
from scrapers.ocds.term import changed_term, duration, extension, stage, term
from scrapers.ocds.values import address, block, cpv, line, money, regions, total
from scrapers.parse import codes, words
from scrapers.record import Edition, Fee, Kind, Known, Link, Money, Party, Payer, Record, Regulation, Route
from scrapers.rows import Unusable

CHANGES = frozenset({"UK10", "UK12", "UK16"})
CHANGE_TAGS = frozenset({"contractAmendment", "contractUpdate", "tenderCancellation", "awardCancellation"})
ROUTES = {
    "withoutreopeningcompetition": (Route.DIRECT_AWARD,),
    "withreopeningcompetition": (Route.COMPETITION,),
    "withandwithoutreopeningcompetition": (Route.DIRECT_AWARD, Route.COMPETITION),
}
SCOTLAND = "ocds-r6ebe6"
FIND_A_TENDER = "ocds-h6vhtk"
AWARD_MARK = re.compile(r"(?:(?<!\s)\s++)?(?:[-–]\s*+|\()award(?:ed)?\)?\s*+$", re.IGNORECASE)
HEALTH_LAW = re.compile(r"provider selection regime|\bPSR\b", re.IGNORECASE)
UTILITIES = re.compile(r"\butilit(?:y|ies)\b", re.IGNORECASE)
MOST_DOCUMENTS = 200


def framework(notice: Notice, verdict: Verdict, notes: Notes) -> Record:
    """Every notice is a delta; one of a change says only what is different. Raises Unusable for one without a buyer."""
    parties = Parties(notice, notes)
    owner = parties.owner()
    if owner is None:
        raise Unusable("it names no buyer")
    own = framework_reference(notice, owner.name)
    if verdict.judged_by:
        notes.add(verdict.judged_by, notice.title, "is all that says this is a framework", "taken as one; please check")
    news = _change(notice, notes) if is_change(notice) else _statement(notice, parties, owner, notes)
    return Record.model_validate(
        _identity(notice, verdict, owner, own, notes) | _common(notice, parties, own, notes) | news
    )


def is_change(notice: Notice) -> bool:
    """A notice of a change (UK10), of an end before award (UK12) or of a market that ceases (UK16)."""
    return bool(notice.types & CHANGES) if notice.types else bool(CHANGE_TAGS & set(notice.tags))


def _identity(notice: Notice, verdict: Verdict, owner: Party, own: Reference, notes: Notes) -> dict[str, object]:
    """What every edition says: which framework it is about, and by which notice."""
    evidence = notice_reference(notice, notes)
    return {
        "source_id": notice.ocid[:200],
        "part": part(notice, own),
        "edition": Edition.CHANGE if is_change(notice) else Edition.DELTA,
        "evidence_only": verdict.sort is Sort.AMENDMENT,
        "title": AWARD_MARK.sub("", codes.without_reference(line(notes, "title", notice.title), own.own)),
        "owner": owner.name,
        "reference": own.own,
        "reference_identifies": own.identifies,
        "kind": kind(notice),
        "regulation": regulation(notice),
        "notices": (evidence,),
        "url": f"{PORTAL_PAGE}/procurement/{notice.ocid}" if notice.prefix == FIND_A_TENDER else "",
        "published": evidence.published,
    }


def part(notice: Notice, own: Reference) -> str:
    """Buyer and tender id: one OCID may serve many buyers. The ids of buyers in some portals are local to a release."""
    buyer = dig(notice.release, "buyer")
    identity = word(buyer.get("id"))
    known = identity if re.fullmatch(r"[A-Z]{2}-[A-Z]+-.+", identity) else word(buyer.get("name"))
    return f"{known}|{own.own}"[:500] if known or own.own else ""


def _common(notice: Notice, parties: Parties, own: Reference, notes: Notes) -> dict[str, object]:
    """What a change may be of, too."""
    return {
        "stage": stage(notice),
        "extension": extension(notice, notes),
        "lots": lots(notice, parties, notes),
        "documents": tuple(_documents(notice, notes)),
        "extra": _beside(notice, own),
    }


def _statement(notice: Notice, parties: Parties, owner: Party, notes: Notes) -> dict[str, object]:
    span = term(notice, notes)
    items = [item for holder in (notice.tender, *notice.awards) for item in objects(holder, "items")]
    return {
        "source_status": word(notice.tender.get("status")),
        "description": block(notes, "description", notice.description),
        "cpv": cpv(notes, (notice.tender, *items)),
        "regions": regions(items),
        "start": span.start,
        "end": span.end,
        "max_end": span.max_end,
        "max_value": _value(notice, notes),
        "routes": _routes(notice),
        "fee": _fee(notice),
        "eligibility": eligibility(notice, parties.further_buyers(owner.name), notes),
    }


def _change(notice: Notice, notes: Notes) -> dict[str, object]:
    span = changed_term(notice, notes)
    values = [money(notes, "contract value", dig(each, "value")) for each in (*notice.contracts, *notice.awards)]
    return {
        "start": span.start,
        "end": span.end,
        "max_end": span.max_end,
        "max_value": total(value for value in values if value),
    }


def kind(notice: Notice) -> Kind:
    """As flagged. What is only worded keeps the kind its title states, if any."""
    if notice.types & DYNAMIC_MARKET:
        is_utilities = UTILITIES.search(f"{notice.title} {word(notice.tender.get('specialRegime'))}")
        return Kind.UTILITIES_DYNAMIC_MARKET if is_utilities else Kind.DYNAMIC_MARKET
    if notice.has_dynamic_system:
        return Kind.DYNAMIC_MARKET if notice.is_under_new_law else Kind.DPS
    if notice.has_framework:
        schemes = (dig(each, "frameworkAgreement").get("isOpenFrameworkScheme") for each in notice.techniques)
        return Kind.OPEN_FRAMEWORK if any(map(flag, schemes)) else Kind.FRAMEWORK
    if "qualification system" in notice.title.casefold():
        return Kind.QUALIFICATION_SYSTEM
    return words.kind_in_title(notice.title)


def regulation(notice: Notice) -> Regulation:
    scheme, number = notice.legal_basis
    if notice.is_under_new_law:
        return Regulation.PROCUREMENT_ACT_2023
    if notice.prefix == SCOTLAND:
        return Regulation.SCOTLAND
    if HEALTH_LAW.search(notice.description):
        return Regulation.OTHER
    if scheme == "CELEX":
        known = {
            "32014L0024": Regulation.PCR_2015,
            "32014L0025": Regulation.PCR_2015,
            "32004L0018": Regulation.PCR_2006,
        }
        return known.get(number, Regulation.OTHER)
    return Regulation.OTHER if number else Regulation.UNKNOWN


def _value(notice: Notice, notes: Notes) -> Money | None:
    """The framework's own, else the tender's, else what all lots, else all contracts or awards add up to."""
    own = [dig(each, "frameworkAgreement", "value") for each in notice.techniques]
    for name, value in (*(("framework value", each) for each in own), ("value", dig(notice.tender, "value"))):
        found = money(notes, name, value)
        if found:
            return found
    lots_, contracts, awards = (
        total(money(notes, name, dig(each, "value")) for each in holders)
        for name, holders in (
            ("lot value", notice.lots),
            ("contract value", notice.contracts),
            ("award value", notice.awards),
        )
    )
    return lots_ or contracts or awards


def _routes(notice: Notice) -> tuple[Route, ...]:
    """Only what is said of call-offs: the procurement method is how the framework itself was let."""
    methods = (word(dig(each, "frameworkAgreement").get("method")).casefold() for each in notice.techniques)
    return tuple(dict.fromkeys(route for method in methods for route in ROUTES.get(method, ())))


def _fee(notice: Notice) -> Fee | None:
    """The highest charge stated. That none is listed does not say that there is none."""
    charges = [each for holder in (notice.tender, *notice.lots) for each in objects(holder, "participationFees")]
    rates = [rate for rate in (_basis_points(word(each.get("relativeValue"))) for each in charges) if rate]
    described = next((word(each.get("description")) for each in charges if word(each.get("description"))), "")
    if not rates:
        return None
    return Fee(basis_points=max(rates), payer=Payer.SUPPLIER, known=Known.YES, text=described)


def _basis_points(share: str) -> int | None:
    """0.005 is half a per cent."""
    if not re.fullmatch(r"[01](?:\.\d{1,12})?", share):
        return None
    points = Decimal(share) * 10_000
    return int(points) if points == points.to_integral_value() and points <= 10_000 else None


def _documents(notice: Notice, notes: Notes) -> Iterable[Link]:
    """What is linked, once each, without the notice itself."""
    seen: set[str] = set()
    for document in notice.documents:
        url = address(notes, "documents", document.get("url"))
        if not url or url in seen or is_notice(document) or len(seen) >= MOST_DOCUMENTS:
            continue
        seen.add(url)
        title = line(notes, "documents", document.get("title") or document.get("description"))
        yield Link(title=title or word(document.get("documentType")), url=url, kind=word(document.get("documentType")))


def _beside(notice: Notice, own: Reference) -> dict[str, str]:
    said = {
        "notice type": notice_type(notice),
        "procurement method": notice.method,
        "duration": duration(notice),
        "portal reference": own.of_portal,
    }
    return {name: value for name, value in said.items() if value}
