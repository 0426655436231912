"""CPV codes, references and web addresses as publishers write them."""

import re
from urllib.parse import urlsplit

from scrapers.parse.found import Doubt, Found, doubted
from scrapers.parse.text import line, says_nothing

CPV_LIST = re.compile(r"[;|\n\r]+|,\s*(?=\d)|(?<=\d)\s+(?=\d{7})")
CPV = re.compile(r"(?P<code>\d{8})(?:\s*-\s*\d)?(?:\s*[:–—,-]?\s*\(?[^\d].*)?")
AMPERSAND = re.compile(r"&(?:amp;|#38;|#x26;)+", re.IGNORECASE)
LONGEST_ADDRESS = 2000
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
BARE_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#]\S*)?", re.IGNORECASE)


def cpv(raw: str) -> Found[tuple[str, ...]]:
    """The eight-digit codes of a cell, check digits and labels dropped, in the order published."""
    codes: list[str] = []
    doubts: list[Doubt] = []
    for piece in filter(None, (part.strip() for part in CPV_LIST.split(raw))):
        match = CPV.fullmatch(piece)
        if match:
            codes.append(match["code"])
        elif not says_nothing(piece):
            doubts.append(Doubt(f"{piece} is no CPV code: {_cpv_fault(piece)}", "kept beside the record, not used"))
    return Found(tuple(dict.fromkeys(codes)), tuple(doubts))


def reference(raw: str) -> Found[str]:
    """An owner's reference as published, on one line; "None" and "N/A" are no reference."""
    return line(raw)


def without_reference(title: str, reference: str) -> str:
    """A title without its own reference repeated at the end: "Courier Services (RM3798)"."""
    if not reference:
        return title
    repeated = rf"(?:(?<!\s)\s++)?(?:[-–:]\s*+)?(?:[(\[]\s*+)?{re.escape(reference)}\s*+[)\]]?\s*+$"
    return re.sub(repeated, "", title, flags=re.IGNORECASE) or title


def address(raw: str) -> Found[str]:
    """A web address that may be linked: http or https, with a host and no password in it; empty otherwise."""
    written = AMPERSAND.sub("&", raw.strip())
    if says_nothing(written):
        return Found("")
    if not SCHEME.match(written) and BARE_HOST.fullmatch(written):
        found = _checked_address(f"https://{written}")
        return found if found.doubts else doubted(found.value, "has no https://", f"read as {found.value}")
    return _checked_address(written)


def slug(*words: str) -> str:
    """Words as a stable id of at most 200 characters: "Fuel Cards (2)" is fuel-cards-2."""
    return re.sub(r"[\W_]+", "-", " ".join(words).casefold()).strip("-")[:200]


def host(url: str) -> str:
    """The host of an address in lower case, without www."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _cpv_fault(piece: str) -> str:
    digits = re.sub(r"\D", "", piece.split(":")[0])
    if len(digits) == 7:
        return "it has 7 digits, perhaps a zero was lost at its start or end"
    if len(digits) == 9:
        return f"it has 9 digits, perhaps {digits[:8]}-{digits[8]} is meant"
    return "a code has 8 digits"


def _checked_address(written: str) -> Found[str]:
    fault = _address_fault(written)
    return doubted("", f"is no web address the hub will link: {fault}", "not used") if fault else Found(written)


def _address_fault(written: str) -> str:
    try:
        parts = urlsplit(written)
        name, _ = parts.hostname, parts.port
    except ValueError:
        return "it cannot be read"
    if parts.scheme.casefold() not in ("http", "https"):
        return "it does not begin with http:// or https://"
    if not name or "." not in name or parts.username is not None:
        return "it names no public host"
    if re.search(r"[\s<>\"\x00-\x20\x7f]", written):
        return "it holds a space or a character no address may hold"
    return "it is too long" if len(written) > LONGEST_ADDRESS else ""
