"""Stretches of time to ask a portal for, as it reads them: by London's clock and without a zone.

Stretches are cut from instants. None begins or ends in the hour that London's clock shows twice in October, because a
portal may take such a time for either; and a stretch over the hour left out in March is an hour shorter, because a
portal may measure it by the clock.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


@dataclass(frozen=True)
class Window:
    """From ``start`` to ``end``, two instants in UTC and whole seconds."""

    start: datetime
    end: datetime


def first_window(start: datetime, until: datetime, longest: timedelta) -> Window:
    """The window that begins at ``start``, or before it where the clock is unclear; ``until`` lies in or after it.

    An ``until`` where the clock is unclear is asked for with what follows it.
    """
    begin = clear_before(start)
    end = min(begin + longest, _rounded_up(until))
    left_out = max(_offset(end) - _offset(begin), timedelta(0))
    return Window(begin, _clear_after(begin, min(end, begin + longest - left_out)))


def halves(window: Window, shortest: timedelta) -> tuple[Window, Window] | None:
    """The window in two, neither shorter than ``shortest``; None where that cannot be."""
    middle = _clear_after(window.start, _whole(window.start + (window.end - window.start) / 2))
    if min(middle - window.start, window.end - middle) < shortest:
        return None
    return Window(window.start, middle), Window(middle, window.end)


def clock_time(instant: datetime) -> str:
    """What London's clock shows, as portals want it: 2026-09-03T13:00:00."""
    return instant.astimezone(LONDON).strftime("%Y-%m-%dT%H:%M:%S")


def clear_before(instant: datetime) -> datetime:
    """The last whole second not after the instant that London's clock shows only once."""
    span = _shown_twice(instant)
    return span.start - SECOND if span else _whole(instant)


def _clear_after(begin: datetime, end: datetime) -> datetime:
    """An end near this one that London's clock shows once: earlier, unless nothing would be left of the window."""
    span = _shown_twice(end)
    if span is None:
        return end
    return span.start - SECOND if span.start - SECOND > begin else span.end


def _shown_twice(instant: datetime) -> Window | None:
    """The two hours of the autumn night in which London's clock goes back, where the instant lies in them."""
    shown = instant.astimezone(LONDON)
    if shown.utcoffset() == shown.replace(fold=1 - shown.fold).utcoffset():
        return None
    full_hour = instant.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    start = full_hour - HOUR * shown.fold
    return Window(start, start + 2 * HOUR)


def _offset(instant: datetime) -> timedelta:
    return instant.astimezone(LONDON).utcoffset() or timedelta(0)


def _whole(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(microsecond=0)


def _rounded_up(instant: datetime) -> datetime:
    whole = _whole(instant)
    return whole if whole == instant else whole + SECOND
