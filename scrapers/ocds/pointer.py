"""Which framework a contract says it was awarded under, as written."""

import re
from collections.abc import Iterable

from scrapers.call_off import FrameworkPointer
from scrapers.notes import Notes
from scrapers.ocds.notice import Notice
from scrapers.ocds.shape import Object, word
from scrapers.ocds.values import address, line
from scrapers.ocds.wording import SELF, THING, USING
from scrapers.record import Known

NOTICE = re.compile(r"(?<!\d)(?:20\d\d\s?/\s?S\s?\d{1,3}\s?-\s?\d{6}|\d{6}-20\d\d)(?!\d)")
OCID = re.compile(r"ocds-[0-9a-z]{6}-[0-9a-z-]+", re.IGNORECASE)
REFERENCES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "Crown Commercial Service",
        re.compile(r"\bRM\s?\d{3,4}(?:[./]\d{1,2})?(?:\s?\(?(?:lot|L)\s?\d+\w?\)?)?", re.IGNORECASE),
    ),
    ("Crown Commercial Service", re.compile(r"\bG-?Cloud\s?\d{1,2}\b|\bDOS\s?\d\b", re.IGNORECASE)),
    (
        "YPO",
        re.compile(
            r"\bYPO\b[^\w\n]{0,3}(?:\w+\W+){0,8}?(?:ref(?:erence)?\W{0,3}|no\.?\s*|number\s*)?0{0,4}\d{3,4}\b",
            re.IGNORECASE,
        ),
    ),
    ("YPO", re.compile(r"(?<!\d)0{2,4}\d{3,4}\b(?=.{0,60}\bYPO\b)", re.IGNORECASE)),
    (
        "Eastern Shires Purchasing Organisation",
        re.compile(r"\bESPO\b\W{0,3}(?:\w+\W+){0,8}?\d{1,4}\w?[_-]\d{2}\b|\bMSTAR\s?\d", re.IGNORECASE),
    ),
    (
        "North East Procurement Organisation",
        re.compile(r"\bNEPO\b\W{0,3}(?:\w+\W+){0,6}?\d{3}\b|\bNEPRO\s?\d?\b", re.IGNORECASE),
    ),
    ("NHS Shared Business Services", re.compile(r"\bSBS\s?/?\s?(?:\d{2}/\w{2}/\w{3}/\d{4,5}|\d{5})\b", re.IGNORECASE)),
    ("LHC", re.compile(r"\bLHC\b\W{0,3}(?:\w+\W+){0,4}?[A-Z]{1,4}\d{1,2}\b")),
)
BODIES = (
    ("Crown Commercial Service", re.compile(r"\bCCS\b|\bcrown\s+commercial\b", re.IGNORECASE)),
    ("Government Commercial Agency", re.compile(r"\bGCA\b|\bgovernment\s+commercial\s+agency\b", re.IGNORECASE)),
    ("YPO", re.compile(r"\bYPO\b|\byorkshire\s+purchasing\b", re.IGNORECASE)),
    ("Eastern Shires Purchasing Organisation", re.compile(r"\bESPO\b", re.IGNORECASE)),
    ("North East Procurement Organisation", re.compile(r"\bNEPO\b", re.IGNORECASE)),
    ("NHS Shared Business Services", re.compile(r"\bSBS\b", re.IGNORECASE)),
    ("LHC", re.compile(r"\bLHC\b")),
    ("Procure Partnerships", re.compile(r"\bProcure\s+Partnerships\b", re.IGNORECASE)),
    ("Pagabo", re.compile(r"\bPagabo\b", re.IGNORECASE)),
    ("Fusion21", re.compile(r"\bFusion\s?21\b", re.IGNORECASE)),
)
NAMED = re.compile(
    rf"\b{USING}\s+(?:the\s+)?(?!{SELF})(?P<title>(?:(?!{USING}\b)[^\s.;]+\s+){{1,12}}?{THING}(?:\s+\d{{1,4}}(?![\d/]))?)",
    re.IGNORECASE,
)


def pointer(notice: Notice, said: Known, notes: Notes) -> FrameworkPointer:
    """From what is related, else the title, the method, the description: the first text that names a reference or a
    framework, with its owner.
    """
    related = next(iter(notice.related_frameworks), {})
    texts = [notice.title, notice.method, notice.description[:6_000], word(notice.tender.get("id"))]
    reference, owner = _reference(texts)
    title = line(notes, "framework", related.get("title")) or _title(texts)
    return FrameworkPointer(
        said=said,
        reference=reference,
        title=title,
        owner=owner or _body(title),
        ocid=_ocid(related),
        notice=_notice(related, texts),
        url=address(notes, "framework", related.get("uri")),
    )


def _reference(texts: Iterable[str]) -> tuple[str, str]:
    for written in texts:
        for owner, pattern in REFERENCES:
            match = pattern.search(written)
            if match:
                return " ".join(match.group().split()), owner
    return "", ""


def _title(texts: Iterable[str]) -> str:
    matches = (NAMED.search(written) for written in texts)
    return next((" ".join(match["title"].split())[:300] for match in matches if match), "")


def _body(title: str) -> str:
    return next((body for body, pattern in BODIES if pattern.search(title)), "")


def _ocid(related: Object) -> str:
    match = OCID.search(f"{word(related.get('identifier'))} {word(related.get('uri'))}")
    return match.group() if match else ""


def _notice(related: Object, texts: Iterable[str]) -> str:
    matches = (
        NOTICE.search(written) for written in (word(related.get("identifier")), word(related.get("uri")), *texts)
    )
    return next((match.group() for match in matches if match), "")
