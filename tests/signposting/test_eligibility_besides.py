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
