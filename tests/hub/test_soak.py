"""A hub under mixed load for a long time: it answers, and it stays as it was.

HUB_SOAK_MINUTES says for how long, 30 if nothing does. By hand, with what came of it:
``HUB_SOAK_MINUTES=2 python -m pytest tests/hub/test_soak.py -m hard -s``.
"""

import os
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles

import pytest
from flask import Flask
from sqlalchemy import select

from hub import data
from hub.actor import OPERATOR
from hub.cli.importing import import_one
from hub.cli.serve import prepare
from hub.ingest import Opened, ingest
from hub.models import Framework
from hub.search import rebuild, state
from tests.assurance import Figure
from tests.factories import a_reading
from tests.hub.served import Answer, Sender, Web, a_hub, a_sender, may_take, wait_until
from tests.stocked import thirty

MINUTES = float(os.environ.get("HUB_SOAK_MINUTES", "30"))
WARM_UP = 5.0
"""Minutes until whatever is kept at hand is there: from then on nothing may grow."""

TELLING = 3 * WARM_UP
"""From so many minutes on, what grew is a leak."""

ANEW = 240
"""Seconds until others sign in, who have not so many drafts yet that they may begin no more."""

A_SECOND = 20
BEHIND = 40
"""So many requests wait at most; a slower hub is asked for fewer."""

CLIENTS = 16
LARGEST_LOG = 64_000_000
LONGEST_LAG = 10.0
MOST_GROWTH = 1.10
MORE_FILES = 5

WORDS = ("laptops", "cleaning", "legal services", "RM6100", "road surfacing", "agency staff", "electricity", "vehicles")
GAUGES = ("process_resident_memory_bytes", "process_open_fds", "hub_index_lag_seconds", "hub_index_pending")


def thirty_frameworks(app: Flask) -> None:
    ingest(app.extensions["hub.writers"], Opened("test.csv", "0" * 64, a_reading(*thirty())), OPERATOR)
    rebuild(app.extensions["hub.writers"], app.extensions["hub.index"])


def starter_catalogue(app: Flask) -> None:
    prepare(app)
    for path in data.catalogue_files():
        import_one(app, path, OPERATOR)
    rebuild(app.extensions["hub.writers"], app.extensions["hub.index"])


