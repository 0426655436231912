"""Rules as they are stored, spelt in tables, counted against each other and put in the search index."""

from dataclasses import replace
from itertools import product

import pytest

from hub.data.kinds import organisation_kinds
from hub.signposting.buyer import Buyer
from hub.signposting.eligibility import (
    IN,
    Answer,
    Need,
    Rule,
    UnreadableRule,
    Who,
    answer,
    buyer_tokens,
    rule_from_dict,
    rule_from_line,
    rule_line,
    standing,
    tokens,
)
from hub.signposting.eligibility.classes import classes
from hub.signposting.eligibility.places import places
from hub.signposting.evidence import Confidence
from tests.signposting.buyers import COUNTIES, COUNTY, DISTRICT, any_of_kind, known

FULL = Rule(
    who=Who.CLASS,
    name="local-authorities",
    places=("UKH", "Suffolk"),
    closed=True,
    hedged=True,
    club="ESPO",
    needs=(Need.CONSENT, Need.AGREEMENT),
    future=True,
    successors=True,
    lots=("Lot 1", "Lot 2"),
    quote="local authorities in Suffolk",
    field="eligibility",
    confidence=Confidence.CONFIRMED,
)


def test_a_rule_comes_back_from_storage_as_it_was():
    assert rule_from_dict(FULL.to_dict()) == FULL
    assert rule_from_dict(Rule(who=Who.ELSEWHERE).to_dict()) == Rule(who=Who.ELSEWHERE)


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        ({}, "must say who"),
        ({"who": "nobody"}, "nobody"),
        ({"who": "class", "name": "dragons"}, "dragons"),
        ({"who": "owner", "colour": "red"}, "colour"),
        ({"who": "owner", "places": "UKH"}, "places"),
        ({"who": "owner", "closed": "yes"}, "true or false"),
        ({"who": "owner", "needs": ["luck"]}, "luck"),
    ],
)
def test_a_stored_rule_that_is_not_one_is_refused_by_name(stored: dict[str, object], words: str):
    with pytest.raises(UnreadableRule, match=words):
        rule_from_dict(stored)


def test_a_rule_is_spelt_on_one_line_and_read_back():
    line = rule_line(FULL)

    assert line.startswith(
        "include class local-authorities; in UKH, Suffolk; needs consent, access agreement; only Lot 1"
    )
    assert rule_from_line(line) == replace(FULL, quote="", field="", confidence=Confidence.READ)
    assert rule_from_line("Exclude named Essex County Council").includes is False


@pytest.mark.parametrize(
    "line", ["", "include", "include class dragons", "include named", "include owner; perhaps", "x; in"]
)
def test_a_line_that_is_no_rule_is_refused(line: str):
    with pytest.raises(UnreadableRule):
        rule_from_line(line)


def test_what_a_person_confirmed_stands_in_place_of_what_was_read():
    read = Rule(who=Who.CLASS, name="schools", closed=True)
    confirmed = Rule(who=Who.NAMED, name="Essex County Council", confidence=Confidence.CONFIRMED)

    assert standing((read, confirmed)) == (confirmed,)
    assert answer((read,), COUNTY).answer is Answer.EXCLUDED
    assert answer((read, confirmed), COUNTY).answer is Answer.NAMED


def test_an_exclusion_that_may_mean_the_buyer_leaves_a_doubt():
    everyone = Rule(who=Who.CLASS, name="public")
    not_landlords = Rule(who=Who.CLASS, name="housing-providers", includes=False)

    assert answer((everyone, not_landlords), DISTRICT).answer is Answer.PROBABLY


NAMES = ("Mid Suffolk District Council", "Essex County Council", "Suffolk Coastal District Council", "Elsewhere Trust")
PLACES = ("UKH", "UKL", "GB-ENG", "UK", "Suffolk", "Kent", "Home Counties", "East Anglia", "?the region", "?Leeds")


def every_rule() -> list[Rule]:
    found = [
        Rule(who=Who.CLASS, name=name, places=(place,) if place else (), hedged=hedged, club=club, includes=includes)
        for name, place, hedged, club, includes in product(
            classes(), ("", *PLACES), (False, True), ("", "ESPO"), (True, False)
        )
    ]
    found += [
        Rule(who=who, name=name, successors=successors, includes=includes)
        for who, name, successors, includes in product((Who.NAMED, Who.OWNER), NAMES, (False, True), (True, False))
    ]
    found += [
        Rule(who=who, name="ESPO", places=(place,) if place else (), closed=closed, includes=includes)
        for who, place, closed, includes in product(
            (Who.MEMBERS, Who.ELSEWHERE, Who.OTHERS), ("", *PLACES), (False, True), (True, False)
        )
    ]
    return found


def every_buyer() -> list[Buyer]:
    named = [
        known(slug, clubs)
        for slug in ("mid-suffolk-district-council", "essex-county-council")
        for clubs in ((), ("espo",))
    ]
    named.append(known("east-suffolk-council"))
    kinds = [
        any_of_kind(kind, region, county, clubs)
        for kind in organisation_kinds()
        for region, county in COUNTIES.items()
        for clubs in ((), ("espo",))
    ]
    return named + kinds


@pytest.mark.parametrize("step", [53, pytest.param(4, marks=pytest.mark.thorough)])
def test_the_search_tokens_let_through_exactly_those_the_answer_lets_in(step: int):
    buyers = [(buyer, buyer_tokens(buyer)) for buyer in every_buyer()]
    rules = every_rule()
    sets = [(rule,) for rule in rules] + list(zip(rules, reversed(rules), rules[7:] + rules[:7], strict=True))
    wrong = []
    for number, given in enumerate(sets):
        covers, bars = tokens(given)
        for buyer, marks in buyers[number % step :: step]:
            found = bool(covers & marks) and not bars & marks
            if found != (answer(given, buyer).answer in IN):
                wrong.append((given, buyer.slug, buyer.memberships))

    assert wrong[:3] == []


def test_every_class_and_place_of_the_tables_is_well_formed():
    kinds = set(organisation_kinds())

    assert all(each.kinds | each.likely | each.remote <= kinds for each in classes().values())
    assert not any(each.kinds & (each.likely | each.remote) for each in classes().values())
    assert all(place.codes or place.counties for place in places().values())
