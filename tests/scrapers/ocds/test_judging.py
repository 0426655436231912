"""What is a framework, what is a contract under one, and what is neither: no call-off is ever taken for a framework."""

from typing import Any

import pytest

from scrapers.ocds import judging, wording
from scrapers.ocds.judging import Sort, judge
from scrapers.ocds.notice import Notice
from scrapers.record import Known
from tests.scrapers.ocds.releases import UK_LAW, a_framework, a_release, an_award, uk_notice

FLAG = {"hasFrameworkAgreement": True}
DPS_FLAG = {"hasDynamicPurchasingSystem": True}


def sort(release: dict[str, Any]) -> Sort:
    return judge(Notice(release)).sort


@pytest.mark.parametrize(
    "tender",
    [{"techniques": FLAG}, {"lots": [{"id": "1", "techniques": FLAG}]}, {"techniques": DPS_FLAG},
     {"techniques": {"frameworkAgreement": {"maximumParticipants": 6.0}}}],
    ids=["flag", "flag on a lot", "dynamic purchasing system", "details without the flag"],
)  # fmt: skip
def test_a_flag_makes_a_framework(tender: dict[str, Any]) -> None:
    assert sort(a_release(tender=tender)) is Sort.FRAMEWORK


@pytest.mark.parametrize("kind", ["UK13", "UK14", "UK15", "UK16"])
def test_the_notices_of_dynamic_markets_are_of_frameworks(kind: str) -> None:
    release = a_release(1, tag=["award", "contract"], tender={"documents": uk_notice(kind, 1), "legalBasis": UK_LAW})
    assert sort(release) is Sort.FRAMEWORK


@pytest.mark.parametrize(
    "title",
    ["Framework for kerb stones", "Minor works framework agreement 2026", "Taxi services DPS", "Roofing Frameworks",
     "Home care Dynamic Purchasing System", "Dynamic market for vehicles", "Design and build framework"],
)  # fmt: skip
def test_a_title_may_say_that_it_is_a_framework_and_a_person_is_asked_to_check(title: str) -> None:
    verdict = judge(Notice(a_release(title=title)))
    assert verdict.sort is Sort.FRAMEWORK
    assert verdict.judged_by == "title"


@pytest.mark.parametrize(
    "title",
    ["Evaluation framework for schools", "Outcomes Framework consultancy", "Development of a skills framework",
     "Steel framework and cladding", "Framework manager for the buying team", "Review of the commissioning framework",
     "Framework for action on obesity", "Grounds maintenance"],
)  # fmt: skip
def test_other_frameworks_are_nothing_to_buy_from(title: str) -> None:
    assert sort(a_release(title=title)) is Sort.NEITHER
    assert sort(an_award(title=title)) is Sort.NEITHER


CALL_OFF_TITLES = [
    "Call-off under RM6100", "Laptops - mini competition", "Further Competition: legal advice",
    "Roofing works (via the LHC Framework)", "Contract awarded via the Northshire framework", "Call off contract 7",
    "Award under framework", "Vehicles from the Northshire framework agreement", "Recruitment through RM6229",
    "School buses – call-off from the council's DPS",
]  # fmt: skip


@pytest.mark.parametrize("title", CALL_OFF_TITLES)
def test_a_title_of_a_call_off_makes_a_call_off_even_where_the_notice_is_flagged(title: str) -> None:
    assert sort(an_award(title=title)) is Sort.CALL_OFF
    assert sort(an_award(title=title, tender={"techniques": FLAG})) is Sort.CALL_OFF


@pytest.mark.parametrize("title", CALL_OFF_TITLES)
def test_a_call_off_that_is_not_yet_awarded_is_skipped(title: str) -> None:
    assert judge(Notice(a_framework(title=title))).reason == judging.CALL_OFF_TO_COME


@pytest.mark.parametrize(
    "method",
    ["Call-off from a framework agreement", "Call off from a Framework Agreement",
     "Call-off from a dynamic purchasing system", "Other - Further Competition via Northshire's DPS",
     "Other - Framework under Lot 5 of the Northshire Framework"],
)  # fmt: skip
def test_a_method_of_call_off_counts_before_a_title_that_names_a_framework(method: str) -> None:
    verdict = judge(Notice(an_award(title="Kerbs Framework", tender={"procurementMethodDetails": method})))
    assert (verdict.sort, verdict.said) == (Sort.CALL_OFF, Known.YES)


def test_a_related_framework_makes_a_call_off_unless_it_is_itself() -> None:
    other = {"id": "1", "relationship": ["framework"], "scheme": "ocid", "identifier": "ocds-h6vhtk-0fffff"}
    assert sort(an_award(relatedProcesses=[other])) is Sort.CALL_OFF
    assert sort(a_framework(2, relatedProcesses=[{**other, "identifier": "ocds-h6vhtk-000002"}])) is Sort.FRAMEWORK


