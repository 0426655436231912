"""Numbers of organisations in named registers, as publishers write them: checked, padded, or left out."""

import re

from scrapers.parse.found import Found, doubted
from scrapers.parse.text import says_nothing
from scrapers.record import Identifier

COMPANY = "GB-COH"
COMPANY_PREFIXES = frozenset(
    "AC CE CS FC FE GE GS IC IP LP NA NC NF NI NL NO NP NR NV NZ OC OE PC RC RS SA SC SE SF SG SI SL SO SP SR "
    "ZC".split()
)
"""The letters Companies House puts before six digits; R0 was Northern Ireland's."""

COMPANY_NUMBER = re.compile(r"(?:([A-Z]{2})0*(\d{1,6})|R0*(\d{1,7})|0*(\d{1,8}))")
SHAPES = {
    "GB-PPON": re.compile(r"P[A-Z]{3}-\d{4}-[A-Z]{4}"),
    "GB-CHC": re.compile(r"\d{5,7}(?:-\d+)?"),
    "GB-SC": re.compile(r"SC0\d{5}"),
    "GB-NIC": re.compile(r"NIC\d{6}"),
    "GB-NHS": re.compile(r"[A-Z0-9]{3,6}"),
    "GB-UKPRN": re.compile(r"1\d{7}"),
    "XI-DUNS": re.compile(r"\d{9}"),
    "US-DUN": re.compile(r"\d{9}"),
    "GB-FTS": re.compile(r"\d{1,9}"),
    "GB-CFS": re.compile(r"\d{1,9}"),
}
"""What a number of each scheme looks like. GB-FTS and GB-CFS are portals' own and say little about who it is."""


def identifier(scheme: str, number: str) -> Found[Identifier | None]:
    """The number in a register's own form: company 3554098 is GB-COH 03554098. None, with a doubt, where it cannot be.

    ``GB-COH-RJR`` is an NHS code in the scheme of companies, seen on Find a Tender (083468-2026).
    """
    name, written = scheme.strip().upper(), re.sub(r"\s+", "", number).upper()
    if not name or says_nothing(number):
        return Found(None)
    if name == COMPANY:
        return _company(number, written)
    shape = SHAPES.get(name)
    if shape is not None and not shape.fullmatch(written):
        return doubted(None, f"is no number of {name}", "the organisation is known by its name only")
    return Found(Identifier(scheme=name, id=written))


def company(number: str) -> Found[Identifier | None]:
    """A company number as registers write it, with or without its leading zeros."""
    return identifier(COMPANY, number)


def from_id(text: str) -> Found[Identifier | None]:
    """A scheme and number in one, as OCDS parties have it: GB-COH-03554098, GB-PPON-PMRV-4748-MNJV.

    A bare number ("1", "2") is local to its release and no identifier.
    """
    match = re.fullmatch(r"([A-Za-z]{2}-[A-Za-z]+)-(.+)", text.strip())
    return identifier(match[1], match[2]) if match else Found(None)


def _company(number: str, written: str) -> Found[Identifier | None]:
    match = COMPANY_NUMBER.fullmatch(written)
    if not match:
        return doubted(None, f"{number} is no company number", "the organisation is known by its name only")
    letters, with_letters, northern, digits = match.groups()
    if letters:
        if letters not in COMPANY_PREFIXES:
            return doubted(None, f"{number} is no company number", "the organisation is known by its name only")
        return Found(Identifier(scheme=COMPANY, id=letters + with_letters.zfill(6)))
    if northern:
        return Found(Identifier(scheme=COMPANY, id="R" + northern.zfill(7)))
    if not int(digits):
        return Found(None)
    return Found(Identifier(scheme=COMPANY, id=digits.zfill(8)))
