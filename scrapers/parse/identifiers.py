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

COMPANY_NUMBER = re.compile(r"(?P<letters>[A-Z]{2})0*(?P<short>\d{1,6})|R0*(?P<northern>\d{1,7})|0*(?P<digits>\d{1,8})")
SOCIETY_NUMBER = re.compile(r"(?P<letters>IP|SP|NP)0*(?P<short>\d{1,5})R")
"""A registered society: a trailing R in place of the sixth digit."""

FILLED_IN = re.compile(r"(\d)\1*|1234567")
"""What people type where a form insists on a number."""

LOST_FORMAT = re.compile(r"(?<=\d)\.0$")
"""A spreadsheet's number: 3554098.0."""

UNSEPARATED_PPON = re.compile(r"(P[A-Z]{3})(\d{4})([A-Z]{4})")
SCHEME_LENGTH, NUMBER_LENGTH = 40, 120
SHAPES = {
    "GB-PPON": re.compile(r"P[A-Z]{3}-\d{4}-[A-Z]{4}"),
    "GB-CHC": re.compile(r"\d{6,7}(?:-\d+)?"),
    "GB-SC": re.compile(r"SC0\d{5}"),
    "GB-NIC": re.compile(r"(?:NIC)?1\d{5}"),
    "GB-NHS": re.compile(r"[A-Z0-9]{3,6}"),
    "GB-UKPRN": re.compile(r"1\d{7}"),
    "XI-DUNS": re.compile(r"\d{9}"),
    "US-DUN": re.compile(r"\d{9}"),
    "US-DUNS": re.compile(r"\d{9}"),
    "GB-FTS": re.compile(r"\d{1,9}"),
    "GB-CFS": re.compile(r"\d{1,9}"),
}
"""What a number of each scheme looks like. GB-FTS and GB-CFS are portals' own and say little about who it is."""

NOT_KNOWN = "the organisation is known by its name only"


def identifier(scheme: str, number: str) -> Found[Identifier | None]:
    """The number in a register's own form: company 3554098 is GB-COH 03554098. None, with a doubt, where it cannot be.

    ``GB-COH-RJR`` is an NHS code in the scheme of companies, seen on Find a Tender (083468-2026). The doubt shows the
    number as it was written.
    """
    name = scheme.strip().upper()
    written = LOST_FORMAT.sub("", re.sub(r"\s+", "", number).upper())
    if not name or says_nothing(number.strip()) or not re.search(r"\w", written):
        return Found(None)
    if len(name) > SCHEME_LENGTH or len(written) > NUMBER_LENGTH:
        return doubted(None, "is too long for a number", NOT_KNOWN)
    if name == COMPANY:
        return _company(number, written)
    if name == "GB-PPON":
        written = UNSEPARATED_PPON.sub(r"\1-\2-\3", written)
    shape = SHAPES.get(name)
    if shape is not None and not shape.fullmatch(written):
        return doubted(None, f"{number.strip()} is no number of {name}", NOT_KNOWN)
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
    plain = re.sub(r"[-./]", "", written)
    match = SOCIETY_NUMBER.fullmatch(plain) or COMPANY_NUMBER.fullmatch(plain)
    if FILLED_IN.fullmatch(plain):
        return Found(None)
    if not match or (match["letters"] and match["letters"] not in COMPANY_PREFIXES):
        return doubted(None, f"{number.strip()} is no company number", NOT_KNOWN)
    return Found(Identifier(scheme=COMPANY, id=_padded(match)))


def _padded(match: re.Match[str]) -> str:
    parts = match.groupdict()
    if parts["letters"]:
        society = match.re is SOCIETY_NUMBER
        return parts["letters"] + (f"{parts['short'].zfill(5)}R" if society else parts["short"].zfill(6))
    northern = parts.get("northern")
    return f"R{northern.zfill(7)}" if northern else parts["digits"].zfill(8)
