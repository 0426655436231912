"""A lot's own words on who may use it take away from what the whole framework's words say, and never add."""

from typing import Any

import pytest

from hub.signposting.buyer import Buyer
from hub.signposting.eligibility import (
    OF_A_LOT,
    Answer,
    EligibilityAnswer,
    Passage,
    answer,
    buyer_tokens,
    read,
    read_lot,
    rule_line,
    tokens,
)

COUNCIL = Buyer(slug="mid-suffolk", name="Mid Suffolk", kind="district-council", region="UKH14", county="Suffolk")
SCHOOL = Buyer(slug="school@UKI", name="School in London", kind="school", region="UKI")
EVERYBODY = "This framework is open to all public bodies in the UK, including local authorities and schools."
LOTS = {"Lot 1: Desks": "", "Lot 2: Boards": "This lot is open to schools only.", "Lot 3: Gritters": ""}


def said(buyer: Buyer, whole: str = EVERYBODY, **lots: str) -> EligibilityAnswer:
    """What the words of the whole and of lots 1, 2 and so on (one, two …) say of a buyer."""
    names = dict(zip(("one", "two", "three"), LOTS, strict=True))
    rules = [*read([Passage(whole, "eligibility")]).rules]
    rules += [rule for number, text in lots.items() for rule in read_lot(text, names[number])]
    found = answer(rules, buyer)
    covers, bars = tokens(rules)
    admitted = bool(covers & buyer_tokens(buyer)) and not bars & buyer_tokens(buyer)
    assert admitted == (found.answer in (Answer.NAMED, Answer.COVERED, Answer.PROBABLY)), "as the search finds it"
    return found


def by_lot(found: EligibilityAnswer) -> dict[str, Answer]:
    return {each.lot: each.answer for each in found.by_lot}


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("This lot is open to schools only.", ["include class schools; only Lot 2; closed"]),
        ("Boards of all sizes. This lot is for schools only.", ["include class schools; only Lot 2; closed"]),
        ("Lot 2 is exclusively for schools.", ["include class schools; only Lot 2; closed"]),
        ("Available to schools in London only.", ["include class schools; in London; only Lot 2; closed"]),
        ("This lot is not available to schools.", ["exclude class schools; only Lot 2"]),
    ],
)
def test_plain_words_on_the_use_of_a_lot_are_read(text: str, rules: list[str]) -> None:
    found = read_lot(text, "Lot 2")
    assert [rule_line(rule) for rule in found] == rules
    assert all(rule.field == OF_A_LOT and rule.quote in text for rule in found)


@pytest.mark.parametrize(
    "text",
    [
        "Boards for schools and colleges.",
        "Cleaning of schools, for use by pupils of local authority schools.",
        "This lot is designed for schools.",
        "The framework is open to schools only.",
        "Lot 3 is open to schools only.",
        "This lot is reserved for sheltered workshops.",
        "This lot may be used by the bodies listed in annex B.",
        "Essex County Council and Suffolk County Council, offices and stores.",
        "This lot is open to schools only" + ", and their suppliers deliver boards of every size" * 7 + ".",
    ],
)
def test_what_a_lot_supplies_to_whom_says_nothing_of_who_may_use_it(text: str) -> None:
    assert read_lot(text, "Lot 2: Boards") == ()


def test_a_lot_for_others_is_told_beside_the_answer_of_the_whole() -> None:
    found = said(COUNCIL, two="This lot is open to schools only.")
    assert found.answer is Answer.COVERED
    assert by_lot(found) == {"Lot 2: Boards": Answer.EXCLUDED}
    assert found.by_lot[0].rule.quote == "This lot is open to schools only."
    assert found.reason.endswith("; by its own words not for Lot 2: Boards.")
    assert by_lot(said(SCHOOL, two="This lot is open to schools only.")) == {}


def test_a_lot_that_shuts_a_class_out_is_told_and_the_framework_stays() -> None:
    found = said(SCHOOL, three="This lot is not available to schools.")
    assert found.answer in (Answer.COVERED, Answer.PROBABLY)
    assert by_lot(found) == {"Lot 3: Gritters": Answer.EXCLUDED}
    assert by_lot(said(COUNCIL, three="This lot is not available to schools.")) == {}


def test_words_of_a_lot_let_nobody_into_the_framework() -> None:
    silent, closed = "Paint in all colours.", "This framework is for use by NHS trusts only."
    for_all = "This lot is open to all public bodies."
    assert said(COUNCIL, silent, one=for_all).answer is said(COUNCIL, silent).answer is Answer.NOT_PUBLISHED
    assert said(COUNCIL, closed, one=for_all).answer is said(COUNCIL, closed).answer is Answer.EXCLUDED
    hedged = "This framework is designed for local authorities."
    found = said(COUNCIL, hedged, one="This lot is open to local authorities only.")
    assert (found.answer, by_lot(found)) == (Answer.PROBABLY, {})


def test_who_is_let_in_as_well_shuts_nobody_out_of_a_lot() -> None:
    assert by_lot(said(COUNCIL, two="This lot is also open to charities.")) == {}


def test_the_words_of_the_whole_on_some_lots_count_for_these_lots() -> None:
    found = said(COUNCIL, f"{EVERYBODY} Lot 2 is available to schools only.")
    assert (found.answer, by_lot(found)) == (Answer.COVERED, {"Lot 2": Answer.EXCLUDED})
    out = said(SCHOOL, f"{EVERYBODY} Lot 3 is not available to schools.")
    assert by_lot(out) == {"Lot 3": Answer.EXCLUDED}
    assert out.answer in (Answer.COVERED, Answer.PROBABLY)


def test_every_lot_that_says_less_is_named() -> None:
    text = "This lot is open to schools only."
    found: Any = said(COUNCIL, one=text, two=text)
    assert found.said_of_lots == "by its own words not for Lot 1: Desks and Lot 2: Boards"
    assert found.excluded_lots == {"Lot 1: Desks", "Lot 2: Boards"}
