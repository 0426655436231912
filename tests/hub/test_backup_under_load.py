"""Backups taken while many write, and backups and restores that are killed."""

import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub import audit, backup, corrections, create_app
from hub.actor import VISITOR
from hub.corrections import Subject, Told
from hub.models import AuditEntry, Correction, Framework
from hub.search import state
from tests.assurance import Figure
from tests.conftest import NOON
from tests.databases import Databases

WRITERS = 8


@pytest.fixture
def written(sessions: Any) -> Iterator[list[int]]:
    """Eight threads write one correction after the other until the test ends: how many each has committed."""
    counts, over = [0] * WRITERS, threading.Event()

    def write(number: int) -> None:
        while not over.is_set():
            told = Told(field="title", wrong=f"{number}: {counts[number]}", role="officer")
            day = NOON + timedelta(days=counts[number] // 10)  # so many are taken in a day
            with sessions.begin() as session:
                corrections.record(session, Subject("framework", f"key{number}", "Salt"), told, VISITOR, day)
            counts[number] += 1

    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    yield counts
    over.set()
    for thread in threads:
        thread.join()


@pytest.mark.assurance("R10", "A backup taken under 8 writers is restored to another folder")
@pytest.mark.parametrize("times", [2, pytest.param(20, marks=pytest.mark.hard)])
def test_a_backup_under_writers_is_one_moment(
    app: Flask, publish: Callable[..., str], written: list[int], databases: Databases, tmp_path: Path, times: int,
    figure: Figure,
):  # fmt: skip
    publish(title="Salt")
    rows = []
    for number in range(times):
        folder = tmp_path / str(number)
        folder.mkdir()
        before = list(written)
        made = backup.make(app.config, app.extensions["hub.engine"], folder / "hub.zip", NOON)
        after = [count + 1 for count in written]  # each may have committed one that it has not yet counted
        blank = databases.blank(folder)
        held = restored(folder, blank)
        databases.drop(blank)

        assert all(low <= here <= high for low, here, high in zip(before, held, after, strict=True))
        assert made.manifest.rows["correction"] == sum(held)
        rows.append(sum(held))
    figure(f"{times} of {times} whole, each with the {min(rows)} to {max(rows)} changes made until then")


def restored(folder: Path, database: str) -> list[int]:
    """Restore the backup of the folder, and look at all of it: how many corrections of each writer it holds."""
    fresh = create_app({"HOME": str(folder), "DATABASE_URL": database, "PASSWORD_MEMORY_KIB": 64, "PASSWORD_ROUNDS": 1})
    done = backup.restore(fresh.config, folder / "hub.zip", NOON, lambda engine: None)
    assert done.indexed == 1
    with fresh.extensions["hub.readers"]() as session:
        assert state(session, fresh.extensions["hub.index"]).in_step
        assert session.scalars(select(Framework.title)).all() == ["Salt"]
        held = numbers_of(session)
    fresh.extensions["hub.engine"].dispose()
    return held


def numbers_of(session: Session) -> list[int]:
    """How many each writer has written: all up to the last, and each with its row in the audit trail."""
    numbers = defaultdict[int, list[int]](list)
    for wrong in session.scalars(select(Correction.wrong)):
        writer, _, number = wrong.partition(": ")
        numbers[int(writer)].append(int(number))
    for each in numbers.values():
        assert sorted(each) == list(range(len(each))), "a gap"
    told = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "tell correction")
    assert session.scalar(told) == sum(map(len, numbers.values()))
    assert audit.verify(session).broken is None
    return [len(numbers[writer]) for writer in range(WRITERS)]


KILLS = [3, 13, *(pytest.param(number, marks=pytest.mark.hard) for number in range(1, 22) if number not in (3, 13))]


class Home:
    """A hub of its own on SQLite, whose commands may be killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *arguments: str, kill_at: int = 0) -> subprocess.CompletedProcess[str]:
        """Run a command, or kill it before it touches the disk for the so manieth time."""
        cheap = {"HUB_PASSWORD_MEMORY_KIB": "64", "HUB_PASSWORD_ROUNDS": "1", "PATH": "/usr/bin:/bin"}
        return subprocess.run(
            [sys.executable, "-m", "tests.hub.killed", str(kill_at), *arguments],
            env=cheap | {"HUB_HOME": str(self.folder)},
            capture_output=True,
            text=True,
            timeout=300,
        )

    def titles(self) -> list[str]:
        """What the catalogue holds, once a command has been there; the index must agree."""
        assert "0 missing, 0 left over" in self.run("index", "verify").stderr
        app = create_app({"HOME": str(self.folder), "PASSWORD_MEMORY_KIB": 64, "PASSWORD_ROUNDS": 1})
        with app.extensions["hub.readers"]() as session:
            found = list(session.scalars(select(Framework.title).order_by(Framework.title)))
        app.extensions["hub.engine"].dispose()
        return found


@pytest.fixture
def homes(tmp_path: Path, publish: Callable[..., str], app: Flask) -> tuple[Home, Path]:
    """A hub that holds Paint, and a backup of it from when that was called Salt."""
    home = Home(tmp_path)  # where the app of the test keeps its database
    publish(title="Salt")
    archive = backup.make(app.config, app.extensions["hub.engine"], tmp_path / "salt.zip", NOON).path
    publish(title="Paint")
    app.extensions["hub.engine"].dispose()
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "1.pdf").write_text("of Paint", encoding="utf-8")
    home.run("index", "rebuild")
    return home, archive


@pytest.mark.sqlite
@pytest.mark.thorough
@pytest.mark.assurance("R10", "A restore is killed on its way: the hub is the old one or the new one, with its index")
@pytest.mark.parametrize("step", KILLS)
def test_a_killed_restore_leaves_the_old_hub_or_the_new_one(homes: tuple[Home, Path], step: int):
    home, archive = homes
    done = home.run("restore", str(archive), kill_at=step)
    assert done.returncode == -9 or "not killed" in done.stderr, done.stderr

    held = home.titles()
    assert held in (["Paint"], ["Salt"])
    assert (home.folder / "evidence").exists() == (held == ["Paint"])
    assert home.run("restore", str(archive)).returncode == 0
    assert home.titles() == ["Salt"]
    assert [path.name for path in home.folder.glob(".*")] == []


@pytest.mark.sqlite
@pytest.mark.thorough
@pytest.mark.parametrize("step", [1, 2])
def test_a_killed_backup_leaves_no_archive_and_no_rubbish_for_long(homes: tuple[Home, Path], step: int):
    home, _ = homes
    assert home.run("backup", kill_at=step).returncode == -9

    assert list((home.folder / "backups").glob("*.zip")) == []
    assert home.run("backup").returncode == 0
    assert [path.suffix for path in (home.folder / "backups").iterdir()] == [".zip"]
