"""From which price and which contract value on a framework costs as much as a tender of one's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from hub.signposting.cost.charges import WHOLE, Charge, Payer
from hub.signposting.cost.inputs import Inputs, Pence
from hub.signposting.cost.rounding import ratio


@dataclass(frozen=True)
class BreakEven:
    """Where both ways cost the same.

    ``price``: by so much may the framework's price over the whole term be above a tender's; below nought it must be
    lower. ``price_basis_points`` is the same as a share of the contract's value, lowest first. ``value``: the contract
    value from which on the fee the buyer pays outweighs what the framework saves otherwise; None without a percentage
    fee, and an end of it None where the fee's cap keeps it below at any value.
    """

    price: Pence
    price_basis_points: tuple[int, int]
    value: tuple[int | None, int | None] | None


def break_even(inputs: Inputs, difference: Pence) -> BreakEven:
    """Where both cost the same, given how much more the tender costs than the framework with its fees."""
    return BreakEven(difference, _as_share(difference, inputs.value_pence), _value(inputs, difference))


def _as_share(price: Pence, value_pence: int) -> tuple[int, int]:
    """In basis points, rounded half up to whole ones."""
    low, high = (ratio(each, WHOLE, over=value_pence) for each in (price.low, price.high))
    return low, high


def _value(inputs: Inputs, difference: Pence) -> tuple[int | None, int | None] | None:
    rated = [each for each in inputs.charges if each.payer is Payer.BUYER and each.basis_points]
    if not rated:
        return None
    fee = sum(each.share(inputs.value_pence) or 0 for each in rated)
    return _value_at(difference.low + fee, rated), _value_at(difference.high + fee, rated)


def _value_at(saved: int, rated: Sequence[Charge]) -> int | None:
    """The contract value at which these fees come to what is saved without them; None where caps keep them below.

    Fees grow with the value until each meets its cap: the first stretch that reaches the amount has the answer.
    """
    if saved <= 0:
        return 0
    capped = 0
    free = sorted(rated, key=_met_at)
    while free:
        rate = sum((each.basis_points or WHOLE for each in free), Decimal(0))
        value = ratio(saved - capped, WHOLE, over=rate)
        if value <= _met_at(free[0]):
            return value
        capped += free.pop(0).cap_pence or 0
    return None


def _met_at(charge: Charge) -> Decimal:
    """The contract value at which a fee meets its cap."""
    if charge.cap_pence is None:
        return Decimal("Infinity")
    return charge.cap_pence * WHOLE / (charge.basis_points or WHOLE)
