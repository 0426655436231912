"""Limits to the value and length of one call-off, as far as a published sentence gives them plainly as numbers. Pure.

A sentence that speaks of them in any other way is kept without a number: a person must read it. A limit to orders
placed without competition is told apart, because it leaves the others open.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from hub.signposting.award import words
from hub.signposting.award.published import LONGEST_QUOTE, NAMES_SUM, UP_TO, WITHOUT_COMPETITION, sentences
from hub.signposting.evidence import Evidence
from hub.signposting.term import call_off_lengths

LONGEST_PLAIN = 240
"""A longer sentence says more than one thing, or is a list without full stops."""

VAGUE = re.compile(
    r"recommend|\bshould|\busual|typical|normal|general|expect|anticipat|estimat|approx|\baround\b|\babout\b|average"
    r"|\bdepend|\bsome\b|\bcertain\b|\bwhere\b|\bif\b|\bwhen\b|unless|except|other than|apart from|initial|previous"
    r"|\bprior\b|former|e\.g|such as|likely|subject to",
    re.IGNORECASE,
)
"""Words that make a number a rule of thumb, or that of some cases only."""

OTHER_SUMS = re.compile(
    r"aggregate|\btotal|combined|\ball (?:orders|call)|per (?:year|annum|month|week|day|head)|(?:each|a) year|annual"
    r"|\bforms?\b|\bschedule|\bfees?\b|\brates?\b|\blevy|discount|turnover|insur|saving|deliver|charge|carriage|\bfree\b"
    r"|\bspen[dt]|rank|placed|any supplier",
    re.IGNORECASE,
)
"""Words that make a sum something else than a limit to one order."""

ON_ROUTES = re.compile(rf"compet|{WITHOUT_COMPETITION}", re.IGNORECASE)

ORDER = r"(?:call.?offs?(?: contracts?| agreements?| orders?)?|orders?|contracts? (?:awarded )?(?:under|through) \w+)\b"
OF_ONE = rf"(?:(?:value|size|worth|price|amount|of|for|per|to|on|an?|each|every|any|one|single|the)\s+)*{ORDER}"
MOST = re.compile(
    rf"{ORDER}[^.£]{{0,60}}\bnot (?:be (?:worth )?(?:more|greater) than|exceed)[^.£]{{0,25}}£"
    rf"|\b(?:maximum|max\.?|largest|highest|limit)\s+{OF_ONE}[^.£]{{0,40}}£"
    rf"|{ORDER}[^.£]{{0,30}}\bmaximum[^.£]{{0,25}}£"
    rf"|\bcaps?\s+{OF_ONE}[^.£]{{0,15}}£|{ORDER}[^.£]{{0,30}}\b(?:capped|limited) (?:at|to) £"
    rf"|{ORDER} (?:can|may) be (?:worth |valued at |for |of )?(?:up to|no more than) £"
    rf"|\b(?:is|are) for {ORDER}(?: worth| valued(?: at)?| of| with a value of)* (?:up to|no more than) £",
    re.IGNORECASE,
)
LEAST = re.compile(
    rf"\b(?:minimum|min\.?|smallest|lowest)\s+{OF_ONE}[^.£]{{0,40}}£|{ORDER}[^.£]{{0,30}}\bminimum[^.£]{{0,20}}£"
    rf"|{ORDER}[^.£]{{0,40}}\b(?:must|shall|has to|have to) (?:be (?:worth )?(?:at least|no less than)|exceed) £"
    rf"|\b(?:is|are) for {ORDER}(?: worth| valued(?: at)?| of| with a value of)* (?:over|above|at least|more than) £",
    re.IGNORECASE,
)
RANGE = re.compile(rf"{ORDER}[^.£]{{0,30}}\b(?:between|from|of|worth) £[^£]{{1,20}}\b(?:and|to)\b\s*£", re.IGNORECASE)
WITH_VAT = re.compile(r"inc(?:l\w*|\.)?\s+(?:of )?vat|with vat", re.IGNORECASE)
OPEN_SUM = re.compile(r"£\s?[\d,.]+\s*[-–]\s*\d")

CALL_OFF = r"call[ -]?offs?\b"
LONGEST = re.compile(
    rf"\b(?:maximum|max\.?|longest)\s+(?:\w+\s+){{0,3}}{CALL_OFF}"
    rf"|{CALL_OFF}.{{0,80}}\b(?:up to|maximum|no (?:longer|more) than|at most|limited to"
    r"|not (?:be (?:longer|more) than|exceed|(?:last|run) (?:for )?(?:longer|more) than))",
    re.IGNORECASE,
)
OTHER_LENGTHS = re.compile(
    r"beyond|\bafter\b|expir|\bpast\b|outliv|\bend (?:date|of)|\bdays?\b|direct(?:ly)? award|award(?:ed)? direct"
    rf"|(?:\d|\b(?:{'|'.join(words.NUMBERS)}))\s*(?:or|and|to|/|-|–)\s*(?:\d|(?:{'|'.join(words.NUMBERS)})\b)",
    re.IGNORECASE,
)
EXTENSION = re.compile(r"exten|further|additional|\bplus\b|\+", re.IGNORECASE)
WITH_EXTENSIONS = re.compile(r"includ\w*[^.]*exten|inclusive of[^.]*exten", re.IGNORECASE)

LOTS = re.compile(r"\blots?\s+(\d+\w?(?:\s*(?:,|and|&|or|to|-|–)\s*(?:and\s+)?\d+\w?)*)", re.IGNORECASE)
SPAN = re.compile(r"(\d+)\s*(?:to|-|–)\s*(\d+)")


@dataclass(frozen=True, kw_only=True)
class OrderLimit:
    """What a published sentence says on the value or length of one call-off.

    ``least`` and ``most`` are pence or months, both None where a person must read it. ``lots`` are the lots it is for,
    by name; empty: for all. ``without_competition``: only orders placed without competition are limited so.
    """

    evidence: Evidence
    lots: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    with_vat: bool = False
    without_competition: bool = False

    @property
    def is_number(self) -> bool:
        return self.least is not None or self.most is not None

    @property
    def for_one_order(self) -> bool:
        """Does it limit every order, whichever way it is placed?"""
        return self.is_number and not self.without_competition


Texts = Mapping[str, str]
"""Published texts by the framework's field they stand in."""

