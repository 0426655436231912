"""PostgreSQL's own pg_dump and pg_restore, and databases that change places.

Passwords reach the programs by their environment, where other users of the machine do not see them.
"""

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from hub.errors import Refused
from hub.paths import make_private_file

MISSING = (
    "{program} is not installed here. Install PostgreSQL's client programs (on Debian: apt-get install "
    "postgresql-client), of the server's version or newer."
)


def dump(url: URL, target: Path, snapshot: str) -> Path:
    """The whole database in PostgreSQL's own form, as a transaction that exported its snapshot sees it."""
    make_private_file(target)
    options = ("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}")
    _run(url, "pg_dump", *options, f"--file={target}")
    return target


def load(url: URL, source: Path) -> None:
    """Fill an empty database from a dump, all or nothing."""
    options = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
    _run(url, "pg_restore", *options, f"--dbname={url.database}", str(source))


def create(url: URL) -> None:
    """An empty database of that name on the same server."""
    _execute(url, f'CREATE DATABASE "{url.database}" TEMPLATE template0')


def drop(url: URL) -> None:
    _execute(url, f'DROP DATABASE IF EXISTS "{url.database}"')


def exchange(url: URL, new: str, kept: str) -> bool:
    """Let the database ``new`` take the place of the one at ``url``, if there is one, which is then called ``kept``.

    Both at once or neither. Returns whether there was one. Raises Refused while anyone is connected to it.
    """
    engine, was_there = _administrator(url), exists(url)
    try:
        with engine.execution_options(isolation_level="READ COMMITTED").begin() as connection:
            if was_there:
                connection.execute(text(f'ALTER DATABASE "{url.database}" RENAME TO "{kept}"'))
            connection.execute(text(f'ALTER DATABASE "{new}" RENAME TO "{url.database}"'))
    except DBAPIError as error:
        raise Refused(f"The database {url.database} is in use. Stop every process of the hub first.") from error
    finally:
        engine.dispose()
    return was_there


def exists(url: URL) -> bool:
    engine = _administrator(url)
    try:
        with engine.connect() as connection:
            found = connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": url.database})
            return found is not None
    finally:
        engine.dispose()


def _execute(url: URL, statement: str) -> None:
    """One statement, for good at once: databases are made and dropped outside of transactions."""
    engine = _administrator(url)
    try:
        with engine.connect() as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()


def _administrator(url: URL) -> Engine:
    return create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT", hide_parameters=True)


def _run(url: URL, program: str, *arguments: str) -> None:
    path = shutil.which(program)
    if path is None:
        raise Refused(MISSING.format(program=program))
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs
        [path, "--no-password", *arguments], env=os.environ | _environment(url), capture_output=True, text=True
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"it ended with status {done.returncode}"]
        raise Refused(f"{program} failed: {lines[0]}")


def _environment(url: URL) -> dict[str, str]:
    """Where the database is, as PostgreSQL's programs are told."""
    socket = url.query.get("unix_sock")
    host = os.path.dirname(str(socket)) if socket else url.host
    said = {
        "PGHOST": host,
        "PGPORT": str(url.port) if url.port else None,
        "PGUSER": url.username,
        "PGPASSWORD": str(url.password) if url.password else None,
        "PGDATABASE": url.database,
    }
    return {name: value for name, value in said.items() if value}
