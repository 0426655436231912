"""What is typed for a worked claim comes, on the page, to the sums that were worked out by hand."""

from typing import Any

import pytest

from hub.savings.claim_fields import COST, SHARER
from hub.savings.pence import shown
from hub.web.savings import sums
from tests.savings.test_typed import shown as as_typed, worked, written

BASE = {"title": "T", "reference": "R", "like_for_like": "yes", "budget_code": "B", "evidence": "invoices"}


def entered(inputs: dict[str, Any]) -> dict[str, str]:
    """How an officer would fill in the whole form."""
    call_off = inputs["calloff"]
    found = {**BASE, "evidence_reference": "F", "basis": inputs["basis"], "claimant": inputs["claimant"]}
    found |= {name: str(call_off[name]) for name in ("start", "end", "award_date", "route") if call_off.get(name)}
    if call_off.get("value_pence") is not None:
        found["value"] = f"{call_off['value_pence'] // 100}.{call_off['value_pence'] % 100:02}"
    for part in inputs["lines"]:
        found |= written(part)
    for number, cost in enumerate(inputs.get("costs", ()), 1):
        found |= {f"cost{number}_{each.name}": as_typed(each, cost[each.key]) for each in COST if each.key in cost}
        found |= {} if cost["cash"] else {f"cost{number}_own": "yes"}
    for number, sharer in enumerate(inputs.get("sharers", ()), 1):
        found |= {f"sharer{number}_name": sharer["org"], f"sharer{number}_share": sharer["share"]}
        found |= {} if sharer.get("member", True) else {f"sharer{number}_{SHARER[2].name}": "yes"}
    if (inputs.get("levy") or {}).get("known"):
        found["levy"] = inputs["levy"]["rate_pct"]
    return found


TYPED = [case for case in worked() if not case["inputs"].get("facts")]
"""Facts of a call-off are not typed into a claim."""


@pytest.mark.parametrize("case", TYPED, ids=lambda case: str(case["id"]))
def test_the_page_shows_what_was_worked_out_by_hand(case: dict[str, Any]) -> None:
    expected, found = case["expected"], sums.of_entered(entered(case["inputs"]))

    assert found.waits == []
    totals = dict(found.totals)
    assert totals["Gross saving"] == shown(expected["gross_pence"])
    assert totals["Net saving"] == shown(expected["net_pence"])
    assert totals["Of this cashable"] == shown(expected["cashable_pence"])
    assert totals["Of this not cashable"] == shown(expected["non_cashable_pence"])
    if expected.get("rate_pct") is not None:
        assert totals["Rate: gross saving ÷ baseline"] == f"{expected['rate_pct']}%"
    years = [(year["fy"].replace("-", "/"), shown(year["net_pence"])) for year in expected["profile"]]
    assert [(year[0], year[3]) for year in found.years] == years
    shares = [(each["org"], shown(each["net_pence"])) for each in expected.get("sharers", ())]
    assert list(found.sharers)[: len(shares)] == shares
