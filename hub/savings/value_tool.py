"""A claim as a row of the government's Commercial Value Tool, in the columns of its own template and in its words."""

from collections.abc import Iterable
from datetime import date

from hub.savings.claim import Claim
from hub.savings.parts import Line
from hub.savings.pence import shown
from hub.savings.results import Figures, LineFigures
from hub.savings.rises import Rise

COLUMNS = (
    "Title",
    "OCID",
    "Start date",
    "End date",
    "Organisation name",
    "CPV code",
    "Contract value",
    "How did you make a saving?",
    "How did you calculate the saving?",
    "What would this have cost?",
    "Add a budget / price benefit",
    "Estimate of the price rise prevented",
    "Add a performance / policy benefit",
)
STAFF_TIME = ("TENDER_COST_AVOIDED", "PROCESS_TIME")
AVOIDANCE = ("PRICE_QUOTE", "PRICE_LIST", "PRICE_RISE_AVOIDED", "ADDED_VALUE")
MADE_BY_TYPE = {
    "DEMAND": "Reduced quantities purchased",
    "SCOPE": "Reduced the contract scope",
    "CANCELLED": "Cancelled a planned procurement",
    "ORG_CHANGE": "Organisational changes",
}
CALCULATED = {
    "previous_cost": "Compared with our last contract",
    "budget": "Used our original budget allocation",
    "external_benchmark": "Compared with industry standards",
    "market_intelligence": "Researched current market rates",
    "alternative_quote": "Researched current market rates",
    "list_price": "Researched current market rates",
    "median_bid": "Used the median of all competitive bids",
    "should_cost": "Detailed cost modelling",
}


def row(claim: Claim, figures: Figures) -> tuple[str, ...] | None:
    """The thirteen cells; none where the tool was not asked for, or would refuse an amount below £0."""
    cash = sum(line.cashable_pence for line in figures.lines)
    rest = sum(line.non_cashable_pence for line in figures.lines)
    if claim.cvt is None or min(figures.gross_pence, cash, rest) < 0:
        return None
    tool, call_off = claim.cvt, claim.calloff
    return (
        tool.title,
        tool.ocid,
        _day(call_off.start),
        _day(call_off.end),
        claim.organisation,
        tool.cpv,
        "" if call_off.value_pence is None else shown(call_off.value_pence),
        *_saving(claim, figures),
        *_price_benefit(claim, figures),
        _other_benefit(claim, figures),
    )


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _saving(claim: Claim, figures: Figures) -> tuple[str, str, str]:
    """How it was made and calculated, by the line that saved most cash; and what it would have cost."""
    bought = [line for line in figures.lines if line.type not in STAFF_TIME]
    cash, value = sum(line.cashable_pence for line in bought), claim.calloff.value_pence
    cost = shown(value + cash) if cash and value is not None else ""
    most = _largest((line.cashable_pence, line) for line in bought)
    if most is None:
        return "", "", cost
    line = _entered(claim, most)
    return _made(claim, line), CALCULATED.get(line.baseline_method, ""), cost


def _largest(amounts: Iterable[tuple[int, LineFigures]]) -> LineFigures | None:
    """The first of the lines with the largest amount above nothing."""
    pence, line = max(amounts, key=lambda each: each[0], default=(0, None))
    return line if pence > 0 else None


def _entered(claim: Claim, figures: LineFigures) -> Line:
    return next(line for line in claim.lines if line.line == figures.line)


def _made(claim: Claim, line: Line) -> str:
    if line.type in MADE_BY_TYPE:
        return MADE_BY_TYPE[line.type]
    if len(claim.sharers) > 1:
        return "Collaborative procurement"
    return (
        "Re-tendered an existing contract"
        if line.method == "contract_price"
        else "Reduced supplier margins or discounted rates"
    )


def _price_benefit(claim: Claim, figures: Figures) -> tuple[str, str]:
    """What was gained beside cash, and how much."""
    avoided = [line for line in figures.lines if line.type in AVOIDANCE]
    pence = sum(line.non_cashable_pence for line in avoided)
    most = _largest((line.non_cashable_pence, line) for line in avoided)
    words = "" if most is None else _benefit(_entered(claim, most))
    return words, shown(pence) if pence else ""


def _benefit(line: Line) -> str:
    if line.type == "PRICE_RISE_AVOIDED":
        frozen = isinstance(line.by, Rise) and line.by.frozen
        return "Froze prices over time" if frozen else "Prevented a price rise"
    return "Got more for the same budget" if line.type == "ADDED_VALUE" else "Other"


def _other_benefit(claim: Claim, figures: Figures) -> str:
    told = next((line.by for line in claim.lines if line.type == "BENEFIT"), None)
    label = getattr(told, "cvt_label", "")
    if label:
        return str(label)
    staff_time = sum(line.gross_pence for line in figures.lines if line.type in STAFF_TIME)
    return "Saved staff time or resources" if staff_time > 0 else ""
