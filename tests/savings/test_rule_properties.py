"""Whatever is entered, in whatever order, no money counts twice and the totals are the sum of what counts."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from hub.savings.book import OWNER, TENDER, Book
from hub.savings.standing import places, standing
from hub.savings.totals import totals
from tests.savings.pure_world import PureWorld
from tests.savings.sequences import Step
from tests.thorough import EXAMPLES

YEARS = ("2025-26", "2026-27", "2027-28")
PEOPLE = ("olu", "fin", "net", "max")
CLAIMS = tuple("ABCDEFGH")
CALL_OFFS: list[Mapping[str, Any]] = [
    {"ref": "C0", "organisation": "Aldmoor", "start": "2023-04-01", "end": "2025-03-31", "route": "framework"}
    | {"framework": "FW-0", "unit_price_pence": 120},
    {"ref": "C1", "organisation": "Aldmoor", "start": "2025-04-01", "end": "2027-03-31", "route": "framework"}
    | {"framework": "FW-1", "predecessor": "C0"},
    {"ref": "J1", "organisation": "Aldmoor", "start": "2025-04-01", "end": "2028-03-31", "route": "joint_contract"}
    | {"framework": "FW-1", "lead": "Aldmoor", "sharers": [{"org": "Aldmoor", "share": "1/3"}]},
]

years = st.sampled_from(YEARS)
claims = st.sampled_from(CLAIMS)
people = st.sampled_from(PEOPLE)
call_offs = st.sampled_from(("C1", "J1"))
pence = st.integers(-5_000, 100_000)
days = st.dates().map(str) | st.sampled_from(("2025-03-31", "2025-09-30", "2026-03-31", "2026-12-31", "2028-06-30"))
by_fy = st.dictionaries(years, pence, min_size=1)
volume_refs = st.sampled_from(("V1", "V2"))
units = st.integers(50, 200)


def _price(type: str) -> st.SearchStrategy[dict[str, Any]]:
    other = "last_unit_pence" if type == "PRICE_PREV" else "proposed_unit_pence"
    price = st.fixed_dictionaries(
        {"agreed_unit_pence": units, other: units, "volume": st.just("100"), "volume_ref": volume_refs}
    )
    return st.fixed_dictionaries({"type": st.just(type), "price": price, "fy": years})


periods = st.sampled_from((("2025-04-01", "2026-03-31"), ("2025-07-01", "2028-06-30"), ("2026-04-01", "2027-04-01")))
amounts = st.one_of(
    st.fixed_dictionaries({"type": st.sampled_from(("PRICE_PREV", "REBATE", TENDER)), "by_fy": by_fy}),
    st.builds(
        lambda total, period: {"type": "PRICE_PREV", "total_pence": total, "start": period[0], "end": period[1]},
        pence,
        periods,
    ),
    _price("PRICE_PREV"),
    _price("PRICE_RISE_AVOIDED"),
)
submitted = st.builds(
    lambda amount, given, more: {"action": "submit", **amount, **given, **more},
    amounts,
    st.fixed_dictionaries(
        {
            "claim": claims,
            "by": people,
            "organisation": st.sampled_from(("Aldmoor", "Aldmoor", "Brindle")),
            "calloff": call_offs,
            "basis": st.sampled_from(("actual", "estimated")),
            "state": st.sampled_from(("draft", "submitted", "validated", "validated")),
        }
    ),
    st.fixed_dictionaries(
        {},
        optional={
            "supersedes": claims,
            "column": st.sampled_from(("local", "collaborative")),
            "framework_cost_pence": st.integers(1, 100_000),
        },
    ),
)
told = st.fixed_dictionaries(
    {
        "action": st.sampled_from(("verify", "validate", "withdraw", "give_back", "refuse")),
        "claim": claims,
        "by": people,
    }
)
edited = st.fixed_dictionaries(
    {"action": st.just("edit"), "claim": claims, "by": people, "field": st.sampled_from(("title", "baseline_value"))},
    optional={"new_by_fy": by_fy},
)
learnt = st.one_of(
    st.fixed_dictionaries({"action": st.just("extend"), "calloff": call_offs, "new_end": days}),
    st.fixed_dictionaries({"action": st.just("end_early"), "calloff": call_offs, "on": days}),
    st.fixed_dictionaries(
        {"action": st.just("record_spend"), "calloff": call_offs, "spend_pence": st.integers(0, 9999)}
    ),
    st.fixed_dictionaries({"action": st.just("record_tender_run"), "calloff": call_offs}),
    st.fixed_dictionaries(
        {
            "action": st.just("add_sharer"),
            "calloff": st.just("J1"),
            "org": st.just("Brindle"),
            "share": st.just("33.4%"),
        }
    ),
)
declared = st.fixed_dictionaries(
    {
        "action": st.just("owner_declare"),
        "claim": claims,
        "by": people,
        "owner": st.sampled_from(("Alpha", "Beta")),
        "framework": st.just("FW-1"),
        "by_fy": by_fy,
    },
    optional={"supersedes": claims},
)
steps = st.lists(submitted | submitted | submitted | told | told | edited | learnt | declared, max_size=20)


def played(given: list[Step]) -> Iterator[tuple[Step, Book, PureWorld]]:
    """Each step with the book before it and the world after it."""
    world = PureWorld()
    world.set_up(CALL_OFFS)
    for step in given:
        before = world.book
        getattr(world, step["action"])(step)
        yield step, before, world


@settings(max_examples=10 * EXAMPLES, deadline=None)
@given(steps)
def test_no_money_counts_twice_in_whatever_order_it_is_entered(given: list[Step]) -> None:
    for _step, _before, world in played(given):
        counted = Counter(place for key in world.book.claims for place in _counted(world.book, key))
        assert not [place for place, times in counted.items() if times > 1]


def _counted(book: Book, key: str) -> Iterator[tuple[str, ...]]:
    """What a claim takes a year's money for: also an estimate, unless an actual stands for it."""
    claim, gone = book.claims[key], standing(book, key).replaced
    if claim.state != "validated":
        return
    for line_type, year in places(book, claim):
        if line_type == TENDER and not gone:
            yield claim.call_off, TENDER
        elif line_type != TENDER and (line_type, year) not in gone:
            yield claim.organisation, claim.call_off or claim.framework, line_type, year


