"""What a framework costs beside a tender of one's own: to the penny, by the formulas of docs/cost-comparison.md."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from hub.signposting.cost import Charge, Hours, Inputs, Payer, Pence, compare, round_half_up


def some_hours(low: str, high: str = "") -> Hours:
    return Hours(Decimal(low), Decimal(high or low))


def some_pence(low: int, high: int | None = None) -> Pence:
    return Pence(low, low if high is None else high)


EXAMPLE = Inputs(
    value_pence=400_000_00,
    months=48,
    tender_hours=some_hours("110", "150"),
    call_off_hours=some_hours("24", "30"),
    salary_pence=38_500_00,
    productive_hours=Decimal(1575),
    tender_external=some_pence(2_500_00),
    call_off_external=some_pence(0),
    charges=(
        Charge(payer=Payer.BUYER, basis_points=Decimal(75), cap_pence=2_800_00, yearly_pence=150_00),
        Charge(payer=Payer.SUPPLIER, basis_points=Decimal(100)),
    ),
)
"""The worked example of the docs."""


def test_the_worked_example_of_the_docs_comes_out_to_the_penny():
    found = compare(EXAMPLE)
    lines = {line.label: (line.framework, line.tender) for line in found.lines}

    assert found.hourly_pence == 48_89
    assert lines == {
        "Staff time": (Pence(1_173_33, 1_466_67), Pence(5_377_78, 7_333_33)),
        "Costs paid to others": (Pence(0, 0), Pence(2_500_00, 2_500_00)),
        "Fee you pay, a share of the value": (Pence(2_800_00, 2_800_00), None),
        "Fee you pay, by the year": (Pence(600_00, 600_00), None),
    }
    assert (found.framework, found.tender) == (Pence(4_573_33, 4_866_67), Pence(7_877_78, 9_833_33))
    assert found.difference == Pence(3_011_11, 5_260_00)
    assert found.break_even.price_basis_points == (75, 132)
    assert found.break_even.value == (None, None), "the cap keeps the fee below at any value"
    assert [each.pence for each in found.beside] == [4_000_00]
    assert found.framework_complete and found.tender_complete


def test_without_a_cap_the_fee_outweighs_the_rest_from_a_contract_value_on():
    uncapped = replace(EXAMPLE.charges[0], cap_pence=None)

    assert compare(replace(EXAMPLE, charges=(uncapped,))).break_even.value == (774_814_67, 1_074_666_67)


def test_at_the_break_even_value_both_cost_the_same():
    rated = Charge(payer=Payer.BUYER, basis_points=Decimal(50))
    plain = Inputs(value_pence=1, months=12, tender_hours=some_hours("0"), tender_external=some_pence(1_000_00),
                   call_off_hours=some_hours("0"), call_off_external=some_pence(0), charges=(rated,))  # fmt: skip
    value = compare(plain).break_even.value

    assert value == (200_000_00, 200_000_00)
    assert compare(replace(plain, value_pence=200_000_00)).difference == Pence(0, 0)


def test_two_capped_fees_meet_what_is_saved_where_both_together_do():
    fees = tuple(Charge(payer=Payer.BUYER, basis_points=Decimal(100), cap_pence=cap) for cap in (100_00, 500_00))
    plain = Inputs(value_pence=1_000_00, months=12, tender_external=some_pence(400_00), charges=fees)

    assert compare(plain).break_even.value == (30_000_00, 30_000_00), "100 is the first's cap, 300 is 1% of 30,000"


def test_a_framework_that_costs_more_has_a_difference_below_nought():
    dear = replace(EXAMPLE, call_off_external=some_pence(20_000_00))
    found = compare(dear)

    assert found.difference == Pence(-16_988_89, -14_740_00)
    assert found.break_even.price_basis_points == (-425, -369)  # 424.72 and 368.5: half a hundredth away from nought
    assert found.break_even.value == (0, 0), "it saves nothing that a fee could outweigh"


@pytest.mark.parametrize(
    ("yearly", "months", "pence"),
    [(5_000_00, 36, 15_000_00), (5_000_00, 18, 7_500_00), (100_00, 7, 58_33), (10, 3, 3), (1_00, 1, 8)],
)
def test_a_yearly_fee_is_charged_by_the_month(yearly: int, months: int, pence: int):
    charge = Charge(payer=Payer.BUYER, yearly_pence=yearly)
    found = compare(Inputs(value_pence=100, months=months, charges=(charge,)))

    assert found.framework == Pence(pence, pence)


@pytest.mark.parametrize(
    ("value", "points", "cap", "pence"),
    [
        (1_234_567_89, "37.5", None, 4_629_63),  # 4629.6295875
        (100, "50", None, 1),  # half a penny goes up
        (99, "50", None, 0),
        (200_000_00, "100", 1_500_00, 1_500_00),
        (100_000_00, "100", 1_500_00, 1_000_00),
        (100_000_00, "0", None, 0),
    ],
)
def test_a_fee_by_share_is_rounded_once_and_capped(value: int, points: str, cap: int | None, pence: int):
    charge = Charge(payer=Payer.BUYER, basis_points=Decimal(points), cap_pence=cap)

    assert compare(Inputs(value_pence=value, months=12, charges=(charge,))).framework.low == pence


def test_the_cost_of_an_hour_is_not_rounded_before_it_is_multiplied():
    third = Inputs(
        value_pence=100, months=12, tender_hours=some_hours("300"), salary_pence=50_00, productive_hours=Decimal(3)
    )
    found = compare(third)

    assert found.hourly_pence == 33_33
    assert found.tender == Pence(10_000_00, 10_000_00), "300 hours at 33.333…"


def test_what_is_not_given_is_listed_and_its_side_costs_at_least_the_rest():
    found = compare(Inputs(value_pence=100_00, months=12, tender_hours=some_hours("10"), tender_external=some_pence(5)))
    staff, external = found.lines

    assert (staff.tender, staff.tender_missing) == (None, "Not given"), "hours without a salary cost an unknown sum"
    assert (external.framework_missing, external.tender_missing) == ("Not given", "")
    assert not found.framework_complete and not found.tender_complete
    assert found.tender == Pence(5, 5)


def test_no_hours_cost_nothing_whatever_one_costs():
    found = compare(Inputs(value_pence=100, months=1, call_off_hours=some_hours("0")))

    assert found.lines[0].framework == Pence(0, 0) and not found.lines[0].framework_missing


def test_a_fee_whose_payer_is_not_published_is_beside_and_the_framework_costs_at_least_the_rest():
    unknown = Charge(payer=Payer.UNKNOWN, basis_points=Decimal(100))
    found = compare(replace(EXAMPLE, charges=(unknown,)))

    assert [(each.payer, each.pence) for each in found.beside] == [(Payer.UNKNOWN, 4_000_00)]
    assert found.framework == Pence(1_173_33, 1_466_67) and not found.framework_complete


def test_a_published_figure_takes_the_place_of_a_tenders_hours_and_outside_costs():
    whole = replace(EXAMPLE, tender_hours=None, tender_external=None, tender_whole=some_pence(8_000_00),
                    tender_whole_source="CEBR, 2013")  # fmt: skip
    found = compare(whole)

    assert found.tender == Pence(8_000_00, 8_000_00) and found.tender_complete
    assert [line.source for line in found.lines if line.label == "A tender as a whole"] == ["CEBR, 2013"]
    with pytest.raises(ValueError, match="as a whole or in its parts"):
        compare(replace(EXAMPLE, tender_whole=some_pence(8_000_00)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"value_pence": 0},
        {"months": 0},
        {"months": -3},
        {"productive_hours": Decimal(0)},
        {"tender_hours": Hours(Decimal(3), Decimal(2))},
        {"call_off_external": Pence(-1, 1)},
        {"salary_pence": -1},
        {"charges": (Charge(payer=Payer.BUYER, flat_pence=-1),)},
    ],
)
def test_what_cannot_be_is_refused(wrong: dict):
    with pytest.raises(ValueError):
        compare(replace(EXAMPLE, **wrong))


@pytest.mark.parametrize(("amount", "whole"), [("0.5", 1), ("1.5", 2), ("2.5", 3), ("2.4999", 2), ("-0.5", -1)])
def test_half_a_penny_is_rounded_away_from_nought(amount: str, whole: int):
    assert round_half_up(Decimal(amount)) == whole


amounts = st.integers(0, 10**11)
maybe_pence = st.none() | st.tuples(amounts, amounts).map(lambda ends: Pence(*sorted(ends)))
some_decimal = st.decimals(0, 100_000, places=2)
maybe_hours = st.none() | st.tuples(some_decimal, some_decimal).map(lambda ends: Hours(*sorted(ends)))
charges = st.builds(
    Charge,
    payer=st.sampled_from(Payer),
    basis_points=st.none() | st.decimals(0, 10_000, places=2),
    cap_pence=st.none() | amounts,
    flat_pence=st.none() | amounts,
    yearly_pence=st.none() | amounts,
)
anything = st.builds(
    Inputs,
    value_pence=st.integers(1, 10**13),
    months=st.integers(1, 600),
    tender_hours=maybe_hours,
    call_off_hours=maybe_hours,
    salary_pence=st.none() | amounts,
    productive_hours=st.none() | st.decimals("0.01", 10_000, places=2),
    tender_external=maybe_pence,
    call_off_external=maybe_pence,
    charges=st.lists(charges, max_size=3).map(tuple),
)


@given(anything)
def test_the_sheet_adds_up_and_every_range_runs_upwards(inputs: Inputs):
    found = compare(inputs)
    for side, total in (("framework", found.framework), ("tender", found.tender)):
        known = [amount for line in found.lines if (amount := getattr(line, side))]
        assert total == Pence(sum(each.low for each in known), sum(each.high for each in known))
        assert 0 <= total.low <= total.high
    assert found.difference == Pence(found.tender.low - found.framework.high, found.tender.high - found.framework.low)


@given(anything, st.sampled_from([Payer.BUYER, Payer.UNKNOWN]))
def test_a_missing_fee_never_lowers_a_cost_and_is_always_said(inputs: Inputs, payer: Payer):
    before, after = compare(inputs), compare(replace(inputs, charges=(*inputs.charges, Charge(payer=payer))))

    assert after.framework == before.framework and after.tender == before.tender
    assert not after.framework_complete
    assert any(line.framework_missing for line in after.lines) or any(each.pence is None for each in after.beside)


@given(anything, charges)
def test_a_fee_the_buyer_pays_never_makes_the_framework_cheaper(inputs: Inputs, charge: Charge):
    paid = replace(charge, payer=Payer.BUYER)
    before, after = compare(inputs), compare(replace(inputs, charges=(*inputs.charges, paid)))

    assert after.framework.low >= before.framework.low and after.framework.high >= before.framework.high


@given(anything, charges)
def test_a_levy_changes_no_sum(inputs: Inputs, charge: Charge):
    levy = replace(charge, payer=Payer.SUPPLIER)
    before, after = compare(inputs), compare(replace(inputs, charges=(*inputs.charges, levy)))

    assert replace(after, beside=()) == replace(before, beside=())
    assert len(after.beside) == len(before.beside) + 1


@given(anything, st.integers(1, 600))
def test_another_term_changes_nothing_but_fees_by_the_year(inputs: Inputs, months: int):
    by_year = {"Fee you pay, by the year"}
    rest = [
        [line for line in compare(each).lines if line.label not in by_year]
        for each in (inputs, replace(inputs, months=months))
    ]

    assert rest[0] == rest[1]
    assert compare(inputs).tender == compare(replace(inputs, months=months)).tender


@given(anything)
def test_a_framework_saves_something_below_its_break_even_value_and_nothing_above(inputs: Inputs):
    found = compare(inputs)
    if found.break_even.value is None or found.break_even.value[0] in (None, 0):
        return
    at = max(1, found.break_even.value[0])
    below, above = compare(replace(inputs, value_pence=max(1, at // 2))), compare(replace(inputs, value_pence=at * 2))

    assert below.difference.low >= -3  # each fee is rounded by itself
    assert above.difference.low <= 3
