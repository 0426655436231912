"""How values read."""

from datetime import UTC, date, datetime

import pytest

from hub import formatters
from hub.status import Status
from scrapers.record import Basis, Day, Fee, Known, Payer, Precision

FIRST, LAST = Day(value=date(2024, 3, 1)), Day(value=date(2028, 2, 28))


def test_a_date_is_as_exact_as_it_was_published() -> None:
    march = date(2027, 3, 31)
    assert formatters.dated_text(Day(value=march)) == "31 March 2027"
    assert formatters.dated_text(Day(value=march, precision=Precision.MONTH)) == "March 2027"
    assert formatters.dated_text(Day(value=march, precision=Precision.YEAR)) == "2027"
    assert formatters.dated_text(None) == ""


def test_a_date_that_was_worked_out_says_so() -> None:
    assert formatters.basis_note(Day(value=date(2027, 3, 1), basis=Basis.DURATION)).startswith("worked out")
    assert formatters.basis_note(FIRST) == ""


def test_a_term_says_which_end_of_it_is_not_published() -> None:
    assert formatters.term_text(FIRST, LAST) == "1 March 2024 to 28 February 2028"
    assert formatters.term_text(FIRST, None) == "From 1 March 2024, end not published"
    assert formatters.term_text(None, LAST) == "Until 28 February 2028, start not published"
    assert formatters.term_text(None, None) == ""


@pytest.mark.parametrize(
    ("pence", "text"),
    [
        (None, ""),
        (0, "£0"),
        (99, "£0.99"),
        (123_456_750, "£1,234,567.50"),
        (125_000_000_000, "£1.25 billion"),
        (3_000_000_000_000, "£30 billion"),
        (100_000_000, "£1 million"),
        (123_456_700_000, "£1,234,567,000"),
    ],
)
def test_money_is_short_only_where_nothing_is_lost(pence: int | None, text: str) -> None:
    assert formatters.money_text(pence) == text


def test_money_in_another_currency_names_it() -> None:
    assert formatters.money_text(500_00, "EUR") == "€500"
    assert formatters.money_text(500_00, "USD") == "USD 500"


def test_a_value_says_whether_vat_is_in_it() -> None:
    assert formatters.value_text(100_00, None, "GBP") == "£100 excluding VAT"
    assert formatters.value_text(100_00, 120_00, "GBP") == "£100 excluding VAT, £120 including VAT"
    assert formatters.value_text(None, None, None) == ""


def test_a_fee_says_its_rate_who_pays_and_the_most_it_can_be() -> None:
    fee = Fee(basis_points=75, payer=Payer.SUPPLIER, base="invoiced spend", cap_pence=500_00, known=Known.YES)
    assert formatters.fee_text(fee) == "0.75% of invoiced spend, paid by the supplier, at most £500"


def test_a_rate_nobody_published_is_never_no_fee() -> None:
    assert formatters.fee_text(Fee()) == ""
    assert formatters.fee_text(Fee(text="A levy applies")) == "A levy applies"
    assert formatters.fee_text(Fee(known=Known.NO)) == "No fee"
    assert formatters.fee_text(Fee(basis_points=0, known=Known.YES)) == "0%"


def test_a_competition_is_named_as_its_law_names_it() -> None:
    both = ["direct_award", "competition"]
    assert formatters.routes_text(both, "pcr_2015") == "Direct award or further competition"
    assert formatters.routes_text(both, "procurement_act_2023") == "Direct award or competitive selection process"
    assert formatters.routes_text([]) == ""


def test_an_instant_is_the_day_in_london() -> None:
    assert formatters.instant_text(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026"


def test_one_is_not_many() -> None:
    assert formatters.count_text(1, "framework") == "1 framework"
    assert formatters.count_text(1204, "framework") == "1,204 frameworks"
    assert formatters.listing(["a", "b", "c"]) == "a, b and c"
    assert formatters.listing(["a"]) == "a"
    assert formatters.listing([]) == ""


def test_only_ordinary_words_lose_their_capital_inside_a_sentence() -> None:
    assert formatters.lower_first("Award route") == "award route"
    assert formatters.lower_first("CPV codes") == "CPV codes"


def test_a_slug_is_short_and_cut_between_words() -> None:
    assert formatters.slugify("Café & Owner's Supplies (Lot 2)") == "cafe-owners-supplies-lot-2"
    long = formatters.slugify("cleaning services " * 20)
    assert len(long) <= formatters.SLUG_LENGTH and long.endswith(("cleaning", "services"))


def test_every_status_has_a_colour_and_every_filter_a_name_of_its_own() -> None:
    assert set(formatters.STATUS_COLOURS) == set(Status)
    names = [function.__name__ for function in formatters.FILTERS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 bytes"), (812, "812 bytes"), (12_400, "12 kB"), (3_440_000, "3.4 MB")]
)
def test_sizes_read_as_people_write_them(size: int, text: str) -> None:
    assert formatters.size_text(size) == text
