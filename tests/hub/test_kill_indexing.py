"""An indexer that is killed with kill -9 loses nothing, and the next run leaves index and database in step.

HUB_KILLS says how many times the thorough run kills; run.py test --all asks for twenty, and for five on PostgreSQL.
"""

import multiprocessing
import os
import random
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from hub import create_app
from hub.actor import OPERATOR
from hub.ingest import Opened, ingest
from hub.models import Framework, listed
from hub.search import state, sync
from indexer import Query
from tests.assurance import Figure
from tests.conftest import NOON
from tests.databases import Databases
from tests.factories import a_reading, a_record
from tests.hub import changing

PROCESSES = multiprocessing.get_context("forkserver")  # each begins with the hub loaded, which takes a second
PROCESSES.set_forkserver_preload(["tests.hub.telling", "tests.hub.changing"])
KILLS = int(os.environ.get("HUB_KILLS", "5"))
PATIENCE = 120  # seconds for one step
MOST_STEPS = 120  # about two rounds of changes with their commits, and a rebuild

Committed = dict[str, tuple[str, int]]


@pytest.fixture
def settings(databases: Databases, database: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    folder = str(tmp_path / "index")
    yield {"HOME": str(tmp_path), "DATABASE_URL": database, "INDEX_URL": f"whoosh://{folder}", "INDEX_FOLDER": folder}


@pytest.fixture
def stock(settings: dict[str, str]) -> Iterator[Flask]:
    app = create_app({"TESTING": True, "CLOCK": lambda: NOON, **settings})
    records = [a_record(title=f"Materials {number}", reference=f"AB{number}") for number in range(12)]
    ingest(app.extensions["hub.writers"], Opened("f", "0" * 64, a_reading(*records)), OPERATOR, clock=lambda: NOON)
    sync(app.extensions["hub.writers"], app.extensions["hub.index"])
    yield app
    app.extensions["hub.engine"].dispose()


@pytest.mark.assurance(
    "R1",
    "An indexer is killed at moments chosen at random among its steps, and the next run looked at",
)
@pytest.mark.parametrize("kills", [1, pytest.param(KILLS, marks=pytest.mark.thorough)])
def test_after_an_indexer_is_killed_the_next_run_has_lost_nothing(
    stock: Flask, settings: dict[str, str], tmp_path: Path, kills: int, figure: Figure
) -> None:
    chance = random.Random(kills)  # noqa: S311
    for _ in range(kills):
        committed = change_until_killed(settings, chance.randrange(1, MOST_STEPS))

        assert_kept(stock, committed)
        sync(stock.extensions["hub.writers"], stock.extensions["hub.index"])
        assert_in_step(stock)
        assert_tidy(tmp_path / "index")
    figure(f"{kills} kills, 0 commits lost, index and database alike")


def change_until_killed(settings: dict[str, str], after: int) -> Committed:
    """What a process had committed when it was killed, after so many steps."""
    receiver, sender = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=changing.run, args=(settings, sender))
    process.start()
    sender.close()
    committed: Committed = {}
    for _ in range(after):
        assert receiver.poll(PATIENCE)
        step: Any = receiver.recv()
        committed |= step if isinstance(step, dict) else {}
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    return committed


def assert_kept(app: Flask, committed: Committed) -> None:
    """Every change of which the process had told is in the database, or a later one that it had no time to tell."""
    with app.extensions["hub.readers"]() as session:
        if session.get_bind().dialect.name == "sqlite":
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        kept = {row.key: (row.title, row.version) for row in session.scalars(select(Framework))}
    assert all(kept[key][0] == title and kept[key][1] >= version for key, (title, version) in committed.items())


def assert_in_step(app: Flask) -> None:
    index = app.extensions["hub.index"]
    with app.extensions["hub.readers"]() as session:
        found = state(session, index)
        titles = {row.key: row.title for row in session.scalars(select(Framework).where(*listed()))}
    assert found.in_step, found
    assert {hit.id for hit in index.search(Query(per_page=100)).hits} == titles.keys()
    assert all(key in [hit.id for hit in index.search(Query(text=f'"{title}"')).hits] for key, title in titles.items())


def assert_tidy(root: Path) -> None:
    """Nothing is left of what was begun: the current build, the one before, and in the current one its commit."""
    current = (root / "CURRENT").read_text(encoding="ascii")
    builds = sorted(path.name for path in root.glob("gen-*"))
    assert current == builds[-1] and len(builds) <= 2
    names = [path.name for path in (root / current).iterdir()]
    tables = [name for name in names if name.endswith(".toc")]
    assert len(tables) == 1, names
    segments = {match[0] for name in names if (match := re.match(r"MAIN_[0-9a-z]+(?=\.)", name))}
    whole = (root / current / tables[0]).read_bytes()
    assert all(segment.removeprefix("MAIN_").encode() in whole for segment in segments), names
