"""A crawl of Find a Tender that is killed with kill -9, at a stand-in that writes down what it is asked for.

HUB_KILLS says how many times, half as often; the moments are anywhere among the steps the crawl takes, and the same
in every run.
"""

import random
from collections import Counter
from collections.abc import Iterator
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest

from hub.db import make_engine, readers
from hub.models import Crawl
from tests.databases import Databases
from tests.hub import telling
from tests.hub.test_crawl_portal import CONTACT, SITE, Portal, accounted, begin, published, within_pace
from tests.hub.test_kill import CRAWLS_KILLED, PROCESSES, Home, picture, receive
from tests.scrapers.sites import portal
from tests.stand_in import SharedTime, StandIn, certificate

NOTICES = 40


class Crawling:
    """Hubs that are all alike, each crawling what stands at the stand-in as it is now."""

    def __init__(self, folder: Path, databases: Databases, database: str) -> None:
        self.folder, self.databases, self.database = folder, databases, database
        self.homes: list[Home] = []
        self.answers = Portal(published(NOTICES), per_page=3)
        self.time = SharedTime(folder / "slept")
        self.chance = random.Random(1)  # noqa: S311  no secret
        self.site = StandIn(self.answers, portal.HOST, time=self.time)

    def home(self, name: str) -> Home:
        """A hub that has never asked anyone."""
        folder = self.folder / name
        self.homes.append(Home(folder, self.databases.copied(self.database, folder), folder))
        self.site.seen.clear()
        return self.homes[-1]

    def start(self, home: Home) -> tuple[ForkServerProcess, Connection]:
        receiver, sender = PROCESSES.Pipe(duplex=False)
        places = {"HUB_HOME": str(home.folder), "HUB_DATABASE_URL": home.database, "HUB_USER_AGENT_CONTACT": CONTACT}
        arguments = (self.site.port, certificate(), self.time.file, ["crawl", SITE], places, sender)
        process = PROCESSES.Process(target=telling.run_at, args=arguments)
        process.start()
        sender.close()
        return process, receiver

    def to_the_end(self, home: Home) -> int:
        """Crawl to the end: how many steps that took."""
        process, steps = self.start(home)
        told = list(receive(steps))
        process.join()
        assert (process.exitcode, told[-1]) == (0, "done")
        return len(told)

    def kill_at(self, home: Home, step: int) -> bool:
        """Crawl, and kill that with kill -9 once it has told so many steps; whether it was killed before its end."""
        process, steps = self.start(home)
        told = [each for _, each in zip(range(step), receive(steps), strict=False)]
        process.kill()
        process.join()
        return told[-1] != "done"

    def first_run(self, home: Home) -> Crawl | None:
        engine = make_engine(home.database)
        with readers(engine)() as session:
            run = session.query(Crawl).order_by(Crawl.id).first()
        engine.dispose()
        return run

    def has_ended(self, home: Home) -> bool:
        run = self.first_run(home)
        return run is not None and run.ended_at is not None

    def killed(self, home: Home, times: int, steps: int) -> int:
        """Kill it so many times, or until it has read everything and only its index is left. How many kills struck."""
        kills = 0
        for _ in range(times):
            if not self.has_ended(home):
                kills += self.kill_at(home, self.chance.randrange(1, steps))
        return kills


@pytest.fixture
def crawling(databases: Databases, database: str, tmp_path: Path) -> Iterator[Crawling]:
    begin(database)
    crawling = Crawling(tmp_path, databases, database)
    with crawling.site:
        yield crawling
    for each in crawling.homes:
        databases.drop(each.database)


@pytest.mark.thorough
def test_a_crawl_killed_at_any_moment_ends_with_the_same_catalogue_and_asks_twice_only_for_the_page_in_flight(
    crawling: Crawling,
):
    undisturbed = crawling.home("undisturbed")
    steps = crawling.to_the_end(undisturbed)
    expected, counts = picture(undisturbed), outcome(crawling.first_run(undisturbed))
    assert crawling.answers.served == NOTICES

    for number in range(CRAWLS_KILLED):
        home = crawling.home(f"killed-{number}")
        kills = crawling.killed(home, 1 + number % 3, steps)
        if had_ended := crawling.has_ended(home):
            asked = Counter(crawling.site.paths)
        crawling.to_the_end(home)
        if not had_ended:
            asked = Counter(crawling.site.paths)

        assert picture(home) == expected
        assert outcome(crawling.first_run(home)) == counts
        assert asked.total() <= len(asked) + kills, asked
        assert within_pace([request.time for request in crawling.site.seen])


def outcome(run: Crawl | None) -> tuple[object, ...]:
    """What became of every notice."""
    assert run is not None
    assert accounted(run) == run.rows == NOTICES
    return run.state, run.pages, run.accepted, run.changed, run.unchanged, run.skipped, run.rejected
