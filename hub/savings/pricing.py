"""Savings on a price: against the last one, a quote or a list price.

All amounts here are exact, before any rounding, and over the whole time of the line; of a yearly method they are of one
year. ``framework_cost`` is what was to be spent at the new price, where the method knows it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar

from hub.savings import fields
from hub.savings.fields import pence, percentage, quantity, several, signed_pence


@dataclass(frozen=True, kw_only=True)
class Index:
    name: str = fields.text()
    pct: Fraction = percentage(least=-100)


def indexed(price: int, indices: tuple[Index, ...]) -> Fraction:
    """A price raised by each index in turn."""
    found = Fraction(price)
    for index in indices:
        found *= 1 + index.pct / 100
    return found


@dataclass(frozen=True, kw_only=True)
class Method:
    """What every method tells. ``yearly``: its amounts are of one year, and each contract year is reckoned alone."""

    name: ClassVar[str]
    yearly: ClassVar[bool] = False

    @property
    def gross(self) -> Fraction:
        raise NotImplementedError

    @property
    def baseline(self) -> Fraction | None:
        return None

    @property
    def framework_cost(self) -> Fraction | None:
        return None

    @property
    def cash_part(self) -> int:
        """The pence of the gross that were paid to others, where the method tells them apart."""
        return 0


@dataclass(frozen=True, kw_only=True)
class UnitPrice(Method):
    """Volume is what was bought; what was forecast is kept and not reckoned with."""

    name = "unit_price"

    baseline_unit_pence: int = pence()
    framework_unit_pence: int = pence()
    volume: Fraction | None = quantity(default=None)
    volume_by_fy: Mapping[str, Fraction] | None = fields.by_year(default=None)
    forecast_volume: Fraction | None = quantity(default=None)
    price_per: Fraction = quantity(default=Fraction(1), above=0)
    indices: tuple[Index, ...] = several(fields.part_of(Index))

    @property
    def bought(self) -> Fraction:
        if self.volume_by_fy is not None:
            return sum(self.volume_by_fy.values(), Fraction(0))
        return self.volume or Fraction(0)

    @property
    def last_price(self) -> Fraction:
        return indexed(self.baseline_unit_pence, self.indices) / self.price_per

    @property
    def gross(self) -> Fraction:
        return (self.last_price - self.framework_unit_pence / self.price_per) * self.bought

    @property
    def baseline(self) -> Fraction:
        return self.last_price * self.bought

    @property
    def framework_cost(self) -> Fraction:
        return self.framework_unit_pence / self.price_per * self.bought

    def of_volume(self, volume: Fraction) -> "UnitPrice":
        return replace(self, volume=volume, volume_by_fy=None)


@dataclass(frozen=True, kw_only=True)
class ContractPrice(Method):
    """The last contract's price, for as long as the new one, less the award."""

    name = "contract_price"

    baseline_value_pence: int = pence()
    award_value_pence: int = pence()
    baseline_term_months: Fraction | None = quantity(default=None, above=0)
    award_term_months: Fraction | None = quantity(default=None, above=0)
    indices: tuple[Index, ...] = several(fields.part_of(Index))

    @property
    def gross(self) -> Fraction:
        return self.baseline - self.award_value_pence

    @property
    def baseline(self) -> Fraction:
        terms = Fraction(1)
        if self.baseline_term_months and self.award_term_months:
            terms = self.award_term_months / self.baseline_term_months
        return indexed(self.baseline_value_pence, self.indices) * terms

    @property
    def framework_cost(self) -> Fraction:
        return Fraction(self.award_value_pence)


@dataclass(frozen=True, kw_only=True)
class AnnualPrice(Method):
    name = "annual_price"
    yearly = True

    baseline_annual_pence: int = pence()
    new_annual_pence: int = pence()
    indices: tuple[Index, ...] = several(fields.part_of(Index))

    @property
    def gross(self) -> Fraction:
        return self.baseline - self.new_annual_pence

    @property
    def baseline(self) -> Fraction:
        return indexed(self.baseline_annual_pence, self.indices)

    @property
    def framework_cost(self) -> Fraction:
        return Fraction(self.new_annual_pence)


@dataclass(frozen=True, kw_only=True)
class AnnualDeclared(Method):
    name = "annual_declared"
    yearly = True

    annual_saving_pence: int = signed_pence()

    @property
    def gross(self) -> Fraction:
        return Fraction(self.annual_saving_pence)


@dataclass(frozen=True, kw_only=True)
class MedianBid(Method):
    """Against the median of all bids, the winner's among them."""

    name = "median_bid"

    bids_pence: tuple[int, ...] = several(fields.read_pence, least=1)
    award_value_pence: int = pence()

    @property
    def gross(self) -> Fraction:
        return self.baseline - self.award_value_pence

    @property
    def baseline(self) -> Fraction:
        return median([Fraction(each) for each in self.bids_pence])

    @property
    def framework_cost(self) -> Fraction:
        return Fraction(self.award_value_pence)


def median(values: list[Fraction]) -> Fraction:
    """The middle one; of an even count the mean of the middle two."""
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


@dataclass(frozen=True, kw_only=True)
class AgainstValue(Method):
    """A value that is not of the last contract, less the award."""

    baseline_value_pence: int = pence()
    award_value_pence: int = pence()

    @property
    def gross(self) -> Fraction:
        return Fraction(self.baseline_value_pence - self.award_value_pence)

    @property
    def baseline(self) -> Fraction:
        return Fraction(self.baseline_value_pence)

    @property
    def framework_cost(self) -> Fraction:
        return Fraction(self.award_value_pence)


@dataclass(frozen=True, kw_only=True)
class BestAlternative(AgainstValue):
    name = "best_alternative"


@dataclass(frozen=True, kw_only=True)
class Budget(AgainstValue):
    name = "budget"


@dataclass(frozen=True, kw_only=True)
class Benchmark(AgainstValue):
    name = "benchmark"
