"""Claims that somebody might make: any type by any of its methods, with costs, sharers and facts, as plain data."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from hub.savings.claim import COLUMNS
from hub.savings.line_types import LINE_TYPES
from hub.savings.parts import BASELINE_METHODS, ROUTES

FIRST = date(2023, 4, 1)
small = st.integers(0, 3_000)
large = st.integers(0, 5 * 10**9)
amounts = small | large
signed = st.integers(-(10**9), 10**9) | st.integers(-500, 500)
quantities = st.integers(0, 99_999).map(lambda n: f"{n // 100}.{n % 100:02}")
positive = st.integers(1, 99_999).map(lambda n: f"{n // 100}.{n % 100:02}")
percentages = st.integers(0, 10_000).map(lambda n: f"{n // 100}.{n % 100:02}")
changes = st.integers(-5_000, 5_000).map(lambda n: f"{'-' if n < 0 else ''}{abs(n) // 100}.{abs(n) % 100:02}")
days = st.sampled_from([date(2024, 2, 29), date(2028, 2, 29), date(2025, 3, 31), date(2025, 4, 1)]) | st.dates(
    FIRST, date(2028, 12, 31)
)
years = st.sampled_from(["2023-24", "2024-25", "2025-26", "2026-27", "2027-28"])
lists = st.lists(st.fixed_dictionaries({"name": st.just("CPI"), "pct": changes}), max_size=3)
grades = st.lists(
    st.fixed_dictionaries(
        {"grade": st.just("officer"), "salary_pence": amounts, "hours_tender": quantities, "hours_calloff": quantities}
    ),
    max_size=3,
)
tenders = {
    "grades": grades,
    "productive_hours": st.just("1720") | positive,
    "external_tender_pence": amounts,
    "external_calloff_pence": amounts,
}
values = {"baseline_value_pence": amounts, "award_value_pence": amounts}

INPUTS: Mapping[str, Mapping[str, st.SearchStrategy[Any]]] = {
    "unit_price": {
        "baseline_unit_pence": small,
        "framework_unit_pence": small,
        "volume": quantities,
        "volume_by_fy": st.none() | st.dictionaries(years, quantities, min_size=1),
        "price_per": st.sampled_from(["1", "100", "1000", "0.5"]),
        "indices": lists,
    },
    "contract_price": {
        **values,
        "baseline_term_months": st.none() | positive,
        "award_term_months": st.none() | positive,
        "indices": lists,
    },
    "annual_price": {"baseline_annual_pence": amounts, "new_annual_pence": amounts, "indices": lists},
    "annual_declared": {"annual_saving_pence": signed},
    "rebate_fixed": {"amount_pence": signed, "spend_pence": st.none() | amounts},
    "rebate_pct": {"spend_pence": amounts, "threshold_pence": amounts, "rebate_pct": percentages},
    "rise_pct": {"current_value_pence": amounts, "proposed_pct": changes, "agreed_pct": changes},
    "rise_unit": {"proposed_unit_pence": small, "agreed_unit_pence": small, "volume": quantities},
    "median_bid": {"bids_pence": st.lists(amounts, min_size=1, max_size=7), "award_value_pence": amounts},
    "best_alternative": values,
    "budget": values,
    "benchmark": values,
    "tender_cost": tenders,
    "process_time": {
        "hours_before": quantities,
        "hours_after": quantities,
        "transactions": quantities,
        "salary_pence": amounts,
    },
    "demand": {
        "baseline_unit_pence": small,
        "baseline_volume": quantities,
        "volume": quantities,
        "indices": lists,
    },
    "scope": {"removed_value_pence": amounts},
    "cancelled": {"planned_value_pence": amounts, "spent_pence": amounts},
    "added_value": {"items_pence": st.lists(amounts, max_size=3), "paid_pence": amounts},
    "declared": {
        "amount_pence": signed,
        "baseline_value_pence": st.none() | amounts,
        "cash_part_pence": signed,
        "tender": st.none() | st.fixed_dictionaries(tenders),
    },
    "benefit": {"text": st.just("Two apprentices"), "cvt_label": st.sampled_from(["", "Met official rules"])},
}
"""Each method's own inputs."""


