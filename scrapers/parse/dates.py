"""Published dates: many spellings, three precisions, and a reason for every one that is no date.

Day and month are never guessed: 03/25/2025 is reported, not turned round.
"""

import re
from calendar import month_name, monthrange
from collections.abc import Callable
from datetime import date, timedelta
from enum import Enum

from scrapers.parse.found import Found, doubted
from scrapers.record import Day, Precision

FIRST_YEAR, LAST_YEAR = 1990, 2100
SPREADSHEET_EPOCH = date(1899, 12, 30)
MONTHS = {name.casefold()[:3]: number for number, name in enumerate(month_name) if name}
NOT_KNOWN_YET = re.compile(
    r"n/?a|tbc|tba|to be (?:confirmed|announced)|ongoing|on-going|rolling|open[- ]?ended|indefinite|unknown|not known|"
    r"none|null|nan|no|-|–|—|various|see (?:website|notes?)",
    re.IGNORECASE,
)
ENDED = re.compile(r"expired|ended|closed|lapsed", re.IGNORECASE)
NO_DATE = "is not a date"
NOT_USED = "not used"


class Edge(Enum):
    """Which end of a month or year stands for it: a start in March 2027 is the 1st, an end the 31st."""

    FIRST = "first"
    LAST = "last"


def day(raw: str, edge: Edge) -> Found[Day | None]:
    """One published date. An empty text is None without a doubt; anything that is no date is None with one."""
    written = " ".join(raw.split())
    if not written:
        return Found(None)
    if NOT_KNOWN_YET.fullmatch(written) or ENDED.fullmatch(written):
        return doubted(None, f"says {written}, which {NO_DATE}", "left unknown")
    for pattern, build in FORMS:
        match = pattern.fullmatch(written)
        if match:
            return build(match, edge)
    return _unreadable(written)


def calendar_day(raw: str) -> Found[date | None]:
    """A date that only makes sense to the day, as of a notice's publication."""
    found = day(raw, Edge.FIRST)
    if found.value is None:
        return Found(None, found.doubts)
    if found.value.precision is not Precision.DAY:
        return doubted(None, "gives no day", NOT_USED)
    return Found(found.value.value, found.doubts)


def _day(match: re.Match[str], edge: Edge) -> Found[Day | None]:
    """Day, month and year; the month as a number or a name, the year with four figures or two."""
    parts = match.groupdict()
    year, month = _year(parts["y"]), _month(parts["m"])
    if month is None:
        return _unreadable(match.string)
    return _checked(match.string, year, month, int(parts["d"]))


def _month_of_year(match: re.Match[str], edge: Edge) -> Found[Day | None]:
    year, month = _year(match["y"]), _month(match["m"])
    if month is None or not 1 <= month <= 12:
        return _unreadable(match.string)
    number = 1 if edge is Edge.FIRST else monthrange(year, month)[1]
    found = _checked(match.string, year, month, number, Precision.MONTH)
    if len(match["y"]) == 2 and found.value:
        return doubted(found.value, "could be a day or a year", f"read as {month_name[month]} {year}")
    return found


def _whole_year(match: re.Match[str], edge: Edge) -> Found[Day | None]:
    month, number = (1, 1) if edge is Edge.FIRST else (12, 31)
    return _checked(match.string, int(match["y"]), month, number, Precision.YEAR)


def _spreadsheet_number(match: re.Match[str], edge: Edge) -> Found[Day | None]:
    value = SPREADSHEET_EPOCH + timedelta(days=int(match["n"]))
    found = _checked(match.string, value.year, value.month, value.day)
    if found.value is None:
        return _unreadable(match.string)
    return doubted(found.value, "is a spreadsheet's day number", f"read as {_in_words(value)}")


def _iso_with_time(match: re.Match[str], edge: Edge) -> Found[Day | None]:
    """A day; where a time in UTC is given, the day it was in the United Kingdom."""
    found = _day(match, edge)
    if found.value is None or not match["utc"] or not match["hour"]:
        return found
    value = found.value.value
    if int(match["hour"]) == 23 and _summer_time(value):
        value += timedelta(days=1)
    return _checked(match.string, value.year, value.month, value.day)


