"""What the hub promises, and the tests that measure it: a plug-in for pytest.

A test marked ``@pytest.mark.assurance("R16", "what it shows")`` is a measurement of the check R16 of assurance.csv. It
may say what it found with the fixture ``figure``. Cases and tests that show the same are put together, and so are the
measurements of a check. ``missing="..."`` says what of the promise no test measures: the check then passes only in
part.

``python3 run.py assure`` runs them all, prints a line for each check and writes docs/assurance.md.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

CHECKS = Path(__file__).with_name("assurance.csv")
MARK, PROPERTY = "assurance", "assurance figure"

Figure = Callable[[str], None]


@dataclass(frozen=True)
class Check:
    """A promise: its id, whether it is measured in every run or only in the hard one, and its words."""

    id: str
    run: str
    promise: str


@dataclass
class Measurement:
    """What tests of a check show, what of the promise it leaves out, and what came of each of its cases."""

    shows: str
    missing: str = ""
    outcomes: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)

    @property
    def ran(self) -> list[str]:
        return [outcome for outcome in self.outcomes if outcome != "skipped"]

    def words(self) -> str:
        """ "What it shows (the figure)." Without a figure, in how many cases."""
        count = len(self.outcomes)
        cases = f"{self.outcomes.count('passed')} of {count} cases" if count != 1 else ""
        found = "; ".join(dict.fromkeys(self.figures)) or cases
        left = f" Not measured: {self.missing}." if self.missing else ""
        return f"{self.shows}{f' ({found})' if found else ''}.{left}"


def checks() -> list[Check]:
    with CHECKS.open(encoding="utf-8", newline="") as file:
        return [Check(row["check"], row["run"], row["promise"]) for row in csv.DictReader(file)]


def verdict(check: Check, measurements: Sequence[Measurement], hard: bool) -> str:
    """passed, passed in part, failed, not run or not built."""
    if not measurements:
        return "not built"
    if any("failed" in each.outcomes for each in measurements):
        return "failed"
    if not all(each.ran for each in measurements):
        return "not run"
    is_whole = not any(each.missing for each in measurements) and (hard or check.run != "hard")
    return "passed" if is_whole else "passed in part"


def table(measured: Mapping[str, Sequence[Measurement]], hard: bool) -> str:
    """docs/assurance.md."""
    rows = [(check, list(measured.get(check.id, ()))) for check in checks()]
    lines = [
        f"| {check.id} | {check.promise} | {' '.join(each.words() for each in found) or '–'} "
        f"| {verdict(check, found, hard)} |"
        for check, found in rows
    ]
    head = ("| check | promise | what was measured | verdict |", "|---|---|---|---|")
    return "\n".join((INTRODUCTION.format(summary=summary(measured, hard)), *head, *lines, ""))


INTRODUCTION = """# Assurance

What the hub promises, and what was measured. `python3 run.py assure` runs the tests that measure and writes this page;
`python3 run.py assure --hard` takes longer and tries more often. A promise passed in part where the tests do not
measure all of it, as is said there, or with fewer tries than the hard run makes; no test measures one not built.

{summary}.
"""


def summary(measured: Mapping[str, Sequence[Measurement]], hard: bool) -> str:
    """ "12 passed, 0 failed, 3 not built" with what else there is."""
    found = [verdict(check, measured.get(check.id, ()), hard) for check in checks()]
    parts, not_run = found.count("passed in part"), found.count("not run")
    passed = f"{found.count('passed') + parts} passed{f' ({parts} of them in part)' if parts else ''}"
    more = f", {not_run} not run" if not_run else ""
    return f"{passed}, {found.count('failed')} failed, {found.count('not built')} not built{more}"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--assurance", metavar="FILE", help="write what the tests of promises measured to this file")
    parser.addoption("--hard", action="store_true", help="also run the tests marked hard, and say that they were")


def pytest_configure(config: pytest.Config) -> None:
    is_worker = hasattr(config, "workerinput")  # of pytest-xdist, which sees only a part of the tests
    if config.getoption("--assurance") and not is_worker:
        config.pluginmanager.register(Table(Path(config.getoption("--assurance")), config.getoption("--hard")))


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Figure:
    """Say what was measured: ``figure("200 kills, 0 lost")``."""

    def say(words: str) -> None:
        request.node.user_properties.append((PROPERTY, words))

    return say


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    known = {check.id for check in checks()}
    for item in items:
        for mark in item.iter_markers(MARK):
            check, shows = mark.args
            if check not in known:
                raise pytest.UsageError(f"{item.nodeid} measures {check}, which is not in {CHECKS.name}.")
            item.user_properties.append((MARK, (check, shows, mark.kwargs.get("missing", ""))))


class Table:
    """Collects what the tests report and writes it down at the end."""

    def __init__(self, path: Path, hard: bool) -> None:
        self.path, self.hard = path, hard
        self.measured: dict[str, dict[str, Measurement]] = defaultdict(dict)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when != "call" and report.passed:
            return
        said = [value for name, value in report.user_properties if name == PROPERTY]
        for check, shows, missing in _marks(report.user_properties):
            measurement = self.measured[check].setdefault(shows, Measurement(shows, missing))
            measurement.outcomes.append(report.outcome)
            measurement.figures += map(str, said)

    @property
    def found(self) -> dict[str, list[Measurement]]:
        return {check: [tests[name] for name in sorted(tests)] for check, tests in self.measured.items()}

    @pytest.hookimpl(trylast=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter, exitstatus: int) -> None:
        if exitstatus == pytest.ExitCode.USAGE_ERROR:
            return
        self.path.write_text(table(self.found, self.hard), encoding="utf-8")
        terminalreporter.section("assurance")
        for check in checks():
            tests = self.found.get(check.id, [])
            figures = " ".join(each.words() for each in tests)
            says = verdict(check, tests, self.hard)
            terminalreporter.line(f"{check.id:<4} {says.upper()}: {check.promise}. {figures}".rstrip())
        terminalreporter.line(f"{summary(self.found, self.hard)}.")


def _marks(properties: Iterable[tuple[str, Any]]) -> list[tuple[str, str, str]]:
    return [tuple(value) for name, value in properties if name == MARK]
