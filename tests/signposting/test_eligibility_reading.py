"""What the hub reads out of words on who may use a framework, and answers for six buyers."""

import pytest

from hub.signposting.eligibility import Answer, Need, Passage, Rule, Who, answer, read
from tests.signposting.buyers import ALL, COUNTY, DISTRICT, FIRE, LANDLORD, NHS, SCHOOL, any_of_kind, known

SHORT = {
    Answer.NAMED: "N",
    Answer.COVERED: "C",
    Answer.PROBABLY: "p",
    Answer.NOT_SHOWN: "?",
    Answer.NOT_PUBLISHED: "-",
    Answer.EXCLUDED: "x",
}


def rules(text: str, owner: str = "", field: str = "description") -> tuple[Rule, ...]:
    return read([Passage(text, field)], owner=owner).rules


def told(text: str, owner: str = "") -> str:
    """The answers for the district, county, fire service, school, NHS trust and landlord, a letter each."""
    return "".join(SHORT[answer(rules(text, owner), buyer).answer] for buyer in ALL)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The framework is open to all public sector bodies in Great Britain.", "CCCCCp"),
        ("Any contracting authority may call off from this agreement.", "CCCCCp"),
        ("It may also be used by other public sector organisations.", "ppppp?"),
        ("The DPS is available to central government and the wider public sector.", "CCpppp"),
        ("The framework is designed to meet the needs of schools and academies.", "???p??"),
        ("The framework is open to local authorities, NHS bodies and housing associations only.", "CCxxCC"),
        ("Eligible users: local authorities; police forces; fire authorities; schools.", "CCCCxx"),
        (
            "All public bodies can use it, including councils, schools, fire and rescue, and housing associations.",
            "CCCCCC",
        ),
    ],
)
def test_a_class_covers_the_kinds_that_belong_to_it(text: str, expected: str):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The agreement can be used by public bodies throughout Wales.", "xxxxxx"),
        ("All Scottish councils and health boards may use the framework.", "xxxxxx"),
        ("This framework is for use by local authorities in the Eastern Region.", "CCxxxx"),
        ("The contract will be used by all district councils in Suffolk.", "Cxxxxx"),
        ("The framework is open to all contracting authorities in England and Wales.", "CCCCCp"),
        ("The framework is for use by public bodies in London and the Home Counties.", "xp?x??"),
        ("The DPS will be open to councils in the North West and in East Anglia.", "C?xxxx"),
        ("Use by other local authorities in the region is permitted under this framework.", "??xxxx"),
        ("The framework may be used by public bodies in Manchester.", "xxxxxx"),
    ],
)
def test_a_region_limits_the_class_that_it_follows(text: str, expected: str):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The framework is let on behalf of Essex County Council and Thurrock Council.", "xNxxxx"),
        ("The participating authorities are: Suffolk County Council, Mid Suffolk District Council.", "Nxxxxx"),
        ("Babergh and Mid Suffolk District Councils may use this framework.", "Nxxxxx"),
        ("The following bodies will use the contract: - Norse Group Ltd - Essex County Council", "xNxxxx"),
        ("Framework for vehicle repairs for Essex Police, Essex County Council and Kent Police.", "xNxxxx"),
        ("The framework is for the joint use of partners, who are listed at www.example.org.", "------"),
    ],
)
def test_a_list_of_names_is_closed(text: str, expected: str):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("All public bodies may use the framework except schools.", "CCCxCp"),
        ("With the exception of schools, all public bodies may use the framework.", "CCCxCp"),
        ("The agreement is not available to housing associations. Any public body may use it.", "CCCCCx"),
        ("The framework is not for use by the wider public sector.", "xxxxx-"),
        ("The framework covers catering, excluding schools.", "------"),
        ("Councils may not call off after the end of the framework.", "------"),
    ],
)
def test_an_exclusion_counts_where_the_words_are_on_use(text: str, expected: str):
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Tenders are invited for the supply of road salt.",
        "Framework for cleaning council premises, schools and fire stations.",
        "The framework is open to new suppliers at any time.",
        "This opportunity is open to charities and SMEs who wish to tender for the framework.",
        "The framework provides care to residents of local authorities.",
        "The framework covers themes such as education, health and housing.",
        "The users are named in the procurement documents.",
    ],
)
def test_a_text_that_is_silent_on_users_gives_not_published(text: str):
    assert told(text) == "------"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The framework is open to members of the Wessex Buying Club.", "??????"),
        ("Its members, including councils and housing associations, may use the framework.", "pp???p"),
        ("Local authorities and landlords who are members of the Wessex Buying Club can use the framework.", "ppxxxp"),
    ],
)
def test_members_are_only_known_where_the_text_says_who_they_are(text: str, expected: str):
    assert told(text) == expected


