"""A PostgreSQL of our own: made in a temporary folder, reached through a socket in it and not over the network, and
gone when the tests end.
"""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import URL, Connection, create_engine, make_url, text

from tests.databases import migrate

DEBIAN = Path("/usr/lib/postgresql")  # where Debian keeps initdb and pg_ctl, one folder for each version
ENGLISH = ("--locale-provider=icu", "--icu-locale=en-GB")  # as people's servers are: text sorts unlike in SQLite
FAST = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"  # nothing here must survive a power cut


SCHEMA = """
SELECT md5(string_agg(part, ';' ORDER BY part)) FROM (
    SELECT concat('column', attrelid::regclass, attname, atttypid, attnotnull) AS part FROM pg_attribute
        JOIN pg_class ON attrelid = pg_class.oid WHERE relnamespace = 'public'::regnamespace AND attnum > 0
    UNION ALL SELECT concat('constraint', conrelid::regclass, pg_get_constraintdef(oid)) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT concat('trigger', tgrelid::regclass, tgname, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT concat('function', proname, md5(prosrc)) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT concat('version', version_num) FROM alembic_version
) AS parts
"""
"""Tables, what holds them to order, and the revision they are at, as one short text."""

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
COUNT_ANEW = """
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) FROM pg_sequences
WHERE last_value IS NOT NULL
"""
LET_GO = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name AND pid <> pg_backend_pid()"


class Server:
    """A running server, which makes databases (tests.databases.Databases).

    A migrated one that a test is done with is emptied for the next: that takes a tenth of making another.
    """

    def __init__(self, address: URL) -> None:
        self._address = address
        self._engine = create_engine(address, isolation_level="AUTOCOMMIT")
        self._numbers = count(1)
        self._template = self._create("template")
        migrate(self._template)
        with self._connected(self._template) as connection:
            self._schema = connection.scalar(text(SCHEMA))
            self._tables = list(connection.scalars(text(TABLES)))
            assert not self._filled(connection), "migrations leave rows, which emptying would take away"
        self._migrated: set[str] = set()
        self._spare: list[str] = []

    def blank(self, folder: Path) -> str:
        return self._create(f"blank_{next(self._numbers)}")

    def migrated(self, folder: Path) -> str:
        address = self._spare.pop() if self._spare else self.copied(self._template, folder)
        self._migrated.add(address)
        return address

    def copied(self, address: str, folder: Path) -> str:
        return self._create(f"copy_{next(self._numbers)}", like=str(make_url(address).database))

    def drop(self, address: str) -> None:
        if address in self._migrated and self._emptied(address):
            self._spare.append(address)
        else:
            self._execute(f"DROP DATABASE {make_url(address).database} WITH (FORCE)")

    def _emptied(self, address: str) -> bool:
        """Take out what is in it, whoever still uses it. False where a test changed more than that."""
        with self._connected(address) as connection:
            connection.execute(text(LET_GO), {"name": make_url(address).database})
            if connection.scalar(text(SCHEMA)) != self._schema:
                return False
            connection.execute(text("SET session_replication_role = replica"))  # no trigger refuses, none looks after
            for table in self._filled(connection):
                connection.execute(text(f'DELETE FROM "{table}"'))  # noqa: S608
            connection.execute(text(COUNT_ANEW))
        return True

    def _filled(self, connection: Connection) -> list[str]:
        """The tables with rows in them."""
        each = (f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in self._tables)  # noqa: S608
        asked = " UNION ALL ".join(each)
        return list(connection.scalars(text(asked)))

    @contextmanager
    def _connected(self, address: str) -> Iterator[Connection]:
        engine = create_engine(address, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            yield connection
        engine.dispose()

    def close(self) -> None:
        self._engine.dispose()

    def _create(self, name: str, like: str = "template0") -> str:
        self._execute(f"CREATE DATABASE {name} TEMPLATE {like}")
        return self._address.set(database=name).render_as_string()

    def _execute(self, statement: str) -> None:
        with self._engine.connect() as connection:
            connection.execute(text(statement))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """Skips where PostgreSQL's programs or its driver are not installed, unless HUB_REQUIRE forbids it."""
    missing = pytest.fail if "postgresql" in os.environ.get("HUB_REQUIRE", "") else pytest.skip
    if importlib.util.find_spec("pg8000") is None:
        missing("the PostgreSQL driver is not installed")
    programs = find_programs()
    if programs is None:
        missing("PostgreSQL's programs initdb and pg_ctl are not installed")
    folder = Path(tempfile.mkdtemp(prefix="hub-pg-"))  # short: a socket's path has at most 107 characters
    try:
        if runs_as_root():
            shutil.chown(folder, "postgres", "postgres")
        start(programs, folder)
        socket = {"unix_sock": f"{folder}/.s.PGSQL.5432"}
        server = Server(URL.create("postgresql+pg8000", "hub", database="postgres", query=socket))
        yield server
        server.close()
    finally:
        run(programs / "pg_ctl", "stop", "--pgdata", folder / "data", "--mode", "immediate", check=False)
        shutil.rmtree(folder, ignore_errors=True)


def find_programs() -> Path | None:
    """The folder of initdb and pg_ctl: the newest of Debian's, else the one on the path."""
    folders = sorted(DEBIAN.glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).parent)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


def start(programs: Path, folder: Path) -> None:
    data = folder / "data"
    options = ["--auth=trust", "--username=hub", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", *ENGLISH]
    run(programs / "initdb", "--pgdata", data, *options)
    server = f"-c listen_addresses='' -c unix_socket_directories='{folder}' {FAST}"
    run(programs / "pg_ctl", "start", "--wait", "--pgdata", data, "--log", folder / "log", "--options", server)


def run(*command: str | Path, check: bool = True) -> None:
    """Run one of PostgreSQL's programs; it refuses to be root, so root hands it to the user ``postgres``."""
    user = "postgres" if runs_as_root() else None
    done = subprocess.run(
        command, cwd="/", user=user, group=user, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    if check and done.returncode:
        pytest.fail(f"{Path(command[0]).name} failed: {done.stderr}")


def runs_as_root() -> bool:
    return os.geteuid() == 0
