"""The sum of each part, written out as somebody would do it by hand: “(£12.00 − £10.50) × 1,000”. Pure.

A part is a line of the inputs, as hub.savings.claim reads them.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from hub.savings.pence import shown
from hub.savings.years import year_shown

Part = Mapping[str, Any]

YEAR = re.compile(r"\b((?:19|20)\d\d)-(\d\d)\b(?!-)")


def working(part: Part) -> str:
    """How a part is reckoned, without its result; empty for an amount entered as a whole and for a benefit."""
    write = FORMS.get(part["method"])
    return write(part) if write else ""


def quantity(text: Any) -> str:
    """A number with separators: 1,843,725."""
    return f"{Decimal(str(text)):,f}"


def years_shown(text: str) -> str:
    """A sentence with its financial years as people write them; days such as 2025-04-01 stay."""
    return YEAR.sub(r"\1/\2", text)


def _indexed(part: Part, key: str) -> str:
    rates = (f" × {1 + Decimal(each['pct']) / 100:f}" for each in part.get("indices", ()))
    return shown(part[key]) + "".join(rates)


def _unit_price(part: Part) -> str:
    each = f"({_indexed(part, 'baseline_unit_pence')} − {shown(part['framework_unit_pence'])})"
    per = f" ÷ {quantity(part['price_per'])}" if str(part.get("price_per", "1")) != "1" else ""
    if years := part.get("volume_by_fy"):
        return " + ".join(f"{each} × {quantity(number)}{per} in {year_shown(year)}" for year, number in years.items())
    return f"{each} × {quantity(part['volume'])}{per}"


def _contract_price(part: Part) -> str:
    before, now = part.get("baseline_term_months"), part.get("award_term_months")
    term = f" × {now} months ÷ {before} months" if before and now and before != now else ""
    return f"{_indexed(part, 'baseline_value_pence')}{term} − {shown(part['award_value_pence'])}"


def _annual_price(part: Part) -> str:
    return f"({_indexed(part, 'baseline_annual_pence')} − {shown(part['new_annual_pence'])}) for each contract year"


def _rebate(part: Part) -> str:
    return f"({shown(part['spend_pence'])} − {shown(part['threshold_pence'])}) × {part['rebate_pct']}%"


def _rise_pct(part: Part) -> str:
    return f"{shown(part['current_value_pence'])} × ({part['proposed_pct']}% − {part['agreed_pct']}%)"


def _rise_unit(part: Part) -> str:
    prices = f"({shown(part['proposed_unit_pence'])} − {shown(part['agreed_unit_pence'])})"
    return f"{prices} × {quantity(part['volume'])}"


def _median(part: Part) -> str:
    bids = ", ".join(map(shown, sorted(part["bids_pence"])))
    return f"the middle of {bids} − {shown(part['award_value_pence'])}"


def _less(part: Part) -> str:
    return f"{shown(part['baseline_value_pence'])} − {shown(part['award_value_pence'])}"


def _tender(part: Part) -> str:
    hours = [
        f"({quantity(each['hours_tender'])} − {quantity(each['hours_calloff'])}) hours × 2 × "
        f"{shown(each['salary_pence'])} ÷ {quantity(part['productive_hours'])}"
        for each in part["grades"]
    ]
    paid = f"({shown(part['external_tender_pence'])} − {shown(part['external_calloff_pence'])})"
    return " + ".join([*hours, paid])


def _process(part: Part) -> str:
    hours = f"({quantity(part['hours_before'])} − {quantity(part['hours_after'])}) hours"
    cost = f"2 × {shown(part['salary_pence'])} ÷ {quantity(part['productive_hours'])}"
    return f"{hours} × {quantity(part['transactions'])} × {cost}"


def _demand(part: Part) -> str:
    less = f"({quantity(part['baseline_volume'])} − {quantity(part['volume'])})"
    return f"{less} × {_indexed(part, 'baseline_unit_pence')}"


def _added(part: Part) -> str:
    return f"{' + '.join(map(shown, part['items_pence']))} − {shown(part['paid_pence'])}"


FORMS: Mapping[str, Callable[[Part], str]] = {
    "unit_price": _unit_price,
    "contract_price": _contract_price,
    "annual_price": _annual_price,
    "annual_declared": lambda part: f"{shown(part['annual_saving_pence'])} for each contract year",
    "rebate_fixed": lambda part: f"{shown(part['amount_pence'])} paid back",
    "rebate_pct": _rebate,
    "rise_pct": _rise_pct,
    "rise_unit": _rise_unit,
    "median_bid": _median,
    "best_alternative": _less,
    "budget": _less,
    "benchmark": _less,
    "tender_cost": _tender,
    "process_time": _process,
    "demand": _demand,
    "scope": lambda part: f"{shown(part['removed_value_pence'])} taken out",
    "cancelled": lambda part: f"{shown(part['planned_value_pence'])} − {shown(part['spent_pence'])}",
    "added_value": _added,
}
