"""A running copy of the database on PostgreSQL, as docs/operations.md has it: pg_receivewal takes every change at once.

Server and copy are killed with kill -9, the server's files are given up, and the copy is restored.
"""

import os
import random
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, select, text
from sqlalchemy.exc import SQLAlchemyError

from hub import corrections
from hub.actor import VISITOR
from hub.backup.proving import prove
from hub.corrections import Subject, Told
from hub.db import make_engine, readers, writers
from hub.models import Correction
from tests.assurance import Figure
from tests.databases import migrate
from tests.hub.served import may_take, wait_until
from tests.moments import NOON
from tests.postgresql import ENGLISH, Server, find_programs, run, runs_as_root

MOST_MISSING = 2.0  # seconds
SEGMENT = 16 * 1024 * 1024  # bytes of a file of the write-ahead log
AT_LEAST = 30  # changes between two kills
TIMES = [pytest.param(3, marks=pytest.mark.thorough), pytest.param(20, marks=pytest.mark.hard)]
RESTORE = "cp {wal}/%f %p || cp {wal}/%f.partial %p"


class Cluster:
    """A server with one database, reached through a socket in the folder of its files."""

    def __init__(self, folder: Path) -> None:
        found = find_programs()
        assert found is not None
        self.programs, self.folder, self.data = found, folder, folder / "data"
        self.address = URL.create(
            "postgresql+pg8000", "hub", database="postgres", query={"unix_sock": f"{folder}/.s.PGSQL.5432"}
        )

    def make(self) -> None:
        options = ["--auth=trust", "--username=hub", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", *ENGLISH]
        run(self.programs / "initdb", "--pgdata", self.data, *options)

    def start(self) -> None:
        """fsync is for power cuts, which do not happen here. Tries again while parts of a killed server linger."""
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' -c fsync=off"
        command: list[str | Path] = ["start", "--wait", "--pgdata", self.data, "--log", self.folder / "log"]

        def has_started() -> bool:
            run(self.programs / "pg_ctl", *command, "--options", options, check=False)
            return self.answers()

        wait_until(has_started)

    def answers(self) -> bool:
        engine = create_engine(self.address)
        try:
            with engine.connect() as connection:
                return not connection.scalar(text("SELECT pg_is_in_recovery()"))
        except (SQLAlchemyError, OSError):
            return False
        finally:
            engine.dispose()

    def kill(self) -> None:
        """kill -9 of the server; its parts end when they notice."""
        os.kill(int((self.data / "postmaster.pid").read_text(encoding="ascii").split()[0]), signal.SIGKILL)

    def stop(self) -> None:
        run(self.programs / "pg_ctl", "stop", "--pgdata", self.data, "--mode", "immediate", check=False)


class Copy:
    """A base backup, and pg_receivewal that adds every change to it."""

    def __init__(self, of: Cluster) -> None:
        self._of, self.base, self.wal = of, of.folder / "base", of.folder / "wal"
        self._process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        self._receive("--create-slot")
        own(self.wal)
        whence = ("--host", str(self._of.folder), "--username", "hub")
        run(self._of.programs / "pg_basebackup", *whence, "--checkpoint=fast", "--no-sync", "--pgdata", self.base)

    def go_on(self) -> None:
        """Receive until killed. A file that was killed in the making is in the way, and is received again."""
        for begun in self.wal.glob("*.partial"):
            if begun.stat().st_size not in (0, SEGMENT):
                begun.unlink()
        self._process = subprocess.Popen(
            [*self._command(), "--directory", self.wal, "--synchronous"], cwd="/", user=user(), group=user()
        )

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def end(self) -> None:
        if self._process is not None:
            self.kill()

    def restored(self, folder: Path) -> Cluster:
        """A server of the copy alone."""
        own(folder)
        cluster = Cluster(folder)
        subprocess.run(["cp", "-a", self.base, cluster.data], check=True)
        with (cluster.data / "postgresql.auto.conf").open("a", encoding="utf-8") as settings:
            settings.write(f"restore_command = '{RESTORE.format(wal=self.wal)}'\n")
        (cluster.data / "recovery.signal").touch()
        cluster.start()
        return cluster

    def _receive(self, *what: str) -> None:
        run(*self._command(), *what)

    def _command(self) -> list[str | Path]:
        slot = ("--host", str(self._of.folder), "--username", "hub", "--slot", "hub_copy")
        return [self._of.programs / "pg_receivewal", *slot]


def user() -> str | None:
    return "postgres" if runs_as_root() else None


def own(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    if runs_as_root():
        shutil.chown(folder, "postgres", "postgres")


class Writer:
    """Writes one change after the other, until the server is gone: when each was acknowledged, by its number."""

    def __init__(self, cluster: Cluster, first: int) -> None:
        self.acknowledged: dict[int, float] = {}
        self._engine, self._next = make_engine(cluster.address.render_as_string()), first
        self._thread = threading.Thread(target=self._write)
        self._thread.start()

    def wait_for(self, more: int) -> None:
        enough = len(self.acknowledged) + more
        wait_until(lambda: len(self.acknowledged) >= enough or not self._thread.is_alive())

    def end(self) -> None:
        self._thread.join()
        self._engine.dispose()

    def _write(self) -> None:
        try:
            while True:
                told = Told(field="title", wrong=str(self._next), role="officer")
                with writers(self._engine).begin() as session:
                    day = NOON + timedelta(days=self._next // 100)  # so many are taken in a day
                    corrections.record(session, Subject("framework", "key", "Salt"), told, VISITOR, day)
                self.acknowledged[self._next] = time.monotonic()
                self._next += 1
        except (SQLAlchemyError, OSError):
            return


@pytest.fixture
def cluster(postgresql: Server) -> Iterator[Cluster]:
    """``postgresql`` says whether its programs are there."""
    folder = Path(tempfile.mkdtemp(prefix="hub-copy-"))
    if runs_as_root():
        shutil.chown(folder, "postgres", "postgres")
    cluster = Cluster(folder)
    cluster.make()
    cluster.start()
    migrate(cluster.address.render_as_string())
    yield cluster
    cluster.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.once
@pytest.mark.postgresql
@pytest.mark.assurance(
    "R11",
    "Server and running copy on PostgreSQL are killed, and the copy is restored",
    missing="SQLite, for which backups are all there is",
)
@pytest.mark.parametrize("times", TIMES)
def test_a_running_copy_misses_two_seconds_at_most(cluster: Cluster, times: int, figure: Figure):
    may_take(10 + times)
    copy, chance = Copy(cluster), random.Random(11)  # noqa: S311 - it guards no secret
    copy.begin()
    missed, longest, first = 0, 0.0, 0
    try:
        for number in range(times):
            writer = kill_both(cluster, copy, first, chance)
            held = restored(copy, cluster.folder / f"restored-{number}")
            lost = [at for change, at in writer.acknowledged.items() if change not in held]
            if lost:
                longest = max(longest, max(writer.acknowledged.values()) - min(lost))
            missed += len(lost)
            cluster.start()
            first = max(held_by(cluster)) + 1
    finally:
        copy.end()
    figure(f"{times} times, {first} changes, {missed} of them missing, the oldest {longest:.2f} s before the end")
    assert longest < MOST_MISSING


def kill_both(cluster: Cluster, copy: Copy, first: int, chance: random.Random) -> Writer:
    """While changes are written, the copy is killed and started again, and then both are killed."""
    copy.go_on()
    writer = Writer(cluster, first)
    writer.wait_for(AT_LEAST)
    copy.kill()
    writer.wait_for(AT_LEAST)
    copy.go_on()
    wait_until(lambda: is_streaming(cluster))
    writer.wait_for(AT_LEAST)
    time.sleep(chance.random() / 10)
    for kill in chance.sample([copy.kill, cluster.kill], 2):
        kill()
    writer.end()
    assert len(writer.acknowledged) >= 3 * AT_LEAST
    return writer


def is_streaming(cluster: Cluster) -> bool:
    """Whether the copy has taken in what it missed."""
    engine = create_engine(cluster.address)
    with engine.connect() as connection:
        found = connection.scalar(text("SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'"))
    engine.dispose()
    return bool(found)


def restored(copy: Copy, folder: Path) -> set[int]:
    """The changes in the copy: all up to the last, in a database that is whole."""
    cluster = copy.restored(folder)
    try:
        held = held_by(cluster)
    finally:
        cluster.stop()
        shutil.rmtree(folder)
    return held


def held_by(cluster: Cluster) -> set[int]:
    engine = make_engine(cluster.address.render_as_string())
    prove(engine)
    with readers(engine)() as session:
        held = set(map(int, session.scalars(select(Correction.wrong))))
    engine.dispose()
    assert held == set(range(len(held))), "a gap"
    return held
