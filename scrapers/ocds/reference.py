"""The buyer's own reference for what a notice is about, and whether it can tell one framework from another."""

import re
from dataclasses import dataclass

from scrapers.ocds.notice import Notice
from scrapers.ocds.shape import word
from scrapers.parse import text

WITH_ANOTHER = re.compile(r"(?P<own>[^()\s][^()]*?)\s?\((?P<portal>[^()]*(?:ref|DN\s?\d)[^()]*)\)\s?", re.IGNORECASE)
SELL2WALES = re.compile(r"ocds-kuma6s-\d+-tender-\d+-?(?P<own>.*)")
OF_A_PORTAL = re.compile(
    r"DN\s?\d{5,7}|[A-Z]{2,12}\d*-DN\d{5,7}-\d+|tender_\d+(?:/\d+)?|CF-\w{15,}|(?:itt|pqq|project|prj|rfx|rfq|ecm)[_-]\d+|"
    r"\d{14}-\d+|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|\d{1,3}|[a-z]|(?:ref(?:erence)?|lot)?\s?\d{0,3}",
    re.IGNORECASE,
)
GCA = re.compile(r"crown commercial service|government commercial agency", re.IGNORECASE)
RM = re.compile(r"\bRM\s?(\d{3,4}(?:\.\d{1,2})?)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Reference:
    """``own`` as published; ``of_portal`` a further number that only its portal knows."""

    own: str = ""
    of_portal: str = ""
    identifies: bool = True


def framework_reference(notice: Notice, owner: str) -> Reference:
    """As ``reference``, but for GCA's frameworks the RM number wherever it stands."""
    number = RM.search(f"{word(notice.tender.get('id'))} {notice.title}")
    return Reference(f"RM{number[1]}") if number and GCA.search(owner) else reference(notice)


def reference(notice: Notice) -> Reference:
    """From the tender's id: never the OCID, which is not the buyer's."""
    raw = text.line(word(notice.tender.get("id"))).value
    shared = SELL2WALES.fullmatch(raw)
    raw = shared["own"] if shared else raw
    if raw.casefold().startswith("ocds-"):
        return Reference(identifies=False)
    both = WITH_ANOTHER.fullmatch(raw)
    if both:
        return Reference(both["own"], _bare(both["portal"]), not OF_A_PORTAL.fullmatch(both["own"]))
    return Reference(raw, identifies=bool(raw) and not OF_A_PORTAL.fullmatch(raw))


def _bare(portal: str) -> str:
    number = re.search(r"DN\s?\d+", portal)
    return number.group() if number else portal.strip()
