"""The databases of the tests: SQLite, or PostgreSQL with ``pytest --database postgresql``.

Tests ask for them here, mostly through ``app``, and pass on both. With ``--database postgresql`` all other tests are
left out, and those marked ``sqlite``, which are about SQLite itself.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from sqlalchemy import make_url

from hub import schema
from hub.db import make_engine, writers
from hub.ingest.organisations import load_organisations
from hub.paths import make_private_file


class Databases(Protocol):
    """Makes databases and gives their addresses. SQLite's file goes into the folder, as hub.sqlite."""

    def blank(self, folder: Path) -> str:
        """Nothing in it, not even tables."""

    def migrated(self, folder: Path) -> str:
        """All tables, and nothing in them. Migrations run once; this is a copy of what they made."""

    def copied(self, address: str, folder: Path) -> str:
        """What another of them holds, which nobody uses just now."""

    def drop(self, address: str) -> None:
        """Remove it, whoever still uses it."""


class SqliteFiles:
    """SQLite files; pytest removes them with their folders."""

    def __init__(self, folder: Path) -> None:
        self._template = self.blank(folder)
        migrate(self._template)

    def blank(self, folder: Path) -> str:
        folder.mkdir(parents=True, exist_ok=True)
        return f"sqlite:///{folder}/hub.sqlite"

    def migrated(self, folder: Path) -> str:
        return self.copied(self._template, folder)

    def copied(self, address: str, folder: Path) -> str:
        copy = self.blank(folder)
        make_private_file(folder / "hub.sqlite")
        shutil.copyfile(make_url(address).database or "", folder / "hub.sqlite")
        return copy

    def drop(self, address: str) -> None:
        pass


def migrate(address: str) -> None:
    engine = make_engine(address)
    schema.upgrade(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """For fixtures that tests share. What they make lasts until the tests end."""
    if request.config.getoption("--database") == "sqlite":
        return SqliteFiles(tmp_path_factory.mktemp("database"))
    server: Databases = request.getfixturevalue("postgresql")
    return server


@pytest.fixture(scope="session")
def organised(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database with the hub's own organisations. Nobody uses it: ask for a copy."""
    address = databases.migrated(tmp_path_factory.mktemp("organised"))
    engine = make_engine(address)
    with writers(engine).begin() as session:
        load_organisations(session)
    engine.dispose()
    return address


@pytest.fixture
def database(databases: Databases, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated and empty database, for one test."""
    address = databases.migrated(tmp_path)
    yield address
    databases.drop(address)


@pytest.fixture
def blank_database(databases: Databases, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables, for one test."""
    address = databases.blank(tmp_path)
    yield address
    databases.drop(address)
