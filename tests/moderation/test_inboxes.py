"""The moderators' inboxes: what waits, and what they decide there is what the commands decide."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.models import CallOff, Correction, Framework, Issue, MergeProposal, SupplierProposal, UnmetNeed
from tests.conftest import NOON
from tests.hub.test_audited_routes import browser
from tests.hub.unsafe import Browser, moderation
from tests.pages import check_page
from tests.persons import Person

__all__ = ["browser"]

INBOXES = ("corrections/", "problems", "disputes", "merges/", "suppliers/", "links/", "needs/", "decisions/")


@pytest.fixture
def moderator(person: Callable[..., Person]) -> Person:
    made: Person = person("moderator", network="pen")
    return made


@pytest.fixture
def filled(browser: Browser) -> Iterator[Browser]:
    """Something waits in every inbox."""
    moderation.told(browser)
    moderation.with_issue(browser)
    moderation.with_pair(browser)
    moderation.with_suppliers(browser)
    moderation.with_link(browser)
    with browser.app.extensions["hub.writers"].begin() as session:
        session.add(UnmetNeed(day=NOON.date(), wanted="Drones to count gulls", text="gull drones"))
    yield browser


def test_the_front_page_counts_what_waits_and_what_is_late_comes_first(
    filled: Browser, moderator: Person, sessions: Callable[..., Session]
):
    with sessions.begin() as session:  # type: ignore[attr-defined]
        session.scalars(select(Correction)).one().due_on = NOON.date().replace(day=1)
    page = check_page(moderator.get("/moderation"))
    items = [" ".join(each.stripped_strings) for each in page.select("#inboxes + ul li")]

    assert items[0] == "Corrections asked for : 1 1 late"
    assert "Problems with what sources say : 1" in items
    assert "Pairs that may be one framework : 1" in items
    assert "Contracts linked by their words alone : 1" in items
    assert "Needs nobody could meet : 1" in items


@pytest.mark.parametrize("name", INBOXES)
def test_each_inbox_is_a_page_filled_or_empty(app: Flask, moderator: Person, name: str):
    check_page(moderator.get(f"/moderation/{name}"))
    browser = Browser(app, app.test_client(), ("", ""))
    assert browser.client.get(f"/moderation/{name}").status_code == 303


@pytest.mark.alike
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("corrections/", "It is misspelt."),
        ("problems", "“soon”"),
        ("merges/", "70% alike"),
        ("suppliers/", "60% likely"),
        ("links/", "60% sure"),
        ("needs/", "Drones to count gulls"),
    ],
)
def test_each_inbox_shows_what_waits(filled: Browser, moderator: Person, name: str, shown: str):
    assert shown in check_page(moderator.get(f"/moderation/{name}")).text


def test_two_frameworks_stand_side_by_side_and_are_merged_and_parted_again(
    filled: Browser, moderator: Person, client: FlaskClient, session: Session
):
    page = check_page(moderator.get("/moderation/merges/1"))
    heads = [each.text for each in page.select("thead th")]
    assert sorted(heads[1:]) == ["Grounds", "Parks"]

    moderator.send("/moderation/merges/1/decide", {"verdict": "accept", "reason": "One contract."})
    merged = session.scalars(select(Framework.key).where(Framework.merged_into_id.is_not(None))).one()
    assert client.get(f"/frameworks/{merged}").status_code == 301
    assert "One contract." in check_page(moderator.get("/moderation/decisions/")).text
    assert moderator.get("/moderation/merges/1").status_code == 404
    moderator.send("/moderation/decisions/1/undo")
    session.rollback()
    assert session.scalars(select(Framework).where(Framework.merged_into_id.is_not(None))).all() == []
    assert session.get_one(MergeProposal, 1).state == "open"


def test_an_answer_to_a_correction_needs_words_and_is_read_by_whoever_told(
    filled: Browser, moderator: Person, client: FlaskClient, session: Session
):
    empty = moderator.send("/moderation/corrections/1/answer", {"state": "made", "words": ""})
    assert (empty.status_code, "Say why" in empty.text) == (400, True)

    moderator.send("/moderation/corrections/1/answer", {"state": "made", "words": "Put right today."})
    code = session.scalars(select(Correction.code)).one()
    assert "Put right today." in client.get(f"/corrections/{code}").text


def test_problems_suppliers_and_links_are_decided(filled: Browser, moderator: Person, session: Session):
    moderator.send("/moderation/problems/1/clear", {"note": "", "next": "/moderation/disputes"})
    moderator.send("/moderation/suppliers/1/decide", {"verdict": "never"})
    moderator.send("/moderation/links/1/refuse")

    assert session.get_one(Issue, 1).cleared_by == moderator.name
    assert session.get_one(SupplierProposal, 1).state == "never"
    assert (session.get_one(CallOff, 1).framework_id, session.get_one(CallOff, 1).link_decided) == (None, True)


def test_a_contract_is_not_linked_to_a_framework_that_is_none(filled: Browser, moderator: Person, session: Session):
    odd = moderator.send("/moderation/links/1/confirm", {"framework": "nowhere"})

    assert odd.status_code == 400
    assert check_page(odd).select_one("#framework-1[value=nowhere][aria-describedby=framework-1-error]")
    assert not session.get_one(CallOff, 1).link_decided


def test_what_is_no_answer_or_names_how_to_reach_somebody_is_refused(
    filled: Browser, moderator: Person, session: Session
):
    odd = moderator.send("/moderation/merges/1/decide", {"verdict": "perhaps"})
    personal = moderator.send("/moderation/merges/1/decide", {"verdict": "never", "reason": "Ask a@b.example"})

    assert (odd.status_code, personal.status_code) == (400, 400)
    assert check_page(odd).select_one("a[href='#verdict-1']")
    assert check_page(personal).select_one("#reason-1[value='Ask a@b.example']")
    assert session.get_one(MergeProposal, 1).state == "open"


def test_a_reason_stays_with_its_pair_of_suppliers_when_it_cannot_be_taken(filled: Browser, moderator: Person):
    odd = moderator.send("/moderation/suppliers/1/decide", {"verdict": "perhaps", "reason": "Two numbers."})

    assert odd.status_code == 400
    assert check_page(odd).select_one("#reason-1[value='Two numbers.']")
    assert check_page(odd).select_one("#verdict-1[aria-describedby~=verdict-1-error]")


def test_after_clearing_a_problem_only_our_own_pages_are_gone_on_to(filled: Browser, moderator: Person):
    answer = moderator.send("/moderation/problems/1/clear", {"next": "//elsewhere.example"})

    assert answer.location == "/moderation/problems"
