"""Groups of bodies that let a framework together or are named after a place, and sorts of a class."""

import pytest

from hub.signposting.eligibility import Who
from tests.signposting.test_eligibility_reading import rules, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The framework is for the four Wessex fire services (Cambridgeshire, Hill, Vale and Dale).", "xxNxxx"),
        ("The DPS is let for the following authorities: Luton; Bedford; Mid Suffolk.", "Nxxxxx"),
        ("Police forces of the region: Hill, Vale and Moor will use this framework.", "xxxxxx"),
        ("The framework is available to the councils of Luton, Bedford and Mid Suffolk.", "Nxxxxx"),
        ("The framework is available to the councils of Norfolk and Suffolk.", "Cxxxxx"),
        ("The DPS is open to local authorities in these counties: Norfolk, Suffolk and Essex.", "CCxxxx"),
        ("The commissioners who may purchase under this framework are Sefton, Knowsley and Mid Suffolk.", "Nxxxxx"),
        ("Hill BC and Mid Suffolk DC are jointly setting up a framework.", "Nxxxxx"),
    ],
)
def test_bodies_listed_by_their_places_alone_are_named(text: str, expected: str):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "owner", "expected"),
    [
        ("The framework may be used by the Council, and by any other public body.", "Derby City Council", "CCCCCp"),
        ("The framework is restricted to use by the Council and its subsidiaries.", "Derby City Council", "xxxxxx"),
        ("The DPS is for use by the Council and Kent County Council.", "Essex County Council", "xNxxxx"),
        ("Only Hill Water may call off from the framework.", "Hill Water", "xxxxxx"),
        ("Hill plc and its group companies may call off from the framework.", "Hill plc", "xxxxxx"),
        ("The framework will be run on its own behalf and on behalf of its subsidiaries.", "Hill plc", "xxxxxx"),
        ("Provision of cleaning services to Essex County Council.", "Essex County Council", "xNxxxx"),
        ("Provision of cleaning services to Essex County Council and others.", "Essex County Council", "-N----"),
        ("Lot 1 is for the Council's own use; Lot 2 may be used by any public body.", "Derby City Council", "CCCCCp"),
    ],
)
def test_the_owner_is_read_by_what_it_is_called(text: str, owner: str, expected: str):
    assert told(text, owner) == expected


@pytest.mark.parametrize(
    ("text", "owner", "expected"),
    [
        ("The framework may be used by neighbouring councils.", "Derby City Council", "xxxxxx"),
        ("The framework may be used by neighbouring councils.", "Norfolk County Council", "??xxxx"),
        ("The framework may be used by councils in the region.", "University of Derby", "xxxxxx"),
        ("The framework may be used by the Fylde councils.", "", "xxxxxx"),
        ("The framework may be used by landlords, councils and schools across Wessex.", "", "??x?x?"),
        ("The framework is meant to be used by all the London boroughs.", "", "xxxxxx"),
        ("It covers London and Kent and is for public bodies in those areas.", "Kent County Council", "xxxxxx"),
    ],
)
def test_bodies_around_an_owner_are_where_it_is(text: str, owner: str, expected: str):
    assert told(text, owner) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The framework may be used by councils with housing stock.", "??xxxx"),
        ("The framework may be used by any authority that joins.", "------"),
        ("The framework may be used by diocesan schools.", "xxx?xx"),
        ("The framework may be used by research councils.", "------"),
        ("The framework may be used by public bodies in the health sector.", "xxxxCx"),
        ("Any housing association or council which is a contracting authority may use the framework.", "CCxxxC"),
        ("Councils may use the framework through membership of the Wessex Club.", "ppxxxx"),
        ("The DPS is for approved bodies within the public sector.", "ppppp?"),
        ("Any publicly funded school or housing organisation may use the DPS.", "pxxCxC"),
    ],
)
def test_a_sort_of_a_class_is_not_all_of_it(text: str, expected: str):
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The contract follows the regulations, which apply to all public bodies.",
        "Funding is available to all councils under the scheme.",
        "Suppliers use a portal, which is used by all public bodies.",
        "Suppliers who sell to the public sector can join this agreement.",
        "The Council's partners include the NHS and schools.",
        "The list of public bodies that have joined the framework can be found at www.example.org.",
    ],
)
def test_words_on_other_things_than_the_framework_let_nobody_in(text: str):
    assert set(told(text)) <= {"-", "?"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("This framework is not for the use of councils.", "xx----"),
        ("All councils except district councils may call off.", "xCxxxx"),
        ("The framework excludes academies; all other councils may use it.", "CCxxxx"),
    ],
)
def test_exclusions_end_where_others_are_let_in(text: str, expected: str):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The following councils will participate: Luton, Bedford and Mid Suffolk. It is a framework.", "Nxxxxx"),
        ("Hill Council and Vale Council are participating in the framework.", "xxxxxx"),
        ("Hill Council and Vale Council have come together to set up a DPS.", "xxxxxx"),
        ("Any NHS trust that wishes to use the framework may do so.", "xxxxCx"),
        ("It is a joint procurement involving Hill Council and Vale Council.", "xxxxxx"),
        ("The framework is for a partnership which comprises Hill Council and Vale Council.", "xxxxxx"),
        ("The agreement helps the public sector buy software.", "ppppp?"),
        ("The agreement has been designed to enable public bodies to access software.", "ppppp?"),
    ],
)
def test_more_turns_of_those_who_take_part_are_read(text: str, expected: str):
    assert told(text) == expected


def test_owners_and_others_are_told_by_their_words():
    of_a_council = rules("The DPS is for the Council and its schools.", "Derby City Council")
    of_a_club = rules("The DPS is open to members of LUPC.", "LUPC")

    assert Who.OWNER in {rule.who for rule in of_a_council if rule.closed}
    assert Who.MEMBERS in {rule.who for rule in of_a_club}


@pytest.mark.parametrize(
    "text",
    [
        "A previous version of this framework was available to all public bodies.",
        "The framework replaces the agreement which was open to all public bodies.",
        "The contract was awarded under the Wessex framework, which is open to all public bodies.",
        "The consultation was open to all public bodies.",
        "Schools can purchase meals from any supplier.",
        "Residents of all councils can use the framework.",
        "The framework may be used by companies that work with councils.",
        "The framework may be used by suppliers to public bodies.",
        "The framework enables suppliers to sell to all public bodies.",
        "The framework is currently unavailable to councils.",
        "There is no guarantee that any public body will use the framework.",
        "The framework will be promoted to public bodies across the UK.",
        "No fee is charged to public bodies that use the framework.",
        "Information about the framework will be available to all public bodies.",
    ],
)
def test_people_suppliers_and_other_agreements_let_nobody_in(text: str):
    assert set(told(text)) <= {"-", "?"}


@pytest.mark.parametrize(
    ("text", "owner", "expected"),
    [
        ("A limited number of councils may use the framework.", "", "??xxxx"),
        ("Councils involved in the pilot may use the framework.", "", "??xxxx"),
        ("Councils within the Vale Combined Authority may use the framework.", "", "??xxxx"),
        ("The framework is open to schools within the Trust.", "Vale Trust", "xxx?xx"),
        ("At this stage no other public bodies can use the framework.", "Essex County Council", "xNxxxx"),
    ],
)
def test_what_limits_a_class_leaves_it_open(text: str, owner: str, expected: str):
    assert told(text, owner) == expected


def test_a_framework_for_data_or_marketing_is_read_as_any_other():
    assert told("The document storage framework is available to all public bodies.") == "CCCCCp"
    assert told("The framework provides marketing services to all public bodies.") == "CCCCCp"
