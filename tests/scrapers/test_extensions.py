"""Options to extend, read from the many ways in which owners publish them."""

from datetime import date

import pytest

from scrapers.parse.extensions import Option, options
from scrapers.parse.terms import whole_months


def months(text: str, base: int | None = None) -> list[int | None]:
    return [option.months for option in options(text, base)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("up to 24 months", [24]),
        ("12 months, after 36 months", [12]),
        ("Option to extend by up to a further two (2) years.", [24]),
        ("May be extended yearly for up to a further 2 years.", [24]),
        ("With the option to extend for a further year", [12]),
        ("36 months with 12 month extension option", [12]),
        ("The term is 3 years, with an option to extend for up to 18 months", [18]),
        ("Extension of 24 months, in 12 month increments", [24]),
        ("Up to 24 months further, extension taking the total to 4 years.", [24]),
        ("Option to extend for 12 months until 6 July 2027", [12]),
        ("It runs for 36 months and may be extended for a further 12\nmonth period, then it is let again.", [12]),
        ("Option to extend for 24 months. Any extension is at the owner's discretion.", [24]),
    ],
)
def test_one_length_is_one_option(text: str, expected: list[int]):
    assert months(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 × 12 months", [12, 12]),
        ("up to 3 x 12 months", [12, 12, 12]),
        ("Option to extend for two further 12-month periods (3 + 1 + 1)", [12, 12]),
        ("2 periods of 6 months each may be added as an option", [6, 6]),
        ("An extension of at most two [2] one [1] year periods", [12, 12]),
        ("Option to extend for up to 12 months on 2 separate occasions", [12, 12]),
        ("Option to extend on two occasions by 9 months each", [9, 9]),
        ("Extend for 12 months plus a further 6 months", [12, 6]),
        ("Option to extend the initial term in up to three (3) 12-month periods", [12, 12, 12]),
        ("1 + 1 year, after 24 months", [12, 12]),
        ("It lasts 5 years, and up to 3 years more by way of 1+1+1 year extensions", [12, 12, 12]),
        ("It runs for 3 years with the option to extend for 2 further periods, each of 12 months", [12, 12]),
        ("2 year extension option. 2 year extension (1 year plus 1 year)", [12, 12]),
        ("Option to extend for 2 + 1 years", [24, 12]),
    ],
)
def test_several_options_are_told_apart(text: str, expected: list[int]):
    assert months(text) == expected


def test_a_bare_sum_is_told_by_the_published_length():
    assert months("2+1+1", 24) == [12, 12], "it begins with the term without options"
    assert months("1 + 1 years", 36) == [12, 12], "none of it is that term"
    assert months("12+12", 12) == [12]
    assert months("3 years + 1 year OTE") == [12], "its own words tell"


def test_a_bare_sum_without_a_published_length_is_an_option_of_unknown_length():
    assert options("2+1+1") == (Option("2+1+1"),)


@pytest.mark.parametrize(
    "text",
    [
        "Possible, after 4 years",
        "It will stay live for a minimum of 4 years but may be extended further",
        "Option to extend until 17 November 2029",
        "Extend by up to 10 years (4 years + 2 years + 4 years = 10 years)",
        "Extension by 3 years, later by 7 years",
        "Option to extend for 99 periods of 12 months",
    ],
)
def test_a_length_that_is_not_clear_is_not_guessed(text: str):
    assert months(text) == [None]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "None",
        "No option to extend",
        "A framework of this kind is likely to be renewed every four years, as it was in the years before.",
        "It runs without any further extension.",
        "A call-off may be extended once by up to 12 months, which the buyer states in its terms from the beginning.",
        "The hall was painted and swept for a period of twelve months by the people who had come to do so in time.",
    ],
)
def test_where_no_option_is_published_there_is_none(text: str):
    assert options(text) == ()


def test_each_option_keeps_the_sentence_that_speaks_of_it():
    text = "It began in May.\nOption to extend for 12 months. A later extension of 6 months is possible."

    assert [(each.quote, each.months) for each in options(text)] == [
        ("Option to extend for 12 months.", 12),
        ("A later extension of 6 months is possible.", 6),
    ]


def test_what_is_said_again_for_each_lot_counts_once():
    assert months("Lot 1: option to extend for 12 months.\nLot 2: option to extend for 12 months.") == [12]


def test_a_day_for_the_decision_is_kept_where_it_is_published():
    with_day = options("Option to extend for 12 months. Notice of the extension is given by 31 March 2027.")

    assert [(each.months, each.decide_by) for each in with_day] == [(12, date(2027, 3, 31))]
    assert options("Option to extend for 12 months")[0].decide_by is None


def test_an_option_is_taken_only_where_the_words_say_so():
    assert options("The framework has been extended by 12 months")[0].taken is True
    assert options("The option to extend by 12 months will not be taken up")[0].taken is False
    assert options("Option to extend by 12 months")[0].taken is None


def test_a_hostile_text_is_read_in_no_time():
    assert months("on 1 occasion " * 50_000 + "extend") == [None]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [("2024-01-01", "2027-12-31", 48), ("2024-01-01", "2028-01-01", 48), ("2024-01-01", "2027-12-15", None)],
)
def test_the_whole_months_of_a_term(start: str, end: str, expected: int | None):
    assert whole_months(date.fromisoformat(start), date.fromisoformat(end)) == expected
