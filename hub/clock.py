"""The only clock. Everything that depends on the time is given one of these, so that tests can choose the day."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

Clock = Callable[[], datetime]


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def today(clock: Clock = now) -> date:
    """The date in London, by which contract dates are meant."""
    return day_of(clock())


def day_of(moment: datetime) -> date:
    """The date in London at a moment."""
    return moment.astimezone(LONDON).date()
