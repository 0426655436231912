"""Stored and stated values, as text: the same words whether a value is on the page or lost to another source."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from hub import data
from hub.formatters import (
    STAGES,
    basis_note,
    count_text,
    dated_text,
    fee_text,
    kind_label,
    regulation_label,
    routes_text,
    value_text,
)
from hub.models import Framework, Lot
from scrapers import record as stated

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
    "how_to_buy": "How to buy",
    "stock_only": "Only stocks the owner's warehouse",
    "replaces": "Replaces",
    "replaced_by": "Replaced by",
    "url": "Owner's page",
    "lots": "Lots",
    "documents": "Documents",
    "notices": "Notices",
}
"""What each merged field is called on pages."""


ON_ONE_LINE = ("categories", "keywords", "regions")


def day_of(row: Framework | Lot, name: str) -> stated.Day | None:
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


def lot_heading(number: str, title: str) -> str:
    """ "Lot 2: Cleaning"; a lot without a number has only its title."""
    numbered = number if number.casefold().startswith("lot") else f"Lot {number}" if number else ""
    return ": ".join(filter(None, (numbered, title))) or "A lot without number or title"


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
    suppliers = f" ({count_text(len(lot.suppliers), 'supplier')})" if lot.suppliers else ""
    return lot_heading(lot.number, lot.title) + suppliers


def _link_text(link: stated.Link) -> str:
    return f"{link.title}, {link.url}" if link.title else link.url


def _notice_text(notice: stated.NoticeReference) -> str:
    return ", ".join(filter(None, (notice.identifier, notice.type, notice.title)))


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
}
