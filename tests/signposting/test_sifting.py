"""Frameworks sifted by six questions: what speaks for one, what rules one out, and that the unknown does neither."""

from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

import pytest

from hub.signposting.award.limits import OrderLimit
from hub.signposting.buyer import Buyer
from hub.signposting.eligibility import Rule, Who
from hub.signposting.evidence import Evidence
from hub.signposting.sifting import (
    Candidate,
    Ceiling,
    Finding,
    FoundIn,
    LotCeiling,
    Needs,
    Question,
    Verdict,
    judge,
    sift,
)
from hub.signposting.term import Term, limit
from hub.status import Assessment, Status

TODAY = date(2026, 11, 21)
SUFFOLK = Buyer(slug="mid-suffolk", name="Mid Suffolk", kind="district-council", region="UKH14", county="Suffolk")
SCHOOL = Buyer(slug="school@UKI", name="School in London", kind="school", region="UKI")
LIVE = Assessment(Status.LIVE, "It ends on 28 October 2027.")
UNKNOWN = Assessment(Status.UNKNOWN, "No end date is published, so we cannot say whether it has ended.")
ENDED = Assessment(Status.ENDED, "Its end date, 1 March 2026, has passed.")
PLANNED = Assessment(Status.PLANNED, "It starts on 1 January 2027.")
TERM = Term(start=limit(date(2024, 1, 1)), end=limit(date(2027, 10, 28)))
MILLION = 1_000_000_00


def a_candidate(**fields: Any) -> Candidate:
    """A framework of which nothing is published but what the test names."""
    defaults: dict[str, Any] = {"key": "k1", "status": UNKNOWN}
    return Candidate(**defaults | fields)


def needs(**fields: Any) -> Needs:
    defaults: dict[str, Any] = {"today": TODAY}
    return Needs(**defaults | fields)


def found(candidate: Candidate, question: Question, **asked: Any) -> tuple[Verdict, str]:
    """The only finding of a question."""
    [finding] = [each for each in judge(candidate, needs(**asked)).findings if each.question is question]
    return finding.verdict, finding.words


def ceiling(net: int | None, gross: int | None = None, currency: str = "GBP") -> Ceiling:
    return Ceiling(net, gross, currency, f"{net} or {gross}")


def a_rule(name: str, quote: str, **fields: Any) -> tuple[Rule, Evidence]:
    defaults: dict[str, Any] = {"who": Who.CLASS, "name": name, "quote": quote, "field": "eligibility"}
    rule = Rule(**defaults | fields)
    return rule, Evidence(quote=quote, field="eligibility", notice="000001-2026")


def a_limit(quote: str, **fields: Any) -> OrderLimit:
    return OrderLimit(evidence=Evidence(quote=quote, field="how_to_buy"), **fields)


def title(*words: str) -> FoundIn:
    return FoundIn(words, "title", True, Evidence(quote="Office cleaning", field="title"))


def description(*words: str) -> FoundIn:
    return FoundIn(words, "description", False, Evidence(quote="also cleaning", field="description"))


# What


def test_words_in_the_title_fit_and_words_in_passing_are_left_open() -> None:
    fits = a_candidate(found_in=(title("cleaning"), description("cleaning", "windows")))
    assert found(fits, Question.WHAT, words="cleaning windows") == (Verdict.FITS, "“cleaning” in the title")
    passing = a_candidate(found_in=(description("windows"),))
    verdict, words = found(passing, Question.WHAT, words="windows")
    assert verdict is Verdict.OPEN
    assert words.startswith("“windows” in the description only")
    assert found(a_candidate(), Question.WHAT, words="windows")[0] is Verdict.OPEN


# How much


def test_a_value_within_the_ceiling_fits_and_the_ceiling_is_for_all_buyers() -> None:
    verdict, words = found(a_candidate(ceiling=ceiling(5 * MILLION)), Question.HOW_MUCH, least=MILLION, most=MILLION)
    assert verdict is Verdict.FITS
    assert "for all buyers together" in words


