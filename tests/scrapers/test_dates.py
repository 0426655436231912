from datetime import date

import pytest

from scrapers.parse import dates
from scrapers.parse.dates import Edge
from scrapers.record import Day, Precision


def read(written: str, edge: Edge = Edge.LAST) -> Day:
    found = dates.day(written, edge)
    assert found.value is not None, found.doubts
    return found.value


def reason(written: str) -> str:
    found = dates.day(written, Edge.LAST)
    assert found.value is None
    return found.doubts[0].reason


@pytest.mark.parametrize(
    "written",
    ["2025-03-03", "2025-03-03T14:30:00", "2025-03-03 00:00:00", "03/03/2025", "3/3/2025", "03-03-25", "03.03.2025",
     "3 Mar 2025", "3rd March 2025", "3 of March 2025", "Monday 3 March 2025", "March 3, 2025", "3-Mar-2025",
     "20250303", " 3  March 2025 "],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(written: str) -> None:
    assert (read(written).value, read(written).precision) == (date(2025, 3, 3), Precision.DAY)


@pytest.mark.parametrize("written", ["March 2027", "Mar 2027", "03/2027", "2027-03", "March, 2027"])
def test_a_month_is_its_first_day_as_a_start_and_its_last_as_an_end(written: str) -> None:
    assert read(written, Edge.FIRST).value == date(2027, 3, 1)
    assert read(written, Edge.LAST).value == date(2027, 3, 31)
    assert read(written).precision is Precision.MONTH


def test_a_year_is_its_first_day_as_a_start_and_its_last_as_an_end() -> None:
    assert read("2027", Edge.FIRST).value == date(2027, 1, 1)
    assert read("2027", Edge.LAST).value == date(2027, 12, 31)
    assert read("2027").precision is Precision.YEAR


def test_what_was_written_is_kept_unless_it_is_the_date_itself() -> None:
    assert read("Sept 2022").raw == "Sept 2022"
    assert read("2022-09-30").raw == ""


def test_a_spreadsheets_day_number_is_a_date_and_is_reported() -> None:
    found = dates.day("45748", Edge.FIRST)
    assert found.value is not None and found.value.value == date(2025, 4, 1)
    assert found.doubts[0].done == "read as 1 April 2025"


def test_midnight_in_british_summer_time_belongs_to_the_next_day() -> None:
    assert read("2021-03-31T23:00:00Z").value == date(2021, 4, 1)
    assert read("2021-01-31T23:00:00Z").value == date(2021, 1, 31)


def test_a_month_with_two_figures_is_a_month_and_is_reported() -> None:
    found = dates.day("Mar-27", Edge.LAST)
    assert found.value is not None and found.value.value == date(2027, 3, 31)
    assert found.doubts[0].done == "read as March 2027"


def test_a_year_with_five_figures_is_not_used_and_the_likely_dates_are_named() -> None:
    assert "it looks like 2019-03-20, 2021-03-20 or 2029-03-20" in reason("20219-03-20")
    assert dates.day("20219-03-20", Edge.FIRST).doubts[0].done == "not used"


@pytest.mark.parametrize(
    ("written", "why"),
    [("31/02/2024", "February 2024 has 29 days"), ("2023-02-29", "February 2023 has 28 days"),
     ("03/25/2025", "day and month look swapped"), ("2031-15-01", "day and month look swapped"),
     ("40/40/2025", "there is no month 40"), ("01/06/206", "three figures"), ("1985-01-01", "outside 1990 to 2100"),
     ("2150-01-01", "outside 1990 to 2100"), ("0000-00-00", "outside"), ("00:00:00", "a time but no date"),
     ("TBC", "TBC"), ("Ongoing", "Ongoing"), ("Rolling", "Rolling"), ("expired", "expired"), ("N/A", "N/A"),
     ("NaN", "NaN"), ("next spring", "write 31/03/2027"), ("Marchy 2024", "write 31/03/2027"),
     ("99999", "write 31/03/2027"), ("2024/25", "write 31/03/2027")],
)  # fmt: skip
def test_what_is_no_date_is_unknown_with_a_reason(written: str, why: str) -> None:
    assert why in reason(written)


def test_an_empty_date_is_unknown_without_a_reason() -> None:
    assert dates.day("", Edge.FIRST) == dates.day("  ", Edge.LAST)
    assert dates.day("", Edge.FIRST).doubts == ()


def test_a_publication_date_needs_a_day() -> None:
    assert dates.calendar_day("3 March 2025").value == date(2025, 3, 3)
    assert dates.calendar_day("March 2025").value is None
    assert dates.calendar_day("March 2025").doubts[0].reason == "gives no day"
