"""The parts of a claim, by the names of the plain data they are kept as. Money is whole pence."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Day
from fractions import Fraction
from typing import Any

from hub.savings import fields
from hub.savings.fields import Problem, Unreadable, choice, day, pence, percentage, text
from hub.savings.line_types import LINE_TYPES
from hub.savings.methods import METHODS
from hub.savings.pricing import Method

FRACTION = re.compile(r"([0-9]{1,12})/([0-9]{1,12})", re.ASCII)
ROUTES = ("framework", "joint_contract", "own_tender", "own_negotiation")
RECURRENCES = ("recurring", "one_off")
COST_KINDS = ("transition", "buyer_fee")
PAYERS = ("supplier", "buyer")
BASELINE_METHODS = (
    "previous_cost",
    "budget",
    "external_benchmark",
    "market_intelligence",
    "median_bid",
    "should_cost",
    "list_price",
    "alternative_quote",
    "other",
)


def share_of(words: str) -> Fraction:
    """A share as said, 1/3 or 33.33%, exact. Raises Unreadable."""
    fraction, percent = FRACTION.fullmatch(words), words.removesuffix("%")
    try:
        found = Fraction(int(fraction[1]), int(fraction[2])) if fraction else fields.number(percent) / 100
    except ZeroDivisionError:
        found = None
    if found is None or not 0 <= found <= 1 or not (fraction or words.endswith("%")):
        raise Unreadable("Give a share as “1/3” or “33.33%”, from nothing to the whole.")
    return found


def _share(value: Any, _place: str, _problems: list[Problem]) -> str:
    words = value.replace(" ", "") if isinstance(value, str) else ""
    share_of(words)
    return words


@dataclass(frozen=True, kw_only=True)
class CallOff:
    """What was bought and when; ``end`` is as agreed last. ``value_pence`` is unknown where it is none."""

    route: str = choice(ROUTES)
    start: Day = day()
    end: Day = day()
    award_date: Day | None = day(default=None)
    value_pence: int | None = pence(default=None)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One kind of saving, worked out by ``by``. ``start`` and ``end`` are the call-off's unless given."""

    line: int = fields.taking(fields.read_count, default=0)
    type: str = choice(LINE_TYPES)
    method: str = choice(METHODS)
    baseline_method: str = choice(BASELINE_METHODS, default="")
    recurrence: str = choice(RECURRENCES, default="recurring")
    date: Day | None = day(default=None)
    start: Day | None = day(default=None)
    end: Day | None = day(default=None)
    continuation: bool = fields.yes_or_no(default=False)
    due_pct: Fraction = percentage(default=Fraction(100), most=100)
    budget_reduction_pence: int = pence(default=0)
    volume_ref: str = text()
    label: str = text()
    by: Method = Method()


@dataclass(frozen=True, kw_only=True)
class Cost:
    """A transition cost or a fee the buyer pays: an amount, or a percentage of ``base_pence`` or the call-off's value.

    ``cash`` is false of staff's own time. ``line`` is the line it belongs to, the first unless said.
    """

    kind: str = choice(COST_KINDS)
    line: int | None = fields.taking(fields.read_count, default=None)
    amount_pence: int | None = pence(default=None)
    pct: Fraction | None = percentage(default=None)
    base_pence: int | None = pence(default=None)
    date: Day | None = day(default=None)
    spread: bool = fields.yes_or_no(default=False)
    cash: bool = fields.yes_or_no(default=True)


@dataclass(frozen=True, kw_only=True)
class Levy:
    """What the framework's owner takes of each call-off. Shown beside a saving, never taken from it."""

    known: bool = fields.yes_or_no(default=False)
    rate_pct: Fraction | None = percentage(default=None, most=100)
    payer: str = choice(PAYERS, default="supplier")


@dataclass(frozen=True, kw_only=True)
class Sharer:
    """An organisation and its share, as said. The lead is first. ``member``: of the network."""

    org: str = fields.name()
    share: str = fields.taking(_share)
    member: bool = fields.yes_or_no(default=True)

    @property
    def part(self) -> Fraction:
        return share_of(self.share)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the hub holds that bears on the claim, whatever was typed.

    ``last_prices_pence``: by volume_ref the last price of a unit, indexed, that another claim counts down from.
    """

    contract_end_actual: Day | None = day(default=None)
    actual_spend_pence: int | None = pence(default=None)
    actual_volumes: Mapping[str, Fraction] | None = fields.by_year(default=None)
    previous_framework_unit_pence: int | None = pence(default=None)
    previous_framework_value_pence: int | None = pence(default=None)
    tender_run_anyway: bool = fields.yes_or_no(default=False)
    last_prices_pence: Mapping[str, Fraction] | None = fields.by_name(default=None)


@dataclass(frozen=True, kw_only=True)
class Target:
    """An ambition: told, never counted."""

    text: str = fields.prose()
    amount_pence: int | None = pence(default=None)


@dataclass(frozen=True, kw_only=True)
class ExtensionOption:
    months: Fraction | None = fields.quantity(default=None)
    taken: bool = fields.yes_or_no(default=False)
    saving_pence: int = fields.signed_pence(default=0)


@dataclass(frozen=True, kw_only=True)
class ToolRow:
    """What the government's Commercial Value Tool asks beside the figures."""

    title: str = text()
    ocid: str = text()
    cpv: str = text()
