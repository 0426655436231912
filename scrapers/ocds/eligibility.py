"""Who may use a framework, in the notice's own words."""

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

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
ITEM = re.compile(r"[-–—•·*▪]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]", re.IGNORECASE)
MOST_SENTENCES = 4
MOST_ITEMS = 40
LONGEST_ITEM = 150
TYPES = {
    "open": "Open framework: others than the named buyers may use it.",
    "closed": "Closed framework: only the named buyers may use it.",
}


def eligibility(notice: Notice, further_buyers: Iterable[str], notes: Notes) -> str:
    """What the form's own fields say, the sentences of its prose that say who may use it, and further buyers.

    An empty line ends a list, so that what follows is no item of it.
    """
    agreements = [dig(each, "frameworkAgreement") for each in notice.techniques]
    said = [statement for agreement in agreements for statement in _stated(agreement)]
    buyers = [f"Further buyers named: {'; '.join(further_buyers)}."] if further_buyers else []
    found = (block(notes, "eligibility", each) for each in unique((*said, *_sentences(notice))))
    ended = (f"{each}\n" if "\n" in each else each for each in unique((*found, *buyers)))
    return "\n".join(ended).strip()[:20_000]


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
    return [
        sentence
        for sentence in dict.fromkeys(_with_lists(prose[:20_000]))
        if MAY_USE.search(sentence) and BODIES.search(sentence) and THING.search(sentence) and len(sentence) < 2_000
    ][:MOST_SENTENCES]


def _with_lists(prose: str) -> Iterator[str]:
    """Every sentence; one that ends with a colon together with the items below it."""
    pieces = [piece.strip() for piece in SENTENCE.split(prose) if piece.strip()]
    for place, sentence in enumerate(pieces):
        items = list(takewhile(_is_item, pieces[place + 1 :]))[:MOST_ITEMS] if sentence.endswith(":") else []
        yield "\n".join((sentence, *items)) if items else sentence


def _is_item(piece: str) -> bool:
    """A bulleted line, or a short one that names bodies and says nothing of its own about the framework."""
    if len(piece) > LONGEST_ITEM:
        return False
    return ITEM.match(piece) is not None or (BODIES.search(piece) is not None and not THING.search(piece))
