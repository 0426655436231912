"""The table of what the hub promises: complete, and no kinder than what was measured."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.assurance import Check, Measurement, checks, summary, table, verdict

REPO = Path(__file__).parent.parent
TABLE = REPO / "docs" / "assurance.md"
GROUPS = {"R": 20, "I": 17, "A": 14, "H": 5, "X": 7, "P": 6}

FAST, HARD = Check("R4", "fast", "It is mended"), Check("R1", "hard", "Nothing is lost")


def marked() -> Iterator[str]:
    """The checks that tests say they measure."""
    for path in (REPO / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "assurance":
                yield ast.literal_eval(node.args[0])


def verdicts() -> dict[str, str]:
    """The last column of the table that is kept, by check."""
    rows = [line.split(" | ") for line in TABLE.read_text(encoding="utf-8").splitlines()]
    return {row[0].strip("| "): row[-1].strip("| ") for row in rows if re.match(r"\| [RIAHXP]\d", row[0])}


def test_every_promise_is_listed_once():
    assert [check.id for check in checks()] == [
        f"{group}{n + 1}" for group, count in GROUPS.items() for n in range(count)
    ]
    assert all(check.run in ("fast", "hard") and check.promise for check in checks())


def test_the_table_that_is_kept_names_every_promise():
    assert list(verdicts()) == [check.id for check in checks()]
    assert set(verdicts().values()) <= {"passed", "passed in part", "not built"}


def test_the_table_that_is_kept_calls_not_built_what_no_test_measures_and_nothing_else():
    assert {check for check, says in verdicts().items() if says != "not built"} == set(marked())


@pytest.mark.parametrize(
    ("check", "measured", "hard", "says"),
    [
        (FAST, [], False, "not built"),
        (FAST, [Measurement("a", outcomes=["passed", "passed"])], False, "passed"),
        (FAST, [Measurement("a", outcomes=["passed", "failed"])], False, "failed"),
        (FAST, [Measurement("a", outcomes=["passed"]), Measurement("b", outcomes=["failed"])], False, "failed"),
        (FAST, [Measurement("a", outcomes=["skipped"])], False, "not run"),
        (FAST, [Measurement("a", outcomes=["passed"]), Measurement("b", outcomes=["skipped"])], False, "not run"),
        (FAST, [Measurement("a", "the rest", ["passed"])], False, "passed in part"),
        (FAST, [Measurement("a", outcomes=["passed"]), Measurement("b", "x", ["passed"])], False, "passed in part"),
        (HARD, [Measurement("a", outcomes=["passed"])], False, "passed in part"),
        (HARD, [Measurement("a", outcomes=["passed"])], True, "passed"),
    ],
)
def test_a_verdict_is_no_kinder_than_what_was_measured(
    check: Check, measured: list[Measurement], hard: bool, says: str
):
    assert verdict(check, measured, hard) == says


def test_the_table_says_what_was_measured_and_what_was_not():
    figures = {
        "R1": [Measurement("It is killed", outcomes=["passed"], figures=["20 kills, 0 lost"])],
        "R4": [Measurement("It is damaged", "fire", ["passed", "passed"])],
        "I1": [Measurement("It is asked", outcomes=["failed"])],
    }
    text = table(figures, hard=False)

    assert "| It is killed (20 kills, 0 lost). | passed in part |" in text
    assert "| It is damaged (2 of 2 cases). Not measured: fire. | passed in part |" in text
    assert "| It is asked. | failed |" in text
    assert summary(figures, hard=False) == "2 passed (2 of them in part), 1 failed, 66 not built"


SUITE = """
import pytest

@pytest.mark.assurance("R4", "It is damaged")
@pytest.mark.parametrize("way", range(3))
def test_damage(way, figure):
    figure("3 ways")

@pytest.mark.assurance("I1", "It is asked")
def test_questions():
    assert {asked}

@pytest.mark.assurance("R9", "The disk is full")
@pytest.mark.skip
def test_disk():
    pass
"""


@pytest.fixture
def measured(tmp_path: Path) -> Callable[..., tuple[str, str]]:
    """What is printed and what is written when these tests are run."""

    def measured(suite: str) -> tuple[str, str]:
        (tmp_path / "test_it.py").write_text(suite)
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "tests.assurance",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:randomly",
        ]
        environment = os.environ | {"PYTHONPATH": str(REPO)}
        written = tmp_path / "table.md"
        written.unlink(missing_ok=True)
        done = subprocess.run(
            [*command, f"--assurance={written}"], cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        return done.stdout + done.stderr, written.read_text() if written.exists() else ""

    return measured


def test_a_run_prints_a_line_for_each_promise_and_writes_the_table(measured: Callable[..., tuple[str, str]]):
    printed, written = measured(SUITE.format(asked=True))

    assert re.search(r"^R4   PASSED: .*It is damaged \(3 ways\)\.$", printed, re.M)
    assert re.search(r"^R9   NOT RUN: ", printed, re.M)
    assert re.search(r"^A7   NOT BUILT: ", printed, re.M)
    assert "2 passed, 0 failed, 66 not built, 1 not run." in printed
    assert written.count("\n| ") == len(checks()) + 1 and "| It is damaged (3 ways). | passed |" in written


@pytest.mark.thorough
def test_a_promise_that_is_broken_is_said_to_be_and_an_unknown_one_stops_the_run(
    measured: Callable[..., tuple[str, str]],
):
    printed, _ = measured(SUITE.format(asked=False))
    assert re.search(r"^I1   FAILED: ", printed, re.M)

    unknown, written = measured(SUITE.format(asked=True).replace("R9", "R99"))
    assert "test_disk measures R99, which is not in assurance.csv" in unknown and not written
