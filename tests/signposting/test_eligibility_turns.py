"""Turns of phrase that real notices and pages use, and what they say of six buyers."""

import pytest

from hub.signposting.eligibility import Answer, Passage, Who, answer, read
from tests.signposting.buyers import ALL, COUNTY, FIRE, any_of_kind
from tests.signposting.test_eligibility_reading import SHORT, rules, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The framework is open to public sector catering colleges.", "xxxxxx"),
        ("The agreement can be used by public sector educational bodies.", "xxxCxx"),
        ("For public sector employee rewards use another agreement.", "------"),
        ("The DPS is available to the wider public sector charities", "CCpppp"),
    ],
)
def test_public_sector_before_another_noun_is_not_the_public_sector(text: str, expected: str):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("This agreement gives central government and the wider public sector access to printers.", "CCpppp"),
        ("The DPS will provide public sector departments the opportunity to buy cleaning.", "CCCCCp"),
        ("The agreement provides councils with better cleaning.", "??????"),
    ],
)
def test_what_gives_bodies_access_says_who_may_use_it(text: str, expected: str):
    assert told(text).replace("-", "?") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bodies with a large pay bill: central government must pay the levy through the agreement.", "------"),
        ("We also offer services specific to central government under this agreement.", "------"),
        ("If you are a consultant working on behalf of a public body, sign the form before you use the DPS.", "------"),
        ("The framework provides software for both customers and operators.", "------"),
        ("A framework for taxi operators and recruitment agencies.", "------"),
        ("A competition to source writing agencies for the framework.", "------"),
        ("Twelve month call-off under the NHS framework.", "------"),
        ("The DPS is produced by two public sector bodies: Essex County Council and Kent Council.", "------"),
    ],
)
def test_words_on_duties_makers_and_other_agreements_shut_nobody_out(text: str, expected: str):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No other authority may use this framework.", "xNxxxx"),
        ("The framework is not available to any other public body.", "xNxxxx"),
        ("The framework is not open to other public bodies. It is for the Council.", "xNxxxx"),
    ],
)
def test_a_text_that_lets_in_no_others_leaves_the_owner(text: str, expected: str):
    assert told(text, "Essex County Council") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The framework is for the exclusive use of XYZA.", "xxxxxx"),
        ("An agent acting as the agent for the Ministry of Defence is letting this framework.", "xxxxxx"),
        ("A collaborative framework with Essex County Council and Kent Council.", "xNxxxx"),
        ("The agreement is exclusively for housing associations.", "xxxxxC"),
        ("The framework is let on behalf of the Secretary of State for Transport.", "xxxxxx"),
        ("Available for MOD customers only, under this framework.", "xxxxxx"),
        ("The framework is for use by A Trust Ltd. Any other NHS bodies not listed here may call off.", "xxxxCx"),
    ],
)
def test_words_that_let_a_framework_for_somebody_close_it(text: str, expected: str):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The framework is for use by local authorities. A list is at www.example.org.", "CCxxxx"),
        ("The framework is for use by local authorities listed in Annex A.", "??xxxx"),
        ("The framework is for use by schools and those listed at www.example.org.", "???C??"),
        ("The framework may be used by any UK public sector body as listed in section VI.3.", "------"),
        ("The framework is open to any other contracting authority as listed at www.example.org.", "------"),
    ],
)
def test_a_list_elsewhere_adds_no_other_kinds_but_leaves_open_who_is_on_it(text: str, expected: str):
    assert told(text) == expected


def test_a_right_reserved_to_let_others_in_is_only_probable():
    assert told("The Trust reserves the right to make this framework available to councils.") == "pp????"


def test_a_place_that_may_or_may_not_carry_on_leaves_no_doubt_of_those_within_it():
    text = "The framework can be used by all councils in England, police, fire, education, NHS and utilities."

    assert told(text) == "CCCCCx"


def test_their_agencies_before_another_class_do_not_limit_it():
    text = "It is available to central government and their agencies the wider public sector"

    assert told(text)[:2] == "CC"


def test_further_buyers_named_in_a_notice_close_the_list_only_where_the_form_does():
    named = "Further buyers named: Essex County Council; Kent County Council."
    closed = f"Closed framework: only the named buyers may use it.\n{named}"

    assert answer(rules(named, field="eligibility"), COUNTY).answer is Answer.NAMED
    assert answer(rules(named, field="eligibility"), FIRE).answer is Answer.NOT_SHOWN
    assert answer(rules(closed, field="eligibility"), FIRE).answer is Answer.EXCLUDED


