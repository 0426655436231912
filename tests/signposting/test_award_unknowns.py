"""What is not known never permits more: every fact of many call-offs is taken away, one and two at a time."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from itertools import combinations, product
from random import Random
from typing import Any

import pytest

from hub.signposting.award import (
    Contract,
    Extension,
    Facts,
    Mechanism,
    Proposal,
    Regulation,
    Sector,
    Standing,
    Terms,
    Tool,
    Verdict,
    conclude,
)
from tests.signposting.award_facts import in_a_scheme, on_a_dps, on_a_market, under_pcr, under_the_act, under_ucr

NOT_FACTS = {
    "proposal",
    "open_ended",
    "order_min",
    "order_max",
    "direct_award_max",
    "length_max",
    "outlast_max",
}
"""The question; and published limits, of which not knowing them is ``limits_kept`` None."""

UNKNOWN: dict[str, Any] = {field.name: field.default for field in fields(Facts) if field.name not in NOT_FACTS}

PERMITS_MORE: dict[Verdict, set[Verdict]] = {
    Verdict.NOT_ALLOWED: {Verdict.ONLY_COMPETITION, Verdict.DIRECT_AWARD_ALLOWED},
    Verdict.CANNOT_TELL: {Verdict.ONLY_COMPETITION, Verdict.DIRECT_AWARD_ALLOWED},
    Verdict.ONLY_COMPETITION: {Verdict.DIRECT_AWARD_ALLOWED},
    Verdict.DIRECT_AWARD_ALLOWED: set(),
}

VALUES: dict[str, tuple[Any, ...]] = {
    "light_touch": (True, False),
    "sector": tuple(Sector),
    "contract": tuple(Contract),
    "buyer_entitled": (True, False),
    "buyer_is_utility": (True, False),
    "private_utility": (True, False),
    "suppliers": (0, 1, 5),
    "others_party": (True, False),
    "standing": tuple(Standing),
    "exclusion_considered": (True, False),
    "market_rules_kept": (True, False),
    "terms": tuple(Terms),
    "within_scope": (True, False),
    "order_changes_terms": (True, False),
    "mechanism": tuple(Mechanism),
    "mechanism_followed": (True, False),
    "mechanism_in_documents": (True, False),
    "value": (1_00, 250_000_00, 10**12),
    "below_threshold": (True, False),
    "limits_kept": (True, False),
    "order_max": (None, 200_000_00),
    "direct_award_max": (None, 200_000_00),
    "length": (1, 60),
    "length_max": (None, 48),
    "outlast_max": (None, 0, 12),
    "maximum_value_used": (True, False),
    "start": (date(2024, 1, 1), date(2027, 1, 1)),
    "end": (date(2026, 1, 1), date(2027, 6, 1), date(2032, 1, 1)),
    "call_off_on": (date(2026, 12, 1), date(2029, 6, 1)),
    "long_term_reasons_given": (True, False),
    "extension": tuple(Extension),
    "dps_changed_on": (date(2026, 1, 1), date(2026, 6, 1)),
    "process_unfinished": (True, False),
    "scheme_allows_completion": (True, False),
    "regulation": tuple(Regulation),
    "tool": tuple(Tool),
    "proposal": tuple(Proposal),
}


def without(facts: Facts, *names: str) -> Facts:
    return replace(facts, **{name: UNKNOWN[name] for name in names})


SOUND = [under_the_act, under_pcr, under_ucr, on_a_dps, on_a_market, in_a_scheme]


@pytest.mark.parametrize("sound", SOUND)
def test_no_one_and_no_two_facts_taken_away_make_a_call_off_pass(sound: Callable[..., Facts]) -> None:
    for gone in combinations(UNKNOWN, 2):
        assert_no_more_permitted(sound(), *gone)


@pytest.mark.thorough
@pytest.mark.parametrize("sound", SOUND)
@pytest.mark.parametrize("light_touch", [True, False])
def test_whatever_value_a_fact_has_none_taken_away_permits_more(sound: Callable[..., Facts], light_touch: bool) -> None:
    base = sound(light_touch=light_touch)
    varied = [replace(base, **{name: value}) for name, values in VALUES.items() for value in values]
    for facts, gone in product(varied, UNKNOWN):
        assert_no_more_permitted(facts, gone)


@pytest.mark.parametrize("rounds", [60, pytest.param(2000, marks=pytest.mark.thorough)])
def test_no_fact_taken_away_from_call_offs_at_random_permits_more(rounds: int) -> None:
    random = Random(45)  # noqa: S311 - no secret depends on it
    for _ in range(rounds):
        facts = under_the_act(
            **{name: random.choice(values) for name, values in VALUES.items() if random.random() < 0.3}
        )
        for gone in UNKNOWN:
            assert_no_more_permitted(facts, gone)


def assert_no_more_permitted(facts: Facts, *gone: str) -> None:
    before, after = conclude(facts).verdict, conclude(without(facts, *gone)).verdict
    assert after not in PERMITS_MORE[before], f"{before} became {after} without {gone}: {facts}"
