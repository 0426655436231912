"""What people type, read exactly: pounds, numbers, percentages, days, shares. Pure; no floating point.

Each function gives None for an empty text and raises Refused with what to do instead, which completes a label and a
colon: “What you pay now: write pounds …”.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hub.errors import Refused
from scrapers.parse import dates

MOST_PENCE = 10**13
"""A hundred billion pounds: more than any council spends."""

GROUPED = r"(?:\d{1,3}(?:,\d{3})+|\d{1,13})"
AMOUNT = re.compile(rf"(-?)\s*+(?:£\s*+)?({GROUPED})(?:\.(\d+))?", re.ASCII)
NUMBER = re.compile(rf"({GROUPED})?(?:\.(\d{{1,8}}))?", re.ASCII)
YEAR = re.compile(r"(\d{4})\s*[-/–]\s*(?:\d{2})?(\d{2})", re.ASCII)
SHARE = re.compile(r"(\d{1,6})\s*/\s*(\d{1,6})|(\d{1,3}(?:\.\d{1,10})?)\s*%", re.ASCII)

IN_POUNDS = "write pounds in figures, such as 1,500 or 12.50"
SMALL_PRICE = "write no part of a penny: give the price of 100 or 1,000, and say for how many it is"


def money(text: str, negative: bool = False) -> int | None:
    """Pence of an amount in pounds."""
    if not text:
        return None
    match = AMOUNT.fullmatch(text)
    if match is None:
        raise Refused(IN_POUNDS)
    if len((match[3] or "").rstrip("0")) > 2:
        raise Refused(SMALL_PRICE)
    if match[1] and not negative:
        raise Refused("write an amount that is not below nought")
    pence = int(match[2].replace(",", "")) * 100 + int((match[3] or "0")[:2].ljust(2, "0"))
    if pence >= MOST_PENCE:
        raise Refused("write an amount below £100,000,000,000")
    return -pence if match[1] else pence


def number(text: str) -> str | None:
    """A quantity as decimal text, without separators."""
    if not text:
        return None
    match = NUMBER.fullmatch(text)
    if match is None or not (match[1] or match[2]):
        raise Refused("write a number in figures, such as 1,200 or 0.75")
    whole, part = (match[1] or "0").replace(",", ""), match[2]
    return f"{int(whole)}.{part}" if part else str(int(whole))


def percent(text: str) -> str | None:
    """A percentage as decimal text: 3.4 for 3.4%. It may be below nought, as of an index that fell."""
    plain = text.removesuffix("%").strip()
    sign = "-" if plain.startswith("-") else ""
    try:
        found = number(plain.removeprefix("-"))
    except Refused as reason:
        raise Refused("write a percentage in figures, such as 3.4") from reason
    if found is not None and Decimal(found) > 1000:
        raise Refused("write a percentage of at most 1,000")
    return found and f"{sign}{found}"


def count(text: str) -> int | None:
    """A whole number of months, from 1."""
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 5 and int(text)):
        raise Refused("write a whole number from 1")
    return int(text)


def day(text: str) -> str | None:
    """A day as 2027-03-31."""
    if not text:
        return None
    plain = "/".join(text.split()) if text.replace(" ", "").isdecimal() else text
    found = dates.calendar_day(plain)
    if found.value is None or found.doubts:
        raise Refused("write a day, such as 31/03/2027")
    return found.value.isoformat()


def financial_year(text: str) -> str:
    """2025-26 of 2025/26, 2025-26 or 2025/2026."""
    match = YEAR.fullmatch(text.strip())
    if match is None or (int(match[1]) + 1) % 100 != int(match[2]):
        raise Refused("write each year as 2025/26")
    return f"{match[1]}-{match[2]}"


def years(text: str) -> dict[str, str] | None:
    """A quantity for each year: “2025/26: 400”, one on each line."""
    found: dict[str, str] = {}
    for line in _lines(text):
        year, colon, quantity = line.rpartition(":")
        if not colon:
            raise Refused("write one year on each line, such as 2025/26: 400")
        if (named := financial_year(year)) in found:
            raise Refused(f"write each year once: {year.strip()} is there twice")
        found[named] = number(quantity.strip()) or "0"
    return found or None


def monies(text: str) -> list[int] | None:
    """Amounts, one on each line."""
    return [amount for line in _lines(text) if (amount := money(line)) is not None] or None


def indices(text: str) -> list[dict[str, str]] | None:
    """Indices with their percentages: “CPI: 3.4”, one on each line."""
    found = []
    for line in _lines(text):
        name, colon, rate = line.rpartition(":")
        pct = percent(rate.strip()) if colon else None
        if pct is None:
            raise Refused("write one index on each line with its percentage, such as CPI: 3.4")
        found.append({"name": name.strip(), "pct": pct})
    return found or None


def options(text: str) -> list[dict[str, Any]] | None:
    """Extension options not taken: “12: 1,000” for twelve months that would save £1,000, one on each line."""
    found = []
    for line in _lines(text):
        months, colon, amount = line.partition(":")
        saving = money(amount.strip(), negative=True) if colon else None
        if saving is None:
            raise Refused("write one option on each line: its months, and what it would save, such as 12: 1,000")
        found.append({"months": count(months.strip()), "taken": False, "saving_pence": saving})
    return found or None


def share(text: str) -> Fraction | None:
    """A share, exact: 1/3 or 33.33%."""
    if not text:
        return None
    match = SHARE.fullmatch(text)
    if match is None or match[2] and not int(match[2]):
        raise Refused("write a share as 1/3 or 33.33%")
    return Fraction(int(match[1]), int(match[2])) if match[1] else Fraction(match[3]) / 100


def _line(text: str) -> str | None:
    return " ".join(text.split()) or None


def _yes(text: str) -> bool | None:
    return True if text == "yes" else None


READERS: Mapping[str, Callable[[str], Any]] = {
    "line": _line,
    "text": _line,
    "money": money,
    "signed": lambda text: money(text, negative=True),
    "number": number,
    "percent": percent,
    "count": count,
    "day": day,
    "choice": lambda text: text or None,
    "yes": _yes,
    "monies": monies,
    "years": years,
    "indices": indices,
    "options": options,
    "share": lambda text: text if share(text) is not None else None,
}
"""How a field of each shape is read."""


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
