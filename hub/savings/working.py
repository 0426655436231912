"""A line while it is worked out: as entered, and as the rules leave it. Amounts are exact, of the time that counts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from hub.savings.claim import Claim
from hub.savings.parts import Line
from hub.savings.pricing import Method, UnitPrice
from hub.savings.results import Fired
from hub.savings.rises import RiseUnit
from hub.savings.years import contract_years, days, days_by_year, year_of


@dataclass(frozen=True, kw_only=True)
class Working:
    """``on`` is the day of what falls on one day. ``end`` is the last day that counts, ``entered_end`` as entered.

    ``volumes`` are what was bought in each year, of a line that is typed by years. ``actual`` are those that became
    known since and replace the estimate's. ``spent`` is how much of what the claim rests on was really spent.
    """

    line: Line
    by: Method
    start: date
    end: date
    entered_end: date
    on: date | None
    counted: bool = True
    volumes: Mapping[str, Fraction] | None = None
    actual: Mapping[str, Fraction] = field(default_factory=dict)
    spent: Fraction = Fraction(1)
    fired: tuple[Fired, ...] = ()

    def adjusted(self, rule: str, **changes: Any) -> "Working":
        return replace(self, fired=self._with(Fired(rule=rule, outcome="adjust", line=self.line.line)), **changes)

    def refused(self, rule: str) -> "Working":
        fired = self._with(Fired(rule=rule, outcome="reject", line=self.line.line))
        return replace(self, fired=fired, counted=False)

    def _with(self, rule: Fired) -> tuple[Fired, ...]:
        return self.fired if rule in self.fired else (*self.fired, rule)

    @property
    def by_year(self) -> bool:
        """Each year is reckoned and rounded on its own."""
        return self.volumes is not None or (bool(self.actual) and self.on is None)


def entered(claim: Claim, line: Line) -> Working:
    """The line as it was typed, before any rule."""
    start, end = claim.period(line)
    volumes = line.by.volume_by_fy if isinstance(line.by, UnitPrice) else None
    on = _one_day(claim, line)
    return Working(line=line, by=line.by, start=start, end=end, entered_end=end, on=on, volumes=volumes)


def _one_day(claim: Claim, line: Line) -> date | None:
    """The cost of tendering falls on the award; another one-off on the first day, unless a day is given."""
    if line.type == "TENDER_COST_AVOIDED":
        return line.date or claim.calloff.award_date or claim.calloff.start
    return (line.date or claim.calloff.start) if line.recurrence == "one_off" else None


def of_volume(by: Method, volume: Fraction) -> Method:
    return by.of_volume(volume) if isinstance(by, UnitPrice | RiseUnit) else by


def whole(working: Working, told: Callable[[Method], Fraction | None]) -> Fraction | None:
    """What the method tells, its baseline for one, over the time that counts and at the volumes really bought."""
    volumes = working.volumes
    if volumes is not None:
        found = told(of_volume(working.by, sum(volumes.values(), Fraction(0))))
    elif working.on is not None and working.actual:
        found = told(of_volume(working.by, working.actual[year_of(working.on)]))
    else:
        found = told(working.by)
        if found is not None:
            found = found * _time(working) + _bought(working, told)
    return None if found is None else found * working.spent


def _time(working: Working) -> Fraction:
    """How often, or how much of, the method's amount counts: contract years, or days of those entered."""
    if working.by.yearly:
        return sum((year.fraction for year in contract_years(working.start, working.end)), Fraction(0))
    if working.on is not None:
        return Fraction(1)
    estimated = [n for year, n in days_by_year(working.start, working.end).items() if year not in working.actual]
    return Fraction(sum(estimated), days(working.start, working.entered_end))


def _bought(working: Working, told: Callable[[Method], Fraction | None]) -> Fraction:
    """The same of the years whose volume is known."""
    years = days_by_year(working.start, working.end)
    bought = sum((volume for year, volume in working.actual.items() if year in years), Fraction(0))
    return (told(of_volume(working.by, bought)) or Fraction(0)) if working.actual else Fraction(0)
