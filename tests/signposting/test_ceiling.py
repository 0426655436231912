"""What known call-offs come to, beside the ceiling and never taken from it."""

from datetime import date

from hub.signposting.ceiling import Amount, Known, Total, known


def test_values_without_and_with_vat_and_each_currency_are_summed_apart():
    found = known([
        Amount(100_00, 120_00, "GBP", date(2026, 1, 1)), Amount(1, None, "GBP"), Amount(None, 50_00, "GBP"),
        Amount(7_00, None, "EUR", date(2026, 3, 1)), Amount(None, None, None, date(2025, 1, 1)),
    ])  # fmt: skip

    assert found.totals == [Total(2, 100_01, None, "GBP"), Total(1, 7_00, None, "EUR"), Total(1, None, 50_00, "GBP")]
    assert (found.contracts, found.without_value, found.newest) == (5, 1, date(2026, 3, 1))


def test_a_contract_of_nought_has_a_value_and_one_without_has_none():
    found = known([Amount(0, None, "GBP"), Amount(None, None, "GBP")])

    assert found.totals == [Total(1, 0, None, "GBP")] and found.without_value == 1


def test_nothing_known_is_nothing_summed():
    assert known([]) == Known(0, [], 0, None)
