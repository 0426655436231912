"""A PostgreSQL of our own: made in a temporary folder, reached through a socket in it and not over the network, and
gone when the tests end.
"""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, make_url, text

from tests.databases import migrate

DEBIAN = Path("/usr/lib/postgresql")  # where Debian keeps initdb and pg_ctl, one folder for each version
ENGLISH = ("--locale-provider=icu", "--icu-locale=en-GB")  # as people's servers are: text sorts unlike in SQLite
FAST = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"  # nothing here must survive a power cut


class Server:
    """A running server, which makes databases (tests.databases.Databases)."""

    def __init__(self, address: URL) -> None:
        self._address = address
        self._engine = create_engine(address, isolation_level="AUTOCOMMIT")
        self._numbers = count(1)
        self._template = self._create("template")
        migrate(self._template)

    def blank(self, folder: Path) -> str:
        return self._create(f"blank_{next(self._numbers)}")

    def migrated(self, folder: Path) -> str:
        return self.copied(self._template, folder)

    def copied(self, address: str, folder: Path) -> str:
        return self._create(f"copy_{next(self._numbers)}", like=str(make_url(address).database))

    def drop(self, address: str) -> None:
        self._execute(f"DROP DATABASE {make_url(address).database} WITH (FORCE)")

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
