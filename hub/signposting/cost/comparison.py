"""What a framework costs a buyer beside a tender of its own: an illustration in pence from the buyer's figures. Pure.

The formulas, with a worked example, are in docs/cost-comparison.md. Every line is worked out exactly and rounded once,
half a penny up; sums are sums of rounded lines, so that a sheet adds up. A levy that the supplier pays is in the prices
already and in neither sum. What is not given or not published is in no sum either, and the total then says "at least".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from hub.signposting.cost.break_even import BreakEven, break_even
from hub.signposting.cost.charges import YOURS, Charge, Payer
from hub.signposting.cost.inputs import Hours, Inputs, Pence, check
from hub.signposting.cost.rounding import ratio

ON_COSTS = 2
"""A post costs twice its salary: advice of HM Treasury and the Office of Government Commerce (OGC), as quoted by the
Efficiency Measurement Model (EMM) of colleges and universities.
"""

YOUR_STAFF = (
    "Your figures: hours × 2 × salary ÷ productive hours. The doubling is advice of HM Treasury and the OGC, as quoted "
    "by the EMM"
)

NOT_GIVEN = "Not given"
NOT_PUBLISHED = "Not published"
ASK = "Ask the owner of the framework"

STAFF = "Staff time"

FEE = "Fee you pay"
FEE_PARTS = (f"{FEE}, a share of the value", f"{FEE}, once", f"{FEE}, by the year")

NOTHING = Pence(0, 0)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One cost on both sides. An amount of None is in no sum; ``..._missing`` says why, where it should be in one."""

    label: str
    framework: Pence | None = None
    tender: Pence | None = None
    source: str = YOURS
    framework_missing: str = ""
    tender_missing: str = ""


@dataclass(frozen=True)
class Beside:
    """A charge in neither sum: who pays it, what it comes to (None: not published), and where that is from."""

    payer: Payer
    pence: int | None
    source: str


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """``framework`` and ``tender`` are the sums of the lines; one that is not complete is "at least" so much.

    ``difference`` is the tender less the framework: below nought, the framework costs more.
    """

    lines: Sequence[Line]
    framework: Pence
    tender: Pence
    framework_complete: bool
    tender_complete: bool
    difference: Pence
    beside: Sequence[Beside]
    break_even: BreakEven
    hourly_pence: int | None


def compare(inputs: Inputs) -> Comparison:
    """The cost of using a framework and of a tender of one's own, line by line, with the break-even.

    Raises ValueError for a value or term below 1, a range upside down, no productive hours or an amount below nought.
    """
    check(inputs)
    lines = [_staff(inputs), _external(inputs), *_whole(inputs), *_fees(inputs)]
    framework = _sum([line.framework for line in lines])
    tender = _sum([line.tender for line in lines])
    difference = Pence(tender.low - framework.high, tender.high - framework.low)
    beside = [_beside(charge, inputs) for charge in inputs.charges if charge.payer is not Payer.BUYER]
    payer_known = all(each.payer is Payer.SUPPLIER for each in beside)
    return Comparison(
        lines=lines,
        framework=framework,
        tender=tender,
        framework_complete=payer_known and not any(line.framework_missing for line in lines),
        tender_complete=not any(line.tender_missing for line in lines),
        difference=difference,
        beside=beside,
        break_even=break_even(inputs, difference),
        hourly_pence=_hourly(inputs),
    )


def _staff(inputs: Inputs) -> Line:
    tender = None if inputs.tender_whole else _work(inputs.tender_hours, inputs)
    framework = _work(inputs.call_off_hours, inputs)
    return Line(
        label=STAFF,
        source=YOUR_STAFF,
        framework=framework,
        tender=tender,
        framework_missing="" if framework else NOT_GIVEN,
        tender_missing="" if tender or inputs.tender_whole else NOT_GIVEN,
    )


def _work(hours: Hours | None, inputs: Inputs) -> Pence | None:
    """Hours × 2 × salary ÷ productive hours; no hours cost nothing, whatever one of them costs."""
    if hours is None:
        return None
    if hours.high == 0:
        return NOTHING
    salary, productive = inputs.salary_pence, inputs.productive_hours
    if salary is None or productive is None:
        return None
    low, high = (ratio(each, ON_COSTS, salary, over=productive) for each in (hours.low, hours.high))
    return Pence(low, high)


def _hourly(inputs: Inputs) -> int | None:
    found = _work(Hours(Decimal(1), Decimal(1)), inputs)
    return found.low if found else None


def _external(inputs: Inputs) -> Line:
    return Line(
        label="Costs paid to others",
        framework=inputs.call_off_external,
        tender=inputs.tender_external,
        framework_missing="" if inputs.call_off_external else NOT_GIVEN,
        tender_missing="" if inputs.tender_external or inputs.tender_whole else NOT_GIVEN,
    )


def _whole(inputs: Inputs) -> Sequence[Line]:
    if inputs.tender_whole is None:
        return ()
    return (Line(label="A tender as a whole", tender=inputs.tender_whole, source=inputs.tender_whole_source),)


def _fees(inputs: Inputs) -> Sequence[Line]:
    """The fees the buyer pays, part by part."""
    return [line for charge in inputs.charges if charge.payer is Payer.BUYER for line in _fee(charge, inputs)]


def _fee(charge: Charge, inputs: Inputs) -> Sequence[Line]:
    if not charge.published:
        return (Line(label=FEE, framework_missing=NOT_PUBLISHED, source=ASK),)
    parts = zip(FEE_PARTS, charge.parts(inputs.value_pence, inputs.months), strict=True)
    known = [(label, pence) for label, pence in parts if pence is not None]
    return [Line(label=label, framework=Pence(pence, pence), source=charge.source) for label, pence in known]


def _beside(charge: Charge, inputs: Inputs) -> Beside:
    parts = [part for part in charge.parts(inputs.value_pence, inputs.months) if part is not None]
    return Beside(charge.payer, sum(parts) if parts else None, charge.source)


def _sum(amounts: Sequence[Pence | None]) -> Pence:
    known = [each for each in amounts if each]
    return Pence(sum(each.low for each in known), sum(each.high for each in known))
