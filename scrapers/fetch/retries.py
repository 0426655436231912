"""Whether to ask again, and how long to wait first. Pure."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scrapers.fetch.pace import LONGEST_WAIT

ASKED_AGAIN = (408, 425, 429, 500, 502, 503, 504)
TOO_MUCH = (429, 503)
FORBIDDEN = 403
MOST_RETRIES = 5
MOST_PAUSES = 3
MOST_TRIES_OF_A_LINE = 3
UNSAID = 30.0
FIRST_PAUSE = 2.0
LEEWAY = 0.1


def wait_before_retry(
    status: int, retry_after: str, *, nth: int, pause_when_forbidden: float, now: datetime, chance: float
) -> float | None:
    """Seconds to wait before the ``nth`` retry (from 1), or None where the answer stands.

    ``retry_after`` is the header, in seconds or as a date; without one a host that has too much to do is given 30
    seconds. ``chance`` is from 0 to 1. Never longer than 15 minutes.
    """
    if status == FORBIDDEN and pause_when_forbidden and nth <= MOST_PAUSES:
        return _capped(max(pause_when_forbidden, told_to_wait(retry_after, now) or 0), chance)
    if status not in ASKED_AGAIN or nth > MOST_RETRIES:
        return None
    if retry_after or status in TOO_MUCH:
        return _capped(rest(retry_after, now), chance)
    return backoff(nth, chance)


def rest(retry_after: str, now: datetime) -> float:
    """Seconds to leave a host alone that asks for it, whether or not we ask again: 15 minutes at most."""
    told = told_to_wait(retry_after, now)
    return min(UNSAID if told is None else told, LONGEST_WAIT.total_seconds())


def backoff(nth: int, chance: float) -> float:
    """Seconds before the ``nth`` retry of what nobody told us to wait for: twice as long each time, and some chance."""
    return FIRST_PAUSE ** min(nth, MOST_RETRIES) * (1 + chance)


def told_to_wait(retry_after: str, now: datetime) -> float | None:
    """What Retry-After says, in seconds from now; None where it says nothing that can be understood."""
    said = retry_after.strip()
    if said.isascii() and said.isdigit():
        return float(said[:9]) if len(said) < 10 else LONGEST_WAIT.total_seconds()
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max((until - now).total_seconds(), 0.0)


def _capped(seconds: float, chance: float) -> float:
    return min(seconds * (1 + LEEWAY * chance), LONGEST_WAIT.total_seconds())
