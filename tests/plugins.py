"""The parts of the test suite that plug into pytest: what may not be skipped, and on which database tests run.

HUB_REQUIRE=browser,postgresql in the environment names marks. A test with such a mark then fails where it would be
skipped, and the run fails if no test with the mark ran: a check that did not happen is not one that passed.
"""

import gc
import os
from collections.abc import Generator
from typing import Any

import pytest
from hypothesis import settings

from tests.apps import make_apps_quick
from tests.databases import blank_database, database, databases, organised
from tests.engines import make_engines_quick
from tests.postgresql import postgresql

__all__ = ["blank_database", "database", "databases", "organised", "postgresql"]

OBJECTS_BETWEEN_COLLECTIONS, NEVER = 100_000, 1_000_000


def pytest_addoption(parser: pytest.Parser) -> None:
    says = "what the tests keep their data in; with postgresql, only tests that keep any are run"
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite", help=says)


def pytest_configure(config: pytest.Config) -> None:
    make_engines_quick()
    make_apps_quick()
    settings.register_profile("any machine", deadline=None)
    settings.load_profile("any machine")
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, NEVER, NEVER)
    marks = {mark.strip() for mark in os.environ.get("HUB_REQUIRE", "").split(",")} - {""}
    if config.getoption("--database") == "postgresql":
        marks &= {"postgresql"}
    if marks:
        config.pluginmanager.register(Requirements(marks))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
    """Collect garbage when a file of tests is done, and never look again at what then remains.

    Python by itself goes through all objects ever more often, as apps come and go by the hundred, and the caches of
    a long run are large: that was a quarter of its time.
    """
    yield
    if nextitem is None or nextitem.path != item.path:
        gc.collect()
        gc.freeze()


class Requirements:
    """Holds a run to the marks it must not skip."""

    def __init__(self, marks: set[str]) -> None:
        self.marks = marks
        self.ran: set[str] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, Any, pytest.TestReport]:
        report: pytest.TestReport = yield
        required = self.marks & {mark.name for mark in item.iter_markers()}
        if report.skipped and required:
            report.outcome = "failed"
            report.longrepr = f"skipped, but HUB_REQUIRE names {', '.join(sorted(required))}: {report.longrepr}"
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and not report.skipped:
            self.ran |= self.marks & set(report.keywords)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        is_worker = hasattr(session.config, "workerinput")  # of pytest-xdist, which sees only a part of the tests
        if self.missing() and not is_worker:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for mark in self.missing():
            terminalreporter.write_line(f"HUB_REQUIRE names {mark}, but no test with that mark ran.", red=True)

    def missing(self) -> list[str]:
        return sorted(self.marks - self.ran)
