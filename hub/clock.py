"""The only clock. Everything that depends on the time is given one of these, so that tests can choose the day."""

import os
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Lock
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

FAR_AHEAD = timedelta(days=1)

Clock = Callable[[], datetime]


class Onward:
    """This instant, aware, in UTC: the machine's, but never before one that was told already.

    Sessions, links and tokens that have expired would live again if the machine's clock were set back. It then goes on
    at half the pace until the machine's has caught up.
    """

    def __init__(self, machine: Clock, ticks: Callable[[], float] = time.monotonic) -> None:
        self._machine, self._ticks, self._lock = machine, ticks, Lock()
        self._told, self._ticked = machine(), ticks()

    def __call__(self) -> datetime:
        with self._lock:
            ticked = self._ticks()
            onward = self._told + timedelta(seconds=ticked - self._ticked) / 2
            self._told, self._ticked = max(self._machine(), onward), ticked
            return self._told

    def keep(self, mark: Path) -> None:
        """Note the time for who starts next, as that of a file's last change."""
        mark.touch(mode=0o600)
        told = self().timestamp()
        os.utime(mark, (told, told))

    def go_on_from(self, mark: Path) -> None:
        """Not before what was noted, unless that is so far ahead that the machine's clock must have been wrong."""
        if not mark.exists():
            return
        noted = datetime.fromtimestamp(mark.stat().st_mtime, UTC)
        with self._lock:
            if noted - self._machine() < FAR_AHEAD:
                self._told = max(self._told, noted)


now = Onward(lambda: datetime.now(UTC))


def today(clock: Clock = now) -> date:
    """The date in London, by which contract dates are meant."""
    return day_of(clock())


def day_of(moment: datetime) -> date:
    """The date in London at a moment."""
    return moment.astimezone(LONDON).date()
