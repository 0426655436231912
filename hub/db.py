"""The engine, and a session per request or command.

SQLite is used so that it cannot lose or tangle what it was given: WAL, synchronous=FULL, foreign keys, five seconds
of patience with other processes, BEGIN IMMEDIATE for every transaction that writes, and those of this process in turn
(hub.turns). On PostgreSQL too only one transaction writes at a time: imports look whether an organisation is there
before they add it.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, TypeVar

from flask import Flask, current_app, g
from sqlalchemy import URL, Connection, Engine, create_engine, event, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker

from hub.errors import Refused
from hub.turns import PATIENCE, connection_class

PRAGMAS: tuple[str, ...] = (
    *("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"),
    *("busy_timeout=5000", "mmap_size=0"),
    "secure_delete=ON",  # what is deleted is overwritten: a deleted person's address must not stay in a free page
)
POOL: dict[str, Any] = {"pool_size": 20, "max_overflow": 20}
"""How many connections a process keeps, and how many more it opens: a request may need one to read and one to write."""

DRIVER = (
    "For PostgreSQL the address begins with postgresql+pg8000://, and `python3 run.py setup --postgresql` installs its "
    "driver (docs/operations.md)."
)

PARTS = 500  # keys in one IN list: older builds of SQLite allow 999 parameters
TURN = 7_469_321_105  # any number that no other program takes for a lock in the same database

Key = TypeVar("Key", int, str)


def make_engine(url: str) -> Engine:
    """An engine for a database address; SQLite gets its pragmas and its own way to begin.

    Values stay out of its error messages, and so out of logs.
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        engine = _of_a_server(address)
        event.listen(engine, "connect", _set_patience)
        event.listen(engine, "begin", _await_turn)
        return engine
    module = current_sqlite()
    factory = connection_class(module.Connection)
    engine = create_engine(address, hide_parameters=True, module=module, connect_args={"factory": factory}, **POOL)
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _of_a_server(address: URL) -> Engine:
    """Raises Refused where the driver that the address names is not installed."""
    try:
        return create_engine(address, pool_pre_ping=True, hide_parameters=True, **POOL)
    except ModuleNotFoundError as error:
        raise Refused(f"The driver {error.name} that HUB_DATABASE_URL names is not installed. {DRIVER}") from error


def current_sqlite() -> ModuleType:
    """pysqlite3 brings a current SQLite; the one of Debian 12 can lose commits when two connections checkpoint.

    The bug is in 3.7.0 to 3.51.2 (sqlite.org, "WAL-reset").
    """
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        return sqlite3
    return dbapi2


def keeps_its_commits(version: str) -> bool:
    """Whether a release of SQLite is without that bug, which was also mended in 3.44.6 and 3.50.7."""
    number = tuple(int(part) for part in version.split("."))
    return number >= (3, 51, 3) or (3, 50, 7) <= number < (3, 51) or (3, 44, 6) <= number < (3, 45) or number < (3, 7)


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where _begin says, not where the driver guesses
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _set_patience(connection: Any, _record: Any) -> None:
    """So long a statement waits for what another transaction holds."""
    connection.cursor().execute(f"SET lock_timeout = '{PATIENCE:.0f}s'")
    connection.commit()


def _await_turn(connection: Connection) -> None:
    """Wait until no other transaction writes; PostgreSQL gives the lock back when this one ends."""
    if connection.get_execution_options().get("writes", False):
        connection.execute(select(func.pg_advisory_xact_lock(TURN)))


def _begin(connection: Connection) -> None:
    """A reader that later writes would fail at once with "database is locked"; a writer says so from the start."""
    driver: Any = connection.connection.driver_connection
    driver.enter()
    try:
        if connection.get_execution_options().get("writes", False):
            driver.await_turn()
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql("BEGIN")
    except BaseException:
        driver.end_turn()
        driver.leave()
        raise


def readers(engine: Engine) -> sessionmaker[Session]:
    return sessionmaker(engine)


def writers(engine: Engine) -> sessionmaker[Session]:
    """Sessions whose transactions may write: ``with sessions.begin() as session``."""
    return sessionmaker(engine.execution_options(writes=True))


@contextmanager
def read_only(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """A session of those that may write which only reads, and so holds up no writer: SQLite has one at a time."""
    with sessions() as session:
        session.connection(execution_options={"writes": False})
        yield session


def init_app(app: Flask) -> None:
    """Give the app its engine, and each request or command a session that is closed when it ends."""
    engine = make_engine(app.config["DATABASE_URL"])
    app.extensions["hub.engine"] = engine
    app.extensions["hub.readers"] = readers(engine)
    app.extensions["hub.writers"] = writers(engine)

    @app.teardown_appcontext
    def close_session(error: BaseException | None) -> None:
        if session := g.pop("session", None):
            session.close()


def get_session() -> Session:
    """The reading session of this request or command."""
    if "session" not in g:
        g.session = current_app.extensions["hub.readers"]()
    session: Session = g.session
    return session


def get_writers() -> sessionmaker[Session]:
    """What a command writes through."""
    sessions: sessionmaker[Session] = current_app.extensions["hub.writers"]
    return sessions


def in_parts(keys: Iterable[Key]) -> Iterator[list[Key]]:
    """Keys in order, as many at a time as one statement may name."""
    ordered = sorted(keys)
    return (ordered[at : at + PARTS] for at in range(0, len(ordered), PARTS))
