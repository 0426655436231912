"""Award routes: what bars a call-off, what must be known first, and which way it goes, one fact at a time."""

from datetime import date
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

DIRECT, COMPETE = Verdict.DIRECT_AWARD_ALLOWED, Verdict.ONLY_COMPETITION
BARRED, OPEN = Verdict.NOT_ALLOWED, Verdict.CANNOT_TELL


def check(facts: Facts, verdict: Verdict, *basis: str) -> None:
    found = conclude(facts)
    assert found.verdict is verdict, found.reasons
    assert set(basis) <= set(found.basis), found.basis
    assert bool(found.missing) is (verdict is OPEN), "what cannot be told names what is missing, and nothing else does"


@pytest.mark.parametrize("facts", [under_the_act(), under_pcr(), under_ucr()])
def test_a_followed_ranking_with_the_terms_its_law_asks_for_meets_the_test(facts: Facts) -> None:
    check(facts, DIRECT)


def test_the_act_asks_for_core_terms_and_the_2015_regulations_for_all() -> None:
    check(under_the_act(terms=Terms.CORE_ONLY), DIRECT, "PA2023 s45(4)(b)")
    check(under_pcr(terms=Terms.CORE_ONLY), COMPETE, "PCR2015 reg 33(8)(c)")
    check(under_ucr(terms=Terms.CORE_ONLY), DIRECT, "UCR2016 reg 51(4)")


def test_core_terms_left_open_lead_to_competition() -> None:
    check(under_the_act(terms=Terms.NO_CORE), COMPETE, "PA2023 s45(4)(b)(i)")


@pytest.mark.parametrize("mechanism", [Mechanism.BUYER_CHOICE, Mechanism.USER_CHOICE, Mechanism.NONE])
def test_a_free_choice_is_no_objective_mechanism(mechanism: Mechanism) -> None:
    check(under_the_act(mechanism=mechanism), COMPETE, "PA2023 s45(4)(b)(ii)")
    check(under_pcr(mechanism=mechanism), COMPETE, "PCR2015 reg 33(8)(a)")
    check(under_ucr(mechanism=mechanism), COMPETE, "UCR2016 reg 51(4)")


@pytest.mark.parametrize(
    "mechanism", [Mechanism.ROTATION, Mechanism.LOCATION, Mechanism.LOWEST_PRICE, Mechanism.OBJECTIVE]
)
def test_a_rule_that_leads_to_one_supplier_is_objective(mechanism: Mechanism) -> None:
    check(under_the_act(mechanism=mechanism), DIRECT, "PA2023 s45(4)(b)")


def test_the_supplier_has_to_be_the_one_the_mechanism_names() -> None:
    check(under_the_act(mechanism_followed=False), BARRED)
    check(under_the_act(mechanism_followed=None), OPEN)


def test_the_earlier_law_wants_the_conditions_in_the_procurement_documents() -> None:
    check(under_pcr(mechanism_in_documents=False), COMPETE, "PCR2015 reg 33(9)")
    check(under_pcr(mechanism_in_documents=None), OPEN)
    check(under_the_act(mechanism_in_documents=None), DIRECT)


@pytest.mark.parametrize("facts", [under_the_act, under_pcr, under_ucr])
def test_one_supplier_needs_no_mechanism(facts: Any) -> None:
    check(facts(suppliers=1, mechanism=Mechanism.NONE, terms=Terms.UNKNOWN), DIRECT)


def test_one_supplier_on_a_lot_is_not_taken_for_one_party_to_the_framework() -> None:
    check(under_the_act(suppliers=1, mechanism=Mechanism.NONE, others_party=True), OPEN, "PA2023 s45(4)")
    check(under_the_act(suppliers=1, mechanism=Mechanism.NONE, others_party=None), OPEN)
    check(under_the_act(suppliers=1, others_party=True), DIRECT)


def test_the_number_of_suppliers_has_to_be_known_but_of_a_market() -> None:
    check(under_the_act(suppliers=None, mechanism=Mechanism.NONE), OPEN)
    check(under_the_act(suppliers=None), OPEN)
    check(on_a_market(suppliers=None), COMPETE)


