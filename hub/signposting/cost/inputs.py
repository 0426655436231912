"""What a comparison of costs is worked out from: the buyer's own figures, and published ones it chose to use."""

from dataclasses import dataclass
from decimal import Decimal

from hub.signposting.cost.charges import YOURS, Charge


@dataclass(frozen=True)
class Hours:
    """Staff hours from the least to the most; one figure where the two are equal."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class Pence:
    """An amount from the least to the most, in pence; below nought where a difference is."""

    low: int
    high: int


AMOUNTS = ("basis_points", "cap_pence", "flat_pence", "yearly_pence")
"""The parts of a charge."""


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """What a comparison is worked out from. None is not known, which is never nought; no ``charges``: there is no fee.

    ``value_pence`` is the contract's value over all ``months``. ``salary_pence`` is a year's pay, ``productive_hours``
    the hours worked in a year. ``tender_whole`` stands for all that a tender costs the buyer, in the place of its hours
    and outside costs.
    """

    value_pence: int
    months: int
    tender_hours: Hours | None = None
    call_off_hours: Hours | None = None
    salary_pence: int | None = None
    productive_hours: Decimal | None = None
    tender_external: Pence | None = None
    call_off_external: Pence | None = None
    tender_whole: Pence | None = None
    tender_whole_source: str = YOURS
    charges: tuple[Charge, ...] = ()


def check(inputs: Inputs) -> None:
    """Raises ValueError for a value or term below 1, a range upside down, no productive hours or less than nothing."""
    if inputs.value_pence < 1 or inputs.months < 1:
        raise ValueError("a contract has a value and a term above nought")
    if inputs.productive_hours is not None and inputs.productive_hours <= 0:
        raise ValueError("productive hours are above nought")
    if inputs.tender_whole and (inputs.tender_hours or inputs.tender_external):
        raise ValueError("a tender's cost is given as a whole or in its parts")
    if not all(map(_is_range, (inputs.tender_hours, inputs.call_off_hours, *_amounts(inputs)))):
        raise ValueError("a range runs from its lower figure to its higher one, and neither is below nought")
    parts = [getattr(charge, name) for charge in inputs.charges for name in AMOUNTS]
    if any(amount is not None and amount < 0 for amount in (*parts, inputs.salary_pence)):
        raise ValueError("a fee or a salary is not below nought")


def _amounts(inputs: Inputs) -> tuple[Pence | None, ...]:
    return inputs.tender_external, inputs.call_off_external, inputs.tender_whole


def _is_range(given: Hours | Pence | None) -> bool:
    return given is None or 0 <= given.low <= given.high
