"""Amounts, days and texts of a release, cleaned, with a note of every one that is not plainly right."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from scrapers.notes import Notes
from scrapers.ocds.shape import LONGEST_TEXT, Object, dig, objects, text as written, unique, word
from scrapers.parse import codes, dates, text
from scrapers.parse.dates import Edge
from scrapers.record import Basis, Day, Money

NUMBER = re.compile(r"-?\d{1,18}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,2})?")
MOST_PENCE = 10**16
NO_VALUE = 100
STAND_INS = frozenset({10**11, 10**11 - 100, 10**11 - 1, 10**12 - 100, 10**12 - 1})
"""Pence that buyers enter where a form insists on a value: £1bn, £999,999,999 and the like."""

NO_DATE = date(2001, 1, 1)
LOST_LINE_BREAKS = re.compile(r"(?:rn){2,}|(?<=[.:;)\d])rn(?=[ A-Z(•-])")
LONGEST_LINE = 1_000


def line(notes: Notes, field: str, value: object) -> str:
    """A text on one line; one that is longer than any title is cut."""
    raw = written(value)[: LONGEST_LINE * 4]
    found = notes.take(field, raw, text.line(raw))
    if len(found) > LONGEST_LINE:
        notes.add(field, found, f"is longer than {LONGEST_LINE:,} characters", "cut")
    return found[:LONGEST_LINE].strip()


def block(notes: Notes, field: str, value: object) -> str:
    """Prose. Some portals lost the backslashes of line breaks: "rnrn" is an empty line."""
    raw = written(value)
    if len(raw) >= LONGEST_TEXT:
        notes.add(field, raw, f"is longer than {LONGEST_TEXT:,} characters", "cut")
    raw = LOST_LINE_BREAKS.sub(lambda match: "\n\n" if len(match.group()) > 2 else "\n", raw) if "rn" in raw else raw
    return notes.take(field, raw, text.block(raw))[: LONGEST_TEXT - 10_000].strip()


def blocks(notes: Notes, field: str, values: Iterable[object]) -> str:
    """Different texts, one below the other."""
    distinct = {written(value).strip(" .\n").casefold(): value for value in values}
    return "\n".join(unique(block(notes, field, value) for value in distinct.values()))[: LONGEST_TEXT - 10_000]


def money(notes: Notes, field: str, value: Object) -> Money | None:
    """An amount without VAT, with VAT, or both; None where neither is published."""
    net = _pence(notes, f"{field}.amount", value.get("amount"))
    gross = _pence(notes, f"{field}.amountGross", value.get("amountGross"))
    if value and not value.keys() & {"amount", "amountGross"}:
        notes.add(field, "", "states no amount", "taken as not published")
    if net is None and gross is None:
        return None
    currency = word(value.get("currency")).upper() or "GBP"
    if not re.fullmatch(r"[A-Z]{3}", currency):
        notes.add(f"{field}.currency", currency, "is no currency", "the amount is not used")
        return None
    return Money(net_pence=net, gross_pence=gross, currency=currency)


def total(amounts: Iterable[Money | None]) -> Money | None:
    """The sum of amounts in one currency; None where one is missing or their currencies differ."""
    found = list(amounts)
    known = [amount for amount in found if amount is not None]
    if not known or len(known) < len(found) or len({amount.currency for amount in known}) > 1:
        return None
    net = _sum([amount.net_pence for amount in known])
    gross = _sum([amount.gross_pence for amount in known])
    return (
        None if net is None and gross is None else Money(net_pence=net, gross_pence=gross, currency=known[0].currency)
    )


def day(notes: Notes, field: str, value: object, edge: Edge = Edge.FIRST, basis: Basis = Basis.PUBLISHED) -> Day | None:
    """A day; Contracts Finder's 1 January 2001 stands for none."""
    raw = word(value)
    found = notes.take(field, raw, dates.day(raw, edge)) if raw else None
    if found is None or found.value == NO_DATE:
        return None
    return found.model_copy(update={"basis": basis, "raw": ""})


def first(days: Iterable[Day | None]) -> Day | None:
    return min((each for each in days if each), key=lambda each: each.value, default=None)


def last(days: Iterable[Day | None]) -> Day | None:
    return max((each for each in days if each), key=lambda each: each.value, default=None)


def address(notes: Notes, field: str, value: object) -> str:
    raw = written(value)[:4_000]
    return notes.take(field, raw, codes.address(raw))


def cpv(notes: Notes, holders: Iterable[Object]) -> tuple[str, ...]:
    """Eight-digit codes of tenders and items, the main one first."""
    found: dict[str, None] = {}
    for raw in dict.fromkeys(_cpv_codes(holders)):
        match = re.fullmatch(r"(\d{8})(?:-\d)?", raw)
        if match:
            found[match[1]] = None
        else:
            notes.add("cpv", raw, "is no CPV code: a code has 8 digits", "not used")
    return tuple(found)


def regions(items: Iterable[Object]) -> tuple[str, ...]:
    """Codes such as UKH1, or names, as published."""
    places = (place for item in items for place in objects(item, "deliveryAddresses"))
    return unique(word(place.get("region")) for place in places)


def _cpv_codes(holders: Iterable[Object]) -> Iterator[str]:
    for holder in holders:
        for each in (dig(holder, "classification"), *objects(holder, "additionalClassifications")):
            if word(each.get("scheme")).upper() in ("CPV", "") and word(each.get("id")):
                yield word(each.get("id"))


def _pence(notes: Notes, field: str, value: object) -> int | None:
    raw = word(value)
    if not raw:
        return None
    if not NUMBER.fullmatch(raw):
        notes.add(field, raw, "is no amount", "not used")
        return None
    pence = int((Decimal(raw) * 100).quantize(Decimal(1), ROUND_HALF_UP)) if _is_small(raw) else MOST_PENCE + 1
    if pence in STAND_INS:
        notes.add(field, raw, "is what buyers enter where they have no value", "taken as not published")
        return None
    if not 0 <= pence <= MOST_PENCE:
        notes.add(field, raw, "is negative" if pence < 0 else "is larger than any contract", "not used")
        return None
    return None if pence <= NO_VALUE else pence


def _is_small(number: str) -> bool:
    return abs(Decimal(number)) < 10**15


def _sum(amounts: list[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known and len(known) == len(amounts) else None
