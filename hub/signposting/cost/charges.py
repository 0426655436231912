"""Fees for using a framework: who pays them, and what they come to."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from hub.signposting.cost.rounding import ratio

WHOLE = Decimal(10_000)
"""100 % in basis points."""

YOURS = "Your figure"


class Payer(StrEnum):
    """Who pays a fee; UNKNOWN where that is not published."""

    BUYER = "buyer"
    SUPPLIER = "supplier"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Charge:
    """A fee for using the framework; without any amount, one whose amount is not published.

    ``basis_points`` are of the contract's value over its whole term, and ``cap_pence`` is the most they come to.
    ``flat_pence`` is charged once, ``yearly_pence`` for each year of the contract and by the month for a part of one.
    """

    payer: Payer = Payer.UNKNOWN
    basis_points: Decimal | None = None
    cap_pence: int | None = None
    flat_pence: int | None = None
    yearly_pence: int | None = None
    source: str = YOURS

    @property
    def published(self) -> bool:
        """Is any amount of it known?"""
        return (self.basis_points, self.flat_pence, self.yearly_pence) != (None, None, None)

    def parts(self, value_pence: int, months: int) -> tuple[int | None, int | None, int | None]:
        """What it comes to as a share of a contract's value, once, and by the year; None for a part it has not."""
        yearly = None if self.yearly_pence is None else ratio(self.yearly_pence, months, over=12)
        return self.share(value_pence), self.flat_pence, yearly

    def share(self, value_pence: int) -> int | None:
        """What its percentage comes to, at most its cap; None where it has no percentage."""
        if self.basis_points is None:
            return None
        share = ratio(self.basis_points, value_pence, over=WHOLE)
        return share if self.cap_pence is None else min(share, self.cap_pence)
