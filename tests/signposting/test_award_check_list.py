"""What is to be checked beside the route: by buyer, by law, and always with who decides."""

from datetime import date

import pytest

from hub.signposting.award import CheckItem, Facts, check_list
from hub.signposting.buyer import Buyer
from tests.signposting.award_facts import under_pcr, under_the_act

COUNTY = Buyer(slug="fenshire", name="Fenshire County Council", kind="county-council")
ENDING = Buyer(slug="fen", name="Fen District Council", kind="district-council", ends_on=date(2028, 4, 1))


def items(buyer: Buyer | None, facts: Facts) -> dict[str, CheckItem]:
    return {item.name: item for item in check_list(buyer, facts)}


def test_every_item_names_its_ground_and_who_decides() -> None:
    found = items(None, Facts())
    assert [*found] == ["standing-orders", "conflicts", "exclusion", "leaseholders", "tupe", "notices", "consent"]
    assert all(item.basis and item.who and item.title for item in found.values())


@pytest.mark.parametrize(
    ("kind", "asked"),
    [("county-council", False), ("district-council", True), ("housing-association", True), ("nhs", False)],
)
def test_leaseholders_are_asked_about_where_the_buyer_can_be_a_landlord(kind: str, asked: bool) -> None:
    assert ("leaseholders" in items(Buyer(slug="b", name="B", kind=kind), under_pcr())) is asked


def test_consent_is_for_councils_that_are_to_be_replaced() -> None:
    assert "consent" not in items(COUNTY, under_the_act())
    consent = items(ENDING, under_the_act(value=100_000_00))["consent"]
    assert "Fen District Council is to be replaced on 1 April 2028." in consent.text
    assert "Local Government and Public Involvement in Health Act 2007, sections 24" in consent.basis
    assert "by itself is not above £100,000." in consent.text
    assert "is above £100,000." in items(ENDING, under_the_act(value=100_000_01))["consent"].text
    assert "by itself" not in items(ENDING, under_the_act(value=None))["consent"].text


def test_the_law_decides_the_notices_and_the_list_of_debarment() -> None:
    act, earlier = items(COUNTY, under_the_act()), items(COUNTY, under_pcr())
    assert "UK7" in act["notices"].text and "Contracts Finder" in earlier["notices"].text
    assert "debarment list" in act["exclusion"].text and "debarment" not in earlier["exclusion"].text
    assert "Procurement Act 2023" not in "".join(item.basis for item in earlier.values())