@pytest.mark.parametrize("facts", [on_a_market, on_a_dps])
def test_a_list_that_suppliers_join_leads_to_competition_only(facts: Any) -> None:
    check(facts(proposal=Proposal.AWARD, suppliers=1), COMPETE)
    check(facts(proposal=Proposal.COMPETE), COMPETE)
    check(facts(proposal=Proposal.COMPETE_AMONG_SOME), BARRED)


def test_asking_only_some_suppliers_is_not_a_competition() -> None:
    found = conclude(under_pcr(proposal=Proposal.COMPETE_AMONG_SOME))
    assert found.verdict is COMPETE
    assert "do not meet" in found.sentence


def test_nobody_who_may_compete_on_a_market_is_left_out() -> None:
    check(on_a_market(market_rules_kept=False), BARRED, "PA2023 s34(4)", "PA2023 s21")
    check(on_a_market(market_rules_kept=None), OPEN, "PA2023 s34(4)")


def test_a_concession_is_not_called_off() -> None:
    check(under_the_act(contract=Contract.CONCESSION), BARRED, "PA2023 s45(8)(a)")
    check(on_a_market(contract=Contract.CONCESSION), BARRED, "PA2023 s34(7)")
    check(on_a_market(contract=Contract.CONCESSION, buyer_is_utility=True), COMPETE)
    check(under_pcr(contract=Contract.CONCESSION), OPEN)


def test_a_framework_is_not_called_off_from_a_framework() -> None:
    check(under_the_act(contract=Contract.FRAMEWORK), BARRED, "PA2023 s45(8)(b)")


def test_a_utilities_dynamic_market_is_for_utilities() -> None:
    market = {"tool": Tool.UTILITIES_DYNAMIC_MARKET}
    check(on_a_market(**market, buyer_is_utility=False), BARRED, "PA2023 s35(2)")
    check(on_a_market(**market, buyer_is_utility=None), OPEN)
    check(on_a_market(**market, buyer_is_utility=True), COMPETE)


def test_light_touch_leaves_the_way_to_the_frameworks_own_rules() -> None:
    own = {"light_touch": True, "terms": Terms.PART, "mechanism": Mechanism.USER_CHOICE}
    check(under_the_act(**own), DIRECT, "PA2023 s45(9)")
    check(under_pcr(**own), DIRECT, "PCR2015 reg 76")
    check(under_the_act(**own | {"mechanism": Mechanism.NONE}), COMPETE)
    check(under_the_act(**own | {"mechanism": Mechanism.UNKNOWN}), OPEN)
    check(under_the_act(**own, standing=Standing.EXCLUDED), BARRED, "PA2023 s45(6)(a)")


def test_a_list_under_light_touch_that_is_only_called_dps_goes_by_its_own_rules() -> None:
    check(under_pcr(tool=Tool.NAMED_DPS, light_touch=True, mechanism=Mechanism.OBJECTIVE), DIRECT)


def test_below_the_threshold_the_rule_of_the_framework_decides_under_the_act() -> None:
    free = {"mechanism": Mechanism.BUYER_CHOICE, "below_threshold": True, "direct_award_max": 50_000_00}
    check(under_the_act(**free, value=40_000_00), DIRECT, "PA2023 s3(2)")
    check(under_the_act(**free, value=60_000_00), COMPETE)
    check(under_pcr(**free, value=40_000_00), COMPETE)


def test_the_value_up_to_which_orders_go_without_competition_is_kept() -> None:
    check(under_the_act(direct_award_max=250_000_00), DIRECT)
    check(under_the_act(direct_award_max=250_000_00 - 1), COMPETE)
    check(under_the_act(direct_award_max=250_000_00, value=None), OPEN)


