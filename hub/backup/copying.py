"""The database and the usage counters as they are at one moment, while others go on writing."""

import errno
import os
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select

from hub.backup import postgresql
from hub.backup.proving import Proof, prove, prove_here
from hub.db import current_sqlite, make_engine
from hub.errors import Refused
from hub.paths import make_private_file
from hub.trouble import DAMAGED_CURE, Trouble, trouble_of

SQLITE, POSTGRESQL = "hub.sqlite", "hub.pgdump"
"""What the database is called in an archive."""

UNNAMED = ("salt", "unnamed_search")
"""Tables of the usage counters that stay where they are: searches too rare to be told apart from a person."""


def copy_database(engine: Engine, folder: Path) -> tuple[Path, Proof]:
    """A copy in the folder, of one moment: all that was committed until then and nothing after. And what it holds.

    Raises Refused if the database is damaged: a copy of it would be no backup.
    """
    if engine.dialect.name != "sqlite":
        return _dump(engine, folder / POSTGRESQL)
    path = copy_sqlite(Path(str(engine.url.database)), folder / SQLITE)
    copy = make_engine(f"sqlite:///{path}")
    try:
        return path, prove(copy)
    finally:
        copy.dispose()


def _dump(engine: Engine, target: Path) -> tuple[Path, Proof]:
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        proof = prove_here(connection)
        snapshot = connection.scalar(select(func.pg_export_snapshot()))
        return postgresql.dump(engine.url, target, str(snapshot)), proof


def copy_usage(source: Path, folder: Path) -> Path:
    """The counters, but for what was searched for too rarely to be named (docs/usage.md)."""
    copy = copy_sqlite(source, folder / "usage.sqlite")
    with closing(_connect(copy)) as connection:
        there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        for name in there.intersection(UNNAMED):
            connection.execute(f"DELETE FROM {name}")  # noqa: S608 - a name from the list above
        connection.execute("VACUUM")
    return copy


def copy_sqlite(source: Path, target: Path) -> Path:
    """By SQLite's own backup, which reads one snapshot and holds up no writer. Raises Refused if it cannot be read."""
    make_private_file(target)
    try:
        with closing(_connect(source)) as old, closing(_connect(target)) as new:
            old.backup(new)
            new.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
    except current_sqlite().DatabaseError as error:
        why = trouble_of(error)
        if why is Trouble.DAMAGED:
            raise Refused(f"{source} cannot be read: {error}.{DAMAGED_CURE}") from error
        if why is not Trouble.FULL:
            raise
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target)) from error
    return target


def _connect(path: Path) -> Any:
    return current_sqlite().connect(path, timeout=5, isolation_level=None)