@pytest.mark.sqlite
@pytest.mark.assurance("R18", "A hub is asked for pages, searches, exports and changes, 20 times a second")
@pytest.mark.parametrize(
    ("minutes", "fill"),
    [
        pytest.param(0.1, thirty_frameworks, marks=pytest.mark.thorough),
        pytest.param(MINUTES, starter_catalogue, marks=pytest.mark.hard),
    ],
)
def test_a_hub_under_mixed_load_stays_as_it_was(
    database: str, tmp_path: Path, minutes: float, fill: Callable[[Flask], None], figure: Figure
):
    may_take(minutes + 15)
    app = a_hub(tmp_path, database)
    fill(app)
    web = Web(app, API_PER_MINUTE="0")
    web.start()
    try:
        visits = Visits(app, web)
        found = soak(visits, tmp_path, minutes)
        said = visits.words()
        wait_until(lambda: gauges(web)["hub_index_pending"] == 0)
    finally:
        web.stop()
    told = f"{minutes:g} minutes, {said}; {found.words()}"
    figure(told)
    print(told, found.samples[:: max(1, len(found.samples) // 20)], sep="\n")  # noqa: T201 - for whoever runs it

    assert not [status for status in visits.statuses if not 200 <= status < 400], said
    assert "ERROR" not in web.log.read_text(encoding="utf-8")
    if minutes >= TELLING:
        assert found.growth < MOST_GROWTH and found.more_files <= MORE_FILES, told
    assert found.largest_log < LARGEST_LOG and found.lag < LONGEST_LAG, told
    with app.extensions["hub.readers"]() as session:
        assert state(session, app.extensions["hub.index"]).in_step


class Visits:
    """What people and programs ask of the hub, in turn; each answer is counted."""

    def __init__(self, app: Flask, web: Web) -> None:
        self.statuses: Counter[int] = Counter()
        self._app, self._web = app, web
        self._chance = random.Random(18)  # noqa: S311 - it guards no secret
        self._lock, self._seconds, self._bad = threading.Lock(), list[float](), list[str]()
        with app.extensions["hub.readers"]() as session:
            self._keys = list(session.scalars(select(Framework.key).where(Framework.merged_into_id.is_(None))))
        self._people: dict[str, Sender] = {}
        self.room = threading.Semaphore(BEHIND)
        self.sign_in()
        asked = (*self._pages(), *self._files(), self._set_value, self._report_saving, self._draft, *self._pages()[:5])
        self._in_turn = cycle(asked)

    def sign_in(self) -> None:
        """Everybody anew: nobody stays so long that they are signed out, or have too many drafts."""
        council = {"organisation": "mid-suffolk", "network": "pen"}
        self._people = {
            "moderator": a_sender(self._app, "moderator", network="pen"),
            "officer": a_sender(self._app, "contributor", **council),
        }

    def next_one(self) -> None:
        """Ask for the next thing."""
        with self._lock:
            ask = next(self._in_turn)
        began = time.monotonic()
        answer = ask()
        self.room.release()
        with self._lock:
            self.statuses[answer.status] += 1
            self._seconds.append(time.monotonic() - began)
            if not 200 <= answer.status < 400:
                self._bad.append(f"{ask.__name__} {answer.status} {answer.body[:300]!r}")

    def words(self) -> str:
        slow = quantiles(self._seconds, n=100)[98]
        bad = "".join(f"; {each}" for each in self._bad[:5])
        answered = ", ".join(f"{count} with {status}" for status, count in sorted(self.statuses.items()))
        return f"{sum(self.statuses.values())} answers ({answered}), 99 % within {slow:.2f} s{bad}"

    def _pages(self) -> Sequence[Callable[[], Answer]]:
        said = self._said
        return (
            self._get(lambda: f"/search?q={said()}"),
            self._get(lambda: f"/frameworks/{self._key()}"),
            self._get(lambda: f"/suggest?q={said()[:4]}"),
            self._get(lambda: f"/api/v1/search?q={said()}"),
            self._get(lambda: f"/search?q={said()}&page=2"),
            self._get(lambda: self._chance.choice(("/", "/owners", "/suppliers", "/categories", "/savings", "/find"))),
            self._get(lambda: f"/frameworks/{self._key()}/history"),
            self._get(lambda: "/compare?f={}&f={}".format(*self._chance.sample(self._keys, 2))),
        )

    def _files(self) -> Sequence[Callable[[], Answer]]:
        return (
            self._get(lambda: f"/search.csv?q={self._said()}"),
            self._get(lambda: f"/search.xlsx?q={self._said()}"),
            self._get(lambda: f"/frameworks/{self._key()}/framework.json"),
        )

    def _get(self, address: Callable[[], str]) -> Callable[[], Answer]:
        """Ask for a page, wherever it leads."""

        def get() -> Answer:
            asked = address().replace(" ", "+")
            answer = self._web.ask(asked)
            return self._web.ask(answer.location) if answer.location else answer

        return get

    def _said(self) -> str:
        return self._chance.choice(WORDS)

    def _key(self) -> str:
        return self._chance.choice(self._keys)

    def _set_value(self) -> Answer:
        typed = {"typed": f"Title {time.monotonic_ns()}", "reason": "Its contract says so."}
        return self._people["moderator"].send(self._web, f"/frameworks/{self._key()}/set/title", **typed)

    def _report_saving(self) -> Answer:
        """A draft, with a file of evidence."""
        officer = self._people["officer"]
        begun = officer.send(self._web, "/savings/new", title=f"Paper {time.monotonic_ns()}", do="later")
        if begun.status != 303:
            return begun
        file = (b"%PDF-1.7" + self._chance.randbytes(20_000), "invoice.pdf")
        return officer.send(self._web, f"{begun.location.partition('?')[0]}/files", file=file)

    def _draft(self) -> Answer:
        officer = self._people["officer"]
        begun = officer.send(self._web, "/contributions/begin")
        title = f"Salt {time.monotonic_ns()}"
        return officer.send(self._web, begun.location, title=title, owner="Anglian", version="1")


@dataclass
class Found:
    """What the process said of itself, once a second, from the end of the warm-up on."""

    samples: list[dict[str, float]] = field(default_factory=list)
    largest_log: int = 0

    @property
    def growth(self) -> float:
        """How much memory the last fifth of the time took, of what the first fifth took."""
        first, last = self._ends("process_resident_memory_bytes")
        return median(last) / median(first)

    @property
    def more_files(self) -> float:
        """Open files at the quietest moment of each: those of connections come and go."""
        first, last = self._ends("process_open_fds")
        return min(last) - min(first)

    @property
    def lag(self) -> float:
        return quantiles([each["hub_index_lag_seconds"] for each in self.samples], n=100)[98]

    def words(self) -> str:
        memory = self._ends("process_resident_memory_bytes")
        first, last = (f"{median(each) / 1e6:.0f} MB" for each in memory)
        return (
            f"memory {first} after the warm-up and {last} at the end, {self.more_files:+.0f} open files, write-ahead "
            f"log {self.largest_log / 1e6:.1f} MB at most, index behind by {self.lag:.1f} s at most in 99 %"
        )

    def _ends(self, name: str) -> tuple[list[float], list[float]]:
        fifth = max(1, len(self.samples) // 5)
        return [each[name] for each in self.samples[:fifth]], [each[name] for each in self.samples[-fifth:]]


def soak(visits: Visits, home: Path, minutes: float) -> Found:
    """So many requests a second for so many minutes, and what the process says of itself meanwhile."""
    found, began = Found(), time.monotonic()
    over, anew, warm = began + minutes * 60, began + ANEW, min(WARM_UP, minutes / 4) * 60
    with ThreadPoolExecutor(CLIENTS) as clients:
        for number in seconds(began, over):
            for _ in range(A_SECOND):
                if visits.room.acquire(blocking=False):
                    clients.submit(visits.next_one)
            found.largest_log = max([found.largest_log, *(log.stat().st_size for log in home.glob("*-wal"))])
            if number >= warm:
                found.samples.append(gauges(visits._web))
            if time.monotonic() > anew:
                anew += ANEW
                visits.sign_in()
    return found


def seconds(began: float, over: float) -> Iterator[int]:
    """0, 1, 2 …, each at its time or, where that has passed, at once."""
    number = 0
    while time.monotonic() < over:
        yield number
        number += 1
        time.sleep(max(0.0, began + number - time.monotonic()))


def gauges(web: Web) -> dict[str, float]:
    text = web.ask("/metrics").body.decode()
    found = {name: re.search(rf"^{name} (\S+)$", text, re.MULTILINE) for name in GAUGES}
    return {name: float(match[1]) for name, match in found.items() if match}