@pytest.mark.parametrize(
    ("least", "most", "published", "expected"),
    [
        (6, 6, ceiling(5 * MILLION), Verdict.RULES_OUT),
        (5, 5, ceiling(5 * MILLION), Verdict.FITS),
        (4, 6, ceiling(5 * MILLION), Verdict.OPEN),
        (6, 6, ceiling(None, 5 * MILLION), Verdict.RULES_OUT),
        (4, 4, ceiling(None, 5 * MILLION), Verdict.OPEN),
        (6, 6, ceiling(5 * MILLION, currency="EUR"), Verdict.OPEN),
        (6, 6, ceiling(None), Verdict.NOT_PUBLISHED),
        (6, 6, None, Verdict.NOT_PUBLISHED),
    ],
)
def test_a_value_beside_the_ceiling_of_the_whole(
    least: int, most: int, published: Ceiling | None, expected: Verdict
) -> None:
    asked = {"least": least * MILLION, "most": most * MILLION}
    assert found(a_candidate(ceiling=published), Question.HOW_MUCH, **asked)[0] is expected


def test_a_value_above_every_lots_ceiling_is_ruled_out_unless_one_lot_publishes_none() -> None:
    small, large = LotCeiling("Lot 1", ceiling(MILLION)), LotCeiling("Lot 2", ceiling(2 * MILLION))
    asked = {"least": 3 * MILLION, "most": 3 * MILLION}
    assert found(a_candidate(lots=(small, large)), Question.HOW_MUCH, **asked)[0] is Verdict.RULES_OUT
    open_one = LotCeiling("Lot 3", None)
    assert found(a_candidate(lots=(small, open_one)), Question.HOW_MUCH, **asked)[0] is Verdict.OPEN
    assert found(a_candidate(lots=(open_one,)), Question.HOW_MUCH, **asked)[0] is Verdict.NOT_PUBLISHED
    verdict, words = found(a_candidate(lots=(small, large)), Question.HOW_MUCH, least=MILLION, most=2 * MILLION)
    assert verdict is Verdict.FITS
    assert words.startswith("Within the published ceiling of Lot 2")


def test_published_words_on_the_value_of_one_contract_are_for_a_person_to_read_beside_the_ceiling() -> None:
    said = Evidence(quote="Direct award is for orders up to £100,000.", field="how_to_buy")
    live = a_candidate(ceiling=ceiling(5 * MILLION), value_limits=(OrderLimit(evidence=said),))
    within, limits = judge(live, needs(least=MILLION, most=MILLION)).findings
    assert within.verdict is Verdict.FITS
    assert (limits.question, limits.verdict, limits.evidence) == (Question.HOW_MUCH, Verdict.OPEN, (said,))
    assert judge(live, needs()).findings == ()


# Limits to one contract


def beside(question: Question, *limits: OrderLimit, lots: tuple[str, ...] = (), **asked: Any) -> list[tuple[Any, str]]:
    """What these limits, and nothing else that is published, come to."""
    name = "value_limits" if question is Question.HOW_MUCH else "length_limits"
    named = tuple(LotCeiling(lot, None) for lot in lots)
    findings = judge(a_candidate(lots=named, **{name: limits}), needs(**asked)).findings
    return [(each.verdict, each.words) for each in findings if each.verdict is not Verdict.NOT_PUBLISHED]


def of_value(*limits: OrderLimit, value: int, lots: tuple[str, ...] = ()) -> list[tuple[Any, str]]:
    return beside(Question.HOW_MUCH, *limits, lots=lots, least=value, most=value)


