"""Regular expressions and the texts that cost them most."""

import re
from dataclasses import dataclass
from time import process_time
from typing import Any

import pytest

from hub.signposting import term
from hub.signposting.award import published
from hub.signposting.eligibility import sentences
from hub.signposting.eligibility.class_words import class_pattern
from hub.signposting.eligibility.whereabouts import _pattern as place_pattern
from scrapers.ocds import stream
from scrapers.parse import terms
from scrapers.register import buyer
from tests.assurance import Figure
from tests.patterns import ENDS, Collection, costly_texts, text

LONG = 100_000
SHORT = 800  # of the texts among which the costliest is looked for
CHEAP = 100
"""Walks over 100,000 letters: what costs less cannot hold anybody up, whatever it grows by."""
LINEAR = 8.0
"""Four times the text may cost four times as much; where work grows as a square it is sixteen times."""

LIMITS = {
    "hub.signposting.eligibility.sentences.ENDS": sentences.LONGEST_PASSAGE,
    "hub.signposting.eligibility": sentences.LONGEST_SENTENCE,
    "hub.signposting.award.limits": published.LONGEST_QUOTE,
    "hub.signposting.term.LENGTH": term.LONGEST_QUOTE,
    "scrapers.parse.terms": terms.LONGEST,
    "scrapers.register.buyer.IN_A_HEADING": buyer.LONGEST_HEADING,
}
"""Characters that a caller lets through, by module or expression; all others are tried with 100,000."""


MADE_AS_IT_RUNS = {
    "hub.data.categories": r" vehicles? ",
    "hub.ingest.titles": r"\bexample council\b",
    "hub.savings.typed": r"lot1_year([1-9]\d?)_(.+)",
    "hub.signposting.eligibility.class_words": class_pattern(),
    "hub.signposting.eligibility.naming": r"(?<!\w)Example\W{1,4}Council(?!\w)",
    "hub.signposting.eligibility.sentences": r"[\s(]2[.)]\s",
    "hub.signposting.eligibility.whereabouts": place_pattern(),
    "scrapers.framework_csv.cells": r"(?:\\.|[^\\;\|]|\\$)+",
    "scrapers.ocds.stream": stream.ANY_START.pattern.replace("ocid", r'date"\s*:\s*"[^"]*"\s*,\s*"tag'),
    "scrapers.parse.codes": (
        r"(?:(?<!\s)\s++)?(?:[-–:]\s*+)?(?:[(\[]\s*+)?RM6100\s*+[)\]]?\s*+$"
    ),
    "scrapers.parse.extensions": r"\btwelve\b",
    "scrapers.parse.privacy": r"\bjane\s+doe\b",
}
"""Modules that put expressions together as they run, and one as it then is."""

HANDED_ON = {
    *("hub.signposting.award.published", "hub.signposting.award.words", "hub.signposting.eligibility.phrases"),
    *("hub.web.api.parameters", "scrapers.ocds.wording", "scrapers.parse.dates", "scrapers.register.pointer"),
    *("scrapers.directory", "scrapers.directory_page", "scrapers.sites.directory"),
}
"""Modules that are handed expressions: those of the code, found where they stand, and those of an operator's files."""


@pytest.fixture(scope="module")
def collected() -> Collection:
    found = Collection()
    for name, pattern in MADE_AS_IT_RUNS.items():
        found.add(re.compile(pattern), name)
    return found


@pytest.mark.thorough
def test_every_expression_of_the_code_is_known(collected: Collection):
    assert {place.partition(":")[0] for place in collected.unknown} == {*MADE_AS_IT_RUNS, *HANDED_ON}


@pytest.mark.hard  # a minute of the processor and more
@pytest.mark.assurance(
    "I13",
    "Four times its worst text costs each expression about four times as much, or little",
    missing="that callers cut texts where the table of limits says so, and the expressions of operators' own sources",
)
def test_no_text_runs_away_with_an_expression(collected: Collection, figure: Figure):
    walk = min(_walk() for _ in range(5))
    costs = {
        (pattern, way): _worst(pattern, way, _limit(use.places), walk)
        for pattern, use in collected.uses.items()
        for way in use.ways
    }
    slow = {
        f"{pattern.pattern[:80]!r} by {way} of {sorted(collected.uses[pattern].places)[0]}: {cost}"
        for (pattern, way), cost in costs.items()
        if not cost.is_fair(walk)
    }
    assert not slow, "\n".join(sorted(slow))
    most = max(cost.whole for cost in costs.values()) / walk
    figure(f"{len(collected.uses)} expressions, the slowest as long as {most:.0f} walks over its text in Python")


@dataclass(frozen=True)
class Cost:
    """Seconds of the processor for a text and for a quarter of it; ``text`` is how it is made."""

    whole: float
    quarter: float
    text: tuple[str, str, str]

    def is_fair(self, walk: float) -> bool:
        return self.whole < CHEAP * walk or self.whole < LINEAR * self.quarter


def _walk() -> float:
    letters, began = "a" * LONG, process_time()
    for _ in letters:
        pass
    return process_time() - began


def _limit(places: set[str]) -> int:
    """The longest text that reaches an expression, of all the places it stands in."""
    named = {place for place in places if ":" not in place} or places  # not the line where it is only made
    return max(next((most for name, most in LIMITS.items() if place.startswith(name)), LONG) for place in named)


def _worst(pattern: re.Pattern[Any], way: str, length: int, walk: float) -> Cost:
    """Of all texts the costliest when short, then at its full length, twice where that tells anything."""
    made = [(before, repeated, end) for before, repeated in costly_texts(pattern) for end in ENDS]
    worst = max(made, key=lambda parts: _seconds(pattern, way, parts, SHORT))
    whole = _seconds(pattern, way, worst, length // 4**4)
    for size in (length // 4**3, length // 4**2, length // 4, length):
        quarter, whole = whole, min(_seconds(pattern, way, worst, size) for _ in range(2))
        found = Cost(whole, quarter, worst)
        if not found.is_fair(walk):
            break
    return found


def _seconds(pattern: re.Pattern[Any], way: str, parts: tuple[str, str, str], length: int) -> float:
    tried = text(pattern, *parts, length)
    method = getattr(pattern, way)
    began = process_time()
    method(tried[:0], tried) if way == "sub" else method(tried)
    return process_time() - began
