"""Price rises that were proposed and not paid: counted apart from prices that fell."""

from dataclasses import dataclass, replace
from fractions import Fraction

from hub.savings.fields import pence, percentage, quantity
from hub.savings.pricing import Method


@dataclass(frozen=True, kw_only=True)
class Rise(Method):
    """A price rise that was proposed and not paid. ``already_saved``: a price claim on the same goods counts down from
    this price, so only what was proposed above it counts here; nothing, where that is less than nothing.
    """

    already_saved: Fraction | None = None

    @property
    def proposed(self) -> Fraction:
        raise NotImplementedError

    @property
    def agreed(self) -> Fraction:
        raise NotImplementedError

    @property
    def amount(self) -> Fraction:
        """How often the prices are paid."""
        return Fraction(1)

    @property
    def frozen(self) -> bool:
        """The price is known to have stayed as it was."""
        return False

    @property
    def gross(self) -> Fraction:
        if self.already_saved is None:
            return (self.proposed - self.agreed) * self.amount
        return max(Fraction(0), self.proposed - max(self.agreed, self.already_saved)) * self.amount

    @property
    def baseline(self) -> Fraction:
        return self.proposed * self.amount

    @property
    def framework_cost(self) -> Fraction:
        return self.agreed * self.amount


@dataclass(frozen=True, kw_only=True)
class RisePercentage(Rise):
    name = "rise_pct"

    current_value_pence: int = pence()
    proposed_pct: Fraction = percentage(least=-100)
    agreed_pct: Fraction = percentage(least=-100)

    @property
    def proposed(self) -> Fraction:
        return self.current_value_pence * (1 + self.proposed_pct / 100)

    @property
    def agreed(self) -> Fraction:
        return self.current_value_pence * (1 + self.agreed_pct / 100)

    @property
    def frozen(self) -> bool:
        return self.agreed_pct == 0


@dataclass(frozen=True, kw_only=True)
class RiseUnit(Rise):
    name = "rise_unit"

    proposed_unit_pence: int = pence()
    agreed_unit_pence: int = pence()
    volume: Fraction = quantity()
    price_per: Fraction = quantity(default=Fraction(1), above=0)

    @property
    def proposed(self) -> Fraction:
        return self.proposed_unit_pence / self.price_per

    @property
    def agreed(self) -> Fraction:
        return self.agreed_unit_pence / self.price_per

    @property
    def amount(self) -> Fraction:
        return self.volume

    def of_volume(self, volume: Fraction) -> "RiseUnit":
        return replace(self, volume=volume)
