"""The places that a stretch of text limits bodies to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from hub.data.regions import WHOLE_COUNTRY, regions
from hub.signposting.eligibility.class_words import QUALIFIERS, class_pattern
from hub.signposting.eligibility.places import UNKNOWN, places

EVERYWHERE = frozenset({"United Kingdom", WHOLE_COUNTRY})
CODE = re.compile(r"\bUK[A-Z](?:\d[0-9A-Z]?)?\b")
ELSE_IN = re.compile(
    r"\b(?:in|within|across|throughout|covering)\s{1,4}(?:the\s{1,4})?"
    r"((?!Public|Local|Central|Section|Schedule|Annex|Part|Lot|VI|II|IV|Further|Higher|Regulation)"
    r"[A-Z][\w’'-]{1,30}(?:\s{1,4}(?:and\s|of\s|the\s|&\s){0,2}[A-Z][\w’'-]{1,30}){0,6})"
)
DOCUMENT = re.compile(
    r"\b(?:Notice|Act|Acts|Regulations?|Directive|Documents?|Contract|Agreement|OJEU|FTS|Framework|Tender)\b"
)
SECTOR = re.compile(r"\s+(?:[a-z]+\s+)?sectors?\b")
AREA_OF = re.compile(
    r"\b(?:in|within|across|throughout|covering)\s+the\s+(?:city|county|counties|borough|boroughs|district|region|area|"
    r"areas|boundary|boundaries)\s+of\s+(?:the\s+)?([A-Z][\w’'-]{1,30}(?:\s{1,4}[A-Z][\w’'-]{1,30}){0,4})"
)
AREA = re.compile(r"\b([A-Z][\w’'-]{1,30}(?:\s{1,4}[A-Z][\w’'-]{1,30}){0,6})\s{1,4}(?:region|area)\b")
THE_AREA = re.compile(
    r"\b(?:in|within|across|throughout|of)\s+((?:the|their|its|our|this|those|these|that)\s+(?:(?:wider|local|same|geographic(?:al)?|"
    r"relevant)\s+)?"
    r"(?:region|sub-region|area|county|borough|city|district|locality|vicinity|areas|counties|districts|boroughs|"
    r"regions|localities))\b(?!\s+of\s+[A-Z])"
)
NAMED_GROUP = re.compile(
    r"(?<![.!?:]\s)(?<!^)\b([A-Z][\w’'-]{2,30}(?:\s(?:and\s|&\s)?[A-Z][\w’'-]{2,30}){0,2})\s+"
    r"(?=(?:(?:local|unitary|district|borough|county|city|fire|rescue|police|health|housing|public|and|&)\s){0,4}"
    r"(?:councils|authorities|forces|schools|academies|trusts|services|bodies|boroughs|districts|colleges|"
    r"universities|associations|landlords)\b)"
)
"""A place as the name of a group: the Fylde councils."""
ADJECTIVES = {
    "Welsh": "Wales",
    "Scottish": "Scotland",
    "English": "England",
    "NHSS": "Scotland",
    "NI": "Northern Ireland",
}


@dataclass(frozen=True)
class PlaceMention:
    """Characters ``start`` to ``end``; ``place`` as in a rule. ``adjective``: it stands before what it limits."""

    place: str
    start: int
    end: int
    adjective: bool


def place_mentions(stretch: str, taken: Sequence[tuple[int, int]]) -> list[PlaceMention]:
    """Every place outside the ``taken`` parts (names of organisations), in order."""
    found: list[PlaceMention] = []
    for mention in (*_listed(stretch), *_codes(stretch), *_unknown(stretch)):
        around = [*taken, *((each.start, each.end) for each in found)]
        if not any(start < mention.end and mention.start < end for start, end in around):
            found.append(mention)
    return sorted(found, key=lambda each: each.start)


def _listed(stretch: str) -> Iterator[PlaceMention]:
    for match in _pattern().finditer(stretch):
        if match.group().startswith("the ") and re.match(r"\s[A-Z]", stretch[match.end() :]):
            continue
        before = stretch[max(0, match.start() - 25) : match.start()]
        preposed = re.search(
            r"\b(?:in|within|across|throughout|of|the|from|for|to|and|or|covering|basis|NHS)\s+$|[,/(–—-]\s{0,2}$",
            before,
        )
        of_a_class = class_pattern().match(stretch, match.end() + 1)
        yield PlaceMention(
            _names()[match.group().casefold()],
            match.start(),
            match.end(),
            preposed is None or match.group() in ADJECTIVES or of_a_class is not None,
        )


def _codes(stretch: str) -> Iterator[PlaceMention]:
    for match in CODE.finditer(stretch):
        code = match.group()
        if code in regions():
            yield PlaceMention(code, match.start(), match.end(), False)


def _unknown(stretch: str) -> Iterator[PlaceMention]:
    for pattern in (ELSE_IN, AREA_OF, AREA, THE_AREA):
        for match in pattern.finditer(stretch):
            if not (DOCUMENT.search(match.group(1)) or SECTOR.match(stretch, match.end())):
                yield PlaceMention(UNKNOWN + match.group(1), match.start(1), match.end(1), False)
    for match in NAMED_GROUP.finditer(stretch):
        words = match.group(1).split()
        if not (class_pattern().search(match.group(1)) or any(word.casefold() in QUALIFIERS for word in words)):
            yield PlaceMention(UNKNOWN + match.group(1), match.start(1), match.end(1), True)


@cache
def _names() -> dict[str, str]:
    named = {region.name.casefold(): code for code, region in regions().items() if region.level and len(code) <= 4}
    named |= {alias.casefold(): place.name for place in places().values() for alias in (place.name, *place.aliases)}
    return named | {adjective.casefold(): place for adjective, place in ADJECTIVES.items()}


@cache
def _pattern() -> re.Pattern[str]:
    spelt = (re.escape(name) for name in sorted(_names(), key=len, reverse=True))
    of_another = r"(?!\s+(?:Borough|City|County|East|West|Eastern|Western|of\s+(?:England|Ireland|Scotland|Wales))\b)"
    return re.compile(rf"(?<![\w-])(?=[A-Zant])(?i:{'|'.join(spelt)})(?![\w])(?!-(?!based|wide)){of_another}")
