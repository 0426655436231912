"""An import that is killed with kill -9 leaves nothing half done that the next one does not finish.

Kills strike where the command says it is, not after a time: while it reads, stores, finishes and writes the index.
HUB_KILLS says how many there are; run.py test --all asks for twenty, and for five on PostgreSQL.
"""

import multiprocessing
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, func, select, text
from sqlalchemy.orm import Session

from hub import exports
from hub.db import make_engine, readers
from hub.models import Base
from hub.search import state
from indexer import Query, open_index
from scrapers import framework_csv
from scrapers.record import Record
from tests.databases import Databases
from tests.factories import a_record, a_source
from tests.hub import telling
from tests.stocked import thirty

PROCESSES = multiprocessing.get_context("forkserver")  # each begins with the hub loaded, which takes a second
PROCESSES.set_forkserver_preload(["tests.hub.telling"])
KILLS = int(os.environ.get("HUB_KILLS", "5"))
CRAWLS_KILLED = (KILLS + 1) // 2
"""A crawl takes longer than an import, and three kinds of them are killed."""
PATIENCE = 120  # seconds for one step

MOMENTS = (  # a step of the import, and which of the times it is taken
    ("open {file}", 0.0),  # reading
    ("INSERT INTO record ", 0.6),  # storing
    ("INSERT INTO audit_entry ", 0.0),  # finishing
    ("open {index}", 0.5),  # writing the index
    ("DELETE FROM index_change ", 0.0),  # which now knows what the database does not know it knows
    ("INSERT INTO record ", 0.0),
    ("INSERT INTO record ", 0.2),
    ("INSERT INTO record ", 0.4),
    ("INSERT INTO record ", 0.9),
    ("INSERT INTO framework ", 0.1),
    ("INSERT INTO framework ", 0.5),
    ("INSERT INTO lot ", 0.5),
    ("INSERT INTO index_change ", 0.5),
    ("INSERT INTO index_change ", 0.9),
    ("FROM merge_proposal", 0.0),
    ("UPDATE index_change ", 0.0),
    ("open {index}", 0.1),
    ("open {index}", 0.3),
    ("open {index}", 0.7),
    ("open {index}", 0.9),
)


RUNS = ("crawl", "audit_entry")  # these tell how often the file was imported


@dataclass(frozen=True)
class Home:
    """A hub of its own with a small catalogue, and a larger file to import into it."""

    folder: Path
    database: str
    file: Path

    def named(self, step: str) -> str:
        return step.format(file=self.file, index=self.folder / "index")


@pytest.fixture
def a_home(databases: Databases, database: str, tmp_path: Path) -> Iterator[Callable[[str], Home]]:
    """Makes homes that are all alike."""
    first = Home(tmp_path, database, tmp_path / "frameworks.csv")
    first.file.write_text(framework_csv.write(catalogue()[:3], a_source()), encoding="utf-8")
    assert "done" in importing(first)
    made: list[Home] = []

    def home(name: str) -> Home:
        folder = tmp_path / name
        shutil.copytree(tmp_path / "index", folder / "index")
        made.append(Home(folder, databases.copied(database, folder), folder / "frameworks.csv"))
        made[-1].file.write_text(framework_csv.write(catalogue(), a_source()), encoding="utf-8")
        return made[-1]

    yield home
    for each in made:
        databases.drop(each.database)


def catalogue() -> list[Record]:
    """Frameworks with lots and suppliers, a part of another, and two that may be one."""
    part = a_record(reference="AB1", title="Fuel", parent_reference="AB100")
    pair = [a_record(reference="", source_id=f"pair-{n}", title="Grounds maintenance and trees") for n in (1, 2)]
    more = [a_record(reference=f"AB{n}", title=f"Materials {n}") for n in range(200, 220)]
    return [*thirty()[::2], part, *pair, *more]


@pytest.mark.thorough
def test_after_an_import_is_killed_the_next_leaves_what_an_undisturbed_one_would(a_home: Callable[[str], Home]):
    undisturbed = a_home("undisturbed")
    steps = list(importing(undisturbed))
    expected = picture(undisturbed)

    for number, (step, share) in enumerate(MOMENTS[:KILLS]):
        home = a_home(f"killed-{number}")
        times = sum(undisturbed.named(step) in each for each in steps)
        assert times, f"the import has no such step: {step}"
        kill_at(home, home.named(step), int(share * times))
        assert "done" in importing(home)
        assert picture(home) == expected, f"killed at {share:.0%} of: {step}"


def kill_at(home: Home, step: str, times: int) -> None:
    """Import the file and kill that with kill -9 as soon as it has told a step one more than so many times."""
    process, steps = start(home)
    for told in receive(steps):
        times -= step in told
        if times < 0:
            break
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL


def importing(home: Home) -> Iterator[str]:
    """Import the file to the end: each of its steps."""
    process, steps = start(home)
    yield from receive(steps)
    process.join()
    assert process.exitcode == 0


def start(home: Home) -> tuple[ForkServerProcess, Connection]:
    receiver, sender = PROCESSES.Pipe(duplex=False)
    settings = {"HUB_HOME": str(home.folder), "HUB_DATABASE_URL": home.database}
    process = PROCESSES.Process(target=telling.run, args=(["import", str(home.file)], settings, sender))
    process.start()
    sender.close()
    return process, receiver


def receive(steps: Connection) -> Iterator[str]:
    with suppress(EOFError):
        while steps.poll(PATIENCE):
            yield steps.recv()


def picture(home: Home) -> dict[str, Any]:
    """All that people can see of a hub, once it is sure that nothing is broken or left over."""
    engine = make_engine(home.database)
    index = open_index(f"whoosh://{home.folder}/index")
    with readers(engine)() as session:
        if engine.dialect.name == "sqlite":
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        assert state(session, index).in_step
        seen = {
            "export": exports.as_json(session),
            "rows": {table.name: rows(session, table) for table in Base.metadata.sorted_tables},
            "found": [index.search(Query(text=words, per_page=100)) for words in ("", "materials", "sparkle", "AB1")],
        }
    engine.dispose()
    return seen


def rows(session: Session, table: Table) -> int | None:
    return None if table.name in RUNS else session.scalar(select(func.count()).select_from(table))
