"""When it is time for a letter, by London's days. Pure."""

from datetime import UTC, date, datetime, time, timedelta

from hub.clock import LONDON

CADENCES = {
    "at_once": "At once",
    "daily": "Once a day",
    "weekly": "Once a week",
    "never": "No letters",
}
"""How often somebody wants to hear of something. At once is within a quarter of an hour."""

USUAL = "weekly"
LETTERS_GO = time(7)
PAUSE = timedelta(minutes=15)
"""An import changes the catalogue in many steps, which are to make one letter."""

LATE = timedelta(hours=1)
"""A change may be seen so long after the time it bears: a long import, an index that lags."""

WARNED = (0, 30, 90, 180)
"""So many days before a framework ends, those who follow it are told."""


def is_due(cadence: str, checked: datetime, at: datetime, changed: datetime | None) -> bool:
    """Whether to look again at what was looked at last at ``checked``. The catalogue changed last at ``changed``."""
    if cadence == "at_once":
        has_changed = changed is not None and changed >= checked - LATE
        return at - checked >= PAUSE and (has_changed or checked < morning(at))
    if cadence == "daily":
        return checked < morning(at)
    return cadence == "weekly" and checked < morning(at, weekday=0)


def morning(at: datetime, weekday: int | None = None) -> datetime:
    """The last seven o'clock in London until now; that of a day of the week (Monday is 0) where one is named."""
    here = at.astimezone(LONDON)
    day = here.date() if here.time() >= LETTERS_GO else here.date() - timedelta(days=1)
    if weekday is not None:
        day -= timedelta(days=(day.weekday() - weekday) % 7)
    return datetime.combine(day, LETTERS_GO, LONDON).astimezone(UTC)


def is_morning(at: datetime) -> bool:
    """Whether the day has begun on which warnings of today may be sent."""
    return at.astimezone(LONDON).time() >= LETTERS_GO


def warning(end: date, today: date) -> int | None:
    """Of which of WARNED days it is time to warn, the nearest only; None if it is none's, or the end has passed."""
    left = (end - today).days
    return next((days for days in WARNED if 0 <= left <= days), None)
