"""A claim that cannot be reckoned is refused with every place that is wrong and its cure."""

from typing import Any

import pytest

from hub.errors import Refused
from hub.savings import claim
from hub.savings.fields import MOST_PENCE

PRICE: dict[str, Any] = {
    "type": "PRICE_PREV",
    "method": "unit_price",
    "baseline_unit_pence": 110,
    "framework_unit_pence": 100,
    "volume": "10",
}
CALL_OFF: dict[str, Any] = {"route": "framework", "start": "2025-04-01", "end": "2026-03-31", "value_pence": None}
CLAIM: dict[str, Any] = {"organisation": "Aldermere Council", "calloff": CALL_OFF, "lines": [PRICE]}


def problems(inputs: Any) -> list[str]:
    """What is said of it; nothing where it can be read."""
    try:
        claim.read(inputs)
    except claim.InvalidClaim as invalid:
        assert isinstance(invalid, Refused)
        return [str(problem) for problem in invalid.problems]
    return []


def with_line(**changes: Any) -> dict[str, Any]:
    return CLAIM | {"lines": [PRICE | changes]}


def with_call_off(**changes: Any) -> dict[str, Any]:
    return CLAIM | {"calloff": CALL_OFF | changes}


def test_a_claim_that_can_be_reckoned_is_read():
    read = claim.read(CLAIM)
    assert [line.line for line in read.lines] == [1]
    assert read.lines[0].by.gross == 100


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ("nothing", ": Give its fields by name."),
        (CLAIM | {"organisation": " "}, "organisation: This is missing. Give it."),
        (CLAIM | {"claimant": "supplier"}, "claimant: Give one of council, framework_owner."),
        (CLAIM | {"lines": PRICE}, "lines: Give a list of 0 to 200."),
        (CLAIM | {"lines": [PRICE] * 201}, "lines: Give a list of 0 to 200."),
        (CLAIM | {"lines": [7]}, "lines[0]: Give its fields by name."),
        (CLAIM | {"lines": [PRICE | {"line": 1}, PRICE | {"line": 1}]}, "lines: Two lines have the same number."),
        (with_line(type="LUCK"), "lines[0].type: Give one of PRICE_PREV,"),
        (with_line(method="guess"), "lines[0].method: Give one of unit_price,"),
        (with_line(method="rebate_pct", spend_pence=1, rebate_pct="2"), "lines[0].method: A line of type PRICE_PREV"),
        (with_line(baseline_unit_pence=None), "lines[0].baseline_unit_pence: This is missing. Give it."),
        (with_line(baseline_unit_pence=1.5), "lines[0].baseline_unit_pence: Give whole pence."),
        (with_line(baseline_unit_pence="110"), "lines[0].baseline_unit_pence: Give whole pence."),
        (with_line(baseline_unit_pence=True), "lines[0].baseline_unit_pence: Give whole pence."),
        (with_line(baseline_unit_pence=-1), "lines[0].baseline_unit_pence: This cannot be less than nothing."),
        (with_line(baseline_unit_pence=MOST_PENCE + 1), "lines[0].baseline_unit_pence: This is more than"),
        (with_line(volume=None), "lines[0].volume: Say how many were bought"),
        (with_line(volume="NaN"), "lines[0].volume: Give a number in digits"),
        (with_line(volume="1e5"), "lines[0].volume: Give a number in digits"),
        (with_line(volume=2.5), "lines[0].volume: Give a number in digits"),
        (with_line(volume="٣"), "lines[0].volume: Give a number in digits"),
        (with_line(volume="-1"), "lines[0].volume: Give a number from 0 to 1,000,000,000,000."),
        (with_line(price_per="0"), "lines[0].price_per: Give a number above 0."),
        (with_line(volume_by_fy={"2025-27": "1"}), "lines[0].volume_by_fy[2025-27]: Give a financial year"),
        (with_line(volume_by_fy={"2025-26": "x"}), "lines[0].volume_by_fy[2025-26]: Give a number in digits"),
        (with_line(indices=[{"pct": "-100.5"}]), "lines[0].indices[0].pct: Give a number from -100 to 1,000."),
        (with_line(due_pct="100.1"), "lines[0].due_pct: Give a number from 0 to 100."),
        (with_line(start="2026-04-01"), "lines[0].end: This is before the start."),
        (with_line(label="two\nlines"), "lines[0].label: Give one line of text"),
        (with_line(continuation="yes"), "lines[0].continuation: Say true or false."),
        (with_line(line=0), "lines[0].line: Give a number from 1 to 200."),
        (with_call_off(route="luck"), "calloff.route: Give one of framework,"),
        (with_call_off(start="1 April"), "calloff.start: Give a date from 1900 to 2200"),
        (with_call_off(start="0025-04-01"), "calloff.start: Give a date from 1900 to 2200"),
        (with_call_off(end="2025-03-31"), "calloff.end: This is before the start."),
        (with_call_off(end="2125-04-01"), "calloff.end: This is 100 years or more after the start."),
        (CLAIM | {"costs": [{"kind": "transition"}]}, "costs[0].amount_pence: Give either an amount or a percentage."),
        (CLAIM | {"costs": [{"kind": "gift", "amount_pence": 1}]}, "costs[0].kind: Give one of transition, buyer_fee."),
        (
            CLAIM | {"costs": [{"kind": "transition", "amount_pence": 1, "line": 2}]},
            "costs[0].line: There is no line 2.",
        ),
        (CLAIM | {"costs": [{"kind": "buyer_fee", "pct": "1"}]}, "costs[0].base_pence: Say of which amount"),
        (CLAIM | {"levy": {"known": True}}, "levy.rate_pct: A levy that is known has a rate."),
        (CLAIM | {"sharers": [{"org": "A", "share": "1/0"}]}, "sharers[0].share: Give a share as"),
        (CLAIM | {"sharers": [{"org": "A", "share": "0.5"}]}, "sharers[0].share: Give a share as"),
        (CLAIM | {"sharers": [{"org": "A", "share": "-1%"}]}, "sharers[0].share: Give a share as"),
        (
            CLAIM | {"sharers": [{"org": "A", "share": "1/2"}, {"org": "B", "share": "50.01%"}]},
            "sharers: The shares come",
        ),
        (CLAIM | {"facts": {"actual_volumes": {}}}, "facts.actual_volumes: Give an amount for each financial year"),
        (CLAIM | {"peer_rates_pct": ["inf"]}, "peer_rates_pct[0]: Give a number in digits"),
    ],
)
def test_what_is_wrong_is_named_with_its_place_and_cure(inputs: Any, said: str):
    found = problems(inputs)
    assert [each for each in found if each.startswith(said)], found


def test_every_problem_is_told_at_once():
    assert len(problems({"calloff": {"route": "luck"}, "lines": [{"type": "LUCK"}]})) == 6


def test_shares_of_exactly_the_whole_are_read():
    thirds = [{"org": name, "share": "1/3"} for name in "ABC"]
    assert problems(CLAIM | {"sharers": thirds}) == []


def test_a_benefit_may_be_told_in_several_lines():
    benefit = {"type": "BENEFIT", "method": "benefit", "text": "Two apprentices\nand a placement"}
    assert problems(CLAIM | {"lines": [benefit]}) == []
    assert problems(CLAIM | {"lines": [benefit | {"text": "\x00"}]}) == [
        "lines[0].text: Give text of 10,000 characters at most."
    ]


def test_a_day_short_of_a_hundred_years_is_read():
    assert problems(with_call_off(end="2125-03-31")) == []