@pytest.mark.parametrize("facts", [under_the_act, under_pcr, under_ucr])
@pytest.mark.parametrize(
    "changed",
    [
        {"order_min": 250_000_00 + 1},
        {"order_max": 250_000_00 - 1},
        {"length": 49, "length_max": 48},
        {"length": 120, "outlast_max": 0},
        {"limits_kept": False},
        {"within_scope": False},
        {"order_changes_terms": True},
        {"buyer_entitled": False},
        {"suppliers": 0},
        {"standing": Standing.EXCLUDED},
        {"standing": Standing.SUSPENDED},
        {"standing": Standing.LEFT},
        {"standing": Standing.ELSEWHERE},
        {"standing": Standing.ANOTHER_COMPANY},
        {"call_off_on": date(2019, 1, 1)},
        {"call_off_on": date(2029, 6, 1)},
    ],
    ids=str,
)
def test_what_bars_a_call_off_bars_it_under_every_law(facts: Any, changed: dict[str, Any]) -> None:
    check(facts(**changed), BARRED)
    assert "do not meet" in conclude(facts(**changed)).sentence


def test_limits_are_inclusive_and_so_are_the_first_and_the_last_day() -> None:
    check(under_the_act(order_min=250_000_00, order_max=250_000_00, length=48, length_max=48), DIRECT)
    check(under_the_act(call_off_on=date(2029, 5, 31)), DIRECT)
    check(under_the_act(call_off_on=date(2025, 6, 1)), DIRECT)


def test_a_call_off_may_outlast_its_framework_unless_that_says_otherwise() -> None:
    check(under_pcr(length=48), DIRECT)
    check(under_pcr(length=3, outlast_max=0), DIRECT)
    check(under_pcr(length=4, outlast_max=0, call_off_on=date(2026, 12, 1)), DIRECT)
    check(under_pcr(length=5, outlast_max=0), BARRED)
    check(under_pcr(length=16, outlast_max=12), DIRECT)
    check(under_pcr(length=17, outlast_max=12), BARRED)
    check(under_pcr(length=None, outlast_max=12), OPEN)


def test_a_maximum_value_used_up_ends_a_framework_under_the_earlier_law_only() -> None:
    check(under_pcr(maximum_value_used=True), BARRED, "Case C-216/17")
    check(under_the_act(maximum_value_used=True), OPEN)
    check(on_a_market(maximum_value_used=None), COMPETE)


def test_a_term_longer_than_usual_needs_reasons() -> None:
    long = {"end": date(2031, 5, 31)}
    check(under_the_act(**long), OPEN, "PA2023 s47(2)")
    check(under_the_act(**long, long_term_reasons_given=True), DIRECT)
    check(under_the_act(**long, sector=Sector.UTILITIES), DIRECT)
    check(under_the_act(**long, private_utility=True), DIRECT)
    check(under_the_act(**long, light_touch=True), DIRECT)
    check(under_pcr(end=date(2027, 4, 1)), OPEN, "PCR2015 reg 33(3)")
    check(under_ucr(end=date(2028, 4, 1)), OPEN)


def test_an_open_framework_ends_with_its_scheme() -> None:
    late = {"end": date(2034, 5, 31)}
    check(in_a_scheme(**late, call_off_on=date(2033, 5, 31)), DIRECT)
    check(in_a_scheme(**late, call_off_on=date(2033, 6, 1)), BARRED, "PA2023 s49(2)(c)")
    check(in_a_scheme(**late, suppliers=1, call_off_on=date(2029, 6, 1)), BARRED, "PA2023 s49(6)")


def test_a_selection_under_way_may_be_finished_where_the_scheme_says_so() -> None:
    over = {"end": date(2026, 11, 1), "proposal": Proposal.COMPETE, "process_unfinished": True}
    check(in_a_scheme(**over, scheme_allows_completion=True), COMPETE)
    check(in_a_scheme(**over, scheme_allows_completion=None), OPEN, "PA2023 s49(3)")
    check(in_a_scheme(**over, scheme_allows_completion=False), BARRED, "PA2023 s49(2)(b)")
    check(in_a_scheme(**over | {"process_unfinished": False}, scheme_allows_completion=True), BARRED)
    check(in_a_scheme(**over | {"proposal": Proposal.AWARD}, scheme_allows_completion=True), OPEN)


