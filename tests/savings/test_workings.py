"""A sum is written out as somebody would do it by hand."""

import pytest

from hub.savings import typed
from hub.savings.kinds import KINDS
from hub.savings.methods import METHODS
from hub.savings.workings import FORMS, working, years_shown

ABOUT = {"title": "T", "reference": "R", "start": "1/4/2025", "end": "31/3/2026", "basis": "actual"}


def written(kind: str, **fields: str) -> str:
    """How the sum of one part is written."""
    entered = {f"part1_{name}": text for name, text in {"kind": kind, **fields}.items()}
    inputs, problems = typed.read({**ABOUT, **entered})
    assert not [name for name in problems if name.startswith("part")], problems
    return working(inputs["lines"][0])


@pytest.mark.parametrize(
    ("kind", "fields", "text"),
    [
        ("price_unit", {"before": "12", "now": "10.50", "quantity": "1000"}, "(£12.00 − £10.50) × 1,000"),
        ("price_unit", {"before": "20", "now": "19.5", "quantity": "10", "indices": "CPI: 5\\nFuel: -1"},
         "(£20.00 × 1.05 × 0.99 − £19.50) × 10"),
        ("price_unit", {"before": "9", "now": "8", "quantity": "1843725", "per": "1000"},
         "(£9.00 − £8.00) × 1,843,725 ÷ 1,000"),
        ("price_unit", {"before": "9", "now": "8", "quantities": "2025/26: 3\\n2026/27: 4.5"},
         "(£9.00 − £8.00) × 3 in 2025/26 + (£9.00 − £8.00) × 4.5 in 2026/27"),
        ("price_contract", {"before": "96000", "now": "228000", "months_before": "24", "months_now": "60"},
         "£96,000.00 × 60 months ÷ 24 months − £228,000.00"),
        ("price_year", {"before": "100", "now": "90"}, "(£100.00 − £90.00) for each contract year"),
        ("quote_bids", {"bids": "300\\n100\\n200", "now": "100"}, "the middle of £100.00, £200.00, £300.00 − £100.00"),
        ("rebate_percent", {"spend": "94500", "percent": "2"}, "(£94,500.00 − £0.00) × 2%"),
        ("rise_percent", {"before": "64000", "percent_before": "8.5", "percent_now": "3.0"},
         "£64,000.00 × (8.5% − 3.0%)"),
        ("tender", {"grade1_salary": "38700", "grade1_tender": "75", "grade1_call_off": "20", "paid_tender": "400"},
         "(75 − 20) hours × 2 × £38,700.00 ÷ 1,720 + (£400.00 − £0.00)"),
        ("demand", {"before": "50", "quantity_before": "1000", "quantity": "1100"}, "(1,000 − 1,100) × £50.00"),
        ("benefit", {"text": "Cleaner air."}, ""),
        ("price_amount", {"amount": "1200"}, ""),
    ],
)  # fmt: skip
def test_each_kind_of_sum_is_written_with_its_own_figures(kind: str, fields: dict[str, str], text: str) -> None:
    assert written(kind, **{name: value.replace("\\n", "\n") for name, value in fields.items()}) == text


def test_every_method_that_reckons_with_money_is_written_out() -> None:
    assert set(FORMS) | {"benefit", "declared"} == set(METHODS)
    assert {kind.method for kind in KINDS.values()} == set(METHODS)


@pytest.mark.parametrize(("text", "shown"), [
    ("claimed for 2025-26.", "claimed for 2025/26."),
    ("from 2025-04-01 to 2026-03-31", "from 2025-04-01 to 2026-03-31"),
])  # fmt: skip
def test_years_are_shown_as_people_write_them_and_days_stay(text: str, shown: str) -> None:
    assert years_shown(text) == shown
