"""Which routes to a call-off a how-to-buy text states. Only the words themselves count, and only where not denied."""

import re

from scrapers.record import Route

DIRECT_AWARD = re.compile(r"\bdirect(?:ly)?[ -]award(?:s|ed|ing)?\b|\baward(?:s|ed|ing)? directly\b", re.IGNORECASE)
COMPETITION = re.compile(r"\b(?:further|mini)[ -]?competitions?\b|\bcompetitive selection process\b", re.IGNORECASE)
CLAUSE = re.compile(r"[.,;:!?()\n]")
DENIED_BEFORE = re.compile(r"\b(?:no|not|never|cannot|can't|can’t|without|neither|nor|rather than|instead of)\b")
DENIED_AFTER = re.compile(r"^\W*(?:\w+\s+){0,2}(?:not|never|cannot|unavailable)\b")
WORDS_BEFORE = 6


def stated(text: str) -> tuple[Route, ...]:
    """The routes a text says there are: "no direct award is possible" states none."""
    found = []
    if _is_stated(DIRECT_AWARD, text):
        found.append(Route.DIRECT_AWARD)
    if _is_stated(COMPETITION, text):
        found.append(Route.COMPETITION)
    return tuple(found)


def _is_stated(words: re.Pattern[str], text: str) -> bool:
    return any(not _is_denied(match, text) for match in words.finditer(text))


def _is_denied(match: re.Match[str], text: str) -> bool:
    """A denial within the same clause: a few words before, or at once after."""
    before = CLAUSE.split(text[: match.start()])[-1].casefold().split()[-WORDS_BEFORE:]
    after = CLAUSE.split(text[match.end() :])[0].casefold()
    return bool(DENIED_BEFORE.search(" ".join(before)) or DENIED_AFTER.search(after))
