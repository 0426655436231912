"""Which tests a run leaves out because others show nearly the same, and which come first: a plug-in for pytest.

``pytest --quick`` is the everyday run, which ends within a minute: it takes something of every file, and leaves most
cases of a test and most of what works on a database to ``run.py test --all``. ``pytest --database postgresql`` leaves
out what another database cannot change.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

CASES = 2
"""Of a test with many cases the quick run takes so many."""

USERS_OF_A_DATABASE = 2
"""Of those tests of a file that use a database, each in its first case: setting one up takes longer than the test."""


LONG = ("thorough", "browser", "packaging")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--quick", action="store_true", help="a sample of every file, for a run of less than a minute")


@pytest.hookimpl(trylast=True)  # of those that marks have left
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--database") == "postgresql":
        keep(items, [item for item in items if is_about_data(item)], config)
    if config.getoption("--quick"):
        keep(items, list(sample(items)), config)
    long = {item.path for item in items if any(item.get_closest_marker(mark) for mark in LONG)}
    items.sort(key=lambda item: item.path not in long)  # a long file must not begin when the other workers are done


def keep(items: list[pytest.Item], kept: list[pytest.Item], config: pytest.Config) -> None:
    chosen = set(kept)
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = [item for item in items if item in chosen]


def is_about_data(item: pytest.Item) -> bool:
    """Whether PostgreSQL might answer this test otherwise than SQLite."""
    if item.get_closest_marker("postgresql"):
        return True
    if item.get_closest_marker("alike") and any(case(item)):
        return False
    return uses_a_database(item) and not item.get_closest_marker("sqlite")


def sample(items: Iterable[pytest.Item]) -> Iterator[pytest.Item]:
    """The same ones in every run, whatever their order."""
    cases: Counter[tuple[object, ...]] = Counter()
    users = defaultdict[object, set[object]](set)
    for item in sorted(items, key=lambda item: (item.location[0], item.location[1] or 0, case(item))):
        test = item.location[:2]
        cases[test] += 1
        if uses_a_database(item):
            users[item.path].add(test)
            if cases[test] == 1 and len(users[item.path]) <= USERS_OF_A_DATABASE:
                yield item
        elif cases[test] <= CASES:
            yield item


def uses_a_database(item: pytest.Item) -> bool:
    return "databases" in getattr(item, "fixturenames", ())


def case(item: Any) -> tuple[int, ...]:
    """Which of its cases it is, by each list of them; (0, 0) is the first."""
    return tuple(item.callspec.indices.values()) if hasattr(item, "callspec") else ()