def _summer_time(value: date) -> bool:
    """True between the last Sundays of March and October, when 23:00 UTC is midnight in the United Kingdom."""
    return _last_sunday(value.year, 3) <= value < _last_sunday(value.year, 10)


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def _long_year(match: re.Match[str], edge: Edge) -> Found[Day | None]:
    """20219-03-20: the years it becomes with one figure struck out."""
    figures = match["y"]
    years = {figures[:at] + figures[at + 1 :] for at in range(len(figures))} if len(figures) == 5 else set()
    likely = [f"{year}{match['rest']}" for year in sorted(years) if FIRST_YEAR <= int(year) <= 2050]
    hint = f"; it looks like {_either(likely)}" if likely else ""
    return doubted(None, f"{NO_DATE}: the year has {len(figures)} figures{hint}", NOT_USED)


def _short_year(match: re.Match[str], edge: Edge) -> Found[Day | None]:
    return doubted(None, f"{NO_DATE}: the year has three figures", NOT_USED)


def _time_only(match: re.Match[str], edge: Edge) -> Found[Day | None]:
    return doubted(None, "holds a time but no date", NOT_USED)


def _checked(
    written: str, year: int, month: int, number: int, precision: Precision = Precision.DAY
) -> Found[Day | None]:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return doubted(None, f"is outside {FIRST_YEAR} to {LAST_YEAR}", NOT_USED)
    if month > 12 >= number:
        return doubted(None, f"{NO_DATE}: day and month look swapped", NOT_USED)
    if not 1 <= month <= 12:
        return doubted(None, f"{NO_DATE}: there is no month {month}", NOT_USED)
    if not 1 <= number <= monthrange(year, month)[1]:
        last = monthrange(year, month)[1]
        return doubted(None, f"{NO_DATE}: {month_name[month]} {year} has {last} days", NOT_USED)
    value = date(year, month, number)
    return Found(Day(value=value, precision=precision, raw="" if written == value.isoformat() else written))


def _unreadable(written: str) -> Found[Day | None]:
    return doubted(None, f"{NO_DATE} the hub can read: write 31/03/2027, 2027-03-31, March 2027 or 2027", NOT_USED)


def _year(figures: str) -> int:
    return 2000 + int(figures) if len(figures) == 2 else int(figures)


def _month(written: str) -> int | None:
    if written.isdigit():
        return int(written)
    word = written.casefold()
    number = MONTHS.get(word[:3])
    return number if number and (word == "sept" or month_name[number].casefold().startswith(word)) else None


def _in_words(value: date) -> str:
    return f"{value.day} {month_name[value.month]} {value.year}"


def _either(choices: list[str]) -> str:
    return choices[0] if len(choices) == 1 else f"{', '.join(choices[:-1])} or {choices[-1]}"


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? |(?:mon|tue|wed|thu|fri|sat|sun)\.?,? )?"
MONTH = r"(?P<m>[a-z]{3,9})\.?"
CLOCK = r"(?:[T ](?P<hour>\d{2}):\d{2}(?::\d{2}(?:\.\d+)?)?(?P<utc>Z|[+]00:?00)?(?:[+-]\d{2}:?\d{2})?)?"

FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Edge], Found[Day | None]]], ...] = (
    (_form(rf"(?P<y>\d{{4}})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}}){CLOCK}"), _iso_with_time),
    (_form(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})"), _day),
    (_form(r"(?P<d>\d{1,2})(?P<by>[-/.])(?P<m>\d{1,2})(?P=by)(?P<y>\d{4}|\d{2})(?: \d{1,2}:\d{2}(?::\d{2})?)?"), _day),
    (_form(rf"{WEEKDAY}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -]{MONTH},?[ -](?P<y>\d{{4}}|\d{{2}})"), _day),
    (_form(rf"{WEEKDAY}{MONTH} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}})"), _day),
    (_form(rf"{MONTH},?[ -]?(?P<y>\d{{4}}|(?<=[-])\d{{2}})"), _month_of_year),
    (_form(r"(?P<m>\d{1,2})[-/.](?P<y>\d{4})"), _month_of_year),
    (_form(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})"), _month_of_year),
    (_form(r"(?P<y>\d{4})"), _whole_year),
    (_form(r"(?P<n>[34567]\d{4})(?:\.\d+)?"), _spreadsheet_number),
    (_form(r"(?P<y>\d{5,20})(?P<rest>[-/.]\d{1,2}[-/.]\d{1,2})"), _long_year),
    (_form(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{3}|\d{3}[-/.]\d{1,2}[-/.]\d{1,2}"), _short_year),
    (_form(r"\d{1,2}:\d{2}(?::\d{2})?"), _time_only),
)
