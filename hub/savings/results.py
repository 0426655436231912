"""What a claim comes to: whole pence, which add up whichever way they are cut."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Fired:
    """A rule that bit, what came of it (accept, adjust or reject), and on which line if on one."""

    rule: str
    outcome: str
    line: int | None = None


@dataclass(frozen=True, kw_only=True)
class LineFigures:
    """A line before costs. ``exact_gross`` and ``exact_baseline`` are what its rate is made of.

    ``start`` and ``end`` are the days that count; ``days_by_fy`` is of a recurring line. Not ``counted``: refused.
    """

    line: int
    type: str
    counted: bool
    entered_gross_pence: int
    gross_pence: int = 0
    cashable_pence: int = 0
    non_cashable_pence: int = 0
    baseline_pence: int | None = None
    rate_pct: str | None = None
    outlier_note: bool = False
    days_by_fy: Mapping[str, int] = field(default_factory=dict)
    start: date | None = None
    end: date | None = None
    exact_gross: Fraction = Fraction(0)
    exact_baseline: Fraction | None = None


@dataclass(frozen=True, kw_only=True)
class YearFigures:
    """A financial year of a claim. New and sustained sum to gross, and gross less costs is net."""

    fy: str
    gross_pence: int
    costs_pence: int
    net_pence: int
    new_pence: int
    sustained_pence: int
    headline_pence: int


@dataclass(frozen=True, kw_only=True)
class SharerFigures:
    org: str
    net_pence: int
    by_fy: Mapping[str, int]
    member: bool


@dataclass(frozen=True, kw_only=True)
class Part:
    """The smallest piece of a net saving. ``sharer``: its place among the sharers; none for what nobody claims.

    Of a claim that is not shared the sharer is 0. The parts of a claim sum to its net, its years, its buckets, its
    cashable and not cashable net, and to what each sharer has of each year.
    """

    year: str
    bucket: str
    cashable: bool
    sharer: int | None
    net_pence: int


@dataclass(frozen=True, kw_only=True)
class LevyFigures:
    """Shown beside a saving. Unknown: no amount and no ratio."""

    known: bool
    estimate_pence: int | None
    net_per_levy: str | None


@dataclass(frozen=True, kw_only=True)
class Figures:
    """All that is said of a claim. ``rate`` is exact. What does not apply is none."""

    lines: tuple[LineFigures, ...]
    entered_gross_pence: int
    gross_pence: int
    costs_pence: int
    net_pence: int
    cashable_pence: int
    non_cashable_pence: int
    non_monetisable_count: int
    tender_cost_avoided_pence: int
    buckets: Mapping[str, int]
    profile: tuple[YearFigures, ...]
    parts: tuple[Part, ...]
    sharers: tuple[SharerFigures, ...]
    unattributed_pence: int
    members_net_pence: int
    rate: Fraction | None
    rate_pct: str | None
    outlier_note: bool
    mad_note: bool | None
    column: str
    rules: tuple[Fired, ...]
    levy: LevyFigures | None
    cvt_row: tuple[str, ...] | None = None
    potential_extension_pence: int | None = None
    evidence_gap_pence: int | None = None
    targets_ignored_pence: int | None = None
    variance_to_estimate_pence: int | None = None
    alt_new_first_fy: tuple[tuple[str, int, int], ...] | None = None

    @property
    def whole_life_pence(self) -> int:
        """Net over the whole counted term, to the real end."""
        return self.net_pence

    @property
    def in_council_totals(self) -> bool:
        """What a framework's owner declares is never added to what councils claim."""
        return self.column != "owner_declared"

    def as_dict(self) -> dict[str, Any]:
        """As plain data; what does not apply is left out."""
        found = {name: getattr(self, name) for name in PLAIN}
        found |= {name: value for name in WHERE_RELEVANT if (value := getattr(self, name)) is not None}
        found["buckets"] = dict(self.buckets)
        found["cvt_row"] = None if self.cvt_row is None else list(self.cvt_row)
        found["lines"] = [_line(line) for line in self.lines]
        found["profile"] = [asdict(year) for year in self.profile]
        found["rules"] = [_without_none(asdict(rule)) for rule in self.rules]
        if self.levy is not None:
            found["levy"] = asdict(self.levy)
        if self.alt_new_first_fy is not None:
            found["alt_new_first_fy"] = [list(year) for year in self.alt_new_first_fy]
        if self.sharers:
            found |= self._shared()
        return found

    def _shared(self) -> dict[str, Any]:
        return {
            "sharers": [
                {"org": each.org, "net_pence": each.net_pence, "by_fy": dict(each.by_fy)} for each in self.sharers
            ],
            "unattributed_pence": self.unattributed_pence,
            "members_net_pence": self.members_net_pence,
        }


PLAIN = (
    "entered_gross_pence",
    "gross_pence",
    "costs_pence",
    "net_pence",
    "cashable_pence",
    "non_cashable_pence",
    "non_monetisable_count",
    "tender_cost_avoided_pence",
    "whole_life_pence",
    "rate_pct",
    "outlier_note",
    "mad_note",
    "column",
    "in_council_totals",
)
WHERE_RELEVANT = (
    "potential_extension_pence",
    "evidence_gap_pence",
    "targets_ignored_pence",
    "variance_to_estimate_pence",
)
LINE = (
    "line",
    "counted",
    "gross_pence",
    "cashable_pence",
    "non_cashable_pence",
    "baseline_pence",
    "rate_pct",
    "outlier_note",
)


def _line(line: LineFigures) -> dict[str, Any]:
    found: dict[str, Any] = {name: getattr(line, name) for name in LINE}
    return found | ({"days_by_fy": dict(line.days_by_fy)} if line.days_by_fy else {})


def _without_none(found: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in found.items() if value is not None}