def test_a_value_is_compared_with_the_published_limit_to_one_contract() -> None:
    limit = a_limit("Call-offs must not exceed £1 million.", most=MILLION)
    assert of_value(limit, value=MILLION) == [
        (Verdict.FITS, "Within the published limit to one contract: at most £1 million")
    ]
    assert of_value(limit, value=MILLION + 1) == [
        (Verdict.RULES_OUT, "Outside the published limit to one contract: at most £1 million")
    ]
    [(verdict, words)] = beside(Question.HOW_MUCH, limit, least=MILLION // 2, most=2 * MILLION)
    assert verdict is Verdict.OPEN and words.startswith("Not plainly within")
    [(verdict, words)] = of_value(a_limit("From £1 million.", least=MILLION), value=MILLION - 1)
    assert (verdict, words) == (
        Verdict.RULES_OUT,
        "Outside the published limit to one contract: at least £1 million",
    )


def test_a_limit_with_vat_rules_out_above_it_and_settles_nothing_below() -> None:
    limit = a_limit("Up to £1 million including VAT.", most=MILLION, with_vat=True)
    assert [verdict for verdict, _ in of_value(limit, value=2 * MILLION)] == [Verdict.RULES_OUT]
    assert [verdict for verdict, _ in of_value(limit, value=MILLION // 2)] == [Verdict.OPEN]


def test_a_lot_with_room_keeps_a_framework_in_and_is_named_before_the_others() -> None:
    small = a_limit("Lot 1: up to £50,000.", most=50_000_00, lots=("Lot 1",))
    large = a_limit("Lot 2: up to £1 million.", most=MILLION, lots=("Lot 2",))
    lots = ("Lot 1", "Lot 2")
    words = (
        "Within the published limit to one contract: at most £1 million (Lot 2). Otherwise for at most £50,000 (Lot 1)"
    )
    assert of_value(small, large, value=MILLION, lots=lots) == [(Verdict.FITS, words)]
    [(verdict, words)] = of_value(small, large, value=2 * MILLION, lots=lots)
    assert verdict is Verdict.RULES_OUT and "(Lot 1)" in words and "(Lot 2)" in words
    assert [verdict for verdict, _ in of_value(small, value=MILLION, lots=lots)] == [Verdict.OPEN]


def test_a_limit_to_orders_without_competition_never_rules_out() -> None:
    limit = a_limit("Direct award up to £100,000.", most=100_000_00, without_competition=True)
    within, above = of_value(limit, value=100_000_00), of_value(limit, value=MILLION)
    assert within == [(Verdict.FITS, "Within the published limit to orders without competition, at most £100,000")]
    assert above == [
        (
            Verdict.OPEN,
            "Above the published limit to orders without competition, at most £100,000: what is left is a competition",
        )
    ]


def test_a_length_is_compared_with_the_published_limit_to_one_contract() -> None:
    limit = a_limit("Call-offs last up to 48 months.", most=48)
    assert beside(Question.HOW_LONG, limit, months=48) == [
        (Verdict.FITS, "Within the published limit to one contract: at most 48 months")
    ]
    assert [verdict for verdict, _ in beside(Question.HOW_LONG, limit, months=49)] == [Verdict.RULES_OUT]
    live = a_candidate(status=LIVE, term=TERM, length_limits=(limit,))
    findings = judge(live, needs(start=date(2027, 1, 1), months=6)).findings
    assert [(each.question, each.verdict) for each in findings] == [
        (Question.HOW_LONG, Verdict.FITS),
        (Question.HOW_LONG, Verdict.FITS),
        (Question.WHEN, Verdict.FITS),
    ]


def test_words_that_a_person_must_read_keep_a_limit_from_ruling_out() -> None:
    limit, words = a_limit("Call-offs last up to 12 months.", most=12), a_limit("Call-offs may be extended by 1 year.")
    assert [verdict for verdict, _ in beside(Question.HOW_LONG, limit, words, months=24)] == [Verdict.OPEN] * 2


def test_two_limits_that_disagree_leave_it_open() -> None:
    one, other = a_limit("Up to 24 months.", most=24), a_limit("Up to 48 months.", most=48)
    [(verdict, words)] = beside(Question.HOW_LONG, one, other, months=36)
    assert verdict is Verdict.OPEN and "24 months" in words and "48 months" in words


def test_without_published_limits_nothing_is_said_of_them() -> None:
    assert of_value(value=MILLION) == [] and beside(Question.HOW_LONG, months=12) == []
    assert found(a_candidate(), Question.HOW_LONG, months=12)[0] is Verdict.NOT_PUBLISHED


# When and how long


def test_a_start_inside_the_dates_of_a_live_framework_fits_and_the_dates_are_said() -> None:
    live = a_candidate(status=LIVE, term=TERM, dates="1 January 2024 to 28 October 2027")
    assert found(live, Question.WHEN, start=date(2027, 1, 1)) == (
        Verdict.FITS,
        "Live. Your start is inside its published dates, 1 January 2024 to 28 October 2027.",
    )


@pytest.mark.parametrize("status", [UNKNOWN, PLANNED, Assessment(Status.UNCONFIRMED, "No source confirms it.")])
def test_dates_alone_make_no_framework_fit(status: Assessment) -> None:
    verdict, words = found(a_candidate(status=status, term=TERM), Question.WHEN, start=date(2027, 1, 1))
    assert verdict is Verdict.OPEN
    assert status.reason in words


def test_one_that_is_over_is_ruled_out_whatever_was_asked() -> None:
    assert found(a_candidate(status=ENDED), Question.WHEN) == (Verdict.RULES_OUT, ENDED.reason)
    passed = a_candidate(term=Term(end=limit(date(2026, 11, 20))))
    assert found(passed, Question.WHEN)[0] is Verdict.RULES_OUT
    assert judge(a_candidate(term=Term(end=limit(TODAY))), needs()).findings == ()


def test_a_part_of_a_framework_that_is_over_rests_on_that_frameworks_end() -> None:
    part = a_candidate(status=ENDED, whole_ended="1 March 2026", called="live")
    [finding] = judge(part, needs()).findings
    assert [(each.field, each.quote) for each in finding.evidence] == [
        ("parent_reference", "1 March 2026"),
        ("stage", "live"),
    ]


@pytest.mark.parametrize(
    ("start", "words"), [(date(2027, 10, 29), "after the published end"), (date(2023, 12, 31), "before the published")]
)
def test_a_start_outside_the_published_dates_is_ruled_out(start: date, words: str) -> None:
    verdict, said = found(a_candidate(status=LIVE, term=TERM), Question.WHEN, start=start)
    assert verdict is Verdict.RULES_OUT
    assert words in said


def test_without_a_published_end_neither_when_nor_how_long_is_answered() -> None:
    undated = a_candidate(status=LIVE, term=Term(start=limit(date(2024, 1, 1))))
    asked = {"start": date(2027, 1, 1), "months": 12}
    assert found(undated, Question.WHEN, **asked) == (Verdict.NOT_PUBLISHED, "Its end date")
    assert found(undated, Question.HOW_LONG, **asked) == (Verdict.NOT_PUBLISHED, "Its end date")


def test_an_end_known_to_the_month_leaves_a_start_in_that_month_open() -> None:
    rough = a_candidate(status=LIVE, term=Term(end=limit(date(2027, 10, 31), "month")))
    assert found(rough, Question.WHEN, start=date(2027, 10, 15))[0] is Verdict.OPEN
    assert found(rough, Question.WHEN, start=date(2027, 9, 1))[0] is Verdict.FITS
    assert found(rough, Question.WHEN, start=date(2027, 11, 1))[0] is Verdict.RULES_OUT


def test_a_contract_that_runs_past_the_end_is_left_open_as_the_terms_decide() -> None:
    live = a_candidate(status=LIVE, term=TERM)
    assert found(live, Question.HOW_LONG, start=date(2027, 1, 1), months=9)[0] is Verdict.FITS
    verdict, words = found(live, Question.HOW_LONG, start=date(2027, 1, 1), months=24)
    assert verdict is Verdict.OPEN
    assert "to 31 December 2028" in words
    outside = judge(live, needs(start=date(2028, 1, 1), months=24)).findings
    assert [finding.question for finding in outside] == [Question.WHEN]


def test_published_words_on_the_length_are_for_a_person_to_read() -> None:
    said = Evidence(quote="Call-offs last up to 12 months.", field="how_to_buy")
    live = a_candidate(status=LIVE, term=TERM, length_limits=(OrderLimit(evidence=said),))
    [finding] = [each for each in judge(live, needs(months=6)).findings if each.question is Question.HOW_LONG]
    assert (finding.verdict, finding.evidence) == (Verdict.OPEN, (said,))
    inside, to_read, _ = judge(live, needs(start=date(2027, 1, 1), months=6)).findings
    assert (inside.verdict, inside.words) == (Verdict.FITS, "It would lie inside the published dates.")
    assert (to_read.verdict, to_read.evidence) == (Verdict.OPEN, (said,))
    assert found(a_candidate(), Question.HOW_LONG, months=6)[0] is Verdict.NOT_PUBLISHED


def test_lots_with_dates_of_their_own_and_an_end_worked_out_are_said() -> None:
    live = a_candidate(status=LIVE, term=TERM, lots_differ=True, end_note="worked out from its duration")
    _, words = found(live, Question.WHEN, start=date(2027, 1, 1))
    assert words.endswith("Its end is worked out from its duration. Some of its lots have dates of their own.")


# Where


@pytest.mark.parametrize(
    ("published", "expected", "words"),
    [
        (("UKH",), Verdict.FITS, "It covers East of England"),
        (("UKI", "UK"), Verdict.FITS, "It covers United Kingdom, which East of England is a part of"),
        (("UKI", "UKH1"), Verdict.OPEN, "It covers a part of East of England: East Anglia"),
        (("UKI", "UKM"), Verdict.RULES_OUT, "East of England is not among the published regions: London, Scotland"),
        ((), Verdict.NOT_PUBLISHED, "The regions it covers"),
    ],
)
def test_a_region_beside_those_published(published: tuple[str, ...], expected: Verdict, words: str) -> None:
    assert found(a_candidate(regions=published), Question.WHERE, region="UKH") == (expected, words)


def test_the_regions_of_lots_speak_for_a_framework_but_never_against_it() -> None:
    assert found(a_candidate(lot_regions=("UKH",)), Question.WHERE, region="UKH")[0] is Verdict.FITS
    verdict, words = found(a_candidate(lot_regions=("UKM",)), Question.WHERE, region="UKH")
    assert verdict is Verdict.OPEN
    assert words.endswith("the framework as a whole names none")


# Who

LOCAL = a_rule("local-authorities", "Open to local authorities in the East of England.", places=("UKH",))
NOT_SCHOOLS = a_rule("schools", "Schools may not use it.", includes=False)


def test_each_body_gets_its_own_finding_with_the_words_it_rests_on() -> None:
    findings = judge(a_candidate(rules=(LOCAL, NOT_SCHOOLS)), needs(buyers=(SUFFOLK, SCHOOL))).findings
    assert [finding.verdict for finding in findings] == [Verdict.FITS, Verdict.RULES_OUT]
    assert findings[0].words.startswith("Mid Suffolk: covered by the published class.")
    assert findings[0].evidence == (LOCAL[1],)
    assert findings[1].words.startswith("School in London: excluded by the published text.")


def test_no_words_on_who_are_not_published_and_words_that_do_not_settle_it_are_open() -> None:
    assert found(a_candidate(), Question.WHO, buyers=(SUFFOLK,)) == (
        Verdict.NOT_PUBLISHED,
        "Who may use it (Mid Suffolk)",
    )
    vague = a_rule("local-authorities", "Designed for councils.", hedged=True)
    verdict, words = found(a_candidate(rules=(vague,)), Question.WHO, buyers=(SUFFOLK,))
    assert verdict is Verdict.OPEN
    assert "probably covered, ask the owner" in words


# All together

KNOWN: dict[str, Any] = {
    "status": LIVE,
    "term": TERM,
    "dates": "1 January 2024 to 28 October 2027",
    "called": "Live",
    "found_in": (title("cleaning"),),
    "ceiling": ceiling(5 * MILLION),
    "lots": (LotCeiling("Lot 1", ceiling(2 * MILLION)), LotCeiling("Lot 2", ceiling(3 * MILLION))),
    "regions": ("UKH",),
    "lot_regions": ("UKM",),
    "rules": (LOCAL,),
    "length_limits": (a_limit("Up to 12 months.", most=12),),
    "value_limits": (a_limit("Orders up to £5 million.", most=5 * MILLION),),
}
AGAINST: dict[str, Any] = {
    "status": ENDED,
    "term": Term(start=limit(date(2020, 1, 1)), end=limit(date(2026, 3, 1)), max_end=limit(date(2028, 3, 1))),
    "ceiling": ceiling(MILLION // 2),
    "lots": (LotCeiling("Lot 1", ceiling(MILLION // 4)),),
    "regions": ("UKM",),
    "rules": (NOT_SCHOOLS, a_rule("schools", "For schools only.", closed=True)),
    "length_limits": (a_limit("Up to 6 months.", most=6),),
    "value_limits": (
        a_limit("Lot 1: up to £50,000.", most=50_000_00, lots=("Lot 1",)),
        a_limit("Lot 2: from £2 million.", least=2 * MILLION, lots=("Lot 2",)),
    ),
}
NOT_KNOWN: dict[str, Any] = {
    "status": UNKNOWN,
    "term": Term(),
    "found_in": (),
    "ceiling": None,
    "lots": (),
    "regions": (),
    "lot_regions": (),
    "rules": (),
    "length_limits": (),
    "value_limits": (),
}
ASKED = needs(
    words="cleaning",
    least=MILLION,
    most=MILLION,
    months=12,
    start=date(2027, 1, 1),
    region="UKH",
    buyers=(SUFFOLK, SCHOOL),
)
EVERY_MIXTURE = [
    a_candidate(**KNOWN | {name: AGAINST[name] for name in names})
    for count in range(len(AGAINST) + 1)
    for names in combinations(AGAINST, count)
]


@pytest.mark.parametrize("name", NOT_KNOWN)
def test_making_a_fact_unknown_never_rules_a_framework_out(name: str) -> None:
    for candidate in EVERY_MIXTURE:
        less = replace(candidate, **{name: NOT_KNOWN[name]})
        assert judge(candidate, ASKED).ruled_out or not judge(less, ASKED).ruled_out, (candidate, name)


@pytest.mark.parametrize("part", ["start", "end", "max_end"])
def test_making_a_date_unknown_never_rules_a_framework_out(part: str) -> None:
    for candidate in EVERY_MIXTURE:
        less = replace(candidate, term=replace(candidate.term, **{part: None}))
        assert judge(candidate, ASKED).ruled_out or not judge(less, ASKED).ruled_out, (candidate, part)


def test_a_framework_of_which_nothing_is_published_stays_in_and_nothing_speaks_for_it() -> None:
    unknown = judge(a_candidate(), ASKED)
    assert not unknown.ruled_out
    assert unknown.of(Verdict.FITS) == ()
    assert {finding.question for finding in unknown.of(Verdict.NOT_PUBLISHED)} == set(Question) - {Question.WHAT}


def test_every_fit_and_every_reason_against_rests_on_something_published() -> None:
    findings: list[Finding] = [each for candidate in EVERY_MIXTURE for each in judge(candidate, ASKED).findings]
    assert all(each.evidence for each in findings if each.verdict is Verdict.RULES_OUT)
    assert all(each.evidence for each in findings if each.verdict is Verdict.FITS)
    assert not any(each.evidence for each in findings if each.verdict is Verdict.NOT_PUBLISHED)


def test_the_order_is_kept_on_both_sides_and_what_is_left_off_is_counted() -> None:
    candidates = [
        a_candidate(key=f"k{number}", **({"status": ENDED} if number % 2 else {"status": LIVE})) for number in range(50)
    ]
    sifted = sift(candidates, needs())
    assert [each.candidate.key for each in sifted.ins] == [f"k{number}" for number in range(0, 40, 2)]
    assert [each.candidate.key for each in sifted.outs] == [f"k{number}" for number in range(1, 41, 2)]
    assert (sifted.more_ins, sifted.more_outs) == (5, 5)


def test_a_question_that_was_not_answered_finds_nothing() -> None:
    assert judge(a_candidate(**KNOWN), needs()).findings == ()
