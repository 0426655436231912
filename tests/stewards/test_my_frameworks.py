"""The list of the frameworks somebody looks after, with what waits for them."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import corrections
from hub.actor import VISITOR, Actor, Right
from hub.contributions import desk
from hub.corrections import Subject, Told
from hub.models import Account, Issue, Stewardship
from scrapers.source import Voice
from tests.conftest import NOON
from tests.factories import a_day
from tests.pages import check_page
from tests.persons import Person
from tests.stewards.test_rota import contributor, taken_on

Publish = Callable[..., str]
People = Callable[..., Person]


def listed(somebody: Person, query: str = "") -> list[str]:
    page = check_page(somebody.get(f"/my-frameworks{query}"))
    return [each.text for each in page.select(".hub-list__title")]


def test_who_looks_after_nothing_is_told_how_to_begin(person: People):
    text = check_page(contributor(person).get("/my-frameworks")).text

    assert "You look after no framework yet." in text and "Look after this framework" in text


def test_the_account_page_leads_there(person: People):
    assert 'href="/my-frameworks"' in contributor(person).get("/account").text
    assert 'href="/my-frameworks"' not in person("member", organisation="babergh").get("/account").text


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("title", ["Apples", "Boats", "Cars"]),
        ("ends", ["Boats", "Cars", "Apples"]),
        ("review", ["Cars", "Apples", "Boats"]),
        ("waiting", ["Boats", "Apples", "Cars"]),
        ("nonsense", ["Cars", "Apples", "Boats"]),
    ],
)
def test_it_is_sorted_by_links(
    publish: Publish, person: People, sessions: Any, sort: str, order: list[str]
):
    somebody = contributor(person)
    ends = {"Apples": None, "Boats": a_day("2027-01-31"), "Cars": a_day("2028-01-31")}
    for number, (title, end) in enumerate(ends.items()):
        taken_on(somebody, publish(title=title, reference=f"AB{number}", end=end))
    publish({"name": "club", "voice": Voice.DIRECTORY}, title="Ships", reference="AB1", source_id="c1")
    with sessions.begin() as writing:
        writing.scalars(select(Stewardship).order_by(Stewardship.id)).all()[2].review_on = NOON.date()

    assert listed(somebody, f"?sort={sort}") == order


def test_it_says_what_ends_soon_and_what_is_due(publish: Publish, person: People, sessions: Any):
    somebody = contributor(person)
    taken_on(somebody, publish(start=a_day("2024-01-01"), end=a_day("2026-12-31")))
    with sessions.begin() as writing:
        writing.scalars(select(Stewardship)).one().review_on = NOON.date()

    text = " ".join(BeautifulSoup(somebody.get("/my-frameworks").text, "html.parser").text.split())
    assert "in 40 days" in text and "due since" in text and "Unconfirmed" in text


def test_it_counts_corrections_issues_contributions_and_fields_sources_disagree_on(
    publish: Publish, person: People, sessions: Any, session: Session
):
    key, somebody, other = publish(), contributor(person), contributor(person, "kent", "south")
    publish({"name": "club", "voice": Voice.DIRECTORY}, title="Lawns", source_id="c1", end=a_day("2027-01-01"))
    for each in (somebody, other):
        taken_on(each, key)
    with sessions.begin() as writing:
        told = Told(field="dates", wrong="It has ended.", role="officer")
        corrections.record(writing, Subject("framework", key, "Grounds"), told, VISITOR, NOON)
        about = {"kind": "value", "place": "line 2", "field": "end", "value": "soon", "reason": "is no date"}
        writing.add(Issue(fingerprint="1", source="anglian", source_id="AB1", first_seen=NOON, **about))
        rights = (Right("contributor", "babergh", "pen"),)
        account = writing.get_one(Account, somebody.account)
        who = Actor(account.handle, rights=rights, account=account.id, acting_for="babergh", network="pen")
        proposal = desk.begin(writing, who, {"title": "Parks"}, NOON, key)
        desk.submit(writing, proposal, who, True, NOON)

    texts = [" ".join(BeautifulSoup(each.get("/my-frameworks").text, "html.parser").text.split()) for each in
             (somebody, other)]  # fmt: skip
    for words in ("1 correction to answer", "1 data issue", "Sources disagree on 1 field"):
        assert all(words in text for text in texts), words
    assert "1 contribution without an answer" in texts[0]
    assert "contribution without" not in texts[1]  # it is another network's


def test_one_that_left_the_catalogue_can_be_given_up(publish: Publish, person: People, sessions: Any):
    somebody = contributor(person)
    number = taken_on(somebody, publish())
    with sessions.begin() as writing:
        writing.scalars(select(Stewardship)).one().home = "0123456789abcdef"

    assert "No longer in the catalogue" in check_page(somebody.get("/my-frameworks")).text
    assert "no longer in the catalogue" in check_page(somebody.get(f"/my-frameworks/{number}")).text
    assert somebody.send(f"/my-frameworks/{number}/give-up").status_code == 303


def test_it_is_for_contributors(person: People, client: Any):
    assert person("member", organisation="babergh").get("/my-frameworks").status_code == 403
    assert "/sign-in" in client.get("/my-frameworks").location
