"""Transactions that write take turns, and whatever becomes of one, the next gets its turn."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from hub.db import make_engine
from hub.errors import Busy
from hub.models import UnmetNeed
from hub.turns import Turns
from tests.hub.notebook import parsed, sent

pytestmark = pytest.mark.sqlite


@pytest.fixture
def engine(tmp_path: Path) -> Any:
    engine = make_engine(f"sqlite:///{tmp_path}/hub.sqlite").execution_options(writes=True)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE said (word TEXT NOT NULL)"))
    yield engine
    engine.dispose()


def add(engine: Engine, word: str | None = "well") -> None:
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO said VALUES (:word)"), {"word": word})


def said(engine: Engine) -> list[str]:
    with engine.execution_options(writes=False).connect() as connection:
        return list(connection.scalars(text("SELECT word FROM said ORDER BY rowid")))


def turns_of(engine: Engine) -> Turns:
    with engine.execution_options(writes=False).connect() as connection:
        driver: Any = connection.connection.driver_connection
        found: Turns = driver.turns
        return found


def in_line(taken: Turns, count: int) -> None:
    """Wait until so many wait for their turn."""
    until = threading.Event()
    while len(taken._waiting) < count:
        until.wait(0.001)


def test_turns_come_in_the_order_they_were_asked_for():
    taken, came, threads = Turns(), list[int](), []

    def wait(number: int) -> None:
        taken.take()
        came.append(number)
        taken.give_back()

    taken.take()
    for number in range(8):
        threads.append(threading.Thread(target=wait, args=(number,)))
        threads[-1].start()
        in_line(taken, number + 1)
    taken.give_back()
    for thread in threads:
        thread.join()

    assert came == list(range(8))


def test_who_waits_too_long_is_told_to_try_again_and_holds_up_nobody_behind():
    taken, told = Turns(patience=0.01), list[str]()

    def wait() -> None:
        with pytest.raises(Busy) as refusal:
            taken.take()
        told.append(str(refusal.value))

    taken.take()
    thread = threading.Thread(target=wait)
    thread.start()
    thread.join()
    taken.give_back()

    assert "was not kept. Please try again" in told[0]
    taken.take()  # at once


def test_a_writer_inside_a_writer_is_a_fault_that_shows_at_once(engine: Engine):
    with engine.begin(), pytest.raises(RuntimeError, match="inside another one"):
        add(engine)

    add(engine)
    assert said(engine) == ["well"]


def fails(engine: Engine) -> None:
    with pytest.raises(Exception, match="NOT NULL"):
        add(engine, None)


def raises(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), engine.begin():
        raise ZeroDivisionError


def is_rolled_back(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.execute(text("INSERT INTO said VALUES ('never')"))


def is_invalidated(engine: Engine) -> None:
    connection = engine.connect()
    connection.execute(text("INSERT INTO said VALUES ('never')"))
    connection.invalidate()
    connection.close()


def is_detached_and_closed(engine: Engine) -> None:
    connection = engine.connect()
    connection.execute(text("INSERT INTO said VALUES ('never')"))
    connection.detach()
    connection.close()


def cannot_begin(engine: Engine) -> None:
    other = make_engine(str(engine.url)).execution_options(writes=True)
    with other.begin():  # as another process would
        with engine.execution_options(writes=False).connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA busy_timeout=1")  # type: ignore[union-attr]
        with pytest.raises(Exception, match="locked"):
            add(engine)
    other.dispose()


def cannot_commit(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE part (whole INT REFERENCES part (rowid) DEFERRABLE INITIALLY DEFERRED)"))
    with pytest.raises(Exception, match="foreign key"), engine.begin() as connection:
        connection.execute(text("INSERT INTO part VALUES (7)"))


ENDINGS = (fails, raises, is_rolled_back, is_invalidated, is_detached_and_closed, cannot_begin, cannot_commit)


@pytest.mark.parametrize("ends", ENDINGS)
def test_the_turn_is_given_back_however_the_transaction_ends(engine: Engine, ends: Callable[[Engine], None]):
    ends(engine)

    add(engine)
    assert said(engine) == ["well"]
    assert turns_of(engine)._is_taken is False


def test_a_page_that_gets_no_turn_says_so_and_when_to_try_again(
    app: Flask, sessions: Any, session: Session, monkeypatch: pytest.MonkeyPatch
):
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    monkeypatch.setattr(turns_of(app.extensions["hub.engine"]), "_patience", 0.01)
    form, answers = parsed(app.test_client().get("/needs")), list[Any]()

    def tell() -> None:
        answers.append(sent(app.test_client(), form, "/needs", {"wanted": "A bridge"}))

    with sessions.begin() as writing:
        writing.execute(text("SELECT 1"))
        thread = threading.Thread(target=tell)
        thread.start()
        thread.join()
    tell()

    refused, taken = answers
    assert refused.status_code == 503 and "was not kept. Please try again" in refused.text
    assert refused.headers["Retry-After"] == "60"
    assert taken.status_code < 400
    assert len(session.scalars(select(UnmetNeed.id)).all()) == 1
