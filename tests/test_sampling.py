"""What the quick run and the second run on PostgreSQL leave out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPO = Path(__file__).parent.parent

SUITE = """
import pytest

cases = pytest.mark.parametrize("case", [0, 1, 2])

@cases
def test_pure(case): ...

@cases
def test_stored(databases, case): ...

@pytest.mark.alike
@cases
def test_alike(databases, case): ...

@pytest.mark.sqlite
def test_of_sqlite(databases): ...
"""


def collected(folder: Path, *options: str) -> list[str]:
    """The tests of the suite that a run with these options takes."""
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n    alike\n    sqlite\n")
    (folder / "test_it.py").write_text(SUITE)
    plugins = ["-p", "tests.plugins", "-p", "tests.sampling", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *plugins, "--collect-only", "--quiet", *options]
    free = {"PYTHONPATH": str(REPO), "HUB_REQUIRE": ""}  # what must not be skipped here is not in that suite
    done = subprocess.run(command, cwd=folder, env=os.environ | free, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return sorted(line.partition("::")[2] for line in done.stdout.splitlines() if "::" in line)


@pytest.mark.parametrize("seed", ["1", pytest.param("2", marks=pytest.mark.thorough)])
def test_a_quick_run_takes_two_cases_of_a_test_and_two_users_of_a_database_however_they_are_shuffled(
    tmp_path: Path, seed: str
) -> None:
    taken = collected(tmp_path, "--quick", f"--randomly-seed={seed}")
    assert taken == ["test_alike[0]", "test_pure[0]", "test_pure[1]", "test_stored[0]"]


@pytest.mark.thorough
def test_a_run_that_is_not_quick_takes_all(tmp_path: Path) -> None:
    assert len(collected(tmp_path)) == 10


@pytest.mark.thorough
def test_a_run_on_postgresql_takes_what_uses_a_database_and_one_of_those_alike(tmp_path: Path) -> None:
    taken = collected(tmp_path, "--database=postgresql")
    assert taken == ["test_alike[0]", "test_stored[0]", "test_stored[1]", "test_stored[2]"]
