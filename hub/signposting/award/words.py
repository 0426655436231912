"""What a few published or told words say of terms, mechanism, standing and the like: a small vocabulary. Pure.

Words it does not know give the member UNKNOWN or None, never a guess. Within one list the first that matches counts.
"""

import re
from collections.abc import Sequence
from typing import TypeVar

from hub.signposting.award.facts import Contract, Mechanism, Proposal, Sector, Standing, Terms, Tool

Meaning = TypeVar("Meaning")

NOT_KNOWN = r"\bnot (?:been )?(?:known|seen|published|stated whether|clear)\b|\bunknown\b|\bunclear\b|\bis silent\b"

TOOLS = (
    (r"pseudo|so.called", Tool.NAMED_DPS),
    (r"utilit\w+ dynamic market", Tool.UTILITIES_DYNAMIC_MARKET),
    (r"dynamic market", Tool.DYNAMIC_MARKET),
    (r"\bdps\b|dynamic purchasing", Tool.DPS),
    (r"open framework", Tool.OPEN_FRAMEWORK),
    (r"framework", Tool.FRAMEWORK),
)

TERMS = (
    (NOT_KNOWN, Terms.UNKNOWN),
    (r"core terms? (?:are |is )?(?:not|left|missing|open)|no core terms?|\bno terms\b", Terms.NO_CORE),
    (r"not all|\bpart(?:ly|ial\w*)?\b|some (?:of the )?terms", Terms.PART),
    (r"core terms? only|only (?:the )?core", Terms.CORE_ONLY),
    (r"core terms?", Terms.CORE),
    (r"all (?:of )?(?:the )?terms|fully set", Terms.ALL),
)

MECHANISMS = (
    (NOT_KNOWN, Mechanism.UNKNOWN),
    (r"^(?:no|none|nothing)\b|\bno (?:objective )?mechanism\b|not stated", Mechanism.NONE),
    (r"compet|quotes?\b|\bmini\b|\btender|all (?:suppliers|providers) (?:are )?(?:invited|asked)", Mechanism.NONE),
    (r"user.?s?.? choice|choice of the (?:user|person)|personal choice|individual chooses", Mechanism.USER_CHOICE),
    (
        r"discretion|(?:buyer|owner|agent|customer|client|authority|council).{0,20}(?:choos|choice|prefer|judg|pick|decid)"
        r"|(?:buyer|owner|client|customer).?\s?select|free choice|any supplier|best fit"
        r"|most suitable|judgement|as it sees fit|whichever .{0,20}prefer",
        Mechanism.BUYER_CHOICE,
    ),
    (r"\brotat|\brota\b|on call|\bin turn\b|round.?robin|cab.?rank|next in (?:turn|line|the list)", Mechanism.ROTATION),
    (r"\brank|cascad|highest score|order of score", Mechanism.RANKED),
    (r"nearest|closest|\blocation\b|depot|geograph|by (?:area|postcode|district)", Mechanism.LOCATION),
    (r"(?:lowest|cheapest|least|best).{0,15}(?:price|cost|total)|catalogue|\bprice\b", Mechanism.LOWEST_PRICE),
    (
        r"objective|first able|first (?:one )?to (?:accept|reply|respond|be free)|first (?:available|free)|formula"
        r"|\brandom|drawn? (?:by )?lots?|ballot|\balloc|\bshare|\bsplit|percentage",
        Mechanism.OBJECTIVE,
    ),
)

STANDINGS = (
    (r"(?:entity|company|person|which of).{0,30}(?:unknown|unclear|not (?:known|published))", Standing.UNCLEAR_COMPANY),
    (
        r"sister|same group|parent|subsidiary|(?:group|another|different|other) (?:company|legal)",
        Standing.ANOTHER_COMPANY,
    ),
    (r"excludable", Standing.EXCLUDABLE),
    (r"exclu|debar", Standing.EXCLUDED),
    (r"suspend", Standing.SUSPENDED),
    (r"not (?:on|a|party)\b|(?:another|other|different) lot|lot \w+ only|only (?:on )?lot", Standing.ELSEWHERE),
    (r"\bleft\b|remov|withdr|terminat|dissol|no longer", Standing.LEFT),
    (r"^active|^on (?:the|this) lot", Standing.ACTIVE),
)

PROPOSALS = (
    (
        r"\b(?:some|two|three|four|a few|only \w+|\d+) of (?:the )?(?:\w+ )?(?:\d+|suppliers|members|providers"
        r"|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)",
        Proposal.COMPETE_AMONG_SOME,
    ),
    (r"without (?:further )?(?:a )?competition|direct(?:ly)?\b|place the order", Proposal.AWARD),
    (r"compet|\bmini\b|\btender|auction|selection process|\bquotes?\b|\binvite", Proposal.COMPETE),
    (r"^(?:award|place|order|call off)\b", Proposal.AWARD),
)

CONTRACTS = (
    (r"concession", Contract.CONCESSION),
    (r"framework", Contract.FRAMEWORK),
    (r"goods|services?|works|light touch|supplies", Contract.GOODS_SERVICES_OR_WORKS),
)

SECTORS = (
    (r"not only|other than utilit|as well as utilit", Sector.GENERAL),
    (r"utilities framework|only for utilit|utilities contracts only", Sector.UTILITIES),
    (r"defence(?: and security)? framework|only for defence", Sector.DEFENCE),
)

UNIT_MONTHS = {"month": 1, "year": 12}
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
LENGTH = re.compile(rf"\b(\d{{1,3}}|{'|'.join(NUMBERS)})[\s-]*(month|year)s?\b", re.IGNORECASE)
SUM = re.compile(r"£\s?(\d[\d,]*(?:\.\d+)?)\s?(k|m|million|thousand)?\b", re.IGNORECASE)
SCALES = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000}


def meaning(vocabulary: Sequence[tuple[str, Meaning]], text: str, otherwise: Meaning) -> Meaning:
    """What the first expression of the vocabulary that matches stands for."""
    return next((found for words, found in vocabulary if re.search(words, text, re.IGNORECASE)), otherwise)


def months_in(text: str) -> int | None:
    """The first length of time in months: "48 months", "two years"."""
    found = LENGTH.search(text)
    if not found:
        return None
    number = found[1].casefold()
    count = int(number) if number.isdecimal() else NUMBERS.index(number) + 1
    return count * UNIT_MONTHS[found[2].casefold()]


def sums_in(text: str) -> list[int]:
    """The sums of money in a text, in pence, in order."""
    return [_pence(found) for found in SUM.finditer(text)]


def _pence(found: re.Match[str]) -> int:
    pounds = float(found[1].replace(",", "")) * SCALES.get((found[2] or "").casefold(), 1)
    return round(pounds * 100)
