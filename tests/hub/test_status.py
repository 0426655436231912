"""The status of a framework, worked out from dates, what its source says, and today."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from hub.status import Status, assess

TODAY = date(2026, 11, 21)
PAST, YESTERDAY, TOMORROW, FUTURE = date(2024, 1, 1), date(2026, 11, 20), date(2026, 11, 22), date(2028, 1, 1)


@dataclass
class Dates:
    start: date | None = None
    end: date | None = None
    stage: str | None = None
    max_end: date | None = None
    stage_as_of: date | None = None
    parent_end: date | None = None
    end_precision: str | None = None
    stage_as_of_precision: str = "day"
    source_status: str = ""


@pytest.mark.parametrize(
    ("dates", "status"),
    [
        (Dates(PAST, FUTURE, "live"), Status.LIVE),
        (Dates(None, FUTURE, "live"), Status.LIVE),
        (Dates(PAST, TODAY, "live"), Status.LIVE),
        (Dates(PAST, YESTERDAY, "live"), Status.ENDED),
        (Dates(PAST, FUTURE, "ended"), Status.ENDED),
        (Dates(None, None, "ended"), Status.ENDED),
        (Dates(PAST, YESTERDAY, None), Status.ENDED),
        (Dates(PAST, YESTERDAY, "live", max_end=FUTURE), Status.ENDED_MAY_BE_EXTENDED),
        (Dates(PAST, YESTERDAY, "live", max_end=YESTERDAY), Status.ENDED),
        (Dates(TOMORROW, FUTURE, "planned"), Status.PLANNED),
        (Dates(TOMORROW, FUTURE, "tendering"), Status.TENDERING),
        (Dates(TOMORROW, FUTURE, "awarded"), Status.AWARDED),
        (Dates(TOMORROW, FUTURE, "live"), Status.AWARDED),
        (Dates(TOMORROW, FUTURE, None), Status.PLANNED),
        (Dates(None, None, "tendering"), Status.TENDERING),
        (Dates(TODAY, FUTURE, "tendering"), Status.UNCONFIRMED),
        (Dates(PAST, FUTURE, "awarded"), Status.UNCONFIRMED),
        (Dates(PAST, YESTERDAY, "planned"), Status.ENDED),
        (Dates(None, None, "tendering", stage_as_of=date(2026, 3, 1)), Status.TENDERING),
        (Dates(None, None, "tendering", stage_as_of=date(2019, 4, 25)), Status.UNKNOWN),
        (Dates(PAST, FUTURE, None), Status.UNCONFIRMED),
        (Dates(None, FUTURE, None), Status.UNKNOWN),
        (Dates(PAST, None, "live"), Status.UNKNOWN),
        (Dates(), Status.UNKNOWN),
        (Dates(PAST, None, "live", stage_as_of=date(2026, 9, 3)), Status.LIVE),
        (Dates(PAST, None, "live", stage_as_of=date(2023, 6, 20)), Status.UNKNOWN),
        (Dates(FUTURE, TOMORROW, "live"), Status.UNKNOWN),
        (Dates(TODAY, YESTERDAY), Status.ENDED),
        (Dates(parent_end=YESTERDAY), Status.ENDED),
        (Dates(PAST, FUTURE, "live", parent_end=YESTERDAY), Status.LIVE),
        (Dates(PAST, FUTURE, "cancelled"), Status.CANCELLED),
        (Dates(PAST, FUTURE, "suspended"), Status.SUSPENDED),
    ],
)
def test_status_follows_dates_stage_and_today(dates: Dates, status: Status):
    assert assess(dates, TODAY).status is status


def test_every_status_has_a_label_and_every_assessment_a_reason():
    assert all(status.label for status in Status)
    assert assess(Dates(PAST, YESTERDAY), TODAY).reason == "Its end date, 20 November 2026, has passed."


def test_a_reason_quotes_the_source_and_gives_no_more_of_a_date_than_was_published():
    pipeline = Dates(PAST, FUTURE, "tendering", stage_as_of=date(2026, 2, 26), source_status="Underway (Pipeline)")
    month = Dates(None, date(2029, 3, 31), end_precision="month")

    assert "On 26 February 2026 its source called it “Underway (Pipeline)”." in assess(pipeline, TODAY).reason
    assert assess(month, TODAY).reason == "Only an end date is published: March 2029."


def test_a_list_that_lags_behind_is_named_and_one_made_before_the_end_is_not():
    late, early = Dates(PAST, YESTERDAY, "live", stage_as_of=TODAY), Dates(PAST, YESTERDAY, "live", stage_as_of=PAST)

    assert "On 21 November 2026 its source still listed it as live." in assess(late, TODAY).reason
    assert "listed" not in assess(early, TODAY).reason


@pytest.mark.parametrize(
    ("precision", "words"),
    [("day", "On 26 February 2026 its"), ("year", "In 2026 its"), ("about", "About 26 February 2026 its")],
)
def test_a_reason_says_when_its_source_spoke_no_more_exactly_than_is_known(precision: str, words: str):
    dates = Dates(PAST, FUTURE, "live", stage_as_of=date(2026, 2, 26), stage_as_of_precision=precision)

    assert words in assess(dates, TODAY).reason


@pytest.mark.parametrize("dates", [Dates(PAST, FUTURE, "live"), Dates(TOMORROW, FUTURE, "planned"),
                                   Dates(PAST, YESTERDAY, "live", max_end=FUTURE),
                                   Dates(None, None, "tendering", stage_as_of=date(2026, 3, 1)),
                                   Dates(PAST, FUTURE, "planned")])
def test_until_is_the_first_day_with_another_status(dates: Dates):
    now = assess(dates, TODAY)
    assert now.until is not None

    assert assess(dates, now.until - timedelta(days=1)).status is now.status
    assert assess(dates, now.until).status is not now.status
