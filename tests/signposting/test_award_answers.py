"""What a buyer is asked, how the answers are read, and what is said of one that cannot be."""

from typing import Any

import pytest

from hub.signposting.award import Answered, Facts, Proposal, Regulation, Standing, Tool, Verdict, answer, conclude
from tests.signposting.award_facts import under_pcr, under_the_act

PUBLISHED = Facts(
    regulation=Regulation.PROCUREMENT_ACT,
    tool=Tool.FRAMEWORK,
    suppliers=3,
    others_party=True,
    start=under_the_act().start,
    end=under_the_act().end,
)
SUPPLIERS = {"sparkle": ("Sparkle Ltd", Standing.ACTIVE), "gone": ("Gone plc", Standing.LEFT)}
ALL = {
    "do": "award", "value": "£120,000.50", "on": "2026-12-01", "months": "24", "what": "goods_services_or_works",
    "scope": "yes", "keeps": "yes", "limits": "yes", "entitled": "yes", "extended": "no", "room": "yes", "light": "no",
    "below": "no", "supplier": "sparkle", "exclusion": "none", "terms": "yes", "by": "ranked", "followed": "yes",
}  # fmt: skip


def told(published: Facts = PUBLISHED, /, **changed: str) -> Answered:
    return answer(published, ALL | changed, SUPPLIERS)


def labels(answered: Answered) -> str:
    return " ".join(question.label for question in answered.questions)


def test_all_questions_answered_leave_nothing_missing() -> None:
    answered = told()
    assert not answered.wrong
    assert answered.facts.value == 120_000_50
    assert conclude(answered.facts).verdict is Verdict.DIRECT_AWARD_ALLOWED
    assert set(ALL) == {question.name for question in answered.questions}


@pytest.mark.parametrize("name", sorted(set(ALL) - {"below", "light", "value", "months", "do"}))
def test_every_question_left_out_leaves_it_open(name: str) -> None:
    assert conclude(told(PUBLISHED, **{name: ""}).facts).verdict is Verdict.CANNOT_TELL


def test_what_is_published_is_not_asked_and_what_is_not_is() -> None:
    asked = {question.name for question in told(Facts()).questions}
    assert {"law", "kind", "start", "end", "suppliers", "others"} <= asked
    assert not {"law", "kind", "start", "end", "suppliers", "others"} & {each.name for each in told().questions}


def test_the_law_decides_the_words() -> None:
    assert "core terms" in labels(told())
    assert "all the terms" in labels(told(under_pcr(suppliers=3)))
    options = told().questions[0].options, told(under_pcr()).questions[0].options
    assert [each["compete"] for each in options] == ["Run a competitive selection process", "Run a further competition"]


def test_an_answer_on_the_law_decides_what_is_asked_next() -> None:
    assert "core terms" in labels(told(Facts(), law="procurement_act_2023", kind="framework"))
    assert "all the terms" in labels(told(Facts(), law="pcr_2015", kind="framework"))
    assert "applications to join" in labels(told(Facts(), law="pcr_2015", kind="dps"))


def test_a_competition_is_not_asked_about_one_supplier() -> None:
    asked = {question.name for question in told(do="compete").questions}
    assert not {"supplier", "exclusion", "by", "followed", "terms"} & asked
    assert told(do="compete", listed="yes").facts.proposal is Proposal.COMPETE
    assert conclude(told(do="compete", listed="yes").facts).verdict is Verdict.ONLY_COMPETITION


def test_a_supplier_that_left_stays_so_whatever_is_answered() -> None:
    assert told(supplier="gone").facts.standing is Standing.LEFT
    assert told(supplier="gone", exclusion="kept").facts.standing is Standing.LEFT


def test_a_supplier_nobody_has_checked_is_not_taken_as_sound() -> None:
    assert told(exclusion="").facts.standing is Standing.UNKNOWN
    assert told(exclusion="excluded").facts.standing is Standing.EXCLUDED
    assert told(exclusion="may").facts.standing is Standing.EXCLUDABLE


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"value": "-5"}, "Write a value from"),
        ({"value": "0"}, "Write a value from"),
        ({"value": "1e400"}, "Write a value from"),
        ({"value": "NaN"}, "Write a value from"),
        ({"value": "100000000001"}, "Write a value from"),
        ({"value": "a lot"}, "Write the value in pounds"),
        ({"value": "9" * 10_000}, "Use 40 characters or fewer"),
        ({"months": "0"}, "from 1 to 600"),
        ({"months": "601"}, "from 1 to 600"),
        ({"months": "²"}, "from 1 to 600"),
        ({"months": "-1"}, "from 1 to 600"),
        ({"on": "9999-12-31"}, "from the year 2000"),
        ({"on": "1999-12-31"}, "from the year 2000"),
        ({"on": "31/3/2027"}, "Write the date as"),
        ({"on": "2027-02-30"}, "Write the date as"),
        ({"do": "bribe"}, "Choose an answer from the list"),
        ({"supplier": "x" * 10_000}, "Choose an answer from the list"),
        ({"exclusion": "<script>"}, "Choose an answer from the list"),
    ],
    ids=str,
)
def test_an_answer_that_cannot_be_read_says_what_to_write(changed: dict[str, Any], said: str) -> None:
    answered = told(PUBLISHED, **changed)
    (name,) = changed
    assert said in answered.wrong[name]
    assert len(answered.answers[name]) <= 40