def test_the_flag_of_a_market_in_a_new_tender_is_of_the_market_used() -> None:
    documents, tender = uk_notice("UK6", 1), {"techniques": DPS_FLAG, "legalBasis": UK_LAW}
    award = an_award(tender=tender)
    award["awards"][0]["documents"] = documents
    assert sort(award) is Sort.CALL_OFF
    assert sort(a_release(title="Dynamic market for care", tender=tender)) is Sort.FRAMEWORK


@pytest.mark.parametrize(
    "title", ["YPO Framework 960 - Lot 8 - Sweepers", "RM6170 support services", "G-Cloud 14 hosting"]
)
def test_a_framework_named_as_anothers_is_used_and_not_owned(title: str) -> None:
    assert sort(an_award(title=title)) is Sort.CALL_OFF
    assert sort(a_release(title=title)) is Sort.NEITHER


def test_the_same_title_of_the_owner_itself_is_a_framework() -> None:
    owner = {"id": "GB-PPON-PYPO-1234-YPOY", "name": "YPO"}
    assert sort(a_release(title="YPO Framework 960 for sweepers", buyer=owner)) is Sort.FRAMEWORK


def test_a_job_named_behind_a_framework_is_not_taken_for_the_framework() -> None:
    assert sort(an_award(title="CP9 Framework - Clifford Bridge - Waterproofing")) is Sort.CALL_OFF
    assert sort(an_award(title="Kerbs Framework", tender={"procurementMethodDetails": "Direct award"})) is Sort.CALL_OFF


@pytest.mark.parametrize(
    "description",
    ["The contract was awarded following a mini competition under the Northshire Construction framework.",
     "Direct award from KCS framework.", "Called off from the CCS Framework RM6089, lot 2."],
)  # fmt: skip
def test_a_description_may_say_that_a_framework_was_used_but_says_it_less_surely(description: str) -> None:
    verdict = judge(Notice(an_award(tender={"description": description})))
    assert (verdict.sort, verdict.said) == (Sort.CALL_OFF, Known.UNKNOWN)


def test_a_description_may_say_that_the_notice_sets_up_a_framework() -> None:
    described = {"description": "The council wishes to establish a multi-supplier framework agreement for kerbs."}
    verdict = judge(Notice(a_release(tender=described)))
    assert (verdict.sort, verdict.judged_by) == (Sort.FRAMEWORK, "description")
    assert sort(an_award(tender=described)) is not Sort.FRAMEWORK


def test_a_method_of_evaluation_in_prose_is_no_framework() -> None:
    prose = {"description": "The supplier developed the theory of change, evaluation framework and methodology."}
    assert judge(Notice(an_award(tender=prose))).reason == judging.CONTRACT


@pytest.mark.parametrize(
    ("release", "reason"),
    [(a_release(tag=["planning"]), judging.PLANNING), (a_release(), judging.TENDER), (an_award(), judging.CONTRACT),
     (a_release(tag=["implementation"], contracts=[{"documents": uk_notice("UK17", 1)}]), judging.PAYMENT)],
    ids=["planning", "tender", "award", "payment"],
)  # fmt: skip
def test_what_is_neither_is_skipped_for_one_of_a_few_reasons(release: dict[str, Any], reason: str) -> None:
    verdict = judge(Notice(release))
    assert (verdict.sort, verdict.reason) == (Sort.NEITHER, reason)


@pytest.mark.parametrize("kind", ["UK9", "UK10", "UK11", "UK12"])
def test_a_notice_of_a_change_that_does_not_say_of_what_is_an_amendment(kind: str) -> None:
    assert sort(a_release(tag=["x"], contracts=[{"id": "1", "documents": uk_notice(kind, 1)}])) is Sort.AMENDMENT


@pytest.mark.parametrize("tag", ["awardUpdate", "contractAmendment", "contractTermination", "tenderCancellation"])
def test_an_older_notice_of_a_change_is_an_amendment_but_contracts_finders_are_whole_notices(tag: str) -> None:
    assert sort(an_award(tag=[tag])) is Sort.AMENDMENT
    assert sort(an_award(tag=[tag]) | {"ocid": "ocds-b5fd17-1"}) is Sort.NEITHER


def test_a_later_notice_of_a_known_framework_is_an_amendment_of_it() -> None:
    assert judge(Notice(an_award()), is_known=True).sort is Sort.AMENDMENT


@pytest.mark.parametrize("words", ["develop of a ", "under the ", "call off ", "mini competition via ", "award a "])
def test_no_text_takes_long_to_judge(words: str) -> None:
    long = words * 4_000
    wording.says_it_is_one(long)
    wording.says_it_uses_one(long)
    wording.mentions_use_of_one(f"{long}framework")
