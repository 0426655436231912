"""A PostgreSQL of our own for the tests marked ``postgresql``: made in a temporary folder, reached through a socket
in it and not over the network, and gone when the tests end.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import URL, create_engine, text

DEBIAN = Path("/usr/lib/postgresql")  # where Debian keeps initdb and pg_ctl, one folder for each version
FAST = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"  # nothing here must survive a power cut


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[URL]:
    """The address of a running server's own database. Skips where PostgreSQL's programs are not installed."""
    pytest.importorskip("pg8000", reason="the PostgreSQL driver is not installed")
    programs = find_programs()
    if programs is None:
        pytest.skip("PostgreSQL's programs initdb and pg_ctl are not installed")
    folder = Path(tempfile.mkdtemp(prefix="hub-pg-"))  # short: a socket's path has at most 107 characters
    try:
        if runs_as_root():
            shutil.chown(folder, "postgres", "postgres")
        start(programs, folder)
        socket = {"unix_sock": f"{folder}/.s.PGSQL.5432"}
        yield URL.create("postgresql+pg8000", "hub", database="postgres", query=socket)
    finally:
        run(programs / "pg_ctl", "stop", "--pgdata", folder / "data", "--mode", "immediate", check=False)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgresql_url(postgresql_server: URL) -> Iterator[str]:
    """The address of a new and empty database, for one test."""
    name = f"test_{uuid4().hex}"
    engine = create_engine(postgresql_server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        yield postgresql_server.set(database=name).render_as_string()
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


def find_programs() -> Path | None:
    """The folder of initdb and pg_ctl: the newest of Debian's, else the one on the path."""
    folders = sorted(DEBIAN.glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).parent)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


def start(programs: Path, folder: Path) -> None:
    data = folder / "data"
    options = ["--auth=trust", "--username=hub", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
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
