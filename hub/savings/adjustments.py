"""The rules against double counting that bite inside one claim, in the order they bear on its arithmetic.

Baseline (R11), rise and price on the same goods (R8), volumes really bought (R5), the real end, then the real spend
(both R7). The cost of tendering is counted once, and not where a tender was run (R9).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from hub.savings.claim import Claim
from hub.savings.methods import Declared, Demand, RebatePercentage
from hub.savings.pricing import AgainstValue, AnnualPrice, ContractPrice, Method, UnitPrice
from hub.savings.results import Fired
from hub.savings.rises import Rise, RiseUnit
from hub.savings.working import Working, entered, whole
from hub.savings.years import days_by_year, first_day, year_of

ORDER = ("R10", "R3", "R9", "R11", "R8", "R5", "R7", "R4")
COLUMN_OF_ROUTE = {
    "framework": "collaborative",
    "joint_contract": "collaborative",
    "own_tender": "local",
    "own_negotiation": "local",
}


def column(claim: Claim) -> str:
    """Where the claim is shown: by its route, whatever was typed, and an owner's figure apart."""
    return "owner_declared" if claim.of_owner else COLUMN_OF_ROUTE[claim.calloff.route]


def adjusted(claim: Claim) -> list[Working]:
    """The claim's lines as the rules leave them, each with the rules that bit."""
    lines = list(_tendered_once(claim, [entered(claim, line) for line in claim.lines]))
    lines = [_from_last_framework(claim, line) for line in lines]
    lines = [_above_price(claim, line, lines) for line in lines]
    lines = [_as_bought(claim, line) for line in lines]
    lines = [_to_the_end(claim, line) for line in lines]
    return _as_spent(claim, lines)


def fired(claim: Claim, lines: Iterable[Working]) -> tuple[Fired, ...]:
    """Every rule that bit, of the claim and of its lines."""
    found = [rule for line in lines for rule in line.fired]
    if claim.targets:
        found.append(Fired(rule="R10", outcome="reject"))
    if claim.of_owner:
        found.append(Fired(rule="R3", outcome="accept"))
    if claim.entered_column and claim.entered_column != column(claim):
        found.append(Fired(rule="R4", outcome="adjust"))
    return tuple(sorted(found, key=lambda rule: ORDER.index(rule.rule)))


def _tendered_once(claim: Claim, lines: Iterable[Working]) -> Iterator[Working]:
    already = claim.facts.tender_run_anyway
    for working in lines:
        if working.line.type != "TENDER_COST_AVOIDED":
            yield working
        elif already:
            yield working.refused("R9")
        else:
            yield _at_most_the_formula(working)
            already = True


def _at_most_the_formula(working: Working) -> Working:
    by = working.by
    if isinstance(by, Declared) and by.tender is not None and by.gross > by.tender.gross:
        return working.adjusted("R9", by=by.tender)
    return working


def _from_last_framework(claim: Claim, working: Working) -> Working:
    """A council that moves between frameworks saves on what it paid at the last one."""
    if working.line.type not in ("PRICE_PREV", "DEMAND"):
        return working
    moved = _priced(working.by, claim.facts.previous_framework_unit_pence, claim.facts.previous_framework_value_pence)
    return working if moved == working.by else working.adjusted("R11", by=moved)


def _priced(by: Method, unit: int | None, value: int | None) -> Method:
    """The same by the last price: of one unit, of the contract, or of a year where prices are yearly."""
    if isinstance(by, UnitPrice | Demand) and unit is not None:
        return replace(by, baseline_unit_pence=unit)
    if isinstance(by, ContractPrice | AgainstValue) and value is not None:
        return replace(by, baseline_value_pence=value)
    if isinstance(by, AnnualPrice) and value is not None:
        return replace(by, baseline_annual_pence=value)
    return by


