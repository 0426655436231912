"""The kinds of part a saving may have: which type and method of the sum each is, and what is asked for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hub.savings.asked import (
    AMOUNT,
    BASELINE,
    BASELINES,
    BEFORE,
    BENEFIT,
    BIDS,
    BUDGET_CUT,
    CASH_PART,
    CONTINUATION,
    DUE,
    END,
    GOODS,
    HOURS_AFTER,
    HOURS_BEFORE,
    INDICES,
    ITEMS,
    LABEL,
    MONTHS_BEFORE,
    MONTHS_NOW,
    NOW,
    ON_AWARD,
    PAID_CALL_OFF,
    PAID_TENDER,
    PER,
    PERCENT,
    PERCENT_BEFORE,
    PERCENT_NOW,
    PRODUCTIVE,
    QUANTITIES,
    QUANTITY,
    QUANTITY_BEFORE,
    SALARY,
    SPEND,
    START,
    TEXT,
    THRESHOLD,
    TIMING,
    TRANSACTIONS,
    Field,
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """``type`` and ``method`` as hub.savings.claim has them. ``fields`` are asked for first, ``more`` where they apply.

    ``baseline`` is what is compared with unless something else is chosen; ``fixed`` where nothing else makes sense.
    ``grades``: hours by grade are asked for as well.
    """

    name: str
    group: str
    label: str
    type: str
    method: str
    fields: tuple[Field, ...]
    more: tuple[Field, ...] = ()
    baseline: str = ""
    fixed: bool = False
    grades: bool = False

    @property
    def defaults(self) -> Mapping[str, Any]:
        """What the sum has where nothing was typed."""
        budget = {"budget_reduction_pence": 0} if BUDGET_CUT in self.fields else {}
        return {**DEFAULTS.get(self.method, {}), **budget, **ONCE.get(self.type, {})}

    @property
    def all_fields(self) -> tuple[Field, ...]:
        choice = (BASELINE,) if self.baseline and not self.fixed else ()
        return (*self.fields, *choice, *self.more)


DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "tender_cost": {"productive_hours": "1720", "external_tender_pence": 0, "external_calloff_pence": 0},
    "process_time": {"productive_hours": "1720"},
    "added_value": {"paid_pence": 0},
    "rebate_pct": {"threshold_pence": 0},
}
ONCE = {"TENDER_COST_AVOIDED": {"recurrence": "one_off"}}

LOWER, LIST = "Lower price than before", "Lower than the list price"
QUOTE = "Lower than a quote, a benchmark or a budget"
BACK, RISE = "Money paid back", "Price rise avoided"
WORK, ADDED, NO_MONEY = "Less work", "More for the same money", "Better, without money"
NOT_DUE = "Not due to the framework"

NEW_PRICE = NOW.asked("Price of one now", key="framework_unit_pence")
PRICES = (BEFORE.asked("Price of one before", key="baseline_unit_pence"), NEW_PRICE)
EITHER = (QUANTITY.asked(required=False), QUANTITIES)
AWARD = NOW.asked("What you pay now", "For the same scope and term. In pounds without VAT.", "award_value_pence")
DECLARED = AMOUNT.asked(key="amount_pence")


def _against(label: str, hint: str = "") -> Field:
    return BEFORE.asked(label, hint, "baseline_value_pence")


PRICE_KINDS = (
    Kind("price_contract", LOWER, "The whole contract: what it cost before and what it costs now", "PRICE_PREV",
         "contract_price", (_against("What the contract before cost"), AWARD),
         (MONTHS_BEFORE, MONTHS_NOW, INDICES, DUE, GOODS, *TIMING), "previous_cost"),
    Kind("price_unit", LOWER, "The price of one, times how many you bought", "PRICE_PREV", "unit_price",
         (*PRICES, *EITHER), (PER, INDICES, DUE, GOODS, *TIMING), "previous_cost"),
    Kind("price_year", LOWER, "The price for a year, before and now", "PRICE_PREV", "annual_price",
         (BEFORE.asked("What a year cost before", key="baseline_annual_pence"),
          NOW.asked("What a year costs now", key="new_annual_pence")),
         (INDICES, DUE, START, END, CONTINUATION), "previous_cost"),
    Kind("price_year_amount", LOWER, "An amount saved each year, worked out already", "PRICE_PREV", "annual_declared",
         (AMOUNT.asked("What it saves in a year", key="annual_saving_pence"),), (DUE, START, END, CONTINUATION),
         "previous_cost"),
    Kind("price_amount", LOWER, "An amount worked out already", "PRICE_PREV", "declared",
         (DECLARED, _against("What it is measured against, if you know").asked(required=False)), (DUE, *TIMING),
         "previous_cost"),
    Kind("quote_bids", QUOTE, "The middle of all bids", "PRICE_QUOTE", "median_bid",
         (BIDS.asked(), AWARD, BUDGET_CUT), (DUE, *TIMING), "median_bid", True),
    Kind("quote_best", QUOTE, "The next best quote", "PRICE_QUOTE", "best_alternative",
         (_against("The next best quote"), AWARD, BUDGET_CUT), (DUE, *TIMING), "alternative_quote", True),
    Kind("quote_budget", QUOTE, "The budget", "PRICE_QUOTE", "budget",
         (_against("The budget you had"), AWARD, BUDGET_CUT), (DUE, *TIMING), "budget", True),
    Kind("quote_benchmark", QUOTE, "A benchmark from outside", "PRICE_QUOTE", "benchmark",
         (_against("The benchmark"), AWARD, BUDGET_CUT), (DUE, *TIMING), "external_benchmark"),
    Kind("quote_amount", QUOTE, "An amount worked out already", "PRICE_QUOTE", "declared",
         (DECLARED, _against("What it is measured against, if you know").asked(required=False), BUDGET_CUT),
         (DUE, *TIMING), "should_cost"),
    Kind("list_unit", LIST, "The list price of one, times how many you bought", "PRICE_LIST", "unit_price",
         (BEFORE.asked("List price of one", key="baseline_unit_pence"),
          NEW_PRICE, *EITHER), (PER, INDICES, *TIMING), "list_price", True),
    Kind("list_whole", LIST, "The list price of all of it", "PRICE_LIST", "benchmark",
         (_against("What it would cost at list prices"), AWARD), TIMING, "list_price", True),
)  # fmt: skip

OTHER_KINDS = (
    Kind("rebate", BACK, "A rebate of an amount", "REBATE", "rebate_fixed",
         (AMOUNT.asked("What was paid back", key="amount_pence"),
          SPEND.asked("What you spent to get it, if you know", key="spend_pence", required=False)), (DUE, *TIMING)),
    Kind("rebate_percent", BACK, "A rebate in per cent of spend", "REBATE", "rebate_pct",
         (SPEND.asked(key="spend_pence"), THRESHOLD, PERCENT.asked()), (DUE, *TIMING)),
    Kind("rise_percent", RISE, "A rise in per cent that was stopped or cut", "PRICE_RISE_AVOIDED", "rise_pct",
         (BEFORE.asked("What you pay for it before the rise", key="current_value_pence"), PERCENT_BEFORE.asked(),
          PERCENT_NOW.asked()), TIMING, "market_intelligence"),
    Kind("rise_unit", RISE, "A rise in the price of one that was stopped or cut", "PRICE_RISE_AVOIDED", "rise_unit",
         (BEFORE.asked("Price of one the supplier asked for", key="proposed_unit_pence"),
          NOW.asked("Price of one you agreed", key="agreed_unit_pence"), QUANTITY.asked()), (GOODS, *TIMING),
         "market_intelligence"),
    Kind("tender", WORK, "Cost of a tender avoided: hours by grade, and what others are paid", "TENDER_COST_AVOIDED",
         "tender_cost", (PRODUCTIVE, PAID_TENDER, PAID_CALL_OFF), (ON_AWARD,), grades=True),
    Kind("tender_amount", WORK, "Cost of a tender avoided: an amount worked out already", "TENDER_COST_AVOIDED",
         "declared", (DECLARED, CASH_PART), (ON_AWARD,)),
    Kind("process", WORK, "Staff time saved in each transaction", "PROCESS_TIME", "process_time",
         (HOURS_BEFORE.asked(), HOURS_AFTER.asked(), TRANSACTIONS.asked(), SALARY.asked(), PRODUCTIVE, BUDGET_CUT),
         TIMING),
    Kind("added", ADDED, "Things you got on top, such as training or a longer warranty", "ADDED_VALUE", "added_value",
         (ITEMS.asked(), NOW.asked("What you paid for them", "0 if nothing.", "paid_pence", required=False)), TIMING,
         "market_intelligence"),
    Kind("benefit", NO_MONEY, "A benefit that is not money", "BENEFIT", "benefit", (TEXT.asked(), BENEFIT)),
    Kind("demand", NOT_DUE, "Bought less of it", "DEMAND", "demand",
         (BEFORE.asked("Price of one before", key="baseline_unit_pence"), QUANTITY_BEFORE.asked(),
          QUANTITY.asked("How many you bought now")), (INDICES, *TIMING), "previous_cost"),
    Kind("scope", NOT_DUE, "Took something out of the contract", "SCOPE", "scope",
         (AMOUNT.asked("What was taken out is worth", key="removed_value_pence"),), TIMING, "previous_cost"),
    Kind("cancelled", NOT_DUE, "Cancelled something planned", "CANCELLED", "cancelled",
         (BEFORE.asked("What it was planned to cost", key="planned_value_pence"),
          NOW.asked("What was spent on it all the same", "0 if nothing.", "spent_pence")), TIMING, "budget"),
    Kind("organisation", NOT_DUE, "Changed the organisation, such as a shared service", "ORG_CHANGE", "declared",
         (LABEL, DECLARED, BUDGET_CUT), TIMING, "other"),
)  # fmt: skip

KINDS = {each.name: each for each in (*PRICE_KINDS, *OTHER_KINDS)}

FIRST = "price_contract"
"""What a new part is until something else is chosen."""


def grouped(kinds: Iterable[Kind] = KINDS.values()) -> dict[str, list[Kind]]:
    """The kinds under the heading each stands below in the list to choose from."""
    found: dict[str, list[Kind]] = {}
    for each in kinds:
        found.setdefault(each.group, []).append(each)
    return found


def baselines_of(kind: Kind) -> dict[str, str]:
    """What a part of this kind may be compared with, the likeliest first."""
    return {kind.baseline: BASELINES[kind.baseline], **BASELINES} if kind.baseline else {}
