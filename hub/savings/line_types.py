"""The types of saving: which methods work each out, which line of the totals it stands on, and how much is cashable."""

from dataclasses import dataclass
from enum import StrEnum


class Bucket(StrEnum):
    """The lines of the totals; together they are the net saving."""

    HEADLINE = "headline"
    AVOIDANCE = "avoidance"
    TENDER_COST = "tender_cost"
    PROCESS_TIME = "process_time"
    NOT_DUE = "not_due"
    OWNER_DECLARED = "owner_declared"


class Cashable(StrEnum):
    """How much of a line's gross is cash that can be spent on something else."""

    ALL = "all"
    NONE = "none"
    UP_TO_BUDGET_CUT = "up to the budget cut"
    CASH_PART = "the part paid to others"


PRICES = ("unit_price", "contract_price", "annual_price", "median_bid", "best_alternative", "budget", "benchmark")
DECLARED = ("declared", "annual_declared")


@dataclass(frozen=True)
class LineType:
    """``cash_bucket`` is where the cashable part stands, ``bucket`` the rest, and a cost where neither says more.

    ``rated``: its gross is set against its baseline as a rate.
    """

    bucket: Bucket
    cashable: Cashable
    methods: tuple[str, ...]
    cash_bucket: Bucket | None = None
    rated: bool = False


LINE_TYPES = {
    "PRICE_PREV": LineType(Bucket.HEADLINE, Cashable.ALL, PRICES + DECLARED, rated=True),
    "PRICE_QUOTE": LineType(
        Bucket.AVOIDANCE, Cashable.UP_TO_BUDGET_CUT, PRICES + DECLARED, Bucket.HEADLINE, rated=True
    ),
    "PRICE_LIST": LineType(Bucket.AVOIDANCE, Cashable.NONE, PRICES + DECLARED, rated=True),
    "PRICE_RISE_AVOIDED": LineType(Bucket.AVOIDANCE, Cashable.NONE, ("rise_pct", "rise_unit", *DECLARED), rated=True),
    "REBATE": LineType(Bucket.HEADLINE, Cashable.ALL, ("rebate_fixed", "rebate_pct", *DECLARED), rated=True),
    "ADDED_VALUE": LineType(Bucket.AVOIDANCE, Cashable.NONE, ("added_value", *DECLARED)),
    "TENDER_COST_AVOIDED": LineType(Bucket.TENDER_COST, Cashable.CASH_PART, ("tender_cost", "declared")),
    "PROCESS_TIME": LineType(Bucket.PROCESS_TIME, Cashable.UP_TO_BUDGET_CUT, ("process_time", *DECLARED)),
    "DEMAND": LineType(Bucket.NOT_DUE, Cashable.ALL, ("demand", *DECLARED)),
    "SCOPE": LineType(Bucket.NOT_DUE, Cashable.ALL, ("scope", *DECLARED)),
    "CANCELLED": LineType(Bucket.NOT_DUE, Cashable.ALL, ("cancelled", *DECLARED)),
    "ORG_CHANGE": LineType(Bucket.NOT_DUE, Cashable.UP_TO_BUDGET_CUT, PRICES + DECLARED),
    "BENEFIT": LineType(Bucket.AVOIDANCE, Cashable.NONE, ("benefit",)),
}