def _above_price(claim: Claim, working: Working, lines: Iterable[Working]) -> Working:
    """A rise counts only above the price that this claim or another already counts down from, for the same goods."""
    ref = working.line.volume_ref
    prices = [each for each in lines if ref and each.line.type == "PRICE_PREV" and each.line.volume_ref == ref]
    elsewhere = (claim.facts.last_prices_pence or {}).get(ref) if isinstance(working.by, RiseUnit) else None
    if working.line.type != "PRICE_RISE_AVOIDED" or not (prices or elsewhere is not None):
        return working
    if not isinstance(working.by, Rise):
        return working.refused("R8")  # what was proposed is not told, so what is left cannot be known
    known = [each for each in (elsewhere, _already_saved(working.by, prices)) if each is not None]
    above = replace(working.by, already_saved=max(known, default=None))
    if above.gross == working.by.gross:
        return replace(working, by=above)
    return working.adjusted("R8", by=above) if above.gross else working.refused("R8")


def _already_saved(rise: Rise, prices: Iterable[Working]) -> Fraction | None:
    return max((found for each in prices if (found := _last_price(rise, each.by)) is not None), default=None)


def _last_price(rise: Rise, price: Method) -> Fraction | None:
    """The last price, indexed, as the rise is told: of one unit or of the whole."""
    if isinstance(rise, RiseUnit) and isinstance(price, UnitPrice):
        return price.last_price
    return price.baseline / rise.amount if price.baseline is not None and rise.amount else None


def _as_bought(claim: Claim, working: Working) -> Working:
    if not working.counted or not isinstance(working.by, UnitPrice | RiseUnit) or not claim.facts.actual_volumes:
        return working
    if working.volumes is not None:
        years = set(working.volumes)
    elif working.on is not None:
        years = {year_of(working.on)}
    else:
        years = set(days_by_year(working.start, working.end))
    actual = {year: volume for year, volume in claim.facts.actual_volumes.items() if year in years}
    if not actual:
        return working
    volumes = None if working.volumes is None else {**working.volumes, **actual}
    return working.adjusted("R5", actual=actual, volumes=volumes)


def _to_the_end(claim: Claim, working: Working) -> Working:
    """Nothing is saved after the call-off's real end; a rebate may still arrive."""
    end = claim.end
    if not working.counted or working.line.type == "BENEFIT":
        return working
    if working.on is not None and working.volumes is None:
        return working.refused("R7") if working.on > end and working.line.type != "REBATE" else working
    if working.start > end:
        return working.refused("R7")
    if working.volumes is not None:
        return _years_begun(working, working.volumes, end)
    return working.adjusted("R7", end=end) if working.end > end else working


def _years_begun(working: Working, typed: Mapping[str, Fraction], end: date) -> Working:
    """What was typed by years loses the years that begin after the end."""
    begun = {year: volume for year, volume in typed.items() if first_day(year) <= end}
    if not begun:
        return working.refused("R7")
    kept = replace(working, end=min(working.end, end))
    return kept if len(begun) == len(typed) else kept.adjusted("R7", volumes=begun)


def _as_spent(claim: Claim, lines: list[Working]) -> list[Working]:
    """Where less was spent than the prices rest on, they saved as much less."""
    spend = claim.facts.actual_spend_pence
    if spend is None:
        return lines
    prices = [line for line in lines if _rests_on_prices(line)]
    refs = {line.line.volume_ref for line in prices if line.line.type != "PRICE_RISE_AVOIDED" and line.line.volume_ref}
    counted_once = [
        line for line in prices if line.line.type != "PRICE_RISE_AVOIDED" or line.line.volume_ref not in refs
    ]
    cost = sum((_cost(line) or Fraction(0) for line in counted_once), Fraction(0))
    return [
        _scaled(line, spend, cost if line in prices else _rebated_spend(line)) if line.counted else line
        for line in lines
    ]


def _rests_on_prices(working: Working) -> bool:
    return working.counted and working.line.type.startswith("PRICE_") and _cost(working) is not None


def _rebated_spend(working: Working) -> Fraction:
    return (_cost(working) or Fraction(0)) if isinstance(working.by, RebatePercentage) else Fraction(0)


def _cost(working: Working) -> Fraction | None:
    return whole(working, lambda method: method.framework_cost)


def _scaled(working: Working, spend: int, cost: Fraction) -> Working:
    return working.adjusted("R7", spent=spend / cost) if cost > spend else working
