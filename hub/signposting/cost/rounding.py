"""Exact arithmetic and the one rounding of money."""

from decimal import ROUND_HALF_UP, Decimal, localcontext


def round_half_up(amount: Decimal) -> int:
    """The one rounding: to the nearest whole penny, half a penny away from nought."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def ratio(*factors: Decimal | int, over: Decimal | int) -> int:
    """A product divided by a number, with so many figures that only the last step rounds."""
    with localcontext() as context:
        context.prec = 100
        product = Decimal(1)
        for factor in factors:
            product *= factor
        return round_half_up(product / over)
