"""The demo's savings are examples, say so wherever they are shown, and stand where their published words allow."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from hub import data
from hub.cli.serve import fill_demo
from hub.models import AuditEntry, SavingClaim, SavingTarget
from tests.demo.conftest import Guest
from tests.pages import words

OFFICER, COUNTY, MODERATOR = (
    f"{name}.example" for name in ("officer@example-district", "finance@example-county", "moderator@example-network")
)
VEHICLES, TENDER, AUCTION, INSURANCE = (each.title for each in data.example_savings())


@pytest.fixture
def claims(demo: Flask, sessions: Any) -> dict[str, SavingClaim]:
    with sessions() as session:
        return {row.title: row for row in session.scalars(select(SavingClaim)).unique()}


def test_the_vehicles_are_validated_and_the_vague_figure_went_back_for_evidence(
    claims: dict[str, SavingClaim], sessions: Any
) -> None:
    with sessions() as session:
        price, tender = (session.merge(claims[title]) for title in (VEHICLES, TENDER))
        assert (price.state, price.net_pence) == ("validated", 17_500_00)
        assert (tender.state, tender.inputs["lines"][0]["amount_pence"]) == ("returned", 20_000_00)
        assert (tender.published_words, tender.parts) == ("just over £20,000", [])
        assert "Which hours" in tender.answer


def test_the_auction_is_of_2010_11_and_not_cashable(claims: dict[str, SavingClaim], sessions: Any) -> None:
    with sessions() as session:
        auction = session.merge(claims[AUCTION])
        assert {row.year: row.net_pence for row in auction.years} == {"2010-11": 150_000_00}
        assert (auction.state, auction.column, auction.cashable_pence) == ("validated", "local", 0)


def test_the_insurance_is_an_estimate_split_to_the_penny_among_twelve(
    claims: dict[str, SavingClaim], sessions: Any
) -> None:
    with sessions() as session:
        insurance = session.merge(claims[INSURANCE])
        assert (insurance.basis, insurance.state) == ("estimated", "verified")
        assert [each["net_pence"] for each in insurance.figures["sharers"]] == [200_000_00] * 12
        years = {row.year: row.net_pence for row in insurance.years}
        assert years == {"2010-11": 799_270_07, "2011-12": 801_459_86, "2012-13": 799_270_07}
        assert sum(part.net_pence for part in insurance.parts) == sum(years.values()) == 2_400_000_00


def test_no_estimate_is_in_what_was_saved(guest: Callable[[str], Guest]) -> None:
    board = words(guest(MODERATOR).page("/savings/networks/pen").main)
    assert "Validated savings: £167,500.00;" in board and "Live estimates: £2,400,000.00." in board
    assert "£2,567,500.00" not in board


def test_a_claim_that_went_back_shows_nothing_and_the_page_says_why(guest: Callable[[str], Guest]) -> None:
    moderator = guest(MODERATOR)
    for address in ("/savings/networks/pen", "/savings/networks/pen/claims?state=returned"):
        told = words(moderator.page(address).main)
        assert "rejected, withdrawn, superseded or lapsed, counts nowhere and stands here with £0.00" in told


def test_every_step_went_through_people_and_the_audit_trail(claims: dict[str, SavingClaim], sessions: Any) -> None:
    with sessions() as session:
        for claim in claims.values():
            rows = session.scalars(select(AuditEntry).where(AuditEntry.subject.contains(claim.key))).all()
            assert {row.action.split()[0] for row in rows} >= {"begin", "submit"}
            hands = {claim.reported_by, claim.verified_by, claim.validated_by} - {""}
            assert len(hands) == {"returned": 1, "verified": 2, "validated": 3}[claim.state]


def test_they_and_the_targets_are_marked_as_examples_with_where_they_were_published(
    claims: dict[str, SavingClaim], sessions: Any
) -> None:
    assert len(claims) == 4
    assert all(claim.example and "Improvement East" in claim.published_in for claim in claims.values())
    with sessions() as session:
        targets = session.scalars(select(SavingTarget)).all()
        assert [row.pence // 100_000_000 for row in targets if row.kind == "target"] == [20, 30, 100]
        assert [row.pence // 100_000_000 for row in targets if row.kind == "reported"] == [11]
        assert all(row.example for row in targets)


def test_they_are_made_once(demo: Flask, claims: dict[str, SavingClaim], sessions: Any) -> None:
    fill_demo(demo)
    with sessions() as session:
        assert set(session.scalars(select(SavingClaim.key))) == {claim.key for claim in claims.values()}
        assert len(session.scalars(select(SavingTarget)).all()) == 4


PAGES = {
    OFFICER: (
        *("/savings/claims/{vehicles}", "/savings/claims/{tender}/edit", "/savings/claims/{tender}/evidence"),
        *("/savings/call-offs/{call_off}", "/savings/mine", "/savings/mine/claims"),
        "/savings/organisations/example-district-council",
        *("/savings/statements/example-district-council?period=2009/10", "{statement}?period=2010/11"),
    ),
    COUNTY: ("/savings/claims/{insurance}", "/savings/organisations/example-county-council/claims"),
    MODERATOR: (
        *("/savings/queue", "/savings/networks/pen", "/savings/networks/pen/claims"),
        *("/savings/networks/pen/targets", "/savings/highlights/pen/2009-10"),
    ),
}


def test_every_page_that_shows_them_says_that_they_are_examples(
    guest: Callable[[str], Guest], claims: dict[str, SavingClaim], sessions: Any
) -> None:
    with sessions() as session:
        rows = {title: session.merge(row) for title, row in claims.items()}
        named = {"vehicles": VEHICLES, "tender": TENDER, "insurance": INSURANCE}
        parts = {name: rows[title].key for name, title in named.items()}
        parts |= {"call_off": rows[VEHICLES].call_off.key}
    parts["statement"] = "/savings/statements/example-district-council"
    for email, addresses in PAGES.items():
        reader = guest(email)
        for address in addresses:
            assert "example data" in words(reader.page(address.format(**parts)).main).casefold(), address


def test_finance_is_told_so_too(demo: Flask, guest: Callable[[str], Guest], claims: dict[str, SavingClaim]) -> None:
    reporter = guest(OFFICER)
    address = f"/savings/claims/{claims[TENDER].key}"
    reporter.send(address, f"{address}/submit", declared="yes")
    reporter.send(address, f"{address}/finance", email="accounts@example-district.example")
    link = BeautifulSoup(demo.test_client().get("/demo/mail").text, "lxml").select_one(
        "pre a[href*='/savings/verify/']"
    )
    assert link is not None
    assert "example data" in demo.test_client().get(str(link["href"])).text.casefold()
