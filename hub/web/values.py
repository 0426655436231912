"""Stored and stated values, as text: the same words whether a value is on the page or lost to another source."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from hub import data
from hub.formatters import (
    STAGES,
    basis_note,
    count_text,
    date_text,
    dated_text,
    fee_text,
    host,
    kind_label,
    lot_heading,
    regulation_label,
    routes_text,
    value_text,
)
from hub.models import CallOff, Framework, Lot, SupplierPlace
from hub.signposting.eligibility import UnreadableRule, rule_from_line
from hub.signposting.eligibility.wording import in_words
from hub.web.notices import notice_type_text
from scrapers import record as stated
from scrapers.ocds.portals import PORTALS

LABELS = {
    "title": "Title",
    "owner": "Owner",
    "reference": "Reference",
    "parent_reference": "Part of",
    "listing_of_owner": "Listing of a framework of",
    "kind": "Kind of agreement",
    "regulation": "Regulation",
    "stage": "Stage given by the source",
    "summary": "Summary",
    "description": "Description",
    "categories": "Categories given by the source",
    "keywords": "Keywords",
    "cpv": "CPV codes",
    "regions": "Regions",
    "start": "Start date",
    "end": "End date",
    "max_end": "Latest end if extended",
    "extension": "Extension",
    "max_value": "Maximum value",
    "routes": "Award routes",
    "fee": "Fee",
    "eligibility": "Who may use it",
    "eligibility_rules": "Who may use it, as facts",
    "how_to_buy": "How to buy",
    "stock_only": "Only stocks the owner's warehouse",
    "replaces": "Replaces",
    "replaced_by": "Replaced by",
    "url": "Web page",
    "lots": "Lots",
    "documents": "Documents",
    "notices": "Notices",
}
"""What each merged field is called on pages."""


PORTAL_HOSTS = frozenset(host(portal.url) for portal in PORTALS.values())

ON_ONE_LINE = ("categories", "keywords", "regions")


def day_of(row: Framework | Lot | CallOff, name: str) -> stated.Day | None:
    """A stored date with its precision and basis, as it was stated."""
    value: date | None = getattr(row, name)
    if value is None:
        return None
    precision = stated.Precision(getattr(row, f"{name}_precision") or "day")
    return stated.Day(
        value=value, precision=precision, basis=stated.Basis(getattr(row, f"{name}_basis") or "published")
    )


def noted_date(day: stated.Day | None) -> str:
    """A date, and in brackets how it was worked out if it was."""
    note = basis_note(day)
    return f"{dated_text(day)} ({note})" if note else dated_text(day)


def is_untitled(framework: Framework) -> bool:
    """Is its reference all that is published of its name? It then stands in the place of the title."""
    return bool(framework.reference) and framework.title == framework.reference


def reference_beside(framework: Framework) -> str:
    """The reference as it stands beside the title; empty where it is the title."""
    return "" if is_untitled(framework) else framework.reference


def owner_page(framework: Framework) -> str:
    """Its web page; empty where that is a portal's page of its notices, which the owner's own words are not on."""
    return "" if host(framework.url) in PORTAL_HOSTS else framework.url


def is_active(place: SupplierPlace, today: date) -> bool:
    """Nothing published says that the supplier has left, is suspended or excluded."""
    return place.status == "active" and (place.end is None or place.end >= today)


def standing(place: SupplierPlace, today: date) -> str:
    """What is said beside a supplier on a lot: "since 3 March 2025", "left on 3 September 2026", "suspended"."""
    if place.status == "left":
        return f"left on {date_text(place.end)}" if place.end else "left, date not published"
    if place.status != "active":
        return place.status
    if place.end is not None and place.end < today:
        return f"its place ended on {date_text(place.end)}"
    since = f"{'since' if place.start <= today else 'from'} {date_text(place.start)}" if place.start else ""
    return " ".join(filter(None, (since, f"until {date_text(place.end)}" if place.end else "")))


def cpv_text(code: str) -> str:
    label = data.cpv_labels().get(code)
    return f"{code} {label}" if label else code


def lines(name: str, value: Any) -> list[str]:
    """The value of a field in one line or several; of a value that is not known, none."""
    reader = READERS.get(name, str)
    texts = [reader(item) for item in value] if isinstance(value, tuple | list) else [reader(value)]
    known = [text for text in texts if text]
    return ["; ".join(known)] if name in ON_ONE_LINE and known else known


def _lot_text(lot: stated.Lot) -> str:
    left = sum(place.status != "active" for place in lot.suppliers)
    counts = (count_text(len(lot.suppliers), "supplier"), f"{left} of them not active" if left else "")
    suppliers = f" ({', '.join(filter(None, counts))})" if lot.suppliers else ""
    return lot_heading(lot.number, lot.title) + suppliers


def _link_text(link: stated.Link) -> str:
    return f"{link.title}, {link.url}" if link.title else link.url


def _notice_text(notice: stated.NoticeReference) -> str:
    return ", ".join(filter(None, (notice.identifier, notice_type_text(notice.type), notice.title)))


def _rule_text(line: str) -> str:
    """A stated rule in words, or as it stands where the hub cannot read it."""
    try:
        return in_words(rule_from_line(line))
    except UnreadableRule:
        return line


READERS: Mapping[str, Callable[[Any], str]] = {
    "kind": lambda kind: kind_label(str(kind)),
    "regulation": lambda regulation: regulation_label(str(regulation)),
    "stage": lambda stage: STAGES[str(stage)],
    "start": noted_date,
    "end": noted_date,
    "max_end": noted_date,
    "max_value": lambda money: value_text(money.net_pence, money.gross_pence, money.currency),
    "routes": lambda route: routes_text([str(route)]),
    "fee": lambda fee: fee_text(fee) or "Mentioned, without a rate",
    "stock_only": lambda only: "Yes" if only else "No",
    "cpv": cpv_text,
    "lots": _lot_text,
    "documents": _link_text,
    "notices": _notice_text,
    "eligibility_rules": _rule_text,
}
