"""References as owners, portals and people write them."""

import pytest
from hypothesis import given, strategies as st

from indexer.analysis import find_references, reference_forms, reference_key


@pytest.mark.parametrize(
    "spellings",
    [
        ("RM6100", "rm6100", "rm 6100", "RM-6100", "RM_6100", "RM.6100", " RM6100 ", "Ref: RM6100", "Framework RM6100"),
        ("RM1557.13", "rm1557/13", "RM1557 13", "RM 1557-13"),
        ("RM1557.13L4", "RM1557.13 L4", "rm1557/13-l4"),
        ("RM1043iv", "RM1043 IV", "rm1043-iv"),
        ("220_24", "220-24", "220 24", "220–24", "Framework no. 220_24"),
        ("376E_20", "376e-20", "376E 20"),
        ("SBS/19/UK/MX/9395", "sbs 19 uk mx 9395"),
        ("NEPO505", "NEPO 505", "nepo-505"),
        ("NOE.0511", "noe 0511", "NOE0511"),
        ("Y23051", "y 23051"),
        ("ITS3165 CPC", "its3165cpc", "ITS 3165-CPC"),
        ("1095, Lot 2", "1095 lot 2"),
        ("DN775212", "dn 775212"),
        ("ＲＭ６１００", "RM6100"),
        ("RM٦١٠٠", "RM6100"),
    ],
)
def test_spellings_of_one_reference_have_one_key(spellings: tuple[str, ...]):
    assert len({reference_key(spelling) for spelling in spellings}) == 1


def test_different_agreements_have_different_keys():
    references = (
        "RM1557.13 RM1557.14 RM1557.15 RM1557.13L4 RM1557 RM155713 RM1557iv RM1557vi RM1043iv RM1043.4 RM1043"
        " RM6187 RM6187.1 RM6240 RM6240.1a 220_24 220_23 22024 376E_24 376_24 1095 YPO1095 NEPO505 SBS10505 SBS10514"
        " SBS10515 0121 121 NOE.0511 NOE.511 Y23051 Y23015 ITS3165CPC ITS3165NW REF123 123"
    ).split() + ["1095, Lot 2", "1095, Lot 12", "376E_24 Lot 1", "376E_24 Lot 2"]

    assert len({reference_key(reference) for reference in references}) == len(references)


@pytest.mark.parametrize("text", ["", " ", "TBC", "n/a", "None", "see website", "Framework", "—", "see RM1 " * 20])
def test_what_has_no_digit_identifies_nothing(text: str):
    assert reference_key(text) == ""
    assert reference_forms(text) == ()


@pytest.mark.parametrize(
    ("reference", "forms"),
    [
        ("RM6100", {"rm6100", "6100"}),
        ("RM1557.13L4", {"rm1557.13l4", "rm1557.13", "rm1557", "1557.13", "1557"}),
        ("RM1043iv", {"rm1043iv", "rm1043", "1043"}),
        ("376E_24 Lot 1", {"376e24lot1", "376e24", "376e", "376"}),
        ("220_24", {"220.24", "220"}),
        ("NOE.0511", {"noe0511", "0511", "511"}),
        ("SBS/19/UK/MX/9395", {"sbs19uk.mx9395", "9395"}),
        ("1095, Lot 2", {"1095lot2", "1095"}),
    ],
)
def test_a_reference_is_found_by_its_family_and_its_number_as_well(reference: str, forms: set[str]):
    assert forms <= set(reference_forms(reference))
    assert reference_forms(reference)[0] == reference_key(reference)


def test_a_year_or_a_short_number_is_no_form_of_a_reference():
    assert not {"2024", "24", "1999"} & set(reference_forms("2024/S 1999-24"))


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("RM 6116", "rm6116"),
        ("framework 220-24", "220.24"),
        ("is there a replacement for rm3788?", "rm3788"),
        ("espo 664", "664"),
        ("SBS/19/UK/MX/9395 please", "sbs19uk.mx9395"),
        ("1095, lot 2", "1095lot2"),
    ],
)
def test_a_reference_is_recognised_within_a_query(query: str, key: str):
    found = next(reference for reference in find_references(query) if reference.key == key)

    assert reference_key(query[found.start : found.end]) == key


def test_no_reference_reaches_over_quotation_marks_or_wide_gaps():
    assert not {"rm6100", "ab123"} & {reference.key for reference in find_references('"rm" 6100 and ab      123')}


@given(st.text(max_size=60))
def test_a_key_is_its_own_key(text: str):
    key = reference_key(text)

    assert reference_key(key) == key
    assert reference_forms(text)[:1] == ((key,) if key else ())


@given(st.text(max_size=400))
def test_finding_references_never_fails_and_keeps_to_the_text(text: str):
    for reference in find_references(text):
        assert 0 <= reference.start < reference.end <= len(text)
        assert len(reference.key) >= 3
