"""Bodies that the hub does not know, and owners that a passage speaks of as the only users."""

import pytest

from tests.signposting.test_eligibility_reading import told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Participating organisations of the framework: Abbot Vale, Hill Dale, Moor Wold.", "xxxxxx"),
        ("Vale Health Partnerships may use the framework.", "xxxxxx"),
        ("Only ABCD can use this framework.", "xxxxxx"),
        ("Suppliers may use the framework.", "------"),
        ("The Parties may use the framework.", "------"),
        ("The framework may be used by councils and other rail bodies.", "CCxxxx"),
        ("The framework may be used by councils and other relevant bodies.", "CC????"),
    ],
)
def test_names_and_sorts_of_bodies_unknown_to_the_hub_close_a_list(text: str, expected: str):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "owner", "expected"),
    [
        ("The Council will use this DPS for new care packages.", "Essex County Council", "xNxxxx"),
        ("It is a framework from which the Council can purchase care.", "Essex County Council", "xNxxxx"),
        ("The Council wishes to set up a framework for care.", "Essex County Council", "-N----"),
        ("The Council may run further competitions from this DPS.", "Essex County Council", "-N----"),
        ("Supply of gloves to YPO.", "YPO", "------"),
        ("A framework for Hill Homes development works.", "Hill Homes", "------"),
    ],
)
def test_an_owner_said_to_be_supplied_or_to_use_it_is_the_only_user(text: str, owner: str, expected: str):
    assert told(text, owner).replace("N", "N" if "N" in expected else "-") == expected


@pytest.mark.parametrize(
    ("text", "owner", "expected"),
    [
        ("Wessex Club is open to any public body; members can use the framework.", "Wessex Club", "ppppp?"),
        ("The framework is available to eligible public sector bodies only.", "", "ppppp?"),
        ("The contracting authority is purchasing on behalf of other contracting authorities: no.", "", "------"),
        ("The contracting authority is purchasing on behalf of other contracting authorities: yes.", "", "------"),
        ("A framework with a list for schools of Scotland and other bodies as per Appendix E.", "", "??????"),
    ],
)
def test_what_an_owner_decides_or_lists_elsewhere_is_left_open(text: str, owner: str, expected: str):
    assert told(text, owner) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Herts councils may use the framework.", "xxxxxx"),
        ("Public bodies of the island of Ireland may use the framework.", "xxxxxx"),
        ("Public bodies in the Midlands and East may use the framework.", "CCCCCp"),
        ("Landlords across the North of England may use the framework.", "xxxxxx"),
        ("All public sector organisations can recruit nurses.", "CCCCCp"),
        ("The service is aimed at the NHS but is open to all public sector bodies.", "CCCCCp"),
        ("The framework is for the NHS for practice, education and research.", "xxxxCx"),
    ],
)
def test_places_and_verbs_of_many_kinds_are_read(text: str, expected: str):
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Who can use this framework? Any UK public sector body.",
        "Eligible organisations are all public bodies.",
        "Public sector buyers may run mini-competitions under the DPS.",
        "The agreement can be accessed nationally by all public bodies.",
        "The framework will be open for call-offs from all UK contracting authorities.",
        "The framework will serve contracting authorities across the UK.",
        "Bodies who may use the framework: all public bodies.",
    ],
)
def test_words_for_the_whole_public_sector_are_many(text: str):
    assert told(text) == "CCCCCp"


def test_bodies_based_in_a_county_are_there():
    assert told("The framework can be used by Essex-based public bodies.") == "xCxxxx"