def test_every_dps_expires_and_none_can_be_changed_any_more() -> None:
    long = {"end": date(2032, 4, 30)}
    check(on_a_dps(**long, call_off_on=date(2029, 2, 23)), COMPETE)
    check(on_a_dps(**long, call_off_on=date(2029, 2, 24)), BARRED, "SI 2024/716 reg 5(4)")
    changed = {"extension": Extension.DPS_VALIDITY_CHANGED}
    check(on_a_dps(**changed, dps_changed_on=date(2026, 2, 23)), COMPETE)
    check(on_a_dps(**changed, dps_changed_on=date(2026, 2, 24)), BARRED, "SI 2024/716 reg 5(4)")
    check(on_a_dps(**changed, dps_changed_on=None), OPEN)


def test_an_extension_needs_a_ground() -> None:
    check(under_pcr(extension=Extension.REVIEW_CLAUSE), DIRECT)
    check(under_pcr(extension=Extension.UNKNOWN), OPEN, "PCR2015 reg 72")


def test_an_excludable_supplier_is_for_the_buyer_to_consider() -> None:
    check(under_the_act(standing=Standing.EXCLUDABLE), OPEN, "PA2023 s48(1)")
    check(under_the_act(standing=Standing.EXCLUDABLE, exclusion_considered=True), DIRECT)
    private = {"standing": Standing.EXCLUDED, "private_utility": True}
    check(under_the_act(**private), OPEN)
    check(under_the_act(**private, exclusion_considered=True), DIRECT)


def test_a_name_that_does_not_tell_the_company_leaves_it_open() -> None:
    check(under_the_act(standing=Standing.UNCLEAR_COMPANY), OPEN, "PA2023 s45(2)")


@pytest.mark.parametrize("law", [Regulation.SCOTLAND, Regulation.UNKNOWN, Regulation.OTHER, Regulation.PCR_2006])
def test_of_a_law_the_hub_does_not_hold_nothing_is_concluded_but_what_no_law_allows(law: Regulation) -> None:
    check(under_the_act(regulation=law), OPEN)
    check(under_the_act(regulation=law, proposal=Proposal.COMPETE), OPEN)
    check(under_the_act(regulation=law, buyer_entitled=False), BARRED)


def test_a_kind_that_its_law_does_not_know_leaves_it_open() -> None:
    check(under_pcr(tool=Tool.DYNAMIC_MARKET), OPEN)
    check(under_the_act(tool=Tool.DPS), OPEN)
    check(under_the_act(tool=Tool.UNKNOWN), OPEN)


def test_a_market_that_goes_on_without_an_end_has_none_to_know() -> None:
    check(on_a_market(end=None), OPEN)
    check(on_a_market(end=None, open_ended=True), COMPETE)


def test_nothing_known_concludes_nothing_and_asks_for_everything() -> None:
    found = conclude(Facts())
    assert found.verdict is OPEN
    assert len(found.missing) > 10
    assert "the owner of the framework" in found.who_decides


def test_what_rules_an_award_out_is_said_even_while_something_is_missing() -> None:
    found = conclude(under_the_act(terms=Terms.NO_CORE, maximum_value_used=None))
    assert found.verdict is OPEN
    assert found.also == ("The framework does not set out the core terms.",)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            under_the_act(),
            "do meet the test for award without competition under section 45(4) of the Procurement Act 2023",
        ),
        (under_pcr(terms=Terms.PART), "do not meet the test for award without competition under regulation 33"),
        (under_the_act(value=None, order_max=1), "cannot be shown to meet the test"),
        (on_a_dps(), "do meet the conditions for a competition on the DPS"),
        (on_a_market(), "do meet the conditions for a competition by reference to the dynamic market"),
        (under_the_act(proposal=Proposal.COMPETE), "do meet the conditions for a competitive selection process"),
        (under_pcr(proposal=Proposal.COMPETE), "do meet the conditions for a further competition"),
    ],
)
def test_a_conclusion_names_the_test_in_the_words_of_its_law(facts: Facts, said: str) -> None:
    assert conclude(facts).sentence.startswith("The published facts and your answers ")
    assert said in conclude(facts).sentence
    assert "Your organisation decides" in conclude(facts).who_decides
