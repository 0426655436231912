"""However a claim is cut – by year, line of the totals, class or sharer – the pieces sum to the whole."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from hub.savings import claim, figures, sharing
from hub.savings.pence import shared
from hub.savings.results import Figures
from tests.savings.strategies import claims
from tests.thorough import EXAMPLES

QUICK = settings(max_examples=5 * EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
BATCHES = 10
MANY = settings(
    max_examples=max(1_000, EXAMPLES // BATCHES), deadline=None, suppress_health_check=list(HealthCheck), database=None
)


def worked(inputs: Mapping[str, Any]) -> Figures:
    return figures.work_out(claim.read(inputs))


def summed(found: Figures, *names: str) -> Counter[Any]:
    """The parts added up by what is named."""
    totals: Counter[Any] = Counter()
    for part in found.parts:
        totals[tuple(getattr(part, name) for name in names)] += part.net_pence
    return totals


def adds_up(inputs: Mapping[str, Any]) -> None:
    found = worked(inputs)
    _totals_add_up(found)
    _years_add_up(found)
    _parts_add_up(found)
    _sharers_add_up(claim.read(inputs), found)
    assert not list(floats(found))


def _totals_add_up(found: Figures) -> None:
    assert found.net_pence == found.gross_pence - found.costs_pence == found.whole_life_pence
    assert found.cashable_pence + found.non_cashable_pence == found.net_pence == sum(found.buckets.values())
    assert found.gross_pence == sum(line.gross_pence for line in found.lines)
    assert all(line.gross_pence == line.cashable_pence + line.non_cashable_pence for line in found.lines)


def _years_add_up(found: Figures) -> None:
    for name in ("gross_pence", "costs_pence", "net_pence"):
        assert sum(getattr(year, name) for year in found.profile) == getattr(found, name)
    assert all(year.new_pence + year.sustained_pence == year.gross_pence for year in found.profile)
    assert all(year.gross_pence - year.costs_pence == year.net_pence for year in found.profile)
    assert sum(year.headline_pence for year in found.profile) == found.buckets["headline"]


def _parts_add_up(found: Figures) -> None:
    by_year, by_bucket, by_class = (summed(found, name) for name in ("year", "bucket", "cashable"))
    assert all(by_year[(year.fy,)] == year.net_pence for year in found.profile)
    assert all(by_bucket[(bucket,)] == pence for bucket, pence in found.buckets.items())
    assert (by_class[(True,)], by_class[(False,)]) == (found.cashable_pence, found.non_cashable_pence)
    assert all(part.net_pence for part in found.parts)


def _sharers_add_up(read: claim.Claim, found: Figures) -> None:
    """Each has its share of the whole, and of each year so far."""
    shares = [sharer.part for sharer in read.sharers]
    of_sharers, by_year = summed(found, "sharer"), summed(found, "year", "sharer")
    if not shares:
        assert of_sharers[(0,)] == found.net_pence == found.members_net_pence
        return
    shares.append(1 - sum(shares, Fraction(0)))
    named = [*range(len(read.sharers)), None]
    assert [of_sharers[(n,)] for n in named] == shared(found.net_pence, shares)
    assert found.unattributed_pence == of_sharers[(None,)]
    so_far = 0
    for place, year in enumerate(found.profile):
        so_far += year.net_pence
        until = [sum(by_year[each.fy, n] for each in found.profile[: place + 1]) for n in named]
        assert until == shared(so_far, shares)
        assert [sharer.by_fy[year.fy] for sharer in found.sharers] == [by_year[year.fy, n] for n in named[:-1]]
    assert found.members_net_pence == sum(sharer.net_pence for sharer in found.sharers if sharer.member)


def floats(value: Any) -> Any:
    """Every binary number in it."""
    if isinstance(value, float | Decimal):
        yield value
    elif isinstance(value, Mapping):
        yield from (found for each in value.values() for found in floats(each))
    elif isinstance(value, list | tuple):
        yield from (found for each in value for found in floats(each))
    elif hasattr(value, "__dataclass_fields__"):
        yield from (found for name in value.__dataclass_fields__ for found in floats(getattr(value, name)))


WHOLE = "A made-up claim's years, kinds, classes and sharers each sum to it to the penny, and none is a float"


@pytest.mark.assurance("I17", WHOLE)
@QUICK
@given(claims())
def test_the_pieces_of_any_claim_sum_to_the_whole(inputs: dict[str, Any]):
    adds_up(inputs)


@pytest.mark.assurance("I17", f"{WHOLE}, 10,000 times")
@pytest.mark.hard
@pytest.mark.parametrize("batch", range(BATCHES))
@MANY
@given(inputs=claims())
def test_the_pieces_of_ten_thousand_claims_sum_to_the_whole(batch: int, inputs: dict[str, Any]):
    adds_up(inputs)


@QUICK
@given(claims())
def test_a_claim_is_written_down_and_read_again_as_the_same(inputs: dict[str, Any]):
    read = claim.read(inputs)
    assert claim.read(claim.written(read)) == read
    assert not list(floats(claim.written(read)))


weights = st.lists(st.integers(0, 9), min_size=1, max_size=5).filter(any)


@QUICK
@given(st.lists(st.integers(-(10**9), 10**9) | st.integers(-3, 3), max_size=12), weights)
def test_what_successors_get_sums_to_what_their_predecessor_had(parts: list[int], weights: list[int]):
    shares = [Fraction(weight, sum(weights)) for weight in weights]
    cuts = sharing.split(parts, shares)
    assert [sum(cut) for cut in cuts] == parts
    assert [sum(cut[n] for cut in cuts) for n in range(len(shares))] == shared(sum(parts), shares)


def test_shares_that_are_not_the_whole_are_refused():
    with pytest.raises(claim.InvalidClaim, match="whole"):
        sharing.split([100], [Fraction(1, 2)])


def test_a_part_without_a_sharer_is_what_nobody_claims():
    inputs = one_price() | {"sharers": [{"org": "A", "share": "75%"}]}
    assert [(part.sharer, part.net_pence) for part in worked(inputs).parts] == [(0, 75), (None, 25)]


def test_a_claim_too_large_to_keep_is_refused_at_its_line():
    line = {"type": "PRICE_PREV", "method": "unit_price", "baseline_unit_pence": 10**13, "framework_unit_pence": 0}
    with pytest.raises(claim.InvalidClaim, match=r"lines\[0\]: This comes to more than"):
        worked(one_price() | {"lines": [line | {"volume": "10"}]})


def one_price() -> dict[str, Any]:
    return {
        "organisation": "Aldermere Council",
        "calloff": {"route": "framework", "start": "2025-04-01", "end": "2026-03-31"},
        "lines": [
            {
                "type": "PRICE_PREV",
                "method": "contract_price",
                "baseline_value_pence": 1000,
                "award_value_pence": 900,
            }
        ],
    }


def a_penny_a_year(**of_the_line: Any) -> dict[str, Any]:
    """A claim that saves a penny in each of two years."""
    line = {"line": 1, "type": "PRICE_PREV", "baseline_method": "previous_cost", "due_pct": "50", **of_the_line}
    calloff = {"route": "framework", "start": "2025-04-01", "end": "2027-03-31", "value_pence": 4}
    return {"organisation": "Northmere", "claimant": "council", "basis": "actual", "calloff": calloff, "lines": [line]}


def headline_by_year(found: Figures) -> list[int]:
    return [year.headline_pence for year in found.profile]


def test_what_is_due_is_rounded_once_for_a_line_typed_by_years():
    by_years = {"volume_by_fy": {"2025-26": "1", "2026-27": "1"}}
    found = worked(a_penny_a_year(method="unit_price", baseline_unit_pence=3, framework_unit_pence=2, **by_years))
    assert (found.buckets["headline"], found.buckets["not_due"]) == (1, 1)
    assert headline_by_year(found) == [1, 0]


def test_what_is_due_of_a_yearly_price_is_rounded_for_each_contract_year():
    found = worked(a_penny_a_year(method="annual_price", baseline_annual_pence=3, new_annual_pence=2))
    assert found.buckets["headline"] == 2
    assert headline_by_year(found) == [1, 1]
