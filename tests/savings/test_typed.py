"""What an officer types about a saving becomes the inputs of the sum, or is told what is wrong with it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from hub.savings import typed
from hub.savings.asked import GRADE, Field
from hub.savings.kinds import KINDS
from tests.conftest import SHARED

CASES = SHARED / "data/cases/savings/claims.dev.jsonl"

WHOLE = {
    "title": "Copier paper",
    "reference": "CT-77",
    "start": "1/4/2025",
    "end": "31 3 2026",
    "basis": "actual",
    "part1_kind": "price_unit",
    "part1_before": "£12.00",
    "part1_now": "10.50",
    "part1_quantity": "1,000",
    "like_for_like": "yes",
    "evidence": "invoices",
    "evidence_reference": "FIN/2025/12",
}


@dataclass
class Facts:
    """What the hub holds of a call-off."""

    ended_on: date | None = None
    actual_spend_pence: int | None = None
    tender_run: bool = False
    predecessor: Any = None
    route: str = "framework"
    value_pence: int | None = None
    unit_price_pence: int | None = None


def wrong(**changes: str) -> dict[str, str]:
    return typed.read({**WHOLE, **changes})[1]


def line(**changes: str) -> dict[str, Any]:
    """The one part of a claim of that kind."""
    entered = {name: value for name, value in WHOLE.items() if not name.startswith("part")}
    inputs, problems = typed.read({**entered, **changes})
    assert problems == {}
    return dict(inputs["lines"][0])


def test_a_price_of_one_times_a_quantity_is_read_in_pence_and_days() -> None:
    inputs, problems = typed.read(WHOLE)

    assert problems == {}
    assert inputs["calloff"] == {
        "route": "framework", "start": "2025-04-01", "end": "2026-03-31", "value_pence": None,
    }  # fmt: skip
    assert inputs["lines"] == [
        {"line": 1, "type": "PRICE_PREV", "method": "unit_price", "baseline_method": "previous_cost",
         "baseline_unit_pence": 1200, "framework_unit_pence": 1050, "volume": "1000"},
    ]  # fmt: skip


def test_an_empty_form_asks_for_what_it_needs_by_the_names_of_its_fields() -> None:
    problems = typed.read({})[1]

    assert {"title", "reference", "start", "end", "basis", "part1_before", "part1_now"} <= problems.keys()
    assert problems["title"] == "What was bought: fill this in"
    assert problems["like_for_like"] == "Is it like for like? Choose an answer"


def test_hours_have_no_default_and_the_hours_of_a_year_have() -> None:
    about = {"part1_kind": "tender", "part1_grade1_salary": "38,700", "part1_grade1_tender": "75"}
    problems = typed.read({**{k: v for k, v in WHOLE.items() if not k.startswith("part")}, **about})[1]
    assert problems == {"part1_grade1_call_off": "Hours this call-off took: fill this in"}

    read = line(**about, part1_grade1_call_off="0", part1_grade1_name="officer")
    assert read["productive_hours"] == "1720"
    assert read["grades"] == [
        {"grade": "officer", "salary_pence": 3870000, "hours_tender": "75", "hours_calloff": "0"},
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1.005", "no part of a penny"),
        ("-3", "not below nought"),
        ("twelve", "write pounds in figures"),
        ("1,00", "write pounds in figures"),
        ("9999999999999", "below £100,000,000,000"),
        ("1e5", "write pounds in figures"),
    ],
)
def test_an_amount_that_cannot_be_read_exactly_is_refused_with_the_cure(text: str, said: str) -> None:
    assert said in wrong(part1_before=text)["part1_before"]


def test_a_part_with_something_wrong_is_left_out_and_the_others_stay() -> None:
    inputs, problems = typed.read({**WHOLE, "part2_kind": "rebate", "part2_amount": "some"})

    assert list(problems) == ["part2_amount"]
    assert [each["line"] for each in inputs["lines"]] == [1]


def test_a_quantity_is_given_once_or_for_each_year() -> None:
    by_year = "2024/25: 10.5\n2025-26: 33"
    assert line(
        part1_kind="price_unit", part1_before="9.99", part1_now="9.01", part1_quantities=by_year
    )["volume_by_fy"] == {"2024-25": "10.5", "2025-26": "33"}  # fmt: skip
    assert "write it once" in wrong(part1_quantities=by_year)["part1_quantity"]
    assert "2025/26" in wrong(part1_quantity="", part1_quantities="2025/27: 4")["part1_quantities"]


def test_what_rests_on_a_budget_says_which_budget_was_cut() -> None:
    about = {"part1_kind": "quote_budget", "part1_before": "120000", "part1_now": "108000", "part1_budget_cut": "12000"}
    assert "budget_code" in wrong(**about)
    assert "budget_code" not in wrong(**about, budget_code="F100")


def test_a_cost_is_an_amount_or_a_percentage_and_has_a_day_or_is_spread() -> None:
    both = wrong(cost1_amount="300", cost1_percent="1", cost1_of="100", cost1_on="1/4/2025")
    assert list(both) == ["cost1_amount"]
    assert list(wrong(cost1_amount="300")) == ["cost1_on"]
    assert list(wrong(cost1_amount="300", cost1_spread="yes", cost1_part="4")) == ["cost1_part"]

    inputs = typed.read({**WHOLE, "cost1_amount": "300", "cost1_spread": "yes", "cost1_own": "yes"})[0]
    assert inputs["costs"] == [
        {"kind": "transition", "line": 1, "amount_pence": 30000, "spread": True, "cash": False},
    ]


def test_shares_are_exact_and_may_not_be_more_than_the_whole() -> None:
    three = {f"sharer{n}_{name}": value for n in (1, 2, 3) for name, value in (("name", f"C{n}"), ("share", "1/3"))}
    inputs, problems = typed.read({**WHOLE, **three, "sharer3_outside": "yes"})

    assert problems == {}
    assert inputs["sharers"][2] == {"org": "C3", "share": "1/3", "member": False}
    assert "more than the whole" in wrong(**three, sharer4_name="C4", sharer4_share="0.01%")["sharer4_share"]
    assert "1/3 or 33.33%" in wrong(sharer1_name="C1", sharer1_share="33")["sharer1_share"]


def test_what_the_hub_knows_of_the_call_off_goes_into_the_sum() -> None:
    before = Facts(value_pence=33_000_000)
    held = Facts(date(2025, 9, 30), 4_500_000, True, before)

    assert typed.read(WHOLE, held)[0]["facts"] == {
        "contract_end_actual": "2025-09-30",
        "actual_spend_pence": 4_500_000,
        "tender_run_anyway": True,
        "previous_framework_value_pence": 33_000_000,
    }
    before.route = "own_tender"
    assert "previous_framework_value_pence" not in typed.read(WHOLE, held)[0]["facts"]


def test_a_text_that_goes_into_the_sum_is_one_line_and_not_too_long() -> None:
    assert line(part1_kind="benefit", part1_text="Cleaner air.\r\nLess noise.")["text"] == "Cleaner air. Less noise."
    assert wrong(title="x" * 1_001)["title"] == "What was bought: write at most 1,000 characters"
    assert "notes" not in wrong(notes="x" * 5_000)


def test_days_must_be_in_order() -> None:
    assert list(wrong(end="31/03/2025")) == ["end"]
    assert list(wrong(part1_start="1/5/2025", part1_end="1/4/2025")) == ["part1_end"]
    assert list(wrong(start="31/02/2025")) == ["start"]


def test_only_fields_of_the_form_are_taken() -> None:
    assert all(map(typed.allowed, ("title", "part20_before", "part1_grade12_salary", "sharer60_name", "framework")))
    assert not any(map(typed.allowed, ("state", "net_pence", "part21_before", "part0_before", "token", "part1_Before")))


def shown(field: Field, value: Any) -> str:
    """What somebody would type for a value of the sum."""
    if field.shape in ("money", "signed"):
        return str(Decimal(value) / 100)
    if field.shape == "monies":
        return "\n".join(str(Decimal(each) / 100) for each in value)
    if field.shape == "years":
        return "\n".join(f"{year}: {quantity}" for year, quantity in value.items())
    if field.shape == "indices":
        return "\n".join(f"{each['name']}: {each['pct']}" for each in value)
    return ("yes" if value else "") if field.shape == "yes" else str(value)


def written(part: Mapping[str, Any]) -> dict[str, str]:
    """How an officer would fill in a part that comes to this."""
    kinds = [each for each in KINDS.values() if (each.type, each.method) == (part["type"], part["method"])]
    [kind] = kinds or [each for each in KINDS.values() if each.type == part["type"]][:1]
    prefix = f"part{part['line']}_"
    found = {f"{prefix}{each.name}": shown(each, part[each.key]) for each in kind.all_fields if each.key in part}
    for number, grade in enumerate(part.get("grades", ()), 1):
        names = {each.name: each.key or "grade" for each in GRADE}
        for each in GRADE:
            found[f"{prefix}grade{number}_{each.name}"] = shown(each, grade[names[each.name]])
    return {**found, f"{prefix}kind": kind.name}


def worked() -> list[dict[str, Any]]:
    """Worked claims, where the folder with them stands beside the checkout."""
    return [json.loads(row) for row in CASES.read_text().splitlines()] if CASES.exists() else []


@pytest.mark.parametrize("case", worked(), ids=lambda case: str(case["id"]))
def test_every_worked_claim_can_be_typed(case: dict[str, Any]) -> None:
    inputs = case["inputs"]
    entered = {"title": "T", "reference": "R", "basis": inputs["basis"], "like_for_like": "yes", "budget_code": "B",
               "evidence": "invoices", "evidence_reference": "F"}  # fmt: skip
    entered |= {name: inputs["calloff"][name] for name in ("start", "end")}
    for part in inputs["lines"]:
        entered |= written(part)
    read, problems = typed.read(entered)

    assert problems == {}
    assert len(read["lines"]) == len(inputs["lines"])
    for part, found in zip(inputs["lines"], read["lines"], strict=True):
        expected = {key: value for key, value in part.items() if key not in LEFT_OUT}
        assert found == expected


LEFT_OUT = ("forecast_volume",)
"""What a case says of a line that changes nothing and that nobody is asked for."""
