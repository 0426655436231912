"""Limits to one call-off are read as numbers only where a sentence gives them plainly."""

import pytest

from hub.signposting.award.limits import OrderLimit, length_limits, value_limits

LOTS = {"1": "Lot 1: Vans", "2": "Lot 2: Lorries", "3": "Lot 3: Buses"}
THOUSAND = 1_000_00


def of_value(sentence: str) -> OrderLimit:
    [found] = value_limits({"how_to_buy": sentence}, LOTS)
    assert (found.evidence.quote, found.evidence.field) == (sentence, "how_to_buy")
    return found


def of_length(sentence: str) -> OrderLimit:
    [found] = length_limits({"how_to_buy": sentence}, LOTS)
    assert found.evidence.quote == sentence
    return found


@pytest.mark.parametrize(
    ("sentence", "least", "most"),
    [
        ("Call-offs must not exceed £500,000.", None, 500),
        ("No order may be larger: the maximum value of a call-off is £2 million.", None, 2_000),
        ("The maximum order value is £90k.", None, 90),
        ("The framework caps each order at £400,000.", None, 400),
        ("Orders are limited to £50,000.", None, 50),
        ("Call-off contracts can be worth up to £5m.", None, 5_000),
        ("Orders must be at least £10,000.", 10, None),
        ("The minimum call-off value is £25,000.", 25, None),
        ("It is for orders of £1 million to £5 million.", 1_000, 5_000),
        ("Call-offs are between £100,000 and £250,000.", 100, 250),
    ],
)
def test_a_plain_sentence_limits_the_value_of_every_order(sentence: str, least: int | None, most: int | None) -> None:
    found = of_value(sentence)
    pence = [None if amount is None else amount * THOUSAND for amount in (least, most)]
    assert [found.least, found.most] == pence
    assert found.for_one_order and found.lots == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Orders usually should not exceed £500,000.",
        "Call-offs must not exceed £500,000 per year.",
        "All call-offs together must not exceed £9 million in total.",
        "Orders under £50,000 may be placed with any supplier on the lot.",
        "Use the short order form for requirements up to £5 million.",
        "Delivery is free for orders over £50.",
        "Orders must not exceed £50,000 unless the owner agrees.",
        "Orders must not exceed £50,000 for vans and £90,000 for lorries.",
        "The maximum order value is £1-5 million.",
        "Last year an order of £700,000 was made.",
    ],
)
def test_a_sentence_that_is_no_plain_limit_is_left_to_a_person(sentence: str) -> None:
    assert not of_value(sentence).is_number


def test_a_limit_to_direct_awards_is_one_of_orders_without_competition() -> None:
    found = of_value("Direct award is for orders up to £100,000.")
    assert (found.most, found.without_competition, found.for_one_order) == (100 * THOUSAND, True, False)
    below = of_value("A direct award may be made for orders below £100,000.")
    assert below.most == 100 * THOUSAND - 1
    both = of_value("Further competition or direct award up to £100,000 for orders.")
    assert not both.is_number


def test_with_vat_is_told() -> None:
    assert of_value("Call-offs must not exceed £500,000 including VAT.").with_vat
    assert not of_value("Call-offs must not exceed £500,000 excluding VAT.").with_vat


@pytest.mark.parametrize(
    ("sentence", "most"),
    [
        ("Call-off contracts placed here have a maximum duration of two years.", 24),
        ("The maximum call-off length is 48 months (4 years).", 48),
        ("Call-offs may last up to 36 months.", 36),
        ("Maximum call off length is 5 years, including the initial term and any extensions.", 60),
        ("A call-off cannot last; it must not exceed 12 months.", 12),
    ],
)
def test_a_plain_sentence_limits_the_length_of_every_call_off(sentence: str, most: int) -> None:
    assert (of_length(sentence).most, of_length(sentence).least) == (most, None)


@pytest.mark.parametrize(
    "sentence",
    [
        "Call-offs may last up to 24 months with two extensions of 12 months.",
        "Any call-off will have an initial maximum duration of 24 months.",
        "Call-offs can be up to 2 or 4 years.",
        "Call-offs are recommended to last no longer than 4 years.",
        "Call-offs may run up to two years beyond the end of the framework.",
        "Call-offs may last up to four years, depending on the lot.",
        "A direct award call-off may last up to 12 months.",
        "Call-offs under the previous framework last up to 12 months.",
        "The call-off of last spring lasts 12 months.",
    ],
)
def test_a_length_that_is_no_plain_limit_is_left_to_a_person(sentence: str) -> None:
    assert not of_length(sentence).is_number


@pytest.mark.parametrize(
    ("sentence", "lots"),
    [
        ("Call-offs from Lot 2 must not exceed £500,000.", ("Lot 2: Lorries",)),
        ("Call-offs from lots 1 and 3 must not exceed £500,000.", ("Lot 1: Vans", "Lot 3: Buses")),
        ("Call-offs from lots 1 to 3 must not exceed £500,000.", tuple(LOTS.values())),
    ],
)
def test_a_sentence_that_names_lots_is_for_these(sentence: str, lots: tuple[str, ...]) -> None:
    found = of_value(sentence)
    assert (found.most, found.lots) == (500 * THOUSAND, lots)


def test_a_lot_that_nobody_knows_or_is_told_apart_gives_no_number() -> None:
    assert not of_value("Call-offs from Lot 9 must not exceed £500,000.").is_number
    assert not of_value("Call-offs, but not lot 2, must not exceed £500,000.").is_number


def test_the_words_of_a_lot_are_for_that_lot() -> None:
    [found] = value_limits({"lots": "Call-offs must not exceed £500,000."}, LOTS, "Lot 2: Lorries")
    assert found.lots == ("Lot 2: Lorries",)
    [other] = length_limits({"lots": "Call-offs may last up to 12 months."}, LOTS, "Lot 2: Lorries")
    assert other.lots == ("Lot 2: Lorries",)


def test_texts_without_a_word_on_limits_give_none() -> None:
    assert value_limits({"description": "Vans of all kinds. It costs £5."}, LOTS) == []
    assert length_limits({"description": "The framework runs for 48 months."}, LOTS) == []
