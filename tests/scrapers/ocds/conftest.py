"""Reading releases from a file, as an import does."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scrapers.call_off import CallOffRecord
from scrapers.files import open_file
from scrapers.record import Record
from scrapers.source import Reading, Row
from tests.scrapers.conftest import REAL
from tests.scrapers.ocds.releases import a_package

ReleaseReader = Callable[..., list[Row]]
PackageReader = Callable[..., Reading]


@pytest.fixture
def read_package(tmp_path: Path) -> PackageReader:
    """Write a file and read it: bytes, text, or releases to be put in a package."""

    def write_and_read(*content: Any, name: str = "releases.json", **parts: Any) -> Reading:
        path = tmp_path / name
        only = content[0] if len(content) == 1 else None
        if isinstance(only, bytes):
            path.write_bytes(only)
        else:
            path.write_text(only if isinstance(only, str) else a_package(*content, **parts), encoding="utf-8")
        return open_file(path)

    return write_and_read


@pytest.fixture
def rows(read_package: PackageReader) -> ReleaseReader:
    return lambda *content, **parts: list(read_package(*content, **parts).rows)


@pytest.fixture
def record(rows: ReleaseReader) -> Callable[..., Record]:
    """The record of the one release given."""

    def only(release: dict[str, Any]) -> Record:
        (row,) = rows(json.loads(json.dumps(release)))
        assert row.record is not None, f"{row.outcome}: {row.reason}"
        return row.record

    return only


@pytest.fixture
def call_off(rows: ReleaseReader) -> Callable[..., CallOffRecord]:
    """The call-off of the one release given."""

    def only(release: dict[str, Any]) -> CallOffRecord:
        (row,) = rows(release)
        assert row.call_off is not None, f"{row.outcome}: {row.reason}"
        return row.call_off

    return only


def published(name: str) -> Path:
    """A file as really published; the test is skipped where the folder is not beside the project."""
    path = REAL.parent / "ocds" / name
    if not path.exists():
        pytest.skip("the published files are not beside this checkout")
    return path
