from datetime import date

import pytest

from scrapers.parse.found import Doubt
from scrapers.parse.terms import Published, Term, after, term
from scrapers.record import Basis, Day, Precision, Stage


def read(start: str = "", end: str = "", max_end: str = "", extension: str = "") -> Term:
    return term(Published(start, end, max_end, extension))[0]


def doubts(field: str, start: str = "", end: str = "", max_end: str = "") -> tuple[Doubt, ...]:
    return term(Published(start, end, max_end))[1].get(field, ())


def day(found: Day | None) -> date | None:
    return found.value if found else None


def test_three_years_and_an_optional_one_end_three_years_less_a_day_after_the_start() -> None:
    found = read("2022-03-01", "3 years + 1 year OTE")
    assert (day(found.end), day(found.max_end)) == (date(2025, 2, 28), date(2026, 2, 28))
    assert found.end is not None and found.end.basis is Basis.DURATION
    assert found.end.raw == found.extension == "3 years + 1 year OTE"


def test_a_length_without_a_start_leaves_the_end_unknown_and_keeps_the_words() -> None:
    found = read("", "3 years + 1 year OTE")
    assert (found.end, found.max_end, found.extension) == (None, None, "3 years + 1 year OTE")
    assert doubts("end", "", "3 years + 1 year OTE")[0].done == "end left unknown, the words kept"


@pytest.mark.parametrize(
    ("length", "end", "latest"),
    [("3 years", date(2026, 12, 31), None), ("36 months", date(2026, 12, 31), None),
     ("four years", date(2027, 12, 31), None), ("3+1 years", date(2026, 12, 31), date(2027, 12, 31)),
     ("2+1+1 years", date(2025, 12, 31), date(2027, 12, 31)),
     ("36 + 12 months", date(2026, 12, 31), date(2027, 12, 31)),
     ("3 years with an option to extend 2 years", date(2026, 12, 31), date(2028, 12, 31))],
)  # fmt: skip
def test_lengths_are_read_as_publishers_write_them(length: str, end: date, latest: date | None) -> None:
    found = read("2024-01-01", length)
    assert (day(found.end), day(found.max_end)) == (end, latest)


def test_a_term_is_as_exact_as_its_start() -> None:
    found = read("Sep 2022", "3 years")
    assert found.end is not None
    assert (found.end.value, found.end.precision) == (date(2025, 8, 31), Precision.MONTH)


def test_a_term_from_the_last_of_a_month_ends_within_a_shorter_month() -> None:
    assert after(Day(value=date(2024, 1, 31)), 1).value == date(2024, 2, 29)
    assert after(Day(value=date(2024, 2, 29)), 12).value == date(2025, 2, 28)


def test_a_length_past_all_years_is_not_worked_out() -> None:
    assert read("2024-01-01", "999 years").end is None


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [("2 July 2024 to 1 July 2027", date(2024, 7, 2), date(2027, 7, 1)),
     ("Sep 2022 - Aug 2026", date(2022, 9, 1), date(2026, 8, 31)),
     ("September 2022-August 2026", date(2022, 9, 1), date(2026, 8, 31)),
     ("05 December 2022 until 4 June 2026", date(2022, 12, 5), date(2026, 6, 4)),
     ("01/04/2024 – 31/03/2028", date(2024, 4, 1), date(2028, 3, 31))],
)  # fmt: skip
def test_a_period_gives_start_and_end_in_whichever_field_it_stands(written: str, start: date, end: date) -> None:
    for found in (read(start=written), read(end=written)):
        assert (day(found.start), day(found.end)) == (start, end)


def test_a_stated_start_is_not_replaced_by_a_period() -> None:
    assert day(read("2024-01-02", "1 January 2024 to 31 December 2025").start) == date(2024, 1, 2)


def test_an_option_to_extend_is_kept_and_its_day_is_the_latest_end() -> None:
    found = read(end="1 May 2025 to 30 April 2028 with an option to extend until 30 April 2029")
    assert day(found.max_end) == date(2029, 4, 30)
    assert found.max_end is not None and found.max_end.basis is Basis.TEXT
    assert found.extension == "with an option to extend until 30 April 2029"


def test_an_option_without_a_day_is_kept_in_words_only() -> None:
    found = read(end="1 May 2023 to 30 April 2025 with the option to extend twice")
    assert (day(found.end), found.max_end) == (date(2025, 4, 30), None)
    assert found.extension == "with the option to extend twice"


def test_an_extension_already_made_gives_the_end() -> None:
    found = read(end="Now extended to 1 August 2026")
    assert (day(found.end), found.extension) == (date(2026, 8, 1), "Now extended to 1 August 2026")


def test_an_end_that_says_only_expired_is_a_stage_and_not_a_date() -> None:
    found = read("2020-01-01", "expired")
    assert (found.end, found.stage) == (None, Stage.ENDED)
    assert doubts("end", "2020-01-01", "expired")


def test_words_in_the_latest_end_are_kept_as_words() -> None:
    found = read("01/11/2025", "01/11/2027", "It will re-open every 2 years until 8 years are over.")
    assert (found.max_end, found.extension) == (None, "It will re-open every 2 years until 8 years are over.")
    assert read(max_end="No extension").extension == "No extension"
    assert doubts("max_end", max_end="No extension") == ()


def test_a_length_the_hub_cannot_read_is_kept_in_words() -> None:
    assert read("2024-01-01", "4 years (2+1+1)").extension == "4 years (2+1+1)"
    assert doubts("end", "2024-01-01", "4 years (2+1+1)")


def test_dates_in_the_wrong_order_are_kept_and_reported() -> None:
    found = read("2024-01-01", "2023-01-01", "2022-01-01")
    assert (day(found.start), day(found.end)) == (date(2024, 1, 1), date(2023, 1, 1))
    reasons = [doubt.reason for doubt in doubts("end", "2024-01-01", "2023-01-01", "2022-01-01")]
    assert reasons == ["is before the start", "is after the latest end"]
