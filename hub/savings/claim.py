"""A claim as it is reckoned with: who, on which call-off, by which lines, at what cost, shared with whom.

Its fields have the names of the plain data a claim is kept as; money is whole pence, VAT that can be recovered
excluded; quantities and percentages are decimal text. ``read`` makes the claim, or tells all that is wrong.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from hub.savings import fields
from hub.savings.fields import InvalidClaim, Problem, Unreadable, choice, part_of, several
from hub.savings.line_types import LINE_TYPES
from hub.savings.methods import METHODS
from hub.savings.parts import CallOff, Cost, ExtensionOption, Facts, Levy, Line, Sharer, Target, ToolRow
from hub.savings.pricing import UnitPrice
from hub.savings.years import anniversary

__all__ = ["Claim", "InvalidClaim", "Problem", "read", "written"]

CLAIMANTS = ("council", "framework_owner")
BASES = ("actual", "estimated")
COLUMNS = ("collaborative", "local", "owner_declared")
LONGEST_YEARS = 100


def read(inputs: Mapping[str, Any]) -> "Claim":
    """The claim that plain data describes. Raises InvalidClaim with every problem that was found."""
    problems: list[Problem] = []
    claim = fields.read(Claim, inputs, "", problems)
    if claim is not None:
        claim = replace(claim, lines=tuple(_numbered(claim.lines)))
        problems.extend(_contradictions(claim))
    if claim is None or problems:
        raise InvalidClaim(problems)
    return claim


def written(claim: "Claim") -> dict[str, Any]:
    """The claim as plain data, from which ``read`` makes the same claim again."""
    found = fields.written(claim)
    found["lines"] = [{"line": line.line} | fields.written(line) | fields.written(line.by) for line in claim.lines]
    return found


def _line(value: Any, place: str, problems: list[Problem]) -> Line | None:
    """A line with its method's own inputs, which stand beside the others."""
    if not isinstance(value, Mapping):
        raise Unreadable("Give its fields by name.")
    line = fields.read(Line, value, place, problems)
    method = METHODS.get(str(value.get("method")))
    by = fields.read(method, value, place, problems) if method is not None else None
    return replace(line, by=by) if line and by else None


def _numbered(lines: Iterable[Line]) -> Iterator[Line]:
    """A line without a number has its place in the list."""
    for place, line in enumerate(lines, start=1):
        yield line if line.line else replace(line, line=place)


def _rate(value: Any, _place: str, _problems: list[Problem]) -> Fraction:
    return fields.number(value)


@dataclass(frozen=True, kw_only=True)
class Claim:
    organisation: str = fields.name()
    claimant: str = choice(CLAIMANTS, default="council")
    basis: str = choice(BASES, default="actual")
    calloff: CallOff = fields.taking(part_of(CallOff))
    lines: tuple[Line, ...] = several(_line)
    costs: tuple[Cost, ...] = several(part_of(Cost))
    levy: Levy | None = fields.taking(part_of(Levy), default=None)
    sharers: tuple[Sharer, ...] = several(part_of(Sharer))
    facts: Facts = fields.taking(part_of(Facts), default=Facts())
    entered_column: str = choice(COLUMNS, default="")
    targets: tuple[Target, ...] = several(part_of(Target))
    stated_total_pence: int | None = fields.signed_pence(default=None)
    extension_options: tuple[ExtensionOption, ...] = several(part_of(ExtensionOption))
    peer_rates_pct: tuple[Fraction, ...] = several(_rate)
    cvt: ToolRow | None = fields.taking(part_of(ToolRow), default=None)

    @property
    def of_owner(self) -> bool:
        return self.claimant == "framework_owner"

    @property
    def numbers(self) -> list[int]:
        return [line.line for line in self.lines]

    @property
    def end(self) -> date:
        """The day the call-off really ends."""
        return self.facts.contract_end_actual or self.calloff.end

    def period(self, line: Line) -> tuple[date, date]:
        """The first and the last day of a line, as entered."""
        return line.start or self.calloff.start, line.end or self.calloff.end


def _contradictions(claim: Claim) -> Iterator[Problem]:
    """What is wrong between fields that are each well formed."""
    yield from _times(claim.calloff.start, claim.calloff.end, "calloff")
    for n, line in enumerate(claim.lines):
        yield from _in_line(claim, line, f"lines[{n}]")
    numbers = claim.numbers
    if len(set(numbers)) < len(numbers):
        yield Problem("lines", "Two lines have the same number. Number each differently.")
    for n, cost in enumerate(claim.costs):
        yield from _in_cost(claim, cost, f"costs[{n}]")
    if claim.levy and claim.levy.known and claim.levy.rate_pct is None:
        yield Problem("levy.rate_pct", "A levy that is known has a rate. Give it, or say that it is not known.")
    if sum(sharer.part for sharer in claim.sharers) > 1:
        yield Problem("sharers", "The shares come to more than 100 %. Lower them to the whole or less.")


def _times(start: date, end: date, place: str) -> Iterator[Problem]:
    if end < start:
        yield Problem(f"{place}.end", "This is before the start. Give the last day, which may be the first.")
    elif end >= anniversary(start, LONGEST_YEARS):
        yield Problem(f"{place}.end", f"This is {LONGEST_YEARS} years or more after the start. Check both dates.")


def _in_line(claim: Claim, line: Line, place: str) -> Iterator[Problem]:
    allowed = LINE_TYPES[line.type].methods
    if line.method not in allowed:
        yield Problem(f"{place}.method", f"A line of type {line.type} is worked out by {' or '.join(allowed)}.")
    yield from _times(*claim.period(line), place)
    if isinstance(line.by, UnitPrice) and line.by.volume is None and line.by.volume_by_fy is None:
        yield Problem(f"{place}.volume", "Say how many were bought, in all or by financial year.")


def _in_cost(claim: Claim, cost: Cost, place: str) -> Iterator[Problem]:
    if cost.line is not None and cost.line not in claim.numbers:
        yield Problem(f"{place}.line", f"There is no line {cost.line}. Give the number of one there is.")
    if (cost.amount_pence is None) == (cost.pct is None):
        yield Problem(f"{place}.amount_pence", "Give either an amount or a percentage.")
    if cost.pct is not None and cost.base_pence is None and claim.calloff.value_pence is None:
        yield Problem(f"{place}.base_pence", "Say of which amount this is a percentage.")
