"""The stretches of a sentence that say who may use a framework, and how plainly they say it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from hub.signposting.eligibility.sentences import Sentence


class Force(Enum):
    """``STATED``: for whom it is. ``LISTED``: here are they by name. ``AIM``: for whom it is meant. ``BARRED``: who is
    shut out."""

    STATED = "stated"
    LISTED = "listed"
    AIM = "aim"
    BARRED = "barred"


@dataclass(frozen=True)
class Statement:
    """Bodies are mentioned in characters ``start`` to ``end`` of the passage; the words that say it begin at ``said``.

    ``after``: the verb comes after them.
    """

    force: Force
    said: int
    start: int
    end: int
    after: bool = False


USE = (
    r"(?:use|utili[sz]e|access|call[\s-]{0,2}off|purchase|procure|buy|order|place|participate|benefit|draw|join|award|"
    r"enter|make\s+use|have\s+access|procuring|purchasing|using|accessing|calling)"
)
MAY = (
    r"(?:(?:can|may|could|might|shall|will|would|are|is|be)\s+(?:also\s+|then\s+|only\s+|all\s+){0,2}(?:be\s+)?"
    r"(?:able|entitled|permitted|eligible|allowed|free|invited)\s+to(?:\s+also)?|(?:can|may|might)(?:\s+also|\s+then|\s+only|\s+wish\s+to)?|"
    r"(?:will|shall|would|to)?\s*(?:also\s+)?have\s+the\s+(?:option|right|ability|opportunity)\s+(?:to|of)|"
    r"wishing\s+to|who\s+wish\s+to|(?:will|shall)\s+have)"
)
AFTER = re.compile(
    r"\b(?:(?:made\s+|be\s+|is\s+|are\s+|also\s+|freely\s+)?(?:available|open|accessible|offered|opened(?:\s+up)?)\s+(?:(?:also|only|nationally|primarily|mainly|principally)\s+)?"
    r"(?:for\s+(?:the\s+)?(?:use|access)\s+(?:by|of)|to\s+be\s+(?:used|utilised|accessed)\s+by|to\s+(?:and\s+for\s+)?use\s+by|for\s+call[\s-]?offs?\s+by|to|for|by)|"
    r"for\s+(?:the\s+)?(?:sole\s+|exclusive\s+)?(?:use|benefit)\s+(?:by|of|across|within)|"
    r"(?:be|been|is|are|being)\s+(?:also\s+|then\s+|only\s+)?(?:used|utili[sz]ed|accessed|called\s+off|called[\s-]off|drawn\s+on|procured)\s+by|"
    r"(?:used|utili[sz]ed|accessed)\s+by|useable\s+by|usable\s+by|on\s+behalf\s+of|access(?:ible)?\s+(?:for|to\s+be\s+given\s+to)|"
    r"to\s+serve|(?:use|access|call[\s-]?offs?|orders?)\s+(?:of\s+(?:the|this)\s+(?:framework|agreement|DPS|contract)\s+)?by|"
    r"(?:extends?|extended)\s+to|(?:is|are|be|use|access)\s+(?:restricted|limited|confined)\s+to|"
    r"(?:option|right|opportunity|facility)\s+for|"
    r"(?:procurement|contracting|commissioning|lead)\s+(?:lead|authority|body|partner|commissioner)\s+(?:for|on\s+behalf\s+of)|"
    r"jointly\s+(?:by|with|for|between)|(?:joint|collaborative|shared)\s+(?:procurement|tender|framework|exercise|project|collaboration)\b[^.;:]{0,60}?\b(?:by|between|for|of)|"
    r"(?:framework|agreement|DPS|contract|arrangement)\s+(?:is|will\s+be)\s+for)\b",
    re.IGNORECASE,
)
AIMED = re.compile(
    r"\b(?:(?:aimed|targeted|focus(?:s)?ed|directed)\s+(?:primarily\s+|mainly\s+)?(?:at|on|towards?)|"
    r"(?:designed|intended|suitable|tailored|developed|created)\s+(?:primarily\s+|specifically\s+|mainly\s+)?(?:for|by\s+and\s+for)|"
    r"(?:meets?|meeting|satisf(?:y|ies)|fulfil|support(?:s|ing)?|address(?:es)?)\s+(?:all\s+)?(?:of\s+)?the\s+(?:\w+\s+){0,4}?(?:needs?|requirements?|demands?)\s+of|"
    r"(?:primarily|mainly|principally|predominantly|particularly|especially)\s+(?:for|to|by|used\s+by|in)|"
    r"(?:helps?|offers?|offering|gives?|giving|provides?|providing)\s+"
    r"(?=(?:(?:all|any|other|UK|the|and|wider|central|local|both)\s+){0,4}(?:public|contracting|local\s+auth|central\s+gov|sector|housing|social|schools|NHS|universit|members))|"
    r"potential\s+(?:users|customers|buyers)\s*(?:of\s+the\s+framework\s*)?(?:are|include|may\s+include|:))",
    re.IGNORECASE,
)
ALLOWING = re.compile(r"\b(?:enabl|allow|permit|facilitat|entitl)(?:es?|ing|s)?\s+(?=\S)", re.IGNORECASE)
TO_USE = re.compile(rf"\s*to\s+(?:directly\s+)?{USE}\b", re.IGNORECASE)
SUBJECT = re.compile(rf"\b{MAY}(?:,[^,.;:]{{1,80}},)?\s+(?:also\s+|then\s+|directly\s+)?{USE}\b", re.IGNORECASE)
LISTING = re.compile(
    r"(?:\b(?:members|bodies|authorities|organisations|organisations|users|consortia|councils|trusts|clients|partners|"
    r"customers|buyers|institutions|parties|purchasers|universities|schools|forces|beneficiaries)[\"”’')]{0,2}\s*"
    r"(?:of\s+the\s+(?:framework|agreement)\s+)?(?:currently\s+)?(?:are|is|includes?|being|comprise|comprises|namely|as\s+follows)\s*:?|"
    r"\bfurther\s+buyers\s+named\s*:|"
    r"\b(?:includes?|are|of|by|to|for|behalf\s+of)\s+the\s+following\s+(?:\w+\s+){0,3}?(?:organisations|bodies|authorities|councils|trusts|"
    r"institutions|members|users|buyers|customers|partners|universities|parties)\b|"
    r"\b(?:bodies|authorities|organisations|users|councils|trusts|clients|partners|customers|buyers)\s*:)",
    re.IGNORECASE,
)
BARRED = re.compile(
    r"\b(?:not\s+(?:be\s+)?(?:available|open|accessible|used|for\s+use|eligible)(?:\s+for\s+(?:the\s+)?use)?\s*(?:to|by|for|of)\b|"
    r"(?:may|can|shall)\s*not\s+be\s+(?:used|accessed|utili[sz]ed)\s+by\b)",
    re.IGNORECASE,
)
EXCEPT = re.compile(
    r"\b(?:excluding|except(?:ing)?(?:\s+for)?|with\s+the\s+exception\s+of|other\s+than(?!\s+(?:those|the\s+above|as\s))|"
    r"but\s+not(?!\s+(?:limited|restricted|exclusively)))\b",
    re.IGNORECASE,
)
"""Exclusions only where they follow words on who may use the framework: other things are excluded more often."""
BARRED_SUBJECT = re.compile(
    r"\b(?:(?:may|can|shall|will)\s*not|are\s+not|is\s+not|cannot|are\s+excluded|is\s+excluded|are\s+unable)\s*(?:able\s+|be\s+able\s+|eligible\s+|permitted\s+|entitled\s+|allowed\s+)?"
    r"(?:to\s+)?(?:use|utili[sz]e|access|call[\s-]?off|purchase\s+(?:from|through|under)|from\s+(?:using|the|this)|able|eligible|permitted|entitled|included)\b"
    r"(?![^.;]{0,60}\b(?:after|before|beyond|outside|more\s+than|until|unless|without|again|lots?)\b)",
    re.IGNORECASE,
)
THING = re.compile(
    r"\b(?:frameworks?|agreements?|DPS|dynamic|contracts?|arrangements?|lots?|sub-lots?|call(?:ed)?[\s-]?offs?|notice|tender(?:ed|ing)?|procur(?:e|ed|ing)|"
    r"procurement|list|solution|vehicle|system|catalogue|service|suppliers?)\b",
    re.IGNORECASE,
)
PRONOUN = re.compile(r"^\W{0,3}(?:it|this|these|they|open|available|for|use|access)\b", re.IGNORECASE)
HEDGE = re.compile(
    r"\b(?:primarily|mainly|principally|predominantly|potentially|designed|intended|aim(?:s|ed|ing)?|envisaged|anticipated|expected|could|"
    r"might|likely|possibly|typically|generally)\b(?!\s+start)",
    re.IGNORECASE,
)
STOP = re.compile(
    r"\s(?:to\s+(?:enable|allow|provide|deliver|support|meet|assist|help|purchase|use|access|procure|call|undertake|carry|"
    r"appoint|establish|obtain|buy|place|set)\b|in\s+order\s+to\b|for\s+the\s+(?:provision|supply|purchase|delivery|procurement|"
    r"purposes?|duration|establishment|appointment|period|following)\b|for\s+(?:a|an|up\s+to|\d+)\b|through\s+(?:the|this|a)\b|under\s+(?:the|this)\s+(?:framework|agreement|terms)|via\b|"
    r"when\b|where\b|should\s+they\b|if\b|during\b|until\b|over\s+(?:the|a)\b|as\s+and\s+when\b|on\s+an?\s+\w+\s+basis|"
    r"(?<!which\s)(?<!who\s)(?<!that\s)(?<!they\s)(?:is|has|was|wishes|intends|invites|seeks)\s|and\s+(?:also\s+)?(?:gives?|provides?|offers?|will|can|is|has|covers?|includes?|enables?|allows?)\b|are\s+(?:seeking|looking|inviting|undertaking|tendering))",
    re.IGNORECASE,
)
CLAUSE = re.compile(
    r"^(?:with\s+the\s+exception\s+of|except(?:ing)?(?:\s+for)?|other\s+than|excluding)\b[^,]{0,120},|[;:]\s|(?<=[a-z)]\s)(?=(?:All|Any)\s)|\b(?:against|under|from|through|by|on)\s+which\b|\bso\s+that\b|\bwhereby\b|\bwhere\b|\bthat\b(?=\s+(?:any|all|other|the)\b)",
    re.IGNORECASE,
)
INCLUDED = re.compile(
    r"\b(?:includ(?:e|es|ing)|such\s+as|namely|e\.g\.?|i\.e\.?|for\s+example|these\s+are)\b|:", re.IGNORECASE
)
FOR_USE = re.compile(
    r"\b(?:for\s+use\s+(?:by|of)|(?:be\s+|^|\s)(?:used|utili[sz]ed|accessed)\s+by|open\s+for\s+use|accessible\s+(?:by|to)|available\s+to\s+all)\b",
    re.IGNORECASE,
)
"""Words so plain that nothing need be said of a framework."""
BODY = re.compile(
    r"\b(?:bod(?:y|ies)|authorit|organisation|council|school|trust|sector|department|member|universit)", re.IGNORECASE
)
SECTOR_WIDE = re.compile(r"\b(?:public|third)\s+sector\b|\bpublic\s+bod|\bcontracting\s+authorit", re.IGNORECASE)
"""Only such subjects ("all public bodies can buy food") tell of use where nothing is said of a framework."""
FIRST_WORDS = 5
FURTHEST_SUBJECT = 400


def statements(sentence: Sentence) -> list[Statement]:
    """What the sentence may say of users, the plainest words first; positions are those of the passage.

    Stretches may overlap: of those that do, the first that mentions a body counts.
    """
    text = sentence.text
    about_use = THING.search(text) is not None or PRONOUN.search(text) is not None
    found = [*_barred(text), *_listing(text)]
    if about_use:
        found += (*_stated(text), *_aimed(text), *_allowed(text))
    else:
        found += (each for each in _stated(text) if FOR_USE.search(text, each.said, each.start + 1))
    found += (each for each in _subjects(text) if about_use or SECTOR_WIDE.search(text, each.start, each.end))
    return [_moved(each, sentence.start) for each in found]


def _moved(statement: Statement, by: int) -> Statement:
    return replace(statement, said=statement.said + by, start=statement.start + by, end=statement.end + by)


def _barred(text: str) -> Iterator[Statement]:
    for match in BARRED.finditer(text):
        yield Statement(Force.BARRED, match.start(), match.end(), end_of_bodies(text, match.end()))
    for match in EXCEPT.finditer(text):
        if AFTER.search(text, 0, match.start()) or SUBJECT.search(text):
            comma = text.find(",", match.end()) if match.start() < FIRST_WORDS else -1
            end = end_of_bodies(text, match.end())
            yield Statement(Force.BARRED, match.start(), match.end(), min(end, comma) if comma >= 0 else end)
    for match in BARRED_SUBJECT.finditer(text):
        start = _clause_start(text, match.start())
        yield Statement(Force.BARRED, start, start, match.start(), after=True)


def _listing(text: str) -> Iterator[Statement]:
    for match in LISTING.finditer(text):
        yield Statement(Force.LISTED, match.start(), match.end(), len(text))


def _stated(text: str) -> Iterator[Statement]:
    for match in AFTER.finditer(text):
        force = Force.AIM if _is_hedged(text, match.start(), match.end()) else Force.STATED
        yield Statement(force, match.start(), match.end(), end_of_bodies(text, match.end()))


def _aimed(text: str) -> Iterator[Statement]:
    for match in AIMED.finditer(text):
        yield Statement(Force.AIM, match.start(), match.end(), end_of_bodies(text, match.end()))


def _allowed(text: str) -> Iterator[Statement]:
    """ "The DPS enables the authorities of the North West to buy": plainly said, unless the verb is not of use."""
    for match in ALLOWING.finditer(text):
        end = end_of_bodies(text, match.end())
        of_use = TO_USE.match(text, end) is not None
        yield Statement(Force.STATED if of_use else Force.AIM, match.start(), match.end(), end)


def _subjects(text: str) -> Iterator[Statement]:
    for match in SUBJECT.finditer(text):
        start = _clause_start(text, match.start())
        yield Statement(Force.STATED, start, start, match.start(), after=True)
        included = INCLUDED.search(text, match.end(), match.end() + 150)
        if included and BODY.search(text, start, match.start()):
            yield Statement(Force.STATED, start, included.end(), end_of_bodies(text, included.end()))


def _is_hedged(text: str, start: int, end: int) -> bool:
    return HEDGE.search(text, max(0, start - 40), min(len(text), end + 12)) is not None


def end_of_bodies(text: str, start: int) -> int:
    """Where the words that follow a verb stop naming bodies: at the next such verb, a purpose, or the sentence's end."""
    stops = (pattern.search(text, start) for pattern in (STOP, AFTER, AIMED, BARRED, EXCEPT))
    return min((stop.start() for stop in stops if stop), default=len(text))


def _clause_start(text: str, end: int) -> int:
    first = max(0, end - FURTHEST_SUBJECT)
    starts = [match.end() for match in CLAUSE.finditer(text, first, end)]
    return starts[-1] if starts else first
