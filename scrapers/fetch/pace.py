"""When a host may be asked next: never more often than its pace allows, nor before the time it told us to wait for."""

import json
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from threading import Lock

from scrapers.fetch.bodies import write_whole
from scrapers.site import Pace

LONGEST_WAIT = timedelta(minutes=15)
SLOWEST = 8
LEAST_APART = 1.0
REMEMBERED = 100
"""Requests at least, for another source on the same host whose pace counts more of them."""


@dataclass(frozen=True, kw_only=True)
class Clock:
    """Time, and chance from 0 to 1, for whoever must wait; tests put their own in its place. ``now`` is aware."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.SystemRandom().random


@dataclass(frozen=True)
class _Past:
    """When a host was last asked, oldest first, and until when it told us to wait."""

    asked: tuple[datetime, ...] = ()
    held_until: datetime = datetime.min.replace(tzinfo=UTC)


class Turns:
    """The turns of one host, one at a time for all visits of this process.

    They are remembered in ``file``: a visit that was killed and begins again is no ruder for it.
    """

    def __init__(self, file: Path, pace: Pace, clock: Clock) -> None:
        self._file = file
        self._pace = pace
        self._clock = clock
        self._apart = pace.apart
        self._slowness = 1

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for the next turn, and hold it until the answer is there: the time between is free of requests."""
        with _queue(self._file):
            while (wait := (self._next() - self._clock.now()).total_seconds()) > 0:
                self._clock.sleep(wait)
            before = self._past().asked
            self._asked(before)
            try:
                yield
            finally:
                self._asked(before)

    def hold(self, seconds: float) -> None:
        """No turn before ``seconds`` have passed."""
        past = self._past()
        until = self._clock.now() + timedelta(seconds=seconds)
        self._remember(replace(past, held_until=max(past.held_until, until)))

    def slow(self) -> None:
        """Ask half as often from now on: the host said that it is too much."""
        self._slowness = min(self._slowness * 2, SLOWEST)

    def keep_apart(self, seconds: float) -> None:
        """At least ``seconds`` from one request to the next."""
        self._apart = max(self._apart, seconds)

    def _next(self) -> datetime:
        """Waits remembered from before the clock was set back are cut to what they can at most be."""
        now, past = self._clock.now(), self._past()
        asked = [min(moment, now) for moment in past.asked]
        due = [min(past.held_until, now + LONGEST_WAIT)]
        apart = self._apart if self._slowness == 1 else max(self._apart, LEAST_APART)
        if asked:
            due.append(asked[-1] + timedelta(seconds=apart * self._slowness))
        if len(asked) >= self._pace.requests:
            due.append(asked[-self._pace.requests] + timedelta(seconds=self._pace.seconds * self._slowness))
        return max(due)

    def _asked(self, before: tuple[datetime, ...]) -> None:
        """Written down before a request, for a visit that is killed, and after it, for one that arrived late."""
        asked = (*before, self._clock.now())[-max(self._pace.requests, REMEMBERED) :]
        self._remember(replace(self._past(), asked=asked))

    def _remember(self, past: _Past) -> None:
        state = {"asked": [each.isoformat() for each in past.asked], "held_until": past.held_until.isoformat()}
        write_whole(self._file, json.dumps(state).encode(), lasting=False)

    def _past(self) -> _Past:
        try:
            state = json.loads(self._file.read_bytes())
            asked = tuple(datetime.fromisoformat(each) for each in state["asked"])
            return _Past(asked, datetime.fromisoformat(state["held_until"]))
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return _Past()


@cache
def _queue(file: Path) -> Lock:
    return Lock()
