"""A row of the government's Commercial Value Tool, in its own columns and words."""

from typing import Any

import pytest

from hub.savings import claim, figures, value_tool
from tests.savings.test_claim import CLAIM

CASH = {"type": "PRICE_PREV", "method": "declared", "amount_pence": 100}
TOOL = {"title": "Lifts", "ocid": "ocds-x", "cpv": "50750000"}


def cells(*lines: dict[str, Any], value: int | None = 90_000, **more: Any) -> dict[str, str]:
    """The row by the names of its columns."""
    inputs = CLAIM | {"calloff": CLAIM["calloff"] | {"value_pence": value}, "lines": list(lines), "cvt": TOOL} | more
    row = figures.work_out(claim.read(inputs)).cvt_row
    assert row is not None
    return dict(zip(value_tool.COLUMNS, row, strict=True))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"type": "DEMAND", "method": "declared", "amount_pence": 200}, "Reduced quantities purchased"),
        ({"type": "SCOPE", "method": "scope", "removed_value_pence": 200}, "Reduced the contract scope"),
        ({"type": "CANCELLED", "method": "declared", "amount_pence": 200}, "Cancelled a planned procurement"),
        (
            {"type": "ORG_CHANGE", "method": "declared", "amount_pence": 200, "budget_reduction_pence": 200},
            "Organisational changes",
        ),
        (
            {
                "type": "PRICE_PREV",
                "method": "contract_price",
                "baseline_value_pence": 300,
                "award_value_pence": 100,
            },
            "Re-tendered an existing contract",
        ),
        ({"type": "REBATE", "method": "declared", "amount_pence": 200}, "Reduced supplier margins or discounted rates"),
    ],
)
def test_how_a_saving_was_made_is_told_of_the_line_that_saved_most_cash(line: dict[str, Any], words: str):
    assert cells(CASH, line)["How did you make a saving?"] == words


def test_two_sharers_make_it_collaborative():
    sharers = [{"org": name, "share": "1/2"} for name in "AB"]
    assert cells(CASH, sharers=sharers)["How did you make a saving?"] == "Collaborative procurement"


def test_what_it_would_have_cost_leaves_staff_time_out():
    tender = {"type": "TENDER_COST_AVOIDED", "method": "declared", "amount_pence": 500, "cash_part_pence": 500}
    row = cells(CASH, tender)
    assert row["What would this have cost?"] == "£901.00"
    assert row["Add a performance / policy benefit"] == "Saved staff time or resources"


def test_without_cash_or_value_the_cells_about_them_are_empty():
    row = cells({"type": "ADDED_VALUE", "method": "declared", "amount_pence": 100}, value=None)
    assert row["Contract value"] == row["What would this have cost?"] == row["How did you make a saving?"] == ""
    assert row["Add a budget / price benefit"] == "Got more for the same budget"
    assert row["Estimate of the price rise prevented"] == "£1.00"


@pytest.mark.parametrize(
    ("method", "words"),
    [
        ("previous_cost", "Compared with our last contract"),
        ("budget", "Used our original budget allocation"),
        ("external_benchmark", "Compared with industry standards"),
        ("market_intelligence", "Researched current market rates"),
        ("alternative_quote", "Researched current market rates"),
        ("list_price", "Researched current market rates"),
        ("median_bid", "Used the median of all competitive bids"),
        ("should_cost", "Detailed cost modelling"),
        ("other", ""),
    ],
)
def test_how_it_was_calculated_is_told_in_the_words_of_the_tool(method: str, words: str):
    assert cells(CASH | {"baseline_method": method})["How did you calculate the saving?"] == words


def test_a_benefit_is_told_by_its_label():
    benefit = {"type": "BENEFIT", "method": "benefit", "cvt_label": "Met official rules or policies"}
    assert cells(CASH, benefit)["Add a performance / policy benefit"] == "Met official rules or policies"


def test_a_loss_has_no_row():
    read = claim.read(CLAIM | {"lines": [CASH | {"amount_pence": -1}], "cvt": TOOL})
    assert figures.work_out(read).cvt_row is None


def test_there_are_thirteen_columns():
    assert len(value_tool.COLUMNS) == 13
