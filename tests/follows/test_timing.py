"""When letters go, by London's days."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hub.follows.timing import CADENCES, PAUSE, is_due, is_morning, morning, warning

MINUTE = timedelta(minutes=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "last"),
    [
        ("2026-11-21T07:00", "2026-11-21T07:00"),
        ("2026-11-21T06:59", "2026-11-20T07:00"),
        ("2026-07-01T06:00", "2026-07-01T06:00"),  # seven in London
        ("2026-07-01T05:59", "2026-06-30T06:00"),
        ("2026-10-25T07:00", "2026-10-25T07:00"),  # the clocks went back at one
        ("2026-10-25T06:30", "2026-10-24T06:00"),
        ("2027-03-28T06:00", "2027-03-28T06:00"),  # the clocks went forward at one
        ("2027-03-28T05:59", "2027-03-27T07:00"),
    ],
)
def test_a_day_of_letters_begins_at_seven_in_london(at: str, last: str) -> None:
    assert morning(utc(at)) == utc(last)


@pytest.mark.parametrize(
    ("at", "last"),
    [("2026-11-23T07:00", "2026-11-23"), ("2026-11-23T06:59", "2026-11-16"), ("2026-11-22T23:00", "2026-11-16")],
)
def test_a_week_of_letters_begins_on_monday(at: str, last: str) -> None:
    assert morning(utc(at), weekday=0) == utc(f"{last}T07:00")


def test_each_pace_is_kept_whatever_time_the_hub_happens_to_look() -> None:
    """Every ten minutes for four weeks, across a change of the clocks; the catalogue changes all the time."""
    looked = {pace: [utc("2026-10-12T07:00")] for pace in CADENCES}
    at = utc("2026-10-12T07:05")
    while at < utc("2026-11-09T07:00"):
        for pace, times in looked.items():
            if is_due(pace, times[-1], at, changed=at):
                times.append(at)
        at += 10 * MINUTE

    days = [(time + timedelta(hours=1)).date() for time in looked["daily"]]
    assert len(looked["daily"]) == 28 and days == sorted(set(days))
    assert [time.date() for time in looked["weekly"]] == [date(2026, 10, day) for day in (12, 19, 26)] + [
        date(2026, 11, 2)
    ]
    assert min(b - a for a, b in zip(looked["at_once"], looked["at_once"][1:], strict=False)) >= PAUSE
    assert len(looked["never"]) == 1


def test_a_hub_that_was_off_for_days_looks_once_when_it_is_back() -> None:
    last, back = utc("2026-11-10T07:01"), utc("2026-11-20T15:00")

    assert is_due("daily", last, back, None) and is_due("weekly", last, back, None)
    assert not is_due("daily", back, back + MINUTE, back) and not is_due("weekly", back, back + MINUTE, back)


def test_at_once_looks_again_only_when_something_has_changed_or_a_day_has_begun() -> None:
    checked = utc("2026-11-21T12:00")

    assert not is_due("at_once", checked, checked + 20 * MINUTE, changed=utc("2026-11-20T12:00"))
    assert not is_due("at_once", checked, checked + 20 * MINUTE, changed=None)
    assert is_due("at_once", checked, checked + 20 * MINUTE, changed=checked + MINUTE)
    assert is_due("at_once", checked, checked + 20 * MINUTE, changed=checked - 10 * MINUTE)  # it took long to import
    assert not is_due("at_once", checked, checked + 10 * MINUTE, changed=checked + MINUTE)
    assert is_due("at_once", checked, utc("2026-11-22T07:00"), changed=None)


@pytest.mark.parametrize(
    ("left", "days"),
    [(181, None), (180, 180), (91, 180), (90, 90), (31, 90), (30, 30), (1, 30), (0, 0), (-1, None)],
)
def test_the_nearest_warning_counts(left: int, days: int | None) -> None:
    today = date(2026, 11, 21)
    assert warning(today + timedelta(days=left), today) == days


def test_a_warning_waits_until_seven() -> None:
    assert not is_morning(utc("2026-11-21T06:59")) and is_morning(utc("2026-11-21T07:00"))
    assert is_morning(utc("2026-07-01T06:00"))
