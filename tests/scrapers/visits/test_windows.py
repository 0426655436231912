"""Windows of time: nothing is left out, none is too long, and every one is asked for in times that are clear."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from scrapers.visits.windows import LONDON, Window, clock_time, first_window, halves

SIX_HOURS = timedelta(hours=6)
AUTUMN = datetime(2026, 10, 25, tzinfo=UTC)
SPRING = datetime(2026, 3, 29, tzinfo=UTC)


def windows(start: datetime, until: datetime, longest: timedelta = SIX_HOURS) -> Iterator[Window]:
    while start < until:
        window = first_window(start, until, longest)
        yield window
        start = window.end


def as_asked(window: Window) -> tuple[str, str]:
    return clock_time(window.start), clock_time(window.end)


def test_windows_are_asked_for_by_londons_clock_without_a_zone() -> None:
    summer, winter = datetime(2026, 9, 3, 12, tzinfo=UTC), datetime(2026, 12, 3, 12, tzinfo=UTC)
    assert [as_asked(each) for each in windows(summer, summer + timedelta(hours=7))] == [
        ("2026-09-03T13:00:00", "2026-09-03T19:00:00"),
        ("2026-09-03T19:00:00", "2026-09-03T20:00:00"),
    ]
    assert as_asked(first_window(winter, winter + SIX_HOURS, SIX_HOURS))[0] == "2026-12-03T12:00:00"


def test_a_window_over_the_hour_left_out_in_march_is_no_longer_by_the_clock() -> None:
    found = [as_asked(each) for each in windows(SPRING - timedelta(hours=2), SPRING + timedelta(hours=9))]
    assert found == [
        ("2026-03-28T22:00:00", "2026-03-29T04:00:00"),
        ("2026-03-29T04:00:00", "2026-03-29T10:00:00"),
    ]


@pytest.mark.parametrize("minutes", range(-150, 150, 17))
def test_no_window_begins_or_ends_in_the_hour_shown_twice_in_october(minutes: int) -> None:
    start = AUTUMN + timedelta(minutes=minutes)
    for window in windows(start, start + timedelta(hours=13)):
        for instant in (window.start, window.end):
            shown = instant.astimezone(LONDON).replace(tzinfo=None)
            assert shown.replace(tzinfo=LONDON, fold=0).timestamp() == shown.replace(tzinfo=LONDON, fold=1).timestamp()


@pytest.mark.parametrize("seed", range(25))
def test_windows_leave_nothing_out_and_are_never_too_long_by_either_clock(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    near = chance.choice([AUTUMN, SPRING, datetime(2026, 7, 1, tzinfo=UTC)])
    start = near + timedelta(seconds=chance.uniform(-40_000, 10_000))
    until = start + timedelta(seconds=chance.uniform(1, 90_000))
    found = list(windows(start, until))
    assert found[0].start <= start and found[-1].end >= until
    assert all(earlier.end == later.start for earlier, later in zip(found, found[1:], strict=False))
    for window in found:
        begin, end = (datetime.fromisoformat(each) for each in as_asked(window))
        assert timedelta(0) < window.end - window.start <= SIX_HOURS
        assert timedelta(0) < end - begin <= SIX_HOURS


def test_what_is_not_over_yet_is_asked_for_where_the_clock_is_unclear() -> None:
    now = AUTUMN + timedelta(minutes=40, microseconds=5)
    found = list(windows(AUTUMN - timedelta(hours=1), now))
    assert [as_asked(each) for each in found] == [
        ("2026-10-25T00:00:00", "2026-10-25T00:59:59"),
        ("2026-10-25T00:59:59", "2026-10-25T02:00:00"),
    ]


def test_a_window_is_halved_down_to_a_shortest_one() -> None:
    begin = datetime(2026, 9, 3, tzinfo=UTC)
    shortest = timedelta(minutes=45)
    lengths = []
    parts = halves(Window(begin, begin + SIX_HOURS), shortest)
    while parts:
        assert parts[0].end == parts[1].start
        lengths.append(parts[0].end - parts[0].start)
        parts = halves(parts[0], shortest)
    assert lengths == [timedelta(hours=3), timedelta(minutes=90), timedelta(minutes=45)]


def test_a_half_never_ends_in_the_hour_shown_twice() -> None:
    parts = halves(Window(AUTUMN - timedelta(hours=2), AUTUMN + timedelta(hours=4)), timedelta(minutes=45))
    assert parts is not None
    assert as_asked(parts[0]) == ("2026-10-24T23:00:00", "2026-10-25T00:59:59")
    assert halves(Window(AUTUMN - timedelta(seconds=1), AUTUMN + timedelta(hours=2)), timedelta(minutes=45)) is None
