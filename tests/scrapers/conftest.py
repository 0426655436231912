"""Files to read: ours, in the shapes publishers use, and the real ones beside the project where they are."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scrapers.files import open_file
from scrapers.source import Reading

TESTS = Path(__file__).parent.parent
FIXTURES = TESTS / "data"
REAL = TESTS.parent.parent / "shared" / "data" / "frameworks"

FileWriter = Callable[..., Path]
FileReader = Callable[..., Reading]


@pytest.fixture
def file(tmp_path: Path) -> FileWriter:
    """Write a file and give its path."""

    def write(content: str | bytes, name: str = "list.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return write


@pytest.fixture
def read(file: FileWriter) -> FileReader:
    """Write a file and read it."""

    def write_and_read(content: str | bytes, name: str = "list.csv") -> Reading:
        return open_file(file(content, name))

    return write_and_read


def real(name: str) -> Path:
    """A file as really published; the test is skipped where the folder is not beside the project."""
    path = REAL / name
    if not path.exists():
        pytest.skip("the published files are not beside this checkout")
    return path
