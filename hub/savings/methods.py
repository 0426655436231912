"""Every method a saving can be worked out by: its own inputs, its gross and its baseline, exact and not yet rounded."""

from dataclasses import dataclass
from fractions import Fraction

from hub.savings import fields
from hub.savings.fields import pence, percentage, quantity, several, signed_pence
from hub.savings.pence import rounded
from hub.savings.pricing import (
    AnnualDeclared,
    AnnualPrice,
    Benchmark,
    BestAlternative,
    Budget,
    ContractPrice,
    Index,
    MedianBid,
    Method,
    UnitPrice,
    indexed,
)
from hub.savings.rises import RisePercentage, RiseUnit

SALARY_MULTIPLIER = 2
"""A salary is doubled for what an employer pays beside it: HMT and OGC advice, in the definitions of the EMM."""

PRODUCTIVE_HOURS = Fraction(1720)
"""Hours a year, where a council has no figure of its own: EU Common Provisions Regulation, article 68(2)."""


@dataclass(frozen=True, kw_only=True)
class RebateFixed(Method):
    name = "rebate_fixed"

    amount_pence: int = signed_pence()
    spend_pence: int | None = pence(default=None)

    @property
    def gross(self) -> Fraction:
        return Fraction(self.amount_pence)

    @property
    def baseline(self) -> Fraction | None:
        return None if self.spend_pence is None else Fraction(self.spend_pence)


@dataclass(frozen=True, kw_only=True)
class RebatePercentage(Method):
    name = "rebate_pct"

    spend_pence: int = pence()
    threshold_pence: int = pence(default=0)
    rebate_pct: Fraction = percentage(most=100)

    @property
    def gross(self) -> Fraction:
        return max(0, self.spend_pence - self.threshold_pence) * self.rebate_pct / 100

    @property
    def baseline(self) -> Fraction:
        return Fraction(self.spend_pence)

    @property
    def framework_cost(self) -> Fraction:
        return Fraction(self.spend_pence)


@dataclass(frozen=True, kw_only=True)
class Grade:
    """The hours of people of one salary: for a tender, and for the call-off made instead."""

    grade: str = fields.text()
    salary_pence: int = pence()
    hours_tender: Fraction = quantity()
    hours_calloff: Fraction = quantity()


def hourly_cost(salary_pence: int, productive_hours: Fraction) -> Fraction:
    return SALARY_MULTIPLIER * salary_pence / productive_hours


@dataclass(frozen=True, kw_only=True)
class TenderCost(Method):
    """What a tender of one's own would have cost more than the call-off did. Staff time is rounded once."""

    name = "tender_cost"

    grades: tuple[Grade, ...] = several(fields.part_of(Grade))
    productive_hours: Fraction = quantity(default=PRODUCTIVE_HOURS, above=0)
    external_tender_pence: int = pence(default=0)
    external_calloff_pence: int = pence(default=0)

    @property
    def gross(self) -> Fraction:
        staff = sum((self._staff(grade) for grade in self.grades), Fraction(0))
        return Fraction(rounded(staff) + self.cash_part)

    @property
    def cash_part(self) -> int:
        return self.external_tender_pence - self.external_calloff_pence

    def _staff(self, grade: Grade) -> Fraction:
        return (grade.hours_tender - grade.hours_calloff) * hourly_cost(grade.salary_pence, self.productive_hours)


@dataclass(frozen=True, kw_only=True)
class ProcessTime(Method):
    name = "process_time"

    hours_before: Fraction = quantity()
    hours_after: Fraction = quantity()
    transactions: Fraction = quantity()
    salary_pence: int = pence()
    productive_hours: Fraction = quantity(default=PRODUCTIVE_HOURS, above=0)

    @property
    def gross(self) -> Fraction:
        hours = (self.hours_before - self.hours_after) * self.transactions
        return hours * hourly_cost(self.salary_pence, self.productive_hours)


@dataclass(frozen=True, kw_only=True)
class Demand(Method):
    """Less bought, at the old price."""

    name = "demand"

    baseline_unit_pence: int = pence()
    baseline_volume: Fraction = quantity()
    volume: Fraction = quantity()
    price_per: Fraction = quantity(default=Fraction(1), above=0)
    indices: tuple[Index, ...] = several(fields.part_of(Index))

    @property
    def gross(self) -> Fraction:
        price = indexed(self.baseline_unit_pence, self.indices) / self.price_per
        return (self.baseline_volume - self.volume) * price


@dataclass(frozen=True, kw_only=True)
class Scope(Method):
    name = "scope"

    removed_value_pence: int = signed_pence()

    @property
    def gross(self) -> Fraction:
        return Fraction(self.removed_value_pence)


@dataclass(frozen=True, kw_only=True)
class Cancelled(Method):
    name = "cancelled"

    planned_value_pence: int = pence()
    spent_pence: int = pence(default=0)

    @property
    def gross(self) -> Fraction:
        return Fraction(self.planned_value_pence - self.spent_pence)


@dataclass(frozen=True, kw_only=True)
class AddedValue(Method):
    name = "added_value"

    items_pence: tuple[int, ...] = several(fields.read_pence)
    paid_pence: int = pence(default=0)

    @property
    def gross(self) -> Fraction:
        return Fraction(sum(self.items_pence) - self.paid_pence)


@dataclass(frozen=True, kw_only=True)
class Declared(Method):
    """An amount as given. ``tender`` is the sum that a typed cost of tendering is held against, where it is known."""

    name = "declared"

    amount_pence: int = signed_pence()
    baseline_value_pence: int | None = pence(default=None)
    cash_part_pence: int = signed_pence(default=0)
    tender: TenderCost | None = fields.taking(fields.part_of(TenderCost), default=None)

    @property
    def gross(self) -> Fraction:
        return Fraction(self.amount_pence)

    @property
    def baseline(self) -> Fraction | None:
        return None if self.baseline_value_pence is None else Fraction(self.baseline_value_pence)

    @property
    def framework_cost(self) -> Fraction | None:
        return None if self.baseline_value_pence is None else self.baseline_value_pence - self.gross

    @property
    def cash_part(self) -> int:
        return self.cash_part_pence


@dataclass(frozen=True, kw_only=True)
class Benefit(Method):
    """Told in words, and counted as one."""

    name = "benefit"

    text: str = fields.prose()
    cvt_label: str = fields.text()

    @property
    def gross(self) -> Fraction:
        return Fraction(0)


METHODS: dict[str, type[Method]] = {
    method.name: method
    for method in (
        UnitPrice,
        ContractPrice,
        AnnualPrice,
        AnnualDeclared,
        RebateFixed,
        RebatePercentage,
        RisePercentage,
        RiseUnit,
        MedianBid,
        BestAlternative,
        Budget,
        Benchmark,
        TenderCost,
        ProcessTime,
        Demand,
        Scope,
        Cancelled,
        AddedValue,
        Declared,
        Benefit,
    )
}