Lots = Mapping[str, str]
"""The names of lots by the number that texts call them by."""


def value_limits(texts: Texts, lots: Lots, own: str = "") -> list[OrderLimit]:
    """What the texts say on the value of one call-off; ``own`` is the lot whose texts they are."""
    found = [
        Evidence(quote=sentence[:LONGEST_QUOTE], field=field)
        for field, text in texts.items()
        if "£" in text
        for sentence in dict.fromkeys(filter(NAMES_SUM.search, sentences(text)))
    ]
    return [_placed(_value(evidence), lots, own) for evidence in found]


def length_limits(texts: Texts, lots: Lots, own: str = "") -> list[OrderLimit]:
    """What the texts say on the length of one call-off; ``own`` is the lot whose texts they are."""
    return [_placed(_length(evidence), lots, own) for evidence in call_off_lengths(texts)]


def _value(evidence: Evidence) -> OrderLimit:
    sentence, words_only = evidence.quote, OrderLimit(evidence=evidence)
    if len(sentence) > LONGEST_PLAIN or any(each.search(sentence) for each in (VAGUE, OTHER_SUMS, OPEN_SUM)):
        return words_only
    sums = words.sums_in(sentence)
    with_vat = WITH_VAT.search(sentence) is not None
    if ON_ROUTES.search(sentence):
        return replace(words_only, most=_most_without_competition(sentence, sums), with_vat=with_vat,
                       without_competition=True)  # fmt: skip
    if len(sums) == 2 and RANGE.search(sentence) and sums[0] < sums[1]:
        return replace(words_only, least=sums[0], most=sums[1], with_vat=with_vat)
    if len(sums) != 1:
        return words_only
    if MOST.search(sentence):
        return replace(words_only, most=sums[0], with_vat=with_vat)
    return replace(words_only, least=sums[0] if LEAST.search(sentence) else None, with_vat=with_vat)


def _most_without_competition(sentence: str, sums: Sequence[int]) -> int | None:
    """Of a sentence on both routes it is not plain which of them the sum is for."""
    limit = UP_TO.search(sentence)
    both = re.search(r"(?<!without )compet", sentence, re.IGNORECASE)
    if limit is None or both or len(sums) != 1:
        return None
    return sums[0] - (limit[1].casefold() in ("below", "under", "less than"))


def _length(evidence: Evidence) -> OrderLimit:
    sentence, words_only = evidence.quote, OrderLimit(evidence=evidence)
    if len(sentence) > LONGEST_PLAIN or VAGUE.search(WITH_EXTENSIONS.sub("", sentence)):
        return words_only
    if OTHER_LENGTHS.search(sentence) or (EXTENSION.search(sentence) and not WITH_EXTENSIONS.search(sentence)):
        return words_only
    lengths = {words.months_in(found[0]) for found in words.LENGTH.finditer(sentence)}
    if len(lengths) != 1 or not LONGEST.search(sentence):
        return words_only
    return replace(words_only, most=lengths.pop())


def _placed(limit: OrderLimit, lots: Lots, own: str) -> OrderLimit:
    """With the lots it is for. Of a lot the framework does not list, or one that is told apart, it is words only."""
    sentence = limit.evidence.quote
    numbers = list(_lots_named(sentence))
    if any(number not in lots for number in numbers) or re.search(r"\bnot (?:for )?lots?\b", sentence, re.IGNORECASE):
        return OrderLimit(evidence=limit.evidence, lots=(own,) if own else ())
    named = tuple(dict.fromkeys(lots[number] for number in numbers))
    return replace(limit, lots=named or ((own,) if own else ()))


def _lots_named(sentence: str) -> Iterable[str]:
    """ "1", "2", "3" of "lots 1 to 3"."""
    for listed in LOTS.findall(sentence):
        spans = [range(int(first), int(last) + 1) for first, last in SPAN.findall(listed) if int(last) < 1000]
        yield from (str(number) for span in spans for number in span)
        yield from re.findall(r"\d+\w?", SPAN.sub(" ", listed))