def test_how_to_buy_lists_nobody_and_closes_nothing():
    text = "Only members may call off. See the list of users at www.example.org. The DPS is for use by schools."
    found = read([Passage(text, "how_to_buy")], owner="A Council").rules

    assert [rule.who for rule in found] == [Who.CLASS, Who.OWNER]
    assert not any(rule.closed for rule in found)


def test_a_body_that_others_have_to_ask_is_no_user():
    text = "All public bodies can use this agreement. This includes: schools. Departments must consult the Home Office."

    assert "Home Office" not in {rule.name for rule in rules(text)}


def test_local_and_central_government_are_two_classes():
    found = {rule.name for rule in rules("The DPS is for use by NHS bodies, local and central government.")}

    assert {"local-authorities", "central-government", "health-bodies"} <= found


def test_a_kind_the_text_does_not_list_is_shut_out_though_a_list_stands_elsewhere():
    text = "The DPS is let on behalf of the following police forces. https://www.example.org/forces"

    assert answer(rules(text), any_of_kind("school")).answer is Answer.EXCLUDED
    assert len(ALL) == len(SHORT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hill Council and Dale Housing Association wish to award a framework for repairs.", "xxxxxx"),
        ("The Councils (Essex County Council and Hill Council) are looking to set up a DPS.", "xNxxxx"),
        ("A framework across the region (Hill Council, Dale Council, Essex County Council).", "xNxxxx"),
        ("Essex County Council wishes to set up a framework for repairs.", "------"),
        ("A framework for homes in the areas of Hill Council and Dale Council has begun.", "------"),
        ("Hill Council and Dale Council are setting up a framework. Any public body may use it.", "CCCCCp"),
        ("Crown Commercial Service and Hill Council are setting up a framework for print.", "------"),
    ],
)
def test_several_bodies_that_let_a_framework_together_are_a_closed_list(text: str, expected: str):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The framework is designed to meet the needs of public bodies in Wales.", "xxxxxx"),
        ("The framework is designed primarily to meet the needs of public bodies in Wales.", "??????"),
        ("The framework is intended for councils in the East of England.", "pp????"),
        ("The supply of vaccines to NHS Scotland.", "xxxxxx"),
    ],
)
def test_an_aim_at_one_area_shuts_out_those_elsewhere_but_no_kind_within(text: str, expected: str):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The framework may be used by schools that do not have a caterer.", "xxx?xx"),
        ("Schools and academies within the city of Derby may access the DPS.", "xxxxxx"),
        ("Any public body outlined in Part I of the Local Authorities (Public Bodies) Order may call off.", "------"),
        ("The DPS is open for use by public bodies (defined at https://www.example.org/kent).", "CCCCCp"),
        ("The following bodies may call off from the DPS: Hill Council - www.hill.example Dale Homes Ltd", "xxxxxx"),
        ("The framework is for the Mayor, the Hill Council and its functional bodies.", "xxxxxx"),
        ("The Council procures the framework on behalf of itself and its local authority partners.", "??xxxx"),
        ("The DPS is for use by approved bodies that are part of the NHS and wider public sector.", "ppppp?"),
        ("A framework for approved bodies that are part of the NHS and wider public sector.", "ppppp?"),
        ("You can use this agreement if you are part of a central government department.", "xxxxxx"),
        ("Essex County Council and all London boroughs, primary means of buying under this framework.", "xNxxxx"),
    ],
)
def test_conditions_and_descriptions_of_a_class_are_read(text: str, expected: str):
    assert told(text) == expected


def test_schools_that_a_council_speaks_of_are_not_plainly_schools_elsewhere():
    text = "The framework may also be used by schools."

    assert told(text, "Derby City Council")[3] == "x"
    assert told(text.replace("by", "by all"), "Derby City Council")[3] == "C"


def test_a_scottish_owner_that_speaks_of_england_reaches_further():
    assert told("Any local authority in England and Wales may use the framework.", "Scotland Excel") == "CCxxxx"
    assert told("Police in England may join. All councils may use the framework.", "Scotland Excel")[:2] == "CC"


def test_words_that_say_only_close_what_was_left_open_before():
    text = "The Home Office and related organisations can use this agreement. It is only available to police forces."

    assert told(text) == "xxxxxx"


