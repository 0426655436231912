"""The write-ahead log of SQLite stays short, however many read while it is written to."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import Engine, text

from hub import journal
from hub.cli.serve import Keeper
from hub.db import make_engine

pytestmark = pytest.mark.sqlite

MOST = 200_000


@pytest.fixture
def engine(blank_database: str) -> Iterator[Engine]:
    engine = make_engine(blank_database)
    write(engine, "CREATE TABLE load (bytes)")
    yield engine
    engine.dispose()


def write(engine: Engine, statement: str = "INSERT INTO load VALUES (randomblob(100000))") -> None:
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text(statement))


def read(engine: Engine, read_on: Callable[[], object]) -> None:
    """Read from the state as it is now until ``read_on`` ends."""
    with engine.connect() as connection:
        connection.execute(text("SELECT count(*) FROM load")).scalar()
        read_on()


@contextmanager
def always_some_who_read(engine: Engine) -> Iterator[None]:
    """Four people who read again as soon as they have read."""
    over = threading.Event()

    def go_on() -> None:
        while not over.is_set():
            read(engine, lambda: engine.pool.status())

    threads = [threading.Thread(target=go_on) for _ in range(4)]
    for thread in threads:
        thread.start()
    yield
    over.set()
    for thread in threads:
        thread.join(timeout=60)


def test_a_log_is_shortened_though_somebody_reads_at_any_moment(engine: Engine) -> None:
    with always_some_who_read(engine):
        for _ in range(30):
            write(engine)
            journal.shorten(engine, MOST)
        assert journal.size(engine) <= MOST + 200_000

    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM load")) == 30
        assert connection.scalar(text("PRAGMA busy_timeout")) == 5000


def test_it_is_shortened_though_all_who_read_write_before_they_are_done(engine: Engine) -> None:
    both_read = threading.Barrier(3)

    def read_and_write() -> None:
        def go_on() -> None:
            both_read.wait(timeout=60)
            for _ in range(3):
                write(engine)

        read(engine, go_on)

    threads = [threading.Thread(target=read_and_write) for _ in range(2)]
    for thread in threads:
        thread.start()
    write(engine)
    write(engine)
    write(engine)
    both_read.wait(timeout=60)
    assert journal.shorten(engine, MOST)

    for thread in threads:
        thread.join(timeout=60)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM load")) == 9


def test_who_reads_on_is_not_waited_for_without_end(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "PATIENCE", 0.01)

    def write_and_shorten() -> None:
        for _ in range(5):
            write(engine)
        assert not journal.shorten(engine, MOST)
        assert journal.size(engine) > MOST
        write(engine)

    read(engine, write_and_shorten)
    assert journal.shorten(engine, MOST) and journal.size(engine) == 0


def test_a_running_hub_shortens_its_log(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = app.extensions["hub.engine"]
    write(engine, "CREATE TABLE load (bytes)")
    monkeypatch.setattr(journal.shorten, "__defaults__", (MOST,))
    for _ in range(5):
        write(engine)
    assert journal.size(engine) > MOST

    Keeper(app)._shorten_journal()
    assert journal.size(engine) == 0