@st.composite
def periods(draw: st.DrawFn) -> dict[str, str]:
    """A start and an end, sometimes the same day or a whole number of years."""
    start = draw(days)
    length = draw(st.sampled_from([0, 1, 364, 365, 729, 730, 1095]) | st.integers(0, 1500))
    return {"start": start.isoformat(), "end": (start + timedelta(days=length)).isoformat()}


@st.composite
def lines(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(sorted(LINE_TYPES)))
    method = draw(st.sampled_from(LINE_TYPES[kind].methods))
    common = {
        "type": kind,
        "method": method,
        "baseline_method": draw(st.none() | st.sampled_from(BASELINE_METHODS)),
        "recurrence": draw(st.sampled_from(["recurring", "recurring", "one_off"])),
        "date": draw(st.none() | days.map(date.isoformat)),
        "continuation": draw(st.booleans()),
        "due_pct": draw(st.just("100") | percentages),
        "budget_reduction_pence": draw(st.just(0) | amounts),
        "volume_ref": draw(st.sampled_from(["", "A", "B"])),
    }
    own = draw(st.just({}) | periods()) if method != "benefit" else {}
    return common | own | draw(st.fixed_dictionaries({**INPUTS[method]}))


@st.composite
def costs(draw: st.DrawFn, lines: int) -> dict[str, Any]:
    amount = draw(
        st.fixed_dictionaries({"amount_pence": amounts})
        | st.fixed_dictionaries({"pct": percentages, "base_pence": amounts})
    )
    when = draw(st.just({"spread": True}) | st.fixed_dictionaries({"date": days.map(date.isoformat)}))
    line = draw(st.none() | st.integers(1, lines)) if lines else None
    kind = draw(st.sampled_from(["transition", "buyer_fee"]))
    return {"kind": kind, "line": line, "cash": draw(st.booleans()), **amount, **when}


@st.composite
def sharers(draw: st.DrawFn) -> list[dict[str, Any]]:
    """None, or some whose shares come to the whole or less."""
    weights = draw(st.lists(st.integers(0, 9), max_size=6))
    whole = sum(weights) + draw(st.sampled_from([0, 0, 1, 5])) or 1
    members = draw(st.lists(st.booleans(), min_size=len(weights), max_size=len(weights)))
    return [
        {"org": f"Council {n}", "share": f"{weight}/{whole}", "member": member}
        for n, (weight, member) in enumerate(zip(weights, members, strict=True))
    ]


facts = st.fixed_dictionaries(
    {},
    optional={
        "contract_end_actual": days.map(date.isoformat),
        "actual_spend_pence": amounts,
        "actual_volumes": st.dictionaries(years, quantities, min_size=1),
        "previous_framework_unit_pence": small,
        "previous_framework_value_pence": amounts,
        "tender_run_anyway": st.booleans(),
    },
)


@st.composite
def claims(draw: st.DrawFn) -> dict[str, Any]:
    """The inputs of a claim that can be read and worked out."""
    of_lines = draw(st.lists(lines(), max_size=4))
    return {
        "organisation": "Aldermere Council",
        "claimant": draw(st.sampled_from(["council", "council", "council", "framework_owner"])),
        "basis": draw(st.sampled_from(["actual", "estimated"])),
        "calloff": {
            "route": draw(st.sampled_from(ROUTES)),
            **draw(periods()),
            "award_date": draw(st.none() | days.map(date.isoformat)),
            "value_pence": draw(st.none() | amounts),
        },
        "lines": [{"line": n} | line for n, line in enumerate(of_lines, start=1)],
        "costs": draw(st.lists(costs(len(of_lines)), max_size=2)),
        "sharers": draw(sharers()),
        "facts": draw(st.just({}) | facts),
        "entered_column": draw(st.none() | st.sampled_from(COLUMNS)),
        "peer_rates_pct": draw(st.lists(percentages, max_size=7)),
        "levy": draw(st.none() | st.fixed_dictionaries({"known": st.just(True), "rate_pct": percentages})),
        "cvt": {"title": "Lifts", "ocid": "ocds-x", "cpv": "50750000"},
    }