def test_relevant_authorities_are_probably_councils_and_the_nhs():
    assert told("The framework will be available to all Relevant Authorities.")[0:2] == "pp"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A framework is let on behalf of ABCD.", "xxxxxx"),
        ("A framework is let on behalf of ABCD and others.", "------"),
        ("A framework is let on behalf of the Council.", "------"),
        ("The body is out to tender on behalf of the Advanced Widget Centre for a framework.", "xxxxxx"),
        ("Widgets are made on behalf of ABCD.", "------"),
        ("The framework may be used by companies within the Group.", "xxxxxx"),
        ("A single supplier framework for payroll to Crown and other public sector bodies.", "ppppp?"),
        ("Food for care homes within the public sector under a framework.", "------"),
        ("The DPS is for use in the public sector.", "CCCCCp"),
    ],
)
def test_whom_a_framework_is_let_for_is_read_where_nothing_else_is_said(text: str, expected: str):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("This DPS replaces the agreement for the wider public sector.", "------"),
        ("The framework may be extended to other utilities.", "------"),
        ("The framework may only be used by the Contracting Authority.", "xxxxxx"),
        ("The Agency sets up a framework for its own use and for use by other public bodies.", "ppppp?"),
        ("Contractors must be able to serve all schools under the framework.", "------"),
        ("The framework covers works to schools, fire stations and libraries.", "------"),
        ("It is intended that the framework will be made available to all councils.", "CCxxxx"),
        ("It is intended for councils.", "pp????"),
        ("Only the Authority may use this framework.", "xxxxxx"),
        ("Widgets are sold, particularly in the public sector, under a framework.", "------"),
        ("We developed this agreement in partnership with the Home Office.", "------"),
    ],
)
def test_older_agreements_and_the_owners_own_use_are_told_apart(text: str, expected: str):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The framework is available to members of LUPC, SUPC and NWUPC.", "??????"),
        ("The DPS serves club members (including but not exclusive to councils, schools and NHS).", "------"),
        ("The DPS is for Wessex Club members (including but not exclusive to councils and schools).", "pp?p??"),
        ("Contracting authorities that may use the framework are listed in Appendix A.", "------"),
        ("The DPS can be used by members of the Wessex Club and other public bodies.", "ppppp?"),
        ("A framework for the members of the Wessex Club, namely Kent, Essex and Suffolk County Councils.", "xNxxxx"),
        ("A notice issued by Procurement Wessex for Essex County Council and Hill Council on a DPS.", "xNxxxx"),
    ],
)
def test_lists_and_those_beside_a_club_are_read(text: str, expected: str):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "owner", "expected"),
    [
        ("Schools within the borough can use the DPS. This includes academies.", "Doncaster Council", "xxxxxx"),
        ("Schools in the county can use the DPS. This includes academies.", "Essex County Council", "xNxxxx"),
        ("This framework is a mechanism for local authorities so that they can buy bread.", "Scotland Excel", "xxxxxx"),
        ("A framework of gloves for the use of NHSS Health Boards.", "Hill Agency", "xxxxxx"),
        ("Payroll software for local authorities.", "Crown Commercial Service", "pp????"),
        ("Payroll software for local authorities.", "Hill Council", "------"),
    ],
)
def test_whose_words_they_are_tells_how_far_they_reach(text: str, owner: str, expected: str):
    assert told(text, owner) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Authorities entitled to use the DPS may award contracts.", "------"),
        ("Contracting authorities and bodies entitled to access the DPS will have the option to buy.", "------"),
        ("The framework is not available to independent (private) schools.", "------"),
        ("Orders will be placed under the framework by district councils.", "Cxxxxx"),
        ("This is the default route to market for all central government departments.", "xxxxxx"),
        ("All central government bodies can access legal advice.", "xxxxxx"),
        ("A framework which Public Health England would call off.", "xxxxxx"),
        ("A joint procurement by Hill Borough Council and Vale Borough Council (Contract Authorities/CA).", "xxxxxx"),
        ("Hill Borough Council, in partnership with Vale Borough Council, is tendering a framework.", "xxxxxx"),
        ("Commissioned by Hill Borough Council and Vale Borough Council, the framework covers care.", "xxxxxx"),
        ("The framework is to be utilised by the Council only.", "xxxxxx"),
        ("The DPS is for the Council's use only.", "xxxxxx"),
        ("The framework is for the Trust's hospitals.", "xxxx?x"),
        ("Five local authorities in Wessex Vale are jointly procuring a framework.", "??xxxx"),
        ("The framework is not open to private firms but is available to all public bodies.", "CCCCCp"),
    ],
)
def test_those_who_call_off_or_let_it_together_are_the_users(text: str, expected: str):
    assert told(text) == expected
