"""A moderator sees a claim's rate beside those of others on the same sort of thing."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from hub.actor import Actor
from hub.models import SavingClaim
from hub.savings import peer_rates
from tests.moments import NOON
from tests.pages import check_page
from tests.persons import a_person
from tests.savings.people import a_claim, an_actor

RATES = (4, 5, 6, 7, 8, 9, 10)
"""Median 7, median deviation 2: more than 6 away is far."""


def saving(session: Session, officer: Actor, per_cent: str, reference: str, state: str, cpv: str) -> SavingClaim:
    now = f"{1000 - float(per_cent) * 10:.2f}"
    return a_claim(session, officer, state, NOON, part1_now=now, reference=reference, cpv=cpv)


def others(session: Session, rates: tuple[int, ...] = RATES, cpv: str = "30192000", state: str = "validated") -> None:
    officer = an_actor(session, organisation="breckland")
    for number, rate in enumerate(rates):
        saving(session, officer, str(rate), f"B/{number}", state, cpv)


def test_more_than_three_median_deviations_away_is_far(session: Session) -> None:
    others(session)
    officer = an_actor(session)
    found = {}
    for per_cent in ("13.0", "13.1", "0.9", "1"):
        claim = saving(session, officer, per_cent, f"F/{per_cent}", "verified", "30197643")
        peers = peer_rates.of(session, claim)
        assert peers is not None and (peers.division, peers.claims, peers.median) == ("30", 7, "7")
        found[per_cent] = peers.far

    assert found == {"13.0": False, "13.1": True, "0.9": True, "1": False}


def test_four_others_say_where_they_stand_and_no_more(session: Session) -> None:
    others(session, (4, 5, 6, 8))
    found = peer_rates.of(session, saving(session, an_actor(session), "30", "F/1", "verified", "30197643"))

    assert found == peer_rates.Peers("30", 4, "5.5", None)


@pytest.mark.parametrize("about", [{"cpv": "90910000"}, {"state": "verified"}])
def test_another_division_and_what_does_not_count_are_no_peers(session: Session, about: dict[str, Any]) -> None:
    others(session, (4, 5), **about)

    assert peer_rates.of(session, saving(session, an_actor(session), "30", "F/1", "verified", "30197643")) is None


def test_the_moderator_is_told_and_the_reporter_is_not(app: Flask, sessions: Any) -> None:
    with sessions.begin() as session:
        others(session)
        claim = saving(session, an_actor(session), "20", "F/1", "verified", "30197643")
        address = f"/savings/claims/{claim.key}"
    moderator, colleague = a_person(app, "moderator", network="pen"), a_person(app, "member", organisation="fenland")
    told = "The median of 7 validated claims on other contracts in CPV division 30 is 7%. It is far from them"

    assert f"It saves 20.0% of its baseline. {told}" in check_page(moderator.get(address)).get_text()
    assert "CPV division 30" not in check_page(colleague.get(address)).get_text()
