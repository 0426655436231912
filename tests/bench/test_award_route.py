"""Cases on award routes: how their words are read, and how the hub's conclusions compare with those drawn by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("bench", reason="the source archive has no benches")

from bench import award_route
from bench.award_cases import facts_of_case
from hub.signposting.award import (
    Contract,
    Extension,
    Mechanism,
    Proposal,
    Sector,
    Standing,
    Terms,
    Tool,
    Verdict,
    conclude,
)
from tests.conftest import SHARED

SIBLINGS = SHARED / "data" / "cases" / "eligibility" / "award_route" / "dev.jsonl"

MORE: dict[str, Any] = {
    "contract_kind": "goods or services",
    "below_threshold": False,
    "framework_max_value_used": False,
    "order_changes_terms": False,
    "process_unfinished_at_expiry": False,
    "private_utility": False,
    "mechanism_followed": True,
}


def a_case(more: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """Four plumbers in a ranking under the Act; a test changes what it is about."""
    case = {
        "id": "P1",
        "regime": "PA2023",
        "tool": "framework",
        "light_touch": False,
        "suppliers_on_lot": 4,
        "terms_set": "core terms set",
        "mechanism": "ranking",
        "mechanism_type": "ranked",
        "call_off_value": 300_000,
        "framework_start": "2025-06-01",
        "framework_end": "2029-05-31",
        "call_off_date": "2026-11-23",
        "lot_supplier_status": "active",
        "buyer_entitled": "yes",
        "proposal": "award without competition",
        "facts": "Four plumbers.",
        "conclusion": "direct_award_allowed",
    }
    return case | fields | {"more_facts": MORE | (more or {})}


def test_a_case_told_in_full_is_concluded() -> None:
    assert conclude(facts_of_case(a_case())).verdict is Verdict.DIRECT_AWARD_ALLOWED


@pytest.mark.parametrize(
    ("changed", "fact", "value"),
    [
        ({"terms_set": "core terms left open"}, "terms", Terms.NO_CORE),
        ({"terms_set": "some of the terms"}, "terms", Terms.PART),
        ({"terms_set": "core terms only"}, "terms", Terms.CORE_ONLY),
        ({"terms_set": "all the terms"}, "terms", Terms.ALL),
        ({"terms_set": "not published"}, "terms", Terms.UNKNOWN),
        ({"terms_set": "as agreed"}, "terms", Terms.UNKNOWN),
        ({"mechanism_type": "cab rank"}, "mechanism", Mechanism.ROTATION),
        ({"mechanism_type": "closest van"}, "mechanism", Mechanism.LOCATION),
        ({"mechanism_type": "lowest total price"}, "mechanism", Mechanism.LOWEST_PRICE),
        ({"mechanism_type": "as the buyer sees best"}, "mechanism", Mechanism.RANKED),
        ({"mechanism_type": "mini-competition"}, "mechanism", Mechanism.NONE),
        ({"mechanism_type": "?", "mechanism": "?"}, "mechanism", Mechanism.UNKNOWN),
        ({"lot_supplier_status": "sister company of one on the lot"}, "standing", Standing.ANOTHER_COMPANY),
        ({"lot_supplier_status": "removed in May"}, "standing", Standing.LEFT),
        ({"lot_supplier_status": "only on lot 3"}, "standing", Standing.ELSEWHERE),
        ({"lot_supplier_status": "?"}, "standing", Standing.UNKNOWN),
        ({"tool": "so-called DPS"}, "tool", Tool.NAMED_DPS),
        ({"tool": "club"}, "tool", Tool.UNKNOWN),
        ({"proposal": "mini-competition"}, "proposal", Proposal.COMPETE),
        ({"proposal": "ask three of the suppliers for quotes"}, "proposal", Proposal.COMPETE_AMONG_SOME),
        ({"proposal": "think about it"}, "proposal", Proposal.UNKNOWN),
        ({"facts": "It is only for utilities contracts."}, "sector", Sector.UTILITIES),
        ({"facts": "What is wanted is outside the scope of the lot."}, "within_scope", False),
        ({"facts": "The council wants to let its own framework below it."}, "contract", Contract.FRAMEWORK),
        ({"suppliers_on_lot": 1, "facts": "Two others have left."}, "others_party", True),
        ({"buyer_entitled": "perhaps"}, "buyer_entitled", None),
        ({"lot_limits": "as agreed with the owner"}, "limits_kept", None),
        ({"call_off_length": "three years", "call_off_length_limit": "24 months"}, "length", 36),
        ({"regime": "unknown"}, "regulation", "unknown"),
    ],
    ids=str,
)
def test_words_are_read_and_those_unknown_leave_a_fact_unknown(changed: dict[str, Any], fact: str, value: Any) -> None:
    assert getattr(facts_of_case(a_case(**changed)), fact) == value


@pytest.mark.parametrize(
    ("facts", "followed"),
    [
        ("The order goes to rank 1.", True),
        ("Rank 1 declined; the order goes to rank 2.", True),
        ("The buyer wants rank 2.", False),
        ("The buyer skips the first.", False),
        ("Four plumbers.", None),
    ],
)
def test_whether_a_ranking_is_followed_is_read_where_no_field_says_so(facts: str, followed: bool | None) -> None:
    assert facts_of_case(a_case({"mechanism_followed": None}, facts=facts)).mechanism_followed is followed


def test_a_limit_below_which_is_not_the_limit_up_to_which() -> None:
    under = a_case({"direct_award_max": 50_000}, lot_limits="direct under £50,000")
    up_to = a_case({"direct_award_max": 50_000}, lot_limits="direct up to £50,000")
    assert [facts_of_case(case).direct_award_max for case in (under, up_to)] == [50_000_00 - 1, 50_000_00]


def test_a_case_that_tells_of_something_unknown_is_no_direct_award() -> None:
    assert conclude(facts_of_case(a_case(facts="The price list has not been seen."))).verdict is Verdict.CANNOT_TELL


def test_a_limit_that_is_told_from_the_frameworks_end_is_measured_from_there() -> None:
    told: dict[str, Any] = {
        "call_off_length": "36 months",
        "call_off_length_limit": "12 months after the end of the framework",
    }
    early, late = a_case(**told), a_case(**told, call_off_date="2029-05-01")
    assert conclude(facts_of_case(early)).verdict is Verdict.DIRECT_AWARD_ALLOWED
    assert conclude(facts_of_case(late)).verdict is Verdict.NOT_ALLOWED


def test_an_extension_without_a_stated_ground_stays_open() -> None:
    for basis in ("none shown", "not seen", "the owner's letter"):
        assert facts_of_case(a_case({"extension_basis": basis})).extension is Extension.UNKNOWN
    assert facts_of_case(a_case({"extension_basis": "review clause"})).extension is Extension.REVIEW_CLAUSE


def test_the_report_counts_apart_what_permits_more(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = [a_case(), a_case(id="P2", conclusion="only_competition"), a_case(id="P3", terms_set="core terms not set")]
    file = tmp_path / "cases.jsonl"
    file.write_text("\n".join(map(json.dumps, cases)))
    assert award_route.main([str(file)]) == 1
    said = capsys.readouterr().out
    assert said.startswith("1 of 3 as labelled (33.3%), 1 more permissive.")
    assert "MORE PERMISSIVE: P2 is only_competition, found direct_award_allowed" in said
    assert "differs: P3" in said


@pytest.mark.skipif(not SIBLINGS.exists(), reason="the shared cases are not beside the project")
def test_the_shared_cases_are_concluded_as_by_hand_and_never_more_permissive() -> None:
    judged = award_route.judge(SIBLINGS)
    assert [each.case["id"] for each in judged if each.too_permissive] == []
    assert sum(each.right for each in judged) >= 0.9 * len(judged)
