"""What a form on a saving asks for, field by field, in plain words. Each kind of part (hub.savings.kinds) takes some.

A field of a part is called part1_before on the page: the number of the part, then the name that stands here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

LONGEST = 5_000
"""Characters of one field."""

LONGEST_LINE = 1_000
"""Characters of a field of one line, or of one that is reckoned with."""

MOST_PARTS, MOST_COSTS, MOST_SHARERS, MOST_GRADES = 20, 10, 60, 12


@dataclass(frozen=True)
class Field:
    """One thing to type or choose.

    ``shape`` says how it is read: line, text, money, signed (money that may be below nought), number, percent, count,
    day, choice, yes, monies (amounts), years (a quantity for each year), indices (names and percentages).
    ``key`` is its name in the inputs of the sum; empty where it is not reckoned with.
    """

    name: str
    label: str
    hint: str = ""
    shape: str = "line"
    key: str = ""
    required: bool = False
    options: Mapping[str, str] = field(default_factory=dict)

    def asked(self, label: str = "", hint: str = "", key: str = "", required: bool = True) -> "Field":
        """The same in the words of one kind of part."""
        more = {"label": label or self.label, "hint": hint or self.hint, "key": key or self.key}
        return replace(self, **more, required=required)  # type: ignore[arg-type]


POUNDS = "In pounds without VAT, such as 12.50 or 48,000."
DATE = "Such as 31/03/2027."

BEFORE = Field("before", "Before", POUNDS, "money")
NOW = Field("now", "Now", POUNDS, "money")
AMOUNT = Field("amount", "What it saved", POUNDS, "signed")
SPEND = Field("spend", "What you spent", POUNDS, "money")
QUANTITY = Field("quantity", "How many you bought", "What was really bought, not a forecast.", "number", "volume")
QUANTITIES = Field(
    "quantities",
    "How many in each year, if it differs",
    "One year on each line, such as 2025/26: 400. Instead of the number above.",
    "years",
    "volume_by_fy",
)
QUANTITY_BEFORE = Field("quantity_before", "How many you bought before", "", "number", "baseline_volume")
PER = Field(
    "per", "The prices are for how many", "1 unless they are for 100 or 1,000 at a time.", "number", "price_per"
)
INDICES = Field(
    "indices",
    "Price index to bring the old price up to date",
    "One on each line with its percentage, such as CPI: 3.4. Several compound. Leave it empty for none.",
    "indices",
    "indices",
)
MONTHS_BEFORE = Field(
    "months_before", "Months of the old contract", "Only if its term was another.", "count", "baseline_term_months"
)
MONTHS_NOW = Field("months_now", "Months of this contract", "Only if the terms differ.", "count", "award_term_months")
BIDS = Field("bids", "All bids, the winner’s included", "One on each line, in pounds.", "monies", "bids_pence")
ITEMS = Field(
    "items",
    "What each thing is worth",
    "One on each line, in pounds: what you would have paid.",
    "monies",
    "items_pence",
)
PERCENT = Field("percent", "Rebate in per cent of spend", "Such as 2.5.", "percent", "rebate_pct")
THRESHOLD = Field(
    "threshold", "Spend before any rebate is paid", f"{POUNDS} 0 if there is none.", "money", "threshold_pence"
)
PERCENT_BEFORE = Field(
    "percent_before", "Rise the supplier asked for, in per cent", "Such as 8.5.", "percent", "proposed_pct"
)
PERCENT_NOW = Field("percent_now", "Rise you agreed, in per cent", "0 if prices were frozen.", "percent", "agreed_pct")
HOURS_BEFORE = Field("hours_before", "Hours for each transaction before", "Such as 0.75.", "number", "hours_before")
HOURS_AFTER = Field("hours_after", "Hours for each transaction now", "Such as 0.25.", "number", "hours_after")
TRANSACTIONS = Field(
    "transactions", "How many transactions", "Orders, invoices or whatever took the time.", "number", "transactions"
)
SALARY = Field(
    "salary",
    "Salary for a year of whoever does it",
    f"{POUNDS} It is doubled for employer’s costs and overheads.",
    "money",
    "salary_pence",
)
PRODUCTIVE = Field(
    "productive", "Productive hours in a year", "1,720 unless your council has a figure of its own.", "number",
    "productive_hours",
)  # fmt: skip
PAID_TENDER = Field(
    "paid_tender",
    "What a tender would have cost you to others",
    "Lawyers, advertising, consultants. 0 if nothing.",
    "money",
    "external_tender_pence",
)
PAID_CALL_OFF = Field(
    "paid_call_off", "What this call-off cost you to others", "0 if nothing.", "money", "external_calloff_pence"
)
CASH_PART = Field("cash_part", "Of this, money you would have paid to others", POUNDS, "money", "cash_part_pence")
BUDGET_CUT = Field(
    "budget_cut",
    "By how much a budget was cut for it",
    "In pounds. Only this much is cashable. 0 or empty: no budget was cut.",
    "money",
    "budget_reduction_pence",
)
LABEL = Field("label", "What changed", "Such as a shared service or a team that was merged.", "line", "label")
TEXT = Field(
    "text", "What got better", "In one or two sentences. It counts as one benefit, without money.", "text", "text"
)
BENEFIT = Field(
    "benefit",
    "What kind of benefit",
    "",
    "choice",
    "cvt_label",
    options={
        each: each
        for each in (
            "Improved how services are delivered",
            "Met official rules or policies",
            "Saved staff time or resources",
            "Reduced carbon or waste",
            "Delivered social value",
            "Other",
        )
    },
)
BASELINE = Field("baseline", "What you compare with", "", "choice", "baseline_method")
GOODS = Field(
    "goods",
    "Name of the goods, if another part is about the same ones",
    "Use the same name in both parts, such as A: then nothing is counted twice.",
    "line",
    "volume_ref",
)
DUE = Field(
    "due", "How much of it is due to the framework, in per cent", "100 unless other things helped as well.", "percent",
    "due_pct",
)  # fmt: skip
RECURRENCE = Field(
    "recurrence",
    "When this part falls",
    "",
    "choice",
    "recurrence",
    options={"recurring": "Over the whole call-off, day by day", "one_off": "Once, on one day"},
)
ON = Field("on", "The day, if it falls once", f"{DATE} Empty: the day the call-off starts.", "day", "date")
ON_AWARD = Field(
    "on", "The day the tender was avoided", f"{DATE} Empty: the day of award, or else the start.", "day", "date"
)
START = Field("start", "First day of this part", f"{DATE} Empty: that of the call-off.", "day", "start")
END = Field("end", "Last day of this part", f"{DATE} Empty: that of the call-off.", "day", "end")
CONTINUATION = Field(
    "continuation",
    "This part is an extension at the same price",
    "It is then “sustained”, not new.",
    "yes",
    "continuation",
)

TIMING = (RECURRENCE, ON, START, END, CONTINUATION)

BASELINES = {
    "previous_cost": "What we paid before",
    "budget": "The budget we had",
    "external_benchmark": "An outside benchmark",
    "market_intelligence": "Market research",
    "median_bid": "The middle of all bids",
    "should_cost": "A model of what it should cost",
    "list_price": "The list price",
    "alternative_quote": "Another quote",
    "other": "Something else",
}
"""What a saving is measured against."""

GRADE = (
    Field("name", "Grade", "Such as officer. No names of people."),
    Field("salary", "Salary for a year", POUNDS, "money", "salary_pence", True),
    Field(
        "tender", "Hours a tender would take", "Your own figure: there is no default.", "number", "hours_tender", True
    ),
    Field("call_off", "Hours this call-off took", "Your own figure.", "number", "hours_calloff", True),
)
"""Of each grade of staff in the cost of tendering; part1_grade1_salary and so on."""
