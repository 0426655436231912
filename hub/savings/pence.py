"""Money in whole pence: rounded once, shared out whole, and shown. Nothing else of savings and reports rounds."""

from collections.abc import Sequence
from fractions import Fraction


def rounded(exact: Fraction) -> int:
    """The nearest whole number; a half goes away from zero."""
    size = (abs(exact) * 2 + 1) // 2
    return int(size if exact >= 0 else -size)


def shared(total: int, weights: Sequence[Fraction]) -> list[int]:
    """Whole parts of ``total`` by weight, which sum to it: spare pennies go to the largest fractions.

    Of equal fractions the first named goes first. A negative total is shared by its size. Weights sum to more than 0.
    """
    size, whole = abs(total), sum(weights)
    exact = [size * weight / whole for weight in weights]
    parts = [int(each) for each in exact]
    by_fraction = sorted(range(len(exact)), key=lambda n: parts[n] - exact[n])
    for n in by_fraction[: size - sum(parts)]:
        parts[n] += 1
    return parts if total >= 0 else [-part for part in parts]


def shown(pence: int) -> str:
    """For people: £39,008.00, −£135.00."""
    pounds, rest = divmod(abs(pence), 100)
    return f"{'−' if pence < 0 else ''}£{pounds:,}.{rest:02}"


def one_decimal(exact: Fraction) -> str:
    """12.25 as 12.3: one decimal, a half away from zero."""
    tenths = rounded(exact * 10)
    whole, rest = divmod(abs(tenths), 10)
    return f"{'-' if tenths < 0 else ''}{whole}.{rest}"
