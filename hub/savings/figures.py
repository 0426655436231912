"""Works a claim out: every line by its method and the rules, its costs, its years, its sharers and its rate."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from hub.savings import adjustments, costs, rates, sharing, value_tool
from hub.savings.claim import Claim
from hub.savings.fields import MOST_PENCE, InvalidClaim, Problem
from hub.savings.line_types import Bucket
from hub.savings.pence import one_decimal, rounded
from hub.savings.results import Figures, LevyFigures, LineFigures, YearFigures
from hub.savings.sharing import Cell
from hub.savings.timing import (
    MoneyPart,
    by_year,
    exact_baseline,
    exact_gross,
    money_parts,
    new_by_year,
    new_in_first_year,
    pieces,
)
from hub.savings.working import Working, entered
from hub.savings.years import days_by_year


@dataclass(frozen=True)
class _Reckoning:
    """A claim's lines after the rules, with their money, and its costs."""

    claim: Claim
    workings: list[Working]
    gross: dict[int, list[MoneyPart]]
    costs: list[MoneyPart]

    @property
    def gross_parts(self) -> list[MoneyPart]:
        return [part for parts in self.gross.values() for part in parts]

    @property
    def cells(self) -> Counter[Cell]:
        """The net by year, line of the totals and class."""
        found: Counter[Cell] = Counter()
        for sign, parts in ((1, self.gross_parts), (-1, self.costs)):
            for part in parts:
                bucket = Bucket.OWNER_DECLARED if self.claim.of_owner else part.bucket
                for year, pence in part.by_year.items():
                    found[year, str(bucket), part.cashable] += sign * pence
        return found


def work_out(claim: Claim) -> Figures:
    """All that is said of a claim, to the penny. Raises InvalidClaim where it comes to more than can be kept."""
    reckoning = _reckoning(claim)
    lines = tuple(_line(reckoning, n) for n in range(len(claim.lines)))
    profile = _profile(reckoning)
    parts = sharing.parts(claim, reckoning.cells)
    net = sum(reckoning.cells.values())
    gross = sum(line.gross_pence for line in lines)
    rate = rates.claim_rate(lines)
    figures = Figures(
        lines=lines,
        entered_gross_pence=sum(line.entered_gross_pence for line in lines),
        gross_pence=gross,
        costs_pence=sum(part.pence for part in reckoning.costs),
        net_pence=net,
        cashable_pence=sum(pence for (_, _, cashable), pence in reckoning.cells.items() if cashable),
        non_cashable_pence=sum(pence for (_, _, cashable), pence in reckoning.cells.items() if not cashable),
        non_monetisable_count=sum(line.type == "BENEFIT" for line in lines),
        tender_cost_avoided_pence=sum(line.gross_pence for line in lines if line.type == "TENDER_COST_AVOIDED"),
        buckets=_buckets(reckoning),
        profile=profile,
        parts=parts,
        sharers=sharing.sharers(claim, parts, [year.fy for year in profile]),
        unattributed_pence=sharing.unattributed(parts),
        members_net_pence=sharing.members(claim, parts),
        rate=rate,
        rate_pct=None if rate is None else one_decimal(rate),
        outlier_note=any(line.outlier_note for line in lines),
        mad_note=rates.far_from_peers(rate, claim.peer_rates_pct),
        column=adjustments.column(claim),
        rules=adjustments.fired(claim, reckoning.workings),
        levy=_levy(claim, net),
        alt_new_first_fy=_if_only_first_year_were_new(reckoning, profile),
        variance_to_estimate_pence=_variance(reckoning),
        potential_extension_pence=_options_open(claim),
        evidence_gap_pence=None if claim.stated_total_pence is None else claim.stated_total_pence - gross,
        targets_ignored_pence=sum(each.amount_pence or 0 for each in claim.targets) if claim.targets else None,
    )
    return replace(figures, cvt_row=value_tool.row(claim, figures))


def _reckoning(claim: Claim) -> _Reckoning:
    workings = adjustments.adjusted(claim)
    gross = {each.line.line: money_parts(each) if each.counted else [] for each in workings}
    return _Reckoning(claim, workings, gross, costs.reckoned(claim, gross))


def _line(reckoning: _Reckoning, n: int) -> LineFigures:
    working = reckoning.workings[n]
    typed = sum(piece.pence for piece in pieces(entered(reckoning.claim, working.line)))
    _in_bounds(Fraction(typed), n)
    plain = LineFigures(
        line=working.line.line, type=working.line.type, counted=working.counted, entered_gross_pence=typed
    )
    return _counted(plain, working, reckoning.gross[working.line.line], n) if working.counted else plain


