"""The worked sum as the pages show it: each part line by line, totals, years, sharers, and what rules changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hub.errors import Refused
from hub.formatters import lower_first
from hub.savings import claim as claims, figures, typed
from hub.savings.kinds import KINDS
from hub.savings.pence import shown
from hub.savings.typed import Held
from hub.savings.workings import working
from hub.savings.years import year_shown

TYPES = {
    "PRICE_PREV": "Lower price than before",
    "PRICE_QUOTE": "Lower than a quote, a benchmark or a budget",
    "PRICE_LIST": "Lower than the list price",
    "PRICE_RISE_AVOIDED": "Price rise avoided",
    "REBATE": "Money paid back",
    "ADDED_VALUE": "More for the same money",
    "TENDER_COST_AVOIDED": "Cost of a tender avoided",
    "PROCESS_TIME": "Less staff time",
    "DEMAND": "Bought less: not due to the framework",
    "SCOPE": "Smaller scope: not due to the framework",
    "CANCELLED": "Cancelled: not due to the framework",
    "ORG_CHANGE": "Changed organisation: not due to the framework",
    "BENEFIT": "A benefit that is not money",
}

BUCKETS = {
    "headline": "Lower prices and money back",
    "avoidance": "Costs avoided",
    "tender_cost": "Cost of tendering avoided",
    "process_time": "Staff time",
    "not_due": "Not due to the framework",
    "owner_declared": "Declared by the framework’s owner",
}

COLUMNS = {
    "collaborative": "Bought together with others, through a framework or a joint contract",
    "local": "Bought by the council alone",
    "owner_declared": "Declared by the framework’s owner: shown apart and never added to councils’ savings",
}

RULES = {
    "R2": "Shares of a joint call-off may not come to more than the whole.",
    "R3": "What a framework’s owner declares stands in a column of its own and is never added to councils’ savings.",
    "R4": "The column follows from how it was bought.",
    "R5": "What was really bought takes the place of the estimate.",
    "R7": "Nothing counts past the real end of the call-off, or above what was really spent.",
    "R8": "A price rise avoided and a lower price on the same goods cannot both count from the same old price.",
    "R9": "The cost of a tender is avoided once for a call-off, and not where one was run.",
    "R10": "A maximum, a pipeline value or a target is no saving.",
    "R11": "After a move from another framework the baseline is the price last paid there.",
}
"""Why a rule bit, where the sum itself shows that it did."""


EMPTY = "Fill in the days of the call-off and what it saved. The sum then shows here."


@dataclass(frozen=True)
class PartSum:
    """A part: how it is reckoned and what comes of it. ``result`` is in pounds."""

    number: int
    label: str
    working: str
    result: str
    cashable: str
    other: str
    baseline: str
    rate: str
    counted: bool
    outlier: bool


@dataclass(frozen=True)
class Sum:
    """All of it, as text. ``waits`` says what is missing before there is a sum; then the rest is empty."""

    waits: Sequence[str] = ()
    parts: Sequence[PartSum] = ()
    totals: Sequence[tuple[str, str]] = ()
    buckets: Sequence[tuple[str, str]] = ()
    years: Sequence[tuple[str, ...]] = ()
    sharers: Sequence[tuple[str, str]] = ()
    beside: Sequence[str] = ()
    rules: Sequence[str] = ()
    outlier: bool = False
    more: Mapping[str, Any] = field(default_factory=dict)


def of_entered(entered: Mapping[str, str], call_off: Held | None = None) -> Sum:
    """The sum of what has been typed so far: parts that are not whole yet are left out, and said."""
    inputs, problems = typed.read(entered, call_off)
    if not (entered.get("start") or entered.get("end")):
        return Sum(waits=[EMPTY])
    days = [problems[name] for name in ("start", "end") if name in problems]
    if days:
        return Sum(waits=days)
    unfinished = sorted({int(name[4:].split("_")[0]) for name in problems if name.startswith("part")})
    waits = [f"Part {number} is not whole yet and is left out." for number in unfinished]
    if not inputs["lines"]:
        return Sum(waits=waits)
    inputs = {**inputs, "costs": [] if _wrong("cost", problems) else inputs.get("costs", [])}
    if _wrong("sharer", problems):
        inputs.pop("sharers", None)
    try:
        worked = figures.work_out(claims.read({**inputs, "organisation": inputs["organisation"] or "Your council"}))
    except Refused as reason:
        return Sum(waits=[str(reason)])
    return of_figures(inputs, worked.as_dict(), waits)


def of_figures(inputs: Mapping[str, Any], found: Mapping[str, Any], waits: Sequence[str] = ()) -> Sum:
    """The sum of a claim whose figures are held."""
    by_number = {each["line"]: each for each in found.get("lines", ())}
    return Sum(
        waits=waits,
        parts=[_part(each, by_number.get(each["line"], {})) for each in inputs.get("lines", ())],
        totals=_totals(found),
        buckets=[(BUCKETS[name], shown(pence)) for name, pence in found.get("buckets", {}).items() if pence],
        years=[_year(each) for each in found.get("profile", ())],
        sharers=_sharers(found),
        beside=_beside(found),
        rules=[_rule(each) for each in found.get("rules", ())],
        outlier=bool(found.get("outlier_note") or found.get("mad_note")),
    )


def _wrong(what: str, problems: Mapping[str, str]) -> bool:
    return any(name.startswith(what) for name in problems)


def _part(part: Mapping[str, Any], found: Mapping[str, Any]) -> PartSum:
    rate, baseline = found.get("rate_pct"), found.get("baseline_pence")
    gross = found.get("gross_pence") or 0
    return PartSum(
        number=part["line"],
        label=_label(part),
        working=working(part),
        result=shown(gross) if part["method"] != "benefit" else "",
        cashable=shown(found.get("cashable_pence") or 0),
        other=shown(found.get("non_cashable_pence") or 0),
        baseline=shown(baseline) if baseline is not None else "",
        rate=f"{rate}%" if rate is not None else "",
        counted=bool(found.get("counted", True)),
        outlier=bool(found.get("outlier_note")),
    )


def _label(part: Mapping[str, Any]) -> str:
    kinds = [each for each in KINDS.values() if (each.type, each.method) == (part["type"], part["method"])]
    name = TYPES[part["type"]]
    if len(kinds) != 1:
        return name
    label = kinds[0].label
    begins_alike = label.casefold().startswith(name.casefold()[:12])
    return label if begins_alike else f"{name}: {lower_first(label)}"


def _totals(found: Mapping[str, Any]) -> list[tuple[str, str]]:
    lines = [("Gross saving", found["gross_pence"]), ("Cost of getting it", -found["costs_pence"]),
             ("Net saving", found["net_pence"]), ("Of this cashable", found["cashable_pence"]),
             ("Of this not cashable", found["non_cashable_pence"])]  # fmt: skip
    rows = [(label, shown(pence)) for label, pence in lines if pence or label != "Cost of getting it"]
    if found.get("entered_gross_pence") not in (None, found["gross_pence"]):
        rows.insert(0, ("As entered, before any rule", shown(found["entered_gross_pence"])))
    if found.get("rate_pct") is not None:
        rows.append(("Rate: gross saving ÷ baseline", f"{found['rate_pct']}%"))
    if found.get("non_monetisable_count"):
        rows.append(("Benefits that are not money", str(found["non_monetisable_count"])))
    return rows


def _year(year: Mapping[str, Any]) -> tuple[str, ...]:
    names = ("gross_pence", "costs_pence", "net_pence", "new_pence", "sustained_pence")
    return (year_shown(year["fy"]), *(shown(year[name]) for name in names))


def _sharers(found: Mapping[str, Any]) -> list[tuple[str, str]]:
    rows = [(each["org"], shown(each["net_pence"])) for each in found.get("sharers") or ()]
    if rows and found.get("unattributed_pence"):
        rows.append(("Not claimed by anybody", shown(found["unattributed_pence"])))
    return rows


def _beside(found: Mapping[str, Any]) -> list[str]:
    """What stands beside the saving and is never taken from it or added to it."""
    levy, lines = found.get("levy") or {}, []
    if levy.get("known") and levy.get("estimate_pence") is not None:
        ratio = levy.get("net_per_levy")
        times = f" The net saving is {ratio} times that." if ratio is not None else ""
        lines.append(f"Levy the supplier pays, about {shown(levy['estimate_pence'])}: in the price already.{times}")
    if found.get("potential_extension_pence"):
        lines.append(
            f"Extensions not taken yet would add {shown(found['potential_extension_pence'])}: counted nowhere."
        )
    if found.get("evidence_gap_pence"):
        lines.append(f"Published but not shown: {shown(found['evidence_gap_pence'])}. It does not count.")
    if (variance := found.get("variance_to_estimate_pence")) is not None:
        lines.append(f"Difference from the estimate: {shown(variance)}.")
    return lines


def _rule(each: Mapping[str, Any]) -> str:
    where = f"Part {each['line']}: " if each.get("line") else ""
    return f"{where}{RULES.get(each['rule'], '')} ({each['rule']})"
