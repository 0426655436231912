"""A crawl that is killed with kill -9 is gone on with by the next: one run, and no page asked for twice but one.

It is killed at moments chosen at random among all the steps it takes. HUB_KILLS says how many times: half as often.
"""

import random
import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest
from sqlalchemy import select

from hub import clock
from hub.db import make_engine, readers
from hub.models import Crawl, StoredRecord
from tests.databases import Databases
from tests.hub import telling
from tests.hub.crawl_sites import Shelf, entry, put_day, put_list
from tests.hub.test_kill import CRAWLS_KILLED, PROCESSES, Home, picture, receive

PAGES = 6
PER_PAGE = 4


@dataclass(frozen=True)
class Visited:
    """A hub of its own, the shelf on which its sites stand, and which of them is crawled."""

    home: Home
    shelf: Shelf
    site: str

    def crawling(self, *wishes: str) -> tuple[ForkServerProcess, Connection]:
        receiver, sender = PROCESSES.Pipe(duplex=False)
        settings = {"HUB_HOME": str(self.home.folder), "HUB_DATABASE_URL": self.home.database}
        arguments = (self.shelf.folder, ["crawl", self.site, *wishes], settings, sender)
        process = PROCESSES.Process(target=telling.run_on_shelf, args=arguments)
        process.start()
        sender.close()
        return process, receiver

    def crawled(self, *wishes: str) -> list[str]:
        """Crawl to the end: every step it took."""
        process, steps = self.crawling(*wishes)
        told = list(receive(steps))
        process.join()
        assert process.exitcode == 0
        assert told[-1] == "done"
        return told

    def kill_at(self, step: int) -> None:
        """Crawl, and kill that with kill -9 once it has told so many steps."""
        process, steps = self.crawling()
        for _, _ in zip(range(step), receive(steps), strict=False):
            pass
        process.kill()
        process.join()
        assert process.exitcode == -signal.SIGKILL

    def missed(self) -> list[tuple[str, int]]:
        """How many good crawls in a row did not find each entry."""
        engine = make_engine(self.home.database)
        with readers(engine)() as session:
            rows = session.execute(select(StoredRecord.source_id, StoredRecord.missed).order_by(StoredRecord.id))
            found = [(name, missed) for name, missed in rows]
        engine.dispose()
        return found

    def runs(self) -> list[tuple[str, int, int]]:
        """State, rows and new entries of every run."""
        engine = make_engine(self.home.database)
        with readers(engine)() as session:
            rows = session.scalars(select(Crawl).order_by(Crawl.id))
            found = [(row.state, row.rows, row.accepted) for row in rows]
        engine.dispose()
        return found


@pytest.fixture
def a_visit(databases: Databases, database: str, tmp_path: Path) -> Iterator[Callable[[str, str], Visited]]:
    """Makes hubs that are all alike: a site of each kind was crawled, and has published six pages since."""
    home, shelf = Home(tmp_path, database, tmp_path), Shelf(tmp_path / "shelf")
    today = clock.now().date()
    put_day(shelf, today, [entry(1)])
    put_day(shelf, today + timedelta(days=1))  # for tests at midnight
    put_list(shelf, [entry(number) for number in range(-1, 20)])
    Visited(home, shelf, "ledger").crawled("--since", today.isoformat())
    Visited(home, shelf, "list").crawled()
    made: list[Visited] = []

    def visit(name: str, site: str) -> Visited:
        folder = tmp_path / name
        shutil.copytree(tmp_path / "index", folder / "index")
        home = Home(folder, databases.copied(database, folder), folder)
        shelf = Shelf(folder / "shelf")
        numbers = range(PAGES * PER_PAGE)
        pages = [[entry(n, title=f"Materials no. {n}") for n in numbers[at::PAGES]] for at in range(PAGES)]
        put_day(shelf, today, *pages)
        put_day(shelf, today + timedelta(days=1))
        put_list(shelf, *pages)
        made.append(Visited(home, shelf, site))
        return made[-1]

    yield visit
    for each in made:
        databases.drop(each.home.database)


@pytest.mark.thorough
def test_a_crawl_killed_at_any_moment_is_gone_on_with(a_visit: Callable[[str, str], Visited]):
    undisturbed = a_visit("undisturbed", "ledger")
    steps = len(undisturbed.crawled())
    expected = picture(undisturbed.home)
    finished = undisturbed.runs()[-1]

    for number in range(CRAWLS_KILLED):
        killed = a_visit(f"killed-{number}", "ledger")
        at = random.Random(number).randrange(1, steps)  # noqa: S311  no secret
        killed.kill_at(at)
        had_ended = killed.runs()[-1] == finished
        before = killed.shelf.asked
        killed.crawled()

        assert picture(killed.home) == expected, f"killed at step {at} of {steps}"
        if had_ended:
            assert len(before) == len(set(before)), f"killed at step {at} of {steps}"
            continue
        assert killed.runs()[2:] == [finished], f"killed at step {at} of {steps}"
        asked = killed.shelf.asked
        assert len(asked) <= len(set(asked)) + 1, f"killed at step {at} of {steps}: {asked}"


@pytest.mark.thorough
def test_a_list_whose_crawl_is_killed_at_any_moment_is_stored_as_a_whole_by_the_next(
    a_visit: Callable[[str, str], Visited],
):
    undisturbed = a_visit("undisturbed", "list")
    steps = len(undisturbed.crawled())
    expected, missed = picture(undisturbed.home), undisturbed.missed()
    assert ("ocds-abc123--001", 1) in missed

    for number in range(CRAWLS_KILLED):
        killed = a_visit(f"killed-{number}", "list")
        at = random.Random(number).randrange(1, steps)  # noqa: S311  no secret
        killed.kill_at(at)
        had_ended = killed.runs()[-1][0] == "finished" and len(killed.runs()) > 2
        if not had_ended:
            killed.crawled()
            assert killed.missed() == missed, f"killed at step {at} of {steps}"
            assert killed.runs()[-1][:2] == undisturbed.runs()[-1][:2]
            assert picture(killed.home) == expected, f"killed at step {at} of {steps}"