def _counted(plain: LineFigures, working: Working, parts: list[MoneyPart], n: int) -> LineFigures:
    gross, baseline = exact_gross(working), exact_baseline(working)
    rate = rates.line_rate(working.line.type, gross, baseline)
    recurring = working.on is None and working.line.type != "BENEFIT"
    _in_bounds(baseline or Fraction(0), n)
    return replace(
        plain,
        gross_pence=sum(part.pence for part in parts),
        cashable_pence=sum(part.pence for part in parts if part.cashable),
        non_cashable_pence=sum(part.pence for part in parts if not part.cashable),
        baseline_pence=None if baseline is None else rounded(baseline),
        rate_pct=None if rate is None else one_decimal(rate),
        outlier_note=rates.is_outlier(rate),
        days_by_fy=days_by_year(working.start, working.end) if recurring else {},
        start=working.on or working.start,
        end=working.on or working.end,
        exact_gross=gross,
        exact_baseline=baseline,
    )


def _in_bounds(pence: Fraction, n: int) -> None:
    if abs(pence) > MOST_PENCE:
        words = "This comes to more than £100,000 million. Check its prices, volumes and dates."
        raise InvalidClaim([Problem(f"lines[{n}]", words)])


def _buckets(reckoning: _Reckoning) -> dict[str, int]:
    found = dict.fromkeys(map(str, Bucket), 0)
    for (_, bucket, _), pence in reckoning.cells.items():
        found[bucket] += pence
    return found


def _profile(reckoning: _Reckoning) -> tuple[YearFigures, ...]:
    gross, spent = by_year(reckoning.gross_parts), by_year(reckoning.costs)
    new = _new(reckoning, new_by_year)
    return tuple(
        YearFigures(
            fy=year,
            gross_pence=gross.get(year, 0),
            costs_pence=spent.get(year, 0),
            net_pence=gross.get(year, 0) - spent.get(year, 0),
            new_pence=new[year],
            sustained_pence=gross.get(year, 0) - new[year],
            headline_pence=sum(reckoning.cells[year, "headline", cashable] for cashable in (True, False)),
        )
        for year in sorted(gross | spent)
    )


def _new(reckoning: _Reckoning, reading: Callable[[Working, list[MoneyPart]], Mapping[str, int]]) -> Counter[str]:
    """What is new in each year, by one reading of what that is."""
    found: Counter[str] = Counter()
    for working in reckoning.workings:
        parts = reckoning.gross[working.line.line]
        if parts:
            found.update(reading(working, parts))
    return found


def _if_only_first_year_were_new(
    reckoning: _Reckoning, profile: Sequence[YearFigures]
) -> tuple[tuple[str, int, int], ...] | None:
    """The other reading of new and sustained, where it differs."""
    new = _new(reckoning, new_in_first_year)
    if all(new[year.fy] == year.new_pence for year in profile):
        return None
    return tuple((year.fy, new[year.fy], year.gross_pence - new[year.fy]) for year in profile)


def _levy(claim: Claim, net: int) -> LevyFigures | None:
    """What the owner takes, and how often the saving is that; unknown stays unknown."""
    levy, value = claim.levy, claim.calloff.value_pence
    if levy is None:
        return None
    if not levy.known or levy.rate_pct is None or value is None:
        return LevyFigures(known=levy.known, estimate_pence=None, net_per_levy=None)
    estimate = rounded(levy.rate_pct * value / 100)
    ratio = one_decimal(Fraction(net, estimate)) if estimate else None
    return LevyFigures(known=True, estimate_pence=estimate, net_per_levy=ratio)


def _variance(reckoning: _Reckoning) -> int | None:
    """How far the volumes really bought are from the estimate, in their years."""
    found = [_off_estimate(reckoning, working) for working in reckoning.workings if working.actual and working.counted]
    return sum(found) if found else None


def _off_estimate(reckoning: _Reckoning, working: Working) -> int:
    as_bought = replace(working, end=working.entered_end, spent=Fraction(1))
    typed = entered(reckoning.claim, working.line).volumes
    volumes = {year: typed[year] for year in working.volumes} if typed and working.volumes is not None else None
    estimated = replace(as_bought, actual={}, volumes=volumes)
    return sum(piece.pence for piece in pieces(as_bought)) - sum(piece.pence for piece in pieces(estimated))


def _options_open(claim: Claim) -> int | None:
    """What extensions that were not taken would save: told beside the saving, counted nowhere."""
    if not claim.extension_options:
        return None
    return sum(option.saving_pence for option in claim.extension_options if not option.taken)
