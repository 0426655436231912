"""The usage counters: what they keep, what they never keep, and what happens to their file."""

import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from threading import Thread

import pytest

from hub.usage import Counters, Search, Signpost, Summary, batch, remembered, summary
from hub.usage.writing import KEPT_DAYS, PERIOD_DAYS

FIRST = date.fromordinal(26_400 * PERIOD_DAYS)
"""The first day of a period."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "usage.sqlite"


@pytest.fixture
def counters(file: Path) -> Counters:
    return Counters(file)


@pytest.fixture
def search(counters: Counters) -> Callable[..., None]:
    """Search for a text on several days, counted from the first of a period, each written down."""

    def search(text: str, *days: int, results: int = 5) -> None:
        for number in days:
            day = FIRST + timedelta(days=number)
            counters.searched(text, results, day)
            counters.flush(day)

    return search


def stored(file: Path) -> bytes:
    """All bytes the counters have on disk."""
    return b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))


def salt(file: Path) -> bytes:
    connection = sqlite3.connect(file)
    value: bytes = connection.execute("SELECT value FROM salt").fetchone()[0]
    connection.close()
    return value


def test_a_search_is_kept_by_its_text_once_it_was_seen_on_three_days(search: Callable[..., None], file: Path):
    search("Laptops", 0, 4)
    assert remembered(file) == []
    assert b"laptops" not in stored(file).lower()

    search("laptops ", 9)

    assert remembered(file) == ["laptops"]
    assert summary(file, FIRST).by_text == [Search("laptops", 3, 0)]


def test_many_searches_on_two_days_are_not_three_days(search: Callable[..., None], file: Path):
    search("laptops", 0, 0, 0, 1, 1, 1)

    assert remembered(file) == []
    assert summary(file, FIRST).searches == 6


def test_a_kept_search_is_counted_on_by_its_text(search: Callable[..., None], file: Path):
    search("laptops", 0, 1, 2, 2, 40, results=0)

    assert summary(file, FIRST).by_text == [Search("laptops", 5, 5)]
    assert summary(file, FIRST + timedelta(days=2)).by_text == [Search("laptops", 3, 3)]


def test_days_of_two_periods_are_not_added_up(search: Callable[..., None], file: Path):
    search("laptops", PERIOD_DAYS - 2, PERIOD_DAYS - 1, PERIOD_DAYS, PERIOD_DAYS + 1)
    assert remembered(file) == []

    search("laptops", PERIOD_DAYS + 2)
    assert summary(file, FIRST).by_text == [Search("laptops", 3, 0)]


def test_the_salt_and_all_marks_are_gone_when_the_period_ends_though_nobody_searches(
    search: Callable[..., None], counters: Counters, file: Path
):
    search("laptops", 0)
    before = salt(file)
    assert before in stored(file)

    counters.flush(FIRST + timedelta(days=PERIOD_DAYS))

    assert salt(file) != before
    assert before not in stored(file)
    assert rows(file, "unnamed_search") == []


def rows(file: Path, table: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(file)
    found = connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608  the tests name the table
    connection.close()
    return found


def test_a_mark_cannot_be_made_without_the_salt(search: Callable[..., None], file: Path, tmp_path: Path):
    search("laptops", 0)
    other = Counters(tmp_path / "other.sqlite")
    other.searched("laptops", 5, FIRST)
    other.flush(FIRST)

    assert rows(file, "unnamed_search")[0][0] != rows(other.path, "unnamed_search")[0][0]


@pytest.mark.parametrize(
    "text",
    ["jane.doe@fenland.example laptops", "call 01353 555 123 4", "+44 7700 900 123", "word " * 21],
    ids=["e-mail", "telephone", "mobile", "long"],
)
def test_what_may_name_a_person_is_counted_and_never_kept(search: Callable[..., None], file: Path, text: str):
    search(text, 0, 1, 2, 3)

    assert remembered(file) == []
    assert rows(file, "unnamed_search") == []
    assert summary(file, FIRST).searches == 4


@pytest.mark.parametrize("text", ["RM6100", "30213100", "000001-2026", "ocds-b5fd17-0a1b", "2025/S 000-012345"])
def test_references_and_codes_are_not_taken_for_telephone_numbers(search: Callable[..., None], file: Path, text: str):
    search(text, 0, 1, 2)

    assert remembered(file) == [text.lower()]


def test_searches_without_a_result_are_counted_apart(search: Callable[..., None], file: Path):
    search("hovercraft", 0, 1, 2, results=0)
    search("laptops", 0, results=20)
    search("laptops", 1, 2, results=21)

    found = summary(file, FIRST)

    assert (found.searches, found.empty) == (6, 3)
    assert found.by_text == [Search("hovercraft", 3, 3), Search("laptops", 3, 0)]
    bands = {(text, results) for text, _, results, _ in rows(file, "search")}
    assert bands == {("hovercraft", "0"), ("laptops", "1-20"), ("laptops", "21+")}


def test_signposts_are_counted_by_framework_and_day(counters: Counters, file: Path):
    for framework, number in (("a" * 16, 0), ("a" * 16, 0), ("b" * 16, 1)):
        counters.followed(framework, FIRST + timedelta(days=number))
    counters.flush(FIRST)

    assert summary(file, FIRST).by_framework == [Signpost("a" * 16, 2), Signpost("b" * 16, 1)]
    assert summary(file, FIRST + timedelta(days=1)).followed == 1


def test_counts_are_forgotten_after_thirteen_months(search: Callable[..., None], counters: Counters, file: Path):
    search("laptops", 0, 1, 2)
    counters.followed("a" * 16, FIRST)
    counters.flush(FIRST + timedelta(days=KEPT_DAYS + 1))

    found = summary(file, date.min)

    assert (found.searches, found.followed, found.by_text) == (1, 0, [Search("laptops", 1, 0)])


def test_nothing_is_lost_between_threads_that_count_and_one_that_writes(counters: Counters, file: Path):
    def count() -> None:
        for number in range(2_000):
            counters.searched(f"search {number % 7}", number % 3, FIRST)
            counters.followed("a" * 16, FIRST)

    threads = [Thread(target=count) for _ in range(2)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        counters.flush(FIRST)
    counters.flush(FIRST)

    found = summary(file, FIRST)
    assert (found.searches, found.followed) == (4_000, 4_000)


def test_two_processes_add_to_one_file(counters: Counters, file: Path):
    other = Counters(file)
    for each in (counters, other):
        each.searched("laptops", 1, FIRST)
        each.flush(FIRST)

    assert summary(file, FIRST).searches == 2


def test_a_file_that_is_taken_away_is_made_anew(search: Callable[..., None], file: Path):
    search("laptops", 0)
    for path in file.parent.glob(f"{file.name}*"):
        path.unlink()

    search("laptops", 1)

    assert summary(file, FIRST).searches == 1


def test_counts_wait_while_the_file_cannot_be_written(counters: Counters, file: Path, caplog: pytest.LogCaptureFixture):
    file.write_bytes(b"this is not a database" * 100)
    for _ in range(3):
        counters.searched("laptops", 1, FIRST)
        counters.flush(FIRST)
    assert len(caplog.records) == 1
    assert str(file) in caplog.text and "Take it away" in caplog.text

    file.unlink()
    counters.flush(FIRST)

    assert summary(file, FIRST).searches == 3


def test_no_more_waits_in_memory_than_there_is_room_for(
    counters: Counters, file: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(batch, "MOST_WAITING", 10)
    for number in range(15):
        counters.followed(f"{number:016}", FIRST)
    counters.followed(f"{0:016}", FIRST)
    counters.flush(FIRST)

    assert summary(file, FIRST).followed == 11


def test_counting_touches_no_file(counters: Counters, file: Path):
    counters.searched("laptops", 1, FIRST)
    counters.followed("a" * 16, FIRST)

    assert not file.exists()
    assert summary(file, FIRST) == Summary()
    assert not file.exists()
