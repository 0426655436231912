"""The sheet of a cost comparison: its lines, sums and break-even in words. Every figure is to the penny."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from hub.formatters import lower_first
from hub.signposting.cost import Beside, Comparison, Line, Payer, Pence
from hub.web.cost_form import CostForm

PAID_BY = {Payer.SUPPLIER: "Levy the supplier pays", Payer.UNKNOWN: "Fee whose payer is not published"}
WHY_BESIDE = {
    Payer.SUPPLIER: "Already in the supplier's prices, so in neither sum.",
    Payer.UNKNOWN: "If your organisation pays it, it comes on top of what the framework costs.",
}


@dataclass(frozen=True)
class Row:
    """A line of the sheet: what it is, what it comes to on each side, and where that is from."""

    label: str
    framework: str
    tender: str
    source: str


@dataclass(frozen=True)
class Bar:
    """A sum in the chart: its ends in pence and in words."""

    label: str
    low: int
    high: int
    text: str


@dataclass(frozen=True)
class Sheet:
    """A comparison in words; the last row is the sum. ``beside`` are charges in neither sum: what, how much, why."""

    rows: Sequence[Row]
    verdict: str
    difference: str
    price: str
    value: str
    complete: bool
    beside: Sequence[tuple[str, str, str]]
    hourly: str
    bars: Sequence[Bar]
    term: str


def sheet(found: Comparison, form: CostForm) -> Sheet:
    """The sheet of a comparison, and of the form it was worked out from."""
    framework, tender = _total(found.framework, found.framework_complete), _total(found.tender, found.tender_complete)
    return Sheet(
        rows=[*map(_row, found.lines), Row("Together", framework, tender, "The sum of the lines")],
        verdict=_verdict(found),
        difference=span(found.difference),
        price=_price(found),
        value=_value(found),
        complete=found.framework_complete and found.tender_complete,
        beside=[_beside(each) for each in found.beside],
        hourly=penny(found.hourly_pence) if found.hourly_pence is not None else "",
        bars=[_bar("Framework", found.framework, framework), _bar("Own tender", found.tender, tender)],
        term=f"{penny(form.figures['value'])} over {form.figures['months']} months",
    )


def penny(pence: int) -> str:
    """ "£1,234.50", "−£0.07": always to the penny."""
    sign = "−" if pence < 0 else ""
    return f"{sign}£{abs(pence) // 100:,}.{abs(pence) % 100:02}"


def span(amount: Pence) -> str:
    """ "£10.00 to £12.00", or one figure where both ends are the same."""
    return penny(amount.low) if amount.low == amount.high else f"{penny(amount.low)} to {penny(amount.high)}"


def _total(amount: Pence, complete: bool) -> str:
    return span(amount) if complete else f"At least {span(amount)}"


def _bar(label: str, amount: Pence, text: str) -> Bar:
    return Bar(label, amount.low, amount.high, text)


def _row(line: Line) -> Row:
    return Row(
        label=line.label,
        framework=_cell(line.framework, line.framework_missing),
        tender=_cell(line.tender, line.tender_missing),
        source=line.source,
    )


def _cell(amount: Pence | None, missing: str) -> str:
    if amount is not None:
        return span(amount)
    return f"{missing}: not in the sum" if missing else "–"


def _verdict(found: Comparison) -> str:
    low, high = found.difference.low, found.difference.high
    if not found.framework_complete and not found.tender_complete:
        return "What is missing on both sides may be large or small, so these figures do not say which way costs less."
    if not found.framework_complete:
        most = f"at most {penny(high)} less" if high > 0 else f"at least {penny(-high)} more"
        return f"By these figures the framework costs {most} than a tender of your own: its sum is not complete."
    if not found.tender_complete:
        least = f"at least {penny(low)} less" if low > 0 else f"at most {penny(-low)} more"
        return (
            f"By these figures the framework costs {least} than a tender of your own: the tender's sum is not complete."
        )
    return f"By these figures the framework costs {_between(low, high)}."


def _between(low: int, high: int) -> str:
    if low == high == 0:
        return "as much as a tender of your own"
    if low >= 0:
        return f"{span(Pence(low, high))} less than a tender of your own"
    if high <= 0:
        return f"{span(Pence(-high, -low))} more than a tender of your own"
    return f"between {penny(-low)} more and {penny(high)} less than a tender of your own"


def _price(found: Comparison) -> str:
    """The break-even in price, over the whole term and as a share of the value."""
    low, high = (percent(points) for points in found.break_even.price_basis_points)
    share = low if low == high else f"{low} to {high}"
    return f"{span(found.break_even.price)}, which is {share} of the contract value"


def _value(found: Comparison) -> str:
    """The break-even in contract value; empty without a fee that is a share of it."""
    value = found.break_even.value
    if value is None:
        return ""
    low, high = value
    if low is None and high is None:
        return "At no value: the most that the fee comes to is less than what the framework saves otherwise"
    if low is None or high is None:
        known = low if high is None else high
        return f"From {penny(known or 0)} on, or at no value: the fee is capped"
    return f"{span(Pence(low, high))}: from there on the fee outweighs what the framework saves otherwise"


def _beside(each: Beside) -> tuple[str, str, str]:
    if each.pence is None:
        return PAID_BY[each.payer], "Not published", f"If there is one: {lower_first(WHY_BESIDE[each.payer])}"
    return PAID_BY[each.payer], penny(each.pence), f"{WHY_BESIDE[each.payer]} {each.source}."


def percent(basis_points: int) -> str:
    """ "1.32%", "−0.05%"."""
    sign = "−" if basis_points < 0 else ""
    return f"{sign}{Decimal(abs(basis_points)) / 100:.2f}%"
