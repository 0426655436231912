"""Bodies let in or shut out beside others: exceptions, numbered lists, clubs in a row and lists elsewhere."""

import pytest

from tests.signposting.test_eligibility_reading import told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("All public sector bodies may order, save for NHS bodies, which are excluded from using the DPS.", "CCCCxp"),
        ("All public bodies may use the framework apart from schools, who may not use it.", "CCCxCp"),
        ("The DPS is open to councils and NHS bodies but police forces and schools may not use it.", "CCxxCx"),
    ],
)
def test_words_that_shut_out_some_leave_the_others_in(text: str, expected: str):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The framework is for use by these bodies: 1. Education 2. Local authorities 3. NHS 4. Police", "CCxCCx"),
        ("It is open to the following: 1. Schools. 2. Colleges. Bids close on May 2. Bids are free.", "xxxCxx"),
        ("Suppliers bid for Lots 1 and 2. Lot 1. Cleaning. Local authorities may use the framework.", "CCxxxx"),
    ],
)
def test_the_numbers_of_a_list_do_not_end_it(text: str, expected: str):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "owner", "expected"),
    [
        ("Babergh lets the DPS for its own use and that of Mid Suffolk District Council.", "Babergh", "Nxxxxx"),
        ("The framework gives councils a means to buy fleet.", "", "CCxxxx"),
        ("Councils and NHS trusts are welcome to use the framework.", "", "CCxxCx"),
        ("The framework is for the Northern Ireland Civil Service and its agencies.", "", "xxxxxx"),
        ("The framework is open to councils and other bodies, which can be viewed in the tender pack.", "", "CC????"),
        ("The framework can be used by NHS trusts and a wide range of public sector bodies.", "", "ppppC?"),
        ("Other schools may call off from the framework later.", "", "???p??"),
        ("Any public body as defined in the Local Authorities (Goods and Services) Act may use it.", "", "CCpppp"),
    ],
)
def test_who_is_let_in_besides_is_read_as_plainly_as_it_is_said(text: str, owner: str, expected: str):
    assert told(text, owner) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The framework is open to members of APUC,CPC,NEUPC,NWUPC & SUPC for the supply of textiles.",
        "It acts for members of the London Universities Purchasing Consortium (LUPC), the North Eastern Universities "
        "Purchasing Consortium (NEUPC) and SUPC in a framework on behalf of them.",
    ],
)
def test_clubs_in_a_row_have_members_and_the_owner_is_one_of_them(text: str):
    assert set(told(text, "North Western Universities Purchasing Consortium")) <= {"?", "-"}


def test_a_list_elsewhere_says_who_the_other_authorities_are():
    text = "We buy on behalf of other contracting authorities under a framework."
    assert told(text) == "ppppp?"
    assert told(f"{text} An up to date list of those who may order is published on our site.") == "------"


@pytest.mark.parametrize(
    ("text", "owner", "expected"),
    [
        (
            "The framework is for use by the Council and the following additional Contracting Authorities, where they "
            "sign a service agreement with it: - schools in Suffolk, - Suffolk Constabulary.",
            "Suffolk County Council",
            "xxxxxx",
        ),
        ("LUPC, SUPC and APUC members may use the framework.", "", "??????"),
        ("The consortium provides this framework to its members, who include councils.", "The consortium", "pp????"),
        ("The DPS may be used by members of Eastern Homes and by any other registered provider.", "", "?????C"),
        ("It is used by Tayforth Contracts and by other Scottish local authorities under the contract.", "", "xxxxxx"),
    ],
)
def test_every_part_of_a_list_of_users_is_read(text: str, owner: str, expected: str):
    assert told(text, owner).replace("-", "?") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The framework will be opened to the wider public sector at a later date.", "------"),
        ("The Council may allow other councils to buy from the framework.", "pp????"),
        ("The framework may be used by any public sector organisation occupying the estate.", "??????"),
        ("It is aimed principally at schools but may be used by any council in the framework.", "CCxpxx"),
    ],
)
def test_what_is_only_kept_possible_or_limited_is_no_plain_yes(text: str, expected: str):
    assert told(text) == expected


def test_a_buying_organisation_acts_for_customers_who_are_not_said():
    text = "ESPO on behalf of ESPO and YPO has set up a framework"
    assert told(f"{text}.", "ESPO") == "------"
    assert told(f"{text} that gives the public sector access to consultants.", "ESPO") == "CCCCCp"


