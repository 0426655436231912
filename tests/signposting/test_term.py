"""Until when a framework runs, and whether a call-off lies inside its published dates."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from hub.signposting.term import Fit, Term, call_off_lengths, check, ending_mark, last_day, limit, reopening

TODAY = date(2026, 11, 22)
TERM = Term(start=limit(date(2024, 4, 1)), end=limit(date(2028, 3, 31)), max_end=limit(date(2030, 3, 31)))


@pytest.mark.parametrize(
    ("end", "mark"),
    [
        ("2026-11-21", None),
        ("2026-11-22", 30),
        ("2026-12-22", 30),
        ("2026-12-23", 90),
        ("2027-02-20", 90),
        ("2027-02-21", 180),
        ("2027-05-21", 180),
        ("2027-05-22", None),
    ],
)
def test_an_ending_is_marked_by_the_days_that_are_left(end: str, mark: int | None):
    assert ending_mark(date.fromisoformat(end), TODAY) == mark


def test_an_end_that_is_not_published_has_no_mark():
    assert ending_mark(None, TODAY) is None


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ("2027-04-01", 12, "2028-03-31"),
        ("2027-01-31", 1, "2027-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2027-08-15", 6, "2028-02-14"),
    ],
)
def test_the_last_day_of_a_call_off(start: str, months: int, last: str):
    assert last_day(date.fromisoformat(start), months) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("start", "months", "fit"),
    [
        ("2027-04-01", 12, Fit.INSIDE),  # it ends on the framework's last day
        ("2027-04-02", 12, Fit.RUNS_PAST),
        ("2028-03-31", 1, Fit.RUNS_PAST),
        ("2028-04-01", 1, Fit.STARTS_AFTER),
        ("2024-04-01", 1, Fit.INSIDE),
        ("2024-03-31", 1, Fit.STARTS_BEFORE),
    ],
)
def test_a_call_off_is_checked_against_the_published_dates(start: str, months: int, fit: Fit):
    assert check(TERM, date.fromisoformat(start), months).fit is fit


def test_running_past_the_end_says_that_the_terms_decide_and_what_an_extension_would_change():
    found = check(TERM, date(2027, 6, 1), 24)

    assert found.last_day == date(2029, 5, 31)
    assert "past the published end, 31 March 2028, to 31 May 2029" in found.reason
    assert "may be extended to 31 March 2030; whether it will be, is not published" in found.reason
    assert "set by the framework's terms" in found.reason


def test_an_extension_that_would_not_reach_so_far_is_not_mentioned():
    assert "extended" not in check(TERM, date(2027, 6, 1), 60).reason


def test_without_an_end_nobody_can_say():
    found = check(Term(start=TERM.start), date(2027, 1, 1), 12)

    assert found.fit is Fit.CANNOT_SAY and "No end date is published" in found.reason


def test_a_start_that_is_not_published_is_said():
    found = check(Term(end=TERM.end), date(2027, 1, 1), 12)

    assert found.fit is Fit.INSIDE and "When the framework started is not published" in found.reason


@pytest.mark.parametrize(
    ("start", "months", "fit"),
    [
        ("2027-03-01", 12, Fit.INSIDE),  # to 29 February 2028, before any day of that March
        ("2027-03-10", 12, Fit.CANNOT_SAY),
        ("2027-05-01", 12, Fit.RUNS_PAST),
        ("2028-03-05", 1, Fit.CANNOT_SAY),
        ("2028-04-01", 1, Fit.STARTS_AFTER),
    ],
)
def test_an_end_known_to_the_month_is_not_taken_for_a_day(start: str, months: int, fit: Fit):
    vague = Term(start=TERM.start, end=limit(date(2028, 3, 31), "month"))

    assert check(vague, date.fromisoformat(start), months).fit is fit


def test_a_start_known_to_the_year_is_not_taken_for_a_day():
    vague = Term(start=limit(date(2027, 1, 1), "year"), end=limit(date(2031, 12, 31), "year"))

    assert check(vague, date(2027, 5, 1), 12).fit is Fit.CANNOT_SAY
    assert check(vague, date(2026, 12, 31), 12).fit is Fit.STARTS_BEFORE
    assert check(vague, date(2028, 1, 1), 12).fit is Fit.INSIDE


def test_a_month_in_december_ends_with_the_year():
    found = limit(date(2028, 12, 31), "month")

    assert found is not None and (found.earliest, found.latest) == (date(2028, 12, 1), date(2028, 12, 31))


days = st.dates(date(2015, 1, 1), date(2040, 12, 31))


@given(days, st.integers(1, 240), days, days)
def test_inside_means_that_every_day_lies_between_the_published_ones(start: date, months: int, one: date, other: date):
    term = Term(start=limit(min(one, other)), end=limit(max(one, other)))
    found = check(term, start, months)

    assert (found.fit is Fit.INSIDE) == (min(one, other) <= start and found.last_day <= max(one, other))


def test_an_open_framework_must_re_open_within_three_years_and_ends_after_eight():
    found = reopening("open_framework", "procurement_act_2023", date(2025, 4, 1))

    assert found is not None
    assert (found.first_by, found.ends_by) == (date(2028, 3, 31), date(2033, 3, 31))


def test_with_a_single_supplier_it_ends_after_four():
    found = reopening("open_framework", "procurement_act_2023", date(2025, 4, 1), suppliers=1)

    assert found is not None and found.single_supplier and found.ends_by == date(2029, 3, 31)


@pytest.mark.parametrize(
    ("kind", "regulation", "start"),
    [
        ("framework", "procurement_act_2023", date(2025, 4, 1)),
        ("open_framework", "pcr_2015", date(2025, 4, 1)),
        ("open_framework", "unknown", date(2025, 4, 1)),
        ("open_framework", "procurement_act_2023", None),
    ],
)
def test_nothing_is_worked_out_for_any_other(kind: str, regulation: str, start: date | None):
    assert reopening(kind, regulation, start) is None


def test_published_words_about_how_long_a_call_off_may_be_are_quoted():
    words = (
        "Anyone may use it. Call-off contracts may run for up to 48 months, e.g. 24 + 24. They are awarded fast.\n"
        "A call off may outlive the framework."
    )
    found = call_off_lengths({"how_to_buy": words, "description": "The framework runs for 48 months."})

    assert [(each.field, each.quote) for each in found] == [
        ("how_to_buy", "Call-off contracts may run for up to 48 months, e.g. 24 + 24."),
        ("how_to_buy", "A call off may outlive the framework."),
    ]
    assert all(each.quote in words for each in found)


def test_a_page_without_full_stops_is_no_quote():
    assert not call_off_lengths({"how_to_buy": "A call-off may run for 12 months " + "and so on " * 60})