def test_a_known_member_of_the_club_is_covered():
    found = answer(rules("This framework is open to all ESPO members."), known("essex-county-council", ("espo",)))

    assert found.answer is Answer.COVERED
    assert found.needs == (Need.MEMBERSHIP,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The framework is for use by A Trust Ltd and B Council (together the partners) only.", "xxxxxx"),
        ("Only Crown bodies, government departments and their agencies may use this agreement.", "xxxxxx"),
        ("The framework may be used by any public authority in the county of Norfolk.", "xxxCxx"),
        ("All contracting authorities in the East of England, East Midlands and London.", "CCCCCp"),
        ("It will be used by emergency services (police, fire and ambulance) under this framework.", "xxCxpx"),
        ("Framework for supplies to tram and rail operators in the UK.", "xxxxxx"),
        ("A joint procurement by Kent Police and Essex Police for this framework.", "xxxxxx"),
        ("The framework is available to Suffolk schools and to police forces in Wales.", "xxxxxx"),
        ("The DPS enables the local authorities of the North West to purchase placements.", "xxxxxx"),
        ("Any local authority (as defined in the Local Government Act 1972) may use the framework.", "CCxxxx"),
        ("Councils constituted under the Local Government etc. (Scotland) Act 1994 may use the DPS.", "xxxxxx"),
        ("The framework is scalable for use across all Schools and Directorates.", "xxx?xx"),
    ],
)
def test_the_usual_turns_of_notices_are_read(text: str, expected: str):
    assert told(text) == expected


def test_a_heading_before_names_is_no_class():
    text = (
        "It is let on behalf of three health and care authorities: Essex County Council, Kent Council and Hull Trust."
    )

    assert told(text) == "xNxxxx"


def test_a_number_of_councils_is_not_every_council():
    assert told("It is let on behalf of the Council and seven local authorities in the framework area.") == "??xxxx"
    assert told("The framework is for the use of the Council and its schools.") == "xxx?xx"


def test_the_owner_may_use_its_own_framework_and_alone_where_it_says_so():
    assert told("A framework for road salt.", "Essex County Council") == "-N----"
    assert told("The framework is for the sole use of Essex County Council.", "Essex County Council") == "xNxxxx"
    assert told("A legal panel for use by Watchdog only.", "Office of Watching (Watchdog)") == "xxxxxx"


def test_a_scottish_owner_that_names_no_place_covers_nobody_in_england():
    assert told("All local authorities may use the framework.", "Scotland Excel") == "??xxxx"


def test_consent_and_access_agreements_are_conditions():
    consent = answer(rules("Local authorities may use the framework with the prior consent of the Trust."), COUNTY)
    agreement = answer(rules("Local authorities may use the framework once they sign an access agreement."), COUNTY)

    assert consent.needs == (Need.CONSENT,)
    assert agreement.needs == (Need.AGREEMENT,)
    assert consent.question.startswith("We buy for: Essex County Council. What must we do")


def test_successors_are_let_in_where_the_text_speaks_of_them():
    successor = known("west-suffolk-council")
    named = "The framework is for use by Forest Heath District Council and Suffolk County Council"

    assert answer(rules(f"{named} and their successors."), successor).answer is Answer.NAMED
    assert answer(rules(f"{named}."), successor).answer is Answer.NOT_SHOWN


def test_a_lot_that_is_limited_shuts_nobody_out_of_the_others():
    found = rules("Lot 2 is available to schools only.")

    assert [rule.lots for rule in found if rule.who is Who.CLASS] == [("Lot 2",)]
    assert answer(found, DISTRICT).answer is Answer.NOT_SHOWN
    assert answer(found, SCHOOL).lots == ("Lot 2",)


def test_the_types_of_the_notice_form_are_read():
    closed = "Closed framework: only the named buyers may use it.\nFurther buyers named: Essex County Council."
    opened = "Open framework: others than the named buyers may use it."

    assert answer(rules(closed, "Kent County Council", "eligibility"), COUNTY).answer is Answer.NAMED
    assert answer(rules(closed, "Kent County Council", "eligibility"), FIRE).answer is Answer.EXCLUDED
    assert answer(rules(opened, "Kent County Council", "eligibility"), FIRE).answer is Answer.NOT_PUBLISHED


def test_categories_of_buyers_in_the_form_need_no_verb():
    found = rules("Local authorities; NHS bodies; East of England", field="eligibility")

    assert answer(found, COUNTY).answer is Answer.COVERED
    assert answer(found, SCHOOL).answer is Answer.EXCLUDED


def test_the_quote_is_a_part_of_the_text_that_holds_the_words():
    before = "Works of many sorts will be done. " * 30
    text = f"{before}The framework is open to fire and rescue services, to police forces and to no others. Prices vary."

    found = answer(rules(text), FIRE)

    assert found.quote in text
    assert "fire and rescue services" in found.quote
    assert len(found.quote) < 450


def test_every_answer_gives_a_reason_and_only_uncertain_ones_a_question():
    text = "The framework is open to local authorities and, as an aim, designed for schools."
    answers = [answer(rules(text), buyer) for buyer in (DISTRICT, SCHOOL, NHS)]

    assert all(each.reason.endswith(".") for each in answers)
    assert [bool(each.question) for each in answers] == [False, True, False]


def test_a_landlord_is_only_named_by_the_words_for_landlords():
    assert answer(rules("All public bodies may use the framework."), LANDLORD).answer is Answer.PROBABLY
    assert answer(rules("Registered providers may use the framework."), LANDLORD).answer is Answer.COVERED


def test_a_buyer_whose_region_is_not_known_is_not_shut_out_by_a_region():
    national = any_of_kind("central-government", region="")

    assert answer(rules("Public bodies in Wales may use the framework."), national).answer is Answer.NOT_SHOWN
