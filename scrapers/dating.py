"""Of what day a file speaks: what it says itself, what its content shows, its name, or when it was last saved."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from scrapers.parse import dates
from scrapers.parse.dates import Edge
from scrapers.record import Basis, Day, Precision, Record, Stage

IN_A_NAME = re.compile(r"(?<!\d)(20\d{2}[-_]\d{2}[-_]\d{2}|20\d{6}|20\d{2}-\d{2}|20\d{2})(?:\d{6})?(?!\d)")


@dataclass(frozen=True)
class Dating:
    """The day a file speaks of and, in words, why that day."""

    day: Day
    reason: str


def shown_by(records: Iterable[Record], saved: date) -> Dating | None:
    """The newest day a list must already have known: a live agreement has started, an ended one has ended.

    A start or end after the day the file was saved proves nothing: it is a slip, or an early ending.
    """
    facts = [fact for record in records for fact in _facts(record) if fact[0] <= saved]
    if not facts:
        return None
    day, name, what = max(facts)
    reason = f"no older than {_in_words(day)}, when {name}, which it lists as {what}"
    return Dating(Day(value=day, basis=Basis.ESTIMATED), reason)


def from_name(name: str) -> Dating | None:
    """A date or year in a file's name. A month or year stands for its first day, so that nothing looks newer."""
    for match in IN_A_NAME.finditer(name):
        found = dates.day(match[1].replace("_", "-"), Edge.FIRST).value
        if found:
            return Dating(found, f"its name says {match[1]}")
    return None


def from_saving(saved: date) -> Dating:
    """The day the file was last saved, where nothing better is known."""
    day = Day(value=saved, basis=Basis.ESTIMATED)
    return Dating(day, f"it was last saved on {_in_words(saved)} and says no date itself")


def as_given(day: date) -> Dating:
    return Dating(Day(value=day), "the date given with the import")


def as_stated(day: Day) -> Dating:
    return Dating(day, "the file says so")


def _facts(record: Record) -> list[tuple[date, str, str]]:
    name = record.reference or record.title
    if record.stage is Stage.LIVE and record.start and _is_exact(record.start):
        return [(record.start.value, name, "live, started")]
    if record.stage is Stage.ENDED and record.end and _is_exact(record.end):
        return [(record.end.value, name, "ended, ended")]
    return []


def _is_exact(day: Day) -> bool:
    return day.precision is Precision.DAY and day.basis is Basis.PUBLISHED


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
