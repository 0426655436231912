"""Looking after a framework: taken on, reviewed, handed over, with a deputy, and given up."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.formatters import instant_text
from hub.ingest import review
from hub.models import Account, AuditEntry, Decision, Framework, Stewardship
from hub.people import handing_over
from hub.stewards import leavers, rota
from tests.conftest import NOON
from tests.persons import Person

People = Callable[..., Person]
Publish = Callable[..., str]


def contributor(person: People, organisation: str = "babergh", network: str = "pen", **about: Any) -> Person:
    return person("contributor", organisation=organisation, network=network, **about)


def taken_on(somebody: Person, key: str) -> int:
    """The number of what they look after from now on."""
    answer = somebody.send(f"/frameworks/{key}/stewards")
    assert answer.status_code == 303, answer.text
    return int(answer.location.partition("?")[0].rsplit("/", 1)[1])


def row(session: Session, number: int) -> Stewardship:
    session.rollback()
    session.expire_all()
    return session.get_one(Stewardship, number)


def framework(session: Session, key: str) -> Framework:
    return session.scalars(select(Framework).where(Framework.key == key)).one()


def test_a_contributor_takes_a_framework_on_and_its_page_names_network_and_organisation_but_no_person(
    publish: Publish, person: People, page: Callable[..., BeautifulSoup], session: Session
):
    key, somebody = publish(), contributor(person, name="Officer Nobody Reads")
    assert "No network has said that it looks after" in page(f"/frameworks/{key}/grounds-maintenance").text
    number = taken_on(somebody, key)

    text = page(f"/frameworks/{key}/grounds-maintenance").text
    assert "Babergh looks after it for Pen. Not reviewed yet." in text
    assert "Officer Nobody Reads" not in text and somebody.name not in text
    assert row(session, number).review_on == date(2027, 5, 21)


def test_only_one_of_a_network_looks_after_a_framework_but_another_network_may_too(
    publish: Publish, person: People, page: Callable[..., BeautifulSoup]
):
    key = publish()
    taken_on(contributor(person), key)

    assert contributor(person, "essex").send(f"/frameworks/{key}/stewards").status_code == 400
    taken_on(contributor(person, "kent", "south"), key)
    text = page(f"/frameworks/{key}/grounds-maintenance").text
    assert "Babergh looks after it for Pen" in text and "Kent looks after it for South" in text


def test_reviewed_with_nothing_to_change_the_page_says_when_and_the_next_review_is_in_six_months(
    publish: Publish, person: People, page: Callable[..., BeautifulSoup], session: Session
):
    key, somebody = publish(), contributor(person)
    number = taken_on(somebody, key)

    assert somebody.send(f"/my-frameworks/{number}/reviewed").status_code == 303
    assert f"Last reviewed on {instant_text(NOON)}." in page(f"/frameworks/{key}/grounds-maintenance").text
    assert row(session, number).review_on == date(2027, 5, 21)


@pytest.mark.alike
@pytest.mark.parametrize(
    ("typed", "status"), [("21/11/2027", 303), ("22/11/2027", 400), ("21/11/2026", 400), ("", 400), ("soon", 400)]
)
def test_the_next_review_is_within_twelve_months(
    publish: Publish, person: People, session: Session, typed: str, status: int
):
    somebody = contributor(person)
    number = taken_on(somebody, publish())

    answer = somebody.send(f"/my-frameworks/{number}/next-review", {"review_on": typed})
    assert answer.status_code == status
    assert (row(session, number).review_on == date(2027, 11, 21)) is (status == 303)
    assert status == 303 or f'value="{typed}"' in answer.text


def test_a_deputy_may_do_the_same_and_is_a_contributor_of_the_network(
    publish: Publish, person: People, session: Session
):
    somebody, other, stranger = contributor(person), contributor(person, "essex"), contributor(person, "kent", "south")
    number = taken_on(somebody, publish())
    assert other.get(f"/my-frameworks/{number}").status_code == 404

    assert somebody.send(f"/my-frameworks/{number}/deputy", {"deputy": stranger.name}).status_code == 400
    assert somebody.send(f"/my-frameworks/{number}/deputy", {"deputy": other.name}).status_code == 303
    assert other.send(f"/my-frameworks/{number}/reviewed").status_code == 303
    assert "as deputy" in other.get("/my-frameworks").text
    assert row(session, number).reviewed_at == NOON


def test_handed_over_it_is_another_s_and_the_page_names_their_organisation(
    publish: Publish, person: People, page: Callable[..., BeautifulSoup]
):
    key, somebody, other = publish(), contributor(person), contributor(person, "essex")
    number = taken_on(somebody, key)

    assert somebody.send(f"/my-frameworks/{number}/hand-over", {"successor": ""}).status_code == 400
    assert somebody.send(f"/my-frameworks/{number}/hand-over", {"successor": other.name}).status_code == 303
    assert "Essex looks after it for Pen" in page(f"/frameworks/{key}/grounds-maintenance").text
    assert somebody.get(f"/my-frameworks/{number}").status_code == 404
    assert other.get(f"/my-frameworks/{number}").status_code == 200


def test_given_up_nobody_looks_after_it(publish: Publish, person: People, page: Callable[..., BeautifulSoup]):
    key, somebody = publish(), contributor(person)
    number = taken_on(somebody, key)

    assert somebody.send(f"/my-frameworks/{number}/give-up").status_code == 303
    assert "No network has said" in page(f"/frameworks/{key}/grounds-maintenance").text


STEPS = ("reviewed", "next-review", "deputy", "hand-over", "give-up")


@pytest.mark.alike
@pytest.mark.assurance("A2", "What somebody looks after is not there for others: their colleagues and other networks")
@pytest.mark.parametrize("step", ["", *STEPS])
def test_what_another_looks_after_is_not_there(publish: Publish, person: People, session: Session, step: str):
    number = taken_on(contributor(person), publish())
    others = (
        contributor(person, "essex"),
        contributor(person, "kent", "south"),
        person("moderator", network="south"),
        person("member", organisation="babergh"),
        person(),
    )
    address = f"/my-frameworks/{number}/{step}".rstrip("/")

    answers = [each.send(address) if step else each.get(address) for each in others]
    assert [answer.status_code for answer in answers] == [404] * len(others)
    assert [each.send(f"/my-frameworks/999/{STEPS[0]}").status_code for each in others] == [404] * len(others)
    assert row(session, number).reviewed_at is None


def test_a_moderator_of_the_network_hands_over_for_somebody_who_left(
    publish: Publish, person: People, session: Session
):
    somebody, other = contributor(person), contributor(person, "essex")
    number = taken_on(somebody, publish())

    moderator = person("moderator", network="pen")
    assert moderator.send(f"/my-frameworks/{number}/hand-over", {"successor": other.name}).status_code == 303
    assert row(session, number).account_id == other.account


def test_visitors_and_members_cannot_take_one_on(publish: Publish, person: People, client: Any):
    key = publish()
    assert person("member", organisation="babergh").send(f"/frameworks/{key}/stewards").status_code == 403
    assert client.post(f"/frameworks/{key}/stewards").status_code in (302, 303)
    assert "Look after this framework" not in client.get(f"/frameworks/{key}/grounds-maintenance").text


def test_it_follows_a_framework_into_another_and_comes_back_on_un_merge(
    publish: Publish, person: People, page: Callable[..., BeautifulSoup], sessions: Any, session: Session
):
    first, second = publish(), publish(reference="AB2", title="Parks and gardens")
    somebody = contributor(person)
    taken_on(somebody, second)
    with sessions.begin() as writing:
        join = Decision(kind="join", home=first, other_home=second)
        number = review._record(writing, join, OPERATOR, NOON, {first, second}).id

    assert "Babergh looks after it for Pen" in page(f"/frameworks/{first}/grounds-maintenance").text
    assert "Grounds maintenance" in somebody.get("/my-frameworks").text
    assert contributor(person, "essex").send(f"/frameworks/{first}/stewards").status_code == 400
    assert rota.looked_after(session) == [(somebody.account, first)]

    with sessions.begin() as writing:
        review.undo(writing, number, OPERATOR, NOON)
    session.rollback()
    assert "Babergh" not in page(f"/frameworks/{first}/grounds-maintenance").text
    assert "Babergh looks after it for Pen" in page(f"/frameworks/{second}/parks-and-gardens").text
    assert rota.looked_after(session) == [(somebody.account, second)]


def test_whoever_leaves_hands_over_all_they_look_after(
    publish: Publish, person: People, sessions: Any, session: Session
):
    leaver, successor = contributor(person), contributor(person, "essex")
    numbers = [taken_on(leaver, publish()), taken_on(leaver, publish(reference="AB2", title="Parks"))]
    own = taken_on(successor, publish(reference="AB3", title="Trees"))
    successor.send(f"/my-frameworks/{own}/deputy", {"deputy": leaver.name})

    with sessions.begin() as writing:
        accounts = [writing.get_one(Account, each.account) for each in (leaver, successor)]
        handed = handing_over.hand_over(writing, accounts[0], accounts[1], OPERATOR, NOON)
    assert handed["frameworks they look after, or are the deputy for"] == 3
    assert [row(session, number).account_id for number in numbers] == [successor.account] * 2
    assert row(session, own).deputy_id is None


def test_frameworks_alone_are_handed_over_with_one_audit_row(
    publish: Publish, person: People, sessions: Any, session: Session
):
    one, other = contributor(person), contributor(person, "essex")
    number = taken_on(one, publish())
    with sessions.begin() as writing:
        accounts = [writing.get_one(Account, each.account) for each in (one, other)]
        assert leavers.hand_over(writing, accounts[0], accounts[1], OPERATOR, NOON) == 1

    assert row(session, number).account_id == other.account
    assert [each.action for each in session.scalars(select(AuditEntry).where(AuditEntry.actor == "operator"))][-1] == (
        "hand over frameworks"
    )


def test_a_network_has_a_page_of_what_its_organisations_look_after(
    publish: Publish, person: People, page: Callable[..., BeautifulSoup]
):
    somebody = contributor(person)
    assert "No organisation of this network has said yet" in page("/networks/pen/frameworks").text
    for number, title in enumerate(("Vans", "Boats")):
        taken_on(somebody, publish(title=title, reference=f"AB{number}"))
    taken_on(contributor(person, "kent", "south"), publish(title="Cars", reference="AB9"))

    found = page("/networks/pen/frameworks")
    assert [each.text for each in found.select(".hub-list__title")] == ["Boats", "Vans"]
    assert page("/networks").select('a[href="/networks/pen/frameworks"]')
    page("/networks/nowhere/frameworks", status=404)


def test_what_somebody_left_behind_can_be_taken_on(publish: Publish, person: People, sessions: Any, session: Session):
    key, leaver, other = publish(), contributor(person), contributor(person, "essex")
    number = taken_on(leaver, key)
    with sessions.begin() as writing:
        writing.get_one(Account, leaver.account).state = "disabled"

    assert taken_on(other, key) == number
    assert row(session, number).organisation.slug == "essex"
