"""How long a framework runs, from what stands in its start, end and extension fields.

Publishers put more than dates there: "3 years + 1 year OTE" (option to extend), "1 May 2024 to 30 April 2027",
"Now extended to 1 August 2026", "expired".
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from scrapers.parse import dates
from scrapers.parse.dates import Edge
from scrapers.parse.found import Doubt, Found
from scrapers.record import Basis, Day, Stage

NUMBERS = {word: number for number, word in enumerate("one two three four five six seven eight nine ten".split(), 1)}
NUMBER = rf"\d{{1,3}}|{'|'.join(NUMBERS)}"
LENGTH = rf"(?:{NUMBER})[ -]?(?:years?|yrs?|months?|mths?)"
OPTION = r"(?:option(?:al)?|extension|to extend|ote|ext|of)"
DURATION = re.compile(
    rf"(?P<base>{LENGTH})(?P<more>(?:\s*(?:\+|plus|and|with)\s*(?:an? )?(?:{OPTION}\s*)*{LENGTH}(?:\s*{OPTION})*\.?)*)",
    re.IGNORECASE,
)
ONE_LENGTH = re.compile(rf"(?P<number>{NUMBER})[ -]?(?P<unit>y|m)", re.IGNORECASE)
RANGE = re.compile(r"(?P<start>.+?)\s*(?:\bto\b|\buntil\b|–|—|\s-\s)\s*(?P<end>.+)", re.IGNORECASE)
EXTENSION = re.compile(r"[,;(]?\s*\b(?:with|plus|option|and)\b.*\b(?:exten|option).*", re.IGNORECASE)
EXTENDED_TO = re.compile(r"(?:now |has been )?extended (?:to|until) (?P<end>.+)", re.IGNORECASE)
UNTIL = re.compile(r"\b(?:to|until|till) (?=(?P<end>[^.;()]+))", re.IGNORECASE)
SUM_OF_LENGTHS = re.compile(r"(\d{1,3}(?:\s*\+\s*\d{1,3})+)\s*(years?|yrs?|months?|mths?)", re.IGNORECASE)
SAYS_HOW_LONG = re.compile(rf"{LENGTH}|exten|option", re.IGNORECASE)
LONGEST = 1_000
"""Characters in which a period is looked for; a longer text is kept as words."""
NO_EXTENSION = re.compile(r"(?:no|none|nil|without)(?: (?:further )?(?:option|extension)s?.*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Term:
    """From when to when, the latest end if every option is taken, and what is said of extensions.

    ``stage`` is ENDED where the end field says only that it is over.
    """

    start: Day | None = None
    end: Day | None = None
    max_end: Day | None = None
    extension: str = ""
    stage: Stage | None = None


@dataclass(frozen=True)
class Published:
    """The fields as a source has them, tidied but not read."""

    start: str = ""
    end: str = ""
    max_end: str = ""
    extension: str = ""


def term(published: Published) -> tuple[Term, dict[str, tuple[Doubt, ...]]]:
    """The term these fields give, and the doubts about each field by its name in ``Published``."""
    starting = _start(published.start)
    ending = _end(published.end, starting.value.start)
    latest = _latest(published.max_end)
    found = Term(
        start=starting.value.start or ending.value.start,
        end=ending.value.end or starting.value.end,
        max_end=latest.value.max_end or ending.value.max_end,
        extension=_joined(published.extension, ending.value.extension, latest.value.extension),
        stage=ending.value.stage,
    )
    doubts = {"start": starting.doubts, "end": ending.doubts + _order_doubts(found), "max_end": latest.doubts}
    return found, {name: each for name, each in doubts.items() if each}


def after(start: Day, months: int) -> Day:
    """The last day of a term of so many months, as exact as its start."""
    total = start.value.month - 1 + months
    year, month = start.value.year + total // 12, total % 12 + 1
    number = min(start.value.day, monthrange(year, month)[1])
    last = date(year, month, number)
    if number == start.value.day:
        last -= timedelta(days=1)
    return Day(value=last, precision=start.precision, basis=Basis.DURATION)


def whole_months(start: date, end: date) -> int | None:
    """How many months a term has, to its last day or the day after; None where they are not whole."""
    rough = (end.year - start.year) * 12 + end.month - start.month
    first = Day(value=start)
    for months in (rough, rough + 1):
        if months > 0 and after(first, months).value in (end, end - timedelta(days=1)):
            return months
    return None


def _start(raw: str) -> Found[Term]:
    both = _range(raw)
    if both:
        return Found(both)
    found = dates.day(raw, Edge.FIRST)
    return Found(Term(start=found.value), found.doubts)


def _end(raw: str, start: Day | None) -> Found[Term]:
    """The end field: a date, a period, a length, an extension already made, or a word."""
    if dates.ENDED.fullmatch(raw):
        return Found(Term(stage=Stage.ENDED), (Doubt("says that it is over but not since when", "end left unknown"),))
    if len(raw) > LONGEST:
        return _plain_end(raw)
    duration = DURATION.fullmatch(SUM_OF_LENGTHS.sub(_spelt_out, raw))
    if duration:
        return _lengths(raw, duration, start)
    return _prose(raw) or _plain_end(raw)


def _spelt_out(match: re.Match[str]) -> str:
    """ "3+1 years" as "3 years + 1 years"."""
    return " + ".join(f"{number.strip()} {match[2]}" for number in match[1].split("+"))


def _plain_end(raw: str) -> Found[Term]:
    found = dates.day(raw, Edge.LAST)
    words = raw if found.value is None and SAYS_HOW_LONG.search(raw) else ""
    return Found(Term(end=found.value, extension=words), found.doubts)


def _lengths(raw: str, match: re.Match[str], start: Day | None) -> Found[Term]:
    """Start + 3 years − 1 day, and again for the optional years."""
    has_options = bool(match["more"])
    extension = raw if has_options else ""
    if start is None:
        doubt = Doubt("gives a length but the start is not known", "end left unknown, the words kept")
        return Found(Term(extension=raw), (doubt,))
    months = _months(match["base"])
    end = _worked_out(start, months, raw)
    latest = _worked_out(start, months + _months(match["more"]), raw) if has_options else None
    if end is None or (has_options and latest is None):
        return Found(Term(extension=raw), (Doubt("gives a length that is too long", "end left unknown"),))
    doubt = Doubt("gives a length and not a date", f"end worked out as {end.value.isoformat()}")
    return Found(Term(end=end, max_end=latest, extension=extension), (doubt,))


def _worked_out(start: Day, months: int, raw: str) -> Day | None:
    """None for a length that leads past the years the hub knows."""
    if start.value.year + months // 12 >= dates.LAST_YEAR:
        return None
    return after(start, months).model_copy(update={"raw": raw})


def _months(text: str) -> int:
    return sum(_number(each["number"]) * (12 if each["unit"] in "yY" else 1) for each in ONE_LENGTH.finditer(text))


def _number(text: str) -> int:
    return NUMBERS.get(text.casefold()) or int(text)


def _prose(raw: str) -> Found[Term] | None:
    """A period or an extension told in words; None where the text is something else."""
    told = EXTENSION.search(raw)
    extension = told.group().strip(" ,;()") if told else ""
    head = raw[: told.start()] if told else raw
    extended = EXTENDED_TO.fullmatch(head.strip())
    if extended:
        end = _day_in_text(extended["end"])
        return Found(Term(end=end, extension=raw)) if end else None
    both = _range(head)
    if both is None and told:
        end = dates.day(head.strip(), Edge.LAST).value
        both = Term(end=end) if end else None
    if both is None:
        return None
    return Found(replace(both, extension=extension, max_end=_option_end(extension)))


def _range(raw: str) -> Term | None:
    """ "Sep 2022 - Aug 2026"; both sides must be dates."""
    for match in _splits(raw):
        start, end = dates.day(match[0], Edge.FIRST), dates.day(match[1], Edge.LAST)
        if start.value and end.value:
            return Term(start=start.value, end=end.value)
    return None


def _splits(raw: str) -> list[tuple[str, str]]:
    match = RANGE.fullmatch(raw.strip()) if len(raw) <= LONGEST else None
    pairs = [(match["start"], match["end"])] if match else []
    parts = raw.split("-")
    if len(parts) == 2:
        pairs.append((parts[0], parts[1]))
    return pairs


def _option_end(extension: str) -> Day | None:
    """The last of the days an extension is said to run to."""
    days = [_day_in_text(match["end"]) for match in UNTIL.finditer(extension[:LONGEST])]
    return next((day for day in reversed(days) if day), None)


def _day_in_text(raw: str) -> Day | None:
    found = dates.day(raw.strip(" .,;"), Edge.LAST).value
    return found.model_copy(update={"basis": Basis.TEXT}) if found else None


def _latest(raw: str) -> Found[Term]:
    """The latest-end field: a date, or words about extensions that are kept as such."""
    if not raw or NO_EXTENSION.fullmatch(raw):
        return Found(Term(extension=raw if len(raw) > 4 else ""))
    found = dates.day(raw, Edge.LAST)
    if found.value or not found.doubts or len(raw.split()) < 4:
        return Found(Term(max_end=found.value), found.doubts)
    doubt = Doubt("is a text and not a date", "kept as what is said of extensions")
    return Found(Term(extension=raw, max_end=_option_end(raw)), (doubt,))


def _order_doubts(found: Term) -> tuple[Doubt, ...]:
    doubts = []
    if found.start and found.end and found.end.value < found.start.value:
        doubts.append(Doubt("is before the start", "kept as published"))
    if found.end and found.max_end and found.max_end.value < found.end.value:
        doubts.append(Doubt("is after the latest end", "kept as published"))
    return tuple(doubts)


def _joined(*texts: str) -> str:
    """Different sayings about extensions, one a line."""
    return "\n".join(dict.fromkeys(text for text in texts if text))
