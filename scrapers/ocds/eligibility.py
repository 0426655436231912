"""Who may use a framework, in the notice's own words."""

import re
from collections.abc import Iterable, Iterator

from scrapers.notes import Notes
from scrapers.ocds.notice import Notice
from scrapers.ocds.shape import Object, dig, text, texts, unique, word
from scrapers.ocds.values import block

SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
MAY_USE = re.compile(
    r"\b(?:available\s+(?:to|for)|open\s+to|for\s+use\s+by|(?:be\s+)?(?:used|accessed)\s+by|accessible\s+(?:to|by)|"
    r"access\s+to\s+(?:the|this)|on\s+behalf\s+of|entitled\s+to\s+(?:use|call)|permitted\s+to\s+use|eligible\s+to\s+use|"
    r"may\s+(?:use|access|call\s+off)|able\s+to\s+(?:use|access))\b",
    re.IGNORECASE,
)
BODIES = re.compile(
    r"\b(?:authorit|bod(?:y|ies)\b|council|school|academ|college|universit|NHS|trust|public\s+sector|charit|police|fire|"
    r"housing|registered\s+provider|organisations?\b|government|members?\b|customer)",
    re.IGNORECASE,
)
THING = re.compile(r"\b(?:framework|agreement|DPS|dynamic|market|system|contract|lot)\b", re.IGNORECASE)
MOST_SENTENCES = 4
TYPES = {
    "open": "Open framework: others than the named buyers may use it.",
    "closed": "Closed framework: only the named buyers may use it.",
}


def eligibility(notice: Notice, further_buyers: Iterable[str], notes: Notes) -> str:
    """What the form's own fields say, the sentences of its prose that say who may use it, and further buyers."""
    agreements = [dig(each, "frameworkAgreement") for each in notice.techniques]
    said = [statement for agreement in agreements for statement in _stated(agreement)]
    buyers = [f"Further buyers named: {'; '.join(further_buyers)}."] if further_buyers else []
    found = (block(notes, "eligibility", each) for each in unique((*said, *_sentences(notice))))
    return "\n".join(unique((*found, *buyers)))[:20_000]


def _stated(agreement: Object) -> Iterator[str]:
    yield TYPES.get(word(agreement.get("type")).casefold(), "")
    for name in ("buyerCategories", "buyerClassificationRestrictions", "buyerLocationRestrictions"):
        yield "; ".join(_texts_of(agreement.get(name)))


def _texts_of(value: object) -> list[str]:
    """A text, a list of texts, or a list of codes with descriptions."""
    found = value if isinstance(value, list) else [value]
    described = [text(each.get("description")) or text(each.get("id")) for each in found if isinstance(each, dict)]
    return [*described, *texts(value)]


def _sentences(notice: Notice) -> list[str]:
    prose = "\n".join((notice.description, *(text(lot.get("description")) for lot in notice.lots[:10])))
    sentences = (sentence.strip() for sentence in SENTENCE.split(prose[:20_000]))
    return [
        sentence
        for sentence in dict.fromkeys(sentences)
        if MAY_USE.search(sentence) and BODIES.search(sentence) and THING.search(sentence) and len(sentence) < 2_000
    ][:MOST_SENTENCES]
