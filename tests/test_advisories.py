"""No locked package has a weakness of our small list of advisories, and a weak one would be found.

``advisories.csv`` holds facts of the GitHub and the PyPA advisory databases and of CVE: which package is weak before
which version. It is short and kept by hand, so what is in none of its rows is not known here.
"""

import csv
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from packaging.version import Version

from tests.assurance import Figure
from tests.test_setup import LOCKED, locked_for_python

ADVISORIES = Path(__file__).with_name("advisories.csv")
SINCE = "weaknesses that are not in the project's own list of advisories"

pytestmark = pytest.mark.once


def advisories() -> list[dict[str, str]]:
    with ADVISORIES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def weak(locked: Iterable[tuple[str, str]]) -> set[tuple[str, str, str]]:
    """The name, the version and the advisory of each package that is older than the version that mends it."""
    return {
        (name, version, row["advisory"])
        for name, version in locked
        for row in advisories()
        if name == row["package"] and Version(version) < Version(row["fixed"])
    }


@pytest.mark.assurance("H5", "No locked package has a weakness of our own list of advisories", missing=SINCE)
def test_no_locked_package_is_known_to_be_weak(figure: Figure) -> None:
    locked = locked_for_python()

    assert weak(locked) == set()
    assert {row["package"] for row in advisories()} <= {name for name, _version in locked}, "a row about nothing"
    figure(f"{len(locked)} packages, {len(advisories())} advisories")


@pytest.mark.assurance("H5", "A weak package planted in a lock is found", missing=SINCE)
def test_a_weak_package_in_a_lock_is_found() -> None:
    lock = "jinja2==3.1.5 \\\n    --hash=sha256:00\nwaitress==3.0.1 \\\n    --hash=sha256:00\n"

    assert weak(LOCKED.findall(lock)) == {("jinja2", "3.1.5", "GHSA-cpwx-vrp4-4pq7")}


def test_versions_are_compared_as_numbers() -> None:
    assert weak([("jinja2", "3.1.10"), ("werkzeug", "3.0.10")]) == set()


def test_each_advisory_is_named_by_an_id_that_can_be_looked_up() -> None:
    assert [row for row in advisories() if not re.match(r"(GHSA|PYSEC|CVE)-", row["advisory"])] == []


@pytest.mark.assurance("H5", "The packages that are installed need nothing that is missing or of another version")
def test_the_installed_packages_fit_together() -> None:
    found = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)

    assert found.returncode == 0, found.stdout + found.stderr