@pytest.mark.parametrize(
    ("bodies", "expected"),
    [
        ("waste collection authorities", "Cxxxxx"),
        ("upper tier authorities", "xCxxxx"),
        ("Category 1 responders", "CCCxCx"),
    ],
)
def test_authorities_are_known_by_their_duties(bodies: str, expected: str):
    assert told(f"The framework is open to all {bodies} in England.") == expected


def test_a_place_in_another_county_is_not_the_buyers():
    assert told("Schools and academies in Ipswich may buy from the framework.") == "xxxxxx"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Public bodies who are able to use this framework: 1. Local authorities 2. NHS bodies.", "CCxxCx"),
        ("The public bodies that can use the framework include councils and schools.", "CCCCCp"),
        (
            "The following are entitled to use the DPS: 1) Members of EEM. A list of them is on our site. 2) Any "
            "police or fire authority; 3) Any NHS trust or other public body in England.",
            "ppCpC?",
        ),
    ],
)
def test_a_heading_lets_in_nobody_but_those_of_its_list(text: str, expected: str):
    assert told(text) == expected


def test_a_bracketed_abbreviation_is_no_part_of_a_class():
    assert told("A framework for all Scottish Higher (HE) and Further (FE) Education institutions.") == "xxxxxx"


@pytest.mark.parametrize(
    ("text", "owner", "expected"),
    [
        ("It is open to club members and to the public sector, including schools and landlords.", "", "CCCCCC"),
        ("The DPS is designed for schools but public bodies of any kind can buy from it.", "", "CCCCCp"),
        ("Open to all Scottish public bodies and to public bodies in the rest of the UK.", "", "CCCCCp"),
        ("The framework will not be available to any authority other than Kent County Council.", "", "xxxxxx"),
        ("On behalf of the partnership councils: Melton, Rutland and Harborough.", "", "xxxxxx"),
        ("Any library authority in the UK may place an order.", "", "xCxxxx"),
        ("The framework is available for use by burial authorities in England.", "", "??xxxx"),
        ("NHS bodies in the county may use the framework.", "Cambridgeshire County Council", "xxxxCx"),
    ],
)
def test_what_stands_beside_others_keeps_its_own_limits(text: str, owner: str, expected: str):
    assert told(text, owner) == expected


@pytest.mark.parametrize(
    ("text", "owner", "expected"),
    [
        ("Open to all UK fire services, including those in the Isle of Man, and any successor bodies.", "", "xxCxxx"),
        ("Members of the Consortium may purchase under the framework.", "Welsh Purchasing Consortium", "xxxxxx"),
        ("Members of the Consortium may purchase under the framework.", "Fylde Purchasing Consortium", "??????"),
        ("The client list comprises registered providers and London boroughs.", "", "xxxxxC"),
        ("The framework may be used by any health and social care bodies in England.", "", "xpxxCx"),
        ("It is for PSNI. Any police force in Great Britain may draw on it.", "PSNI", "xxxxxx"),
    ],
)
def test_a_list_is_as_wide_as_its_words_and_no_wider(text: str, owner: str, expected: str):
    assert told(text, owner) == expected


def test_groups_named_after_a_class_do_not_make_it_a_club():
    text = "The framework is free to use by any public body in the UK that needs staff NOE CPC, LPP and CCS let it."
    assert told(text) == "CCCCCp"


@pytest.mark.parametrize(
    ("text", "owner", "expected"),
    [
        ("For use by all police forces and, where they wish, the fire services of England.", "", "xxCxxx"),
        ("The DPS is available to universities and, where the supplier agrees, schools and the NHS.", "", "???pp?"),
        (
            "The Council, for itself and on behalf of the NHS Suffolk Board, seeks a framework which the district "
            "councils of Suffolk will be entitled to use.",
            "Suffolk County Council",
            "Cxxxxx",
        ),
        ("All schools in Northern Ireland may order.", "", "xxxxxx"),
        ("Any local transport authority in England can buy from the framework.", "", "xCxxxx"),
    ],
)
def test_words_put_in_between_do_not_end_a_list(text: str, owner: str, expected: str):
    assert told(text, owner) == expected
