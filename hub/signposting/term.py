"""Until when: endings, a call-off inside the published dates or not, and the re-opening of open frameworks. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hub.signposting.evidence import Evidence
from hub.status import day
from scrapers.parse.terms import after
from scrapers.record import Day

MARKS = (30, 90, 180)
"""An ending within so many days is marked."""

FIRST_REOPENING = 36
"""Months, from the first award, in which an open framework must be awarded again; later at least every five years:
Procurement Act 2023, section 49.
"""

LONGEST_TERM = 96
"""Months after which all of an open framework ends."""

LONGEST_OF_ONE = 48
"""Months after which an open framework with a single supplier ends."""


@dataclass(frozen=True)
class Limit:
    """A published start or end as exactly as it is known: March 2027 is any day of that March."""

    earliest: date
    latest: date
    precision: str = "day"

    @property
    def words(self) -> str:
        if self.precision == "day":
            return day(self.latest)
        return f"{self.latest:%B %Y}" if self.precision == "month" else f"{self.latest:%Y}"


@dataclass(frozen=True, kw_only=True)
class Term:
    """The published dates of a framework or lot. ``max_end`` is the latest end if every extension is taken."""

    start: Limit | None = None
    end: Limit | None = None
    max_end: Limit | None = None


class Fit(StrEnum):
    """How a call-off lies to the published dates."""

    INSIDE = "inside"
    STARTS_BEFORE = "starts_before"
    STARTS_AFTER = "starts_after"
    RUNS_PAST = "runs_past"
    CANNOT_SAY = "cannot_say"


@dataclass(frozen=True)
class Check:
    """A call-off's last day, how it lies to the published dates, and why, in a sentence or two."""

    last_day: date
    fit: Fit
    reason: str


@dataclass(frozen=True)
class Reopening:
    """Worked out from the published start, as the Act counts from the first award: by when an open framework must have
    re-opened for the first time, and when it ends at the latest.
    """

    first_by: date
    ends_by: date
    single_supplier: bool


def limit(value: date | None, precision: str | None = "day") -> Limit | None:
    """A stored date with its precision, as the days it may mean."""
    if value is None:
        return None
    if precision == "month":
        following = date(value.year + value.month // 12, value.month % 12 + 1, 1)
        return Limit(value.replace(day=1), following - timedelta(days=1), "month")
    if precision == "year":
        return Limit(date(value.year, 1, 1), date(value.year, 12, 31), "year")
    return Limit(value, value)


def ending_mark(end: date | None, today: date) -> int | None:
    """The shortest mark that an end from today on lies within; None where it is past, unknown or further off."""
    left = (end - today).days if end else -1
    return next((mark for mark in MARKS if 0 <= left <= mark), None)


def last_day(start: date, months: int) -> date:
    """The last day of a contract of so many months: of 12 from 1 April, the 31 March after."""
    return after(Day(value=start), months).value


def check(term: Term, start: date, months: int) -> Check:
    """Does a call-off of so many months from a day lie inside the published dates?"""
    last = last_day(start, months)
    fit, reason = _before_start(term, start) or _past_end(term, start, last) or _inside(term, start)
    return Check(last, fit, reason)


def _before_start(term: Term, start: date) -> tuple[Fit, str] | None:
    if term.start is None or start >= term.start.earliest:
        return None
    return Fit.STARTS_BEFORE, f"It would start before the published start, {term.start.words}."


def _past_end(term: Term, start: date, last: date) -> tuple[Fit, str] | None:
    end = term.end
    if end is None:
        return Fit.CANNOT_SAY, "No end date is published, so the hub cannot say. Ask the owner."
    if start > end.latest:
        return Fit.STARTS_AFTER, f"It would start after the published end, {end.words}.{_if_extended(term, start)}"
    if last <= end.earliest:
        return None
    if end.precision != "day" and (last <= end.latest or start > end.earliest):
        return Fit.CANNOT_SAY, f"The end is published only as {end.words}, so the hub cannot say. Ask the owner."
    reason = f"It would run past the published end, {end.words}, to {day(last)}.{_if_extended(term, last)}"
    return Fit.RUNS_PAST, f"{reason} {TERMS_DECIDE}"


TERMS_DECIDE = "Whether a call-off may run past the end of its framework is set by the framework's terms."


def _if_extended(term: Term, needed: date) -> str:
    if term.max_end is None or needed > term.max_end.earliest:
        return ""
    return f" The framework may be extended to {term.max_end.words}; whether it will be, is not published."


def _inside(term: Term, start: date) -> tuple[Fit, str]:
    if term.start is None:
        return Fit.INSIDE, "It would end inside the published dates. When the framework started is not published."
    if start < term.start.latest:
        return Fit.CANNOT_SAY, f"The start is published only as {term.start.words}, so the hub cannot say."
    return Fit.INSIDE, "It would lie inside the published dates."


def reopening(kind: str, regulation: str, start: date | None, suppliers: int | None = None) -> Reopening | None:
    """When an open framework under the Procurement Act 2023 must re-open; None for any other, or without a start.

    ``start`` is published to the day, ``suppliers`` how many are known, None where that is not published.
    """
    if kind != "open_framework" or regulation != "procurement_act_2023" or start is None:
        return None
    longest = LONGEST_OF_ONE if suppliers == 1 else LONGEST_TERM
    return Reopening(last_day(start, FIRST_REOPENING), last_day(start, longest), suppliers == 1)


END_OF_SENTENCE = re.compile(r"(?<!\be\.g\.)(?<!\bi\.e\.)(?<=[.!?])\s+|\n+", re.IGNORECASE)
CALL_OFF = re.compile(r"\bcall[ -]?offs?\b|\bcontracts? (?:awarded|let|made|placed) (?:under|through)\b", re.IGNORECASE)
LONGEST_QUOTE = 500
"""A longer "sentence" is a page without full stops, and no quote."""

LENGTH = re.compile(
    r"\b(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve)[\s-]*(?:\(\d+\)\s*)?(?:years?|months?|days?)\b"
    r"|\b(?:beyond|past|after|outlive\w*|no (?:longer than|maximum))\b[^.]{0,99}"
    r"\b(?:framework|agreement|end|expir\w+)\b",
    re.IGNORECASE,
)


def call_off_lengths(texts: Mapping[str, str]) -> list[Evidence]:
    """The published sentences that speak of how long a call-off may be. ``texts`` are a framework's, by field."""
    return [
        Evidence(quote=sentence, field=field)
        for field, text in texts.items()
        for sentence in dict.fromkeys(_sentences(text))
        if len(sentence) <= LONGEST_QUOTE and CALL_OFF.search(sentence) and LENGTH.search(sentence)
    ]


def _sentences(text: str) -> Iterable[str]:
    return filter(None, map(str.strip, END_OF_SENTENCE.split(text)))
