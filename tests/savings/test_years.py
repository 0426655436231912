"""Days, financial years and contract years, and whole pence spread over them."""

from datetime import date
from fractions import Fraction

import pytest

from hub.savings.pence import one_decimal, rounded, shared, shown
from hub.savings.years import anniversary, contract_years, days, days_by_year, spread, year_of


@pytest.mark.parametrize(
    ("exact", "whole"),
    [("2.5", 3), ("-2.5", -3), ("2.4999999", 2), ("-0.5", -1), ("0.5", 1), ("-0.4", 0), ("1e20", 10**20)],
)
def test_a_half_penny_goes_away_from_zero(exact: str, whole: int):
    assert rounded(Fraction(exact)) == whole


@pytest.mark.parametrize(
    ("pence", "words"), [(3900800, "£39,008.00"), (-13505, "−£135.05"), (0, "£0.00"), (7, "£0.07")]
)
def test_pence_are_shown_as_pounds(pence: int, words: str):
    assert shown(pence) == words


@pytest.mark.parametrize(
    ("exact", "words"), [("12.25", "12.3"), ("-12.25", "-12.3"), ("-0.04", "0.0"), ("40.004", "40.0"), ("100", "100.0")]
)
def test_a_rate_has_one_decimal(exact: str, words: str):
    assert one_decimal(Fraction(exact)) == words


def test_spare_pennies_go_to_the_largest_fractions_then_to_the_first_named():
    thirds = [Fraction(1, 3)] * 3
    assert shared(100, thirds) == [34, 33, 33]
    assert shared(-100, thirds) == [-34, -33, -33]
    assert shared(1000003, [Fraction(4, 7), Fraction(1, 7), Fraction(2, 7)]) == [571430, 142858, 285715]


def test_a_financial_year_turns_on_1_april():
    assert [year_of(day) for day in (date(2026, 3, 31), date(2026, 4, 1), date(1999, 4, 1))] == [
        "2025-26",
        "2026-27",
        "1999-00",
    ]


def test_both_ends_of_a_period_count():
    assert days(date(2026, 3, 31), date(2026, 3, 31)) == 1
    assert days_by_year(date(2026, 3, 31), date(2026, 4, 1)) == {"2025-26": 1, "2026-27": 1}


def test_a_loss_is_spread_by_its_size():
    assert spread(-24501, date(2026, 3, 31), date(2026, 4, 1)) == {"2025-26": -12251, "2026-27": -12250}


@pytest.mark.parametrize(
    ("start", "count", "day"),
    [
        (date(2028, 2, 29), 1, date(2029, 3, 1)),
        (date(2028, 2, 29), 4, date(2032, 2, 29)),
        (date(2027, 3, 1), 1, date(2028, 3, 1)),
    ],
)
def test_an_anniversary_of_29_february_is_1_march_in_a_year_without_one(start: date, count: int, day: date):
    assert anniversary(start, count) == day


def test_the_last_contract_year_may_be_part_of_one():
    years = list(contract_years(date(2025, 4, 1), date(2027, 9, 30)))
    assert [year.fraction for year in years] == [1, 1, Fraction(183, 366)]
    assert years[-1].start == date(2027, 4, 1)