@pytest.mark.assurance("I17", "After every entry, edit, refusal and withdrawal the totals are the sum of what counts")
@settings(max_examples=5 * EXAMPLES, deadline=None)
@given(steps)
def test_totals_are_the_sum_of_the_claims_that_count_and_owners_stand_apart(given: list[Step]) -> None:
    for _step, _before, world in played(given):
        stand = [standing(world.book, key) for key in world.book.claims]
        found = totals(world.book)
        assert found.council_total_pence == sum(sum(s.counted_by_fy.values()) for s in stand if s.column != OWNER)
        assert found.owner_declared_pence == sum(sum(s.counted_by_fy.values()) for s in stand if s.column == OWNER)
        assert found.council_total_pence == sum(found.council_by_fy.values())


@settings(max_examples=5 * EXAMPLES, deadline=None)
@given(steps)
def test_what_is_refused_changes_nothing_and_what_changes_is_told(given: list[Step]) -> None:
    for _step, before, world in played(given):
        if world.last.outcome == "reject":
            assert world.book == before
            assert world.last.changed == ()
        assert world.last.outcome == "accept" or world.last.words
        unchanged = world.book.claims.keys() - set(world.last.changed)
        assert all(standing(before, key) == standing(world.book, key) for key in unchanged)


@settings(max_examples=5 * EXAMPLES, deadline=None)
@given(steps, submitted)
def test_a_claim_withdrawn_gives_its_place_back(given: list[Step], once_more: dict[str, Any]) -> None:
    world = PureWorld()
    world.set_up(CALL_OFFS)
    for step in given:
        getattr(world, step["action"])(step)
    again = {name: value for name, value in once_more.items() if name != "supersedes"} | {"claim": "X"}
    first = world.submit(again)
    if first.outcome != "reject" and again["state"] != "draft":
        world.withdraw({"claim": "X", "by": "olu"})
        second = world.submit(again | {"claim": "Y"})
        assert (second.outcome, second.rule) == (first.outcome, first.rule)


@given(units, units, units, st.integers(0, 20), st.booleans())
@settings(max_examples=10 * EXAMPLES, deadline=None)
def test_a_rise_and_a_lower_price_of_the_same_goods_never_save_more_than_the_whole_drop(
    last: int, agreed: int, proposed: int, index: int, rise_first: bool
) -> None:
    common = {"by": "olu", "organisation": "Aldmoor", "calloff": "J1", "basis": "actual", "state": "validated"}
    goods = {"agreed_unit_pence": agreed, "volume": "100", "volume_ref": "V"}
    price = {"claim": "A", "type": "PRICE_PREV", "price": goods | {"last_unit_pence": last, "index_pct": str(index)}}
    rise = {"claim": "B", "type": "PRICE_RISE_AVOIDED", "price": goods | {"proposed_unit_pence": proposed}}
    world = PureWorld()
    world.set_up(CALL_OFFS)
    for each in (rise, price) if rise_first else (price, rise):
        world.submit(common | each | {"fy": "2025-26"})
    whole = max(100 * proposed, last * (100 + index)) - 100 * agreed
    assert totals(world.book).council_total_pence <= max(whole, 0) or proposed < agreed
