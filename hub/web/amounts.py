"""Amounts as people type them into a form: pounds, hours, months and percentages. No exponents, no signs."""

import re
from decimal import Decimal

from hub.errors import Refused
from hub.web.choices import UNPRINTABLE

SHOWN_AGAIN = 60
"""Characters of what was typed that a form shows again."""

GROUPED = r"(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,12})"
NUMBER = re.compile(rf"({GROUPED})(?:\.(\d+))?", re.ASCII)


def as_typed(text: str) -> str:
    """What a form shows again: in one line, not too long, and without characters that no page can show."""
    return " ".join(UNPRINTABLE.sub(" ", text[:SHOWN_AGAIN]).split())


def number(text: str, least: Decimal | int, most: Decimal | int, places: int) -> Decimal:
    """A number within bounds, with at most so many decimal places. Raises Refused, with what is wrong with it."""
    plain = text.strip()
    match = NUMBER.fullmatch(plain) if len(plain) <= 40 else None
    if match is None:
        raise Refused("in figures, without letters or signs")
    if len(match[2] or "") > places:
        raise Refused(f"with at most {places} decimal places" if places else "as a whole number")
    value = Decimal(plain.replace(",", ""))
    if not least <= value <= most:
        raise Refused(f"from {Decimal(least):,} to {Decimal(most):,}")
    return value


def pounds(text: str, least: Decimal | int, most: Decimal | int) -> int:
    """An amount in pence from one in pounds, with or without its sign. Raises Refused, with what is wrong with it."""
    return int(number(text.strip().removeprefix("£"), least, most, 2) * 100)
