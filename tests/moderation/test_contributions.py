"""A contribution is seen beside what is there, answered by somebody else than its proposer, and published at once."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.actor import Actor, Right
from hub.contributions import desk
from hub.contributions.desk import Stale
from hub.models import AuditEntry, Contribution, Framework, Outbox, StoredRecord
from hub.moderation import decide, overdue
from tests.conftest import NOON
from tests.factories import a_day
from tests.pages import check_page
from tests.persons import Person

HEDGES = {"title": "Hedge cutting", "owner": "Anglian Buying Group", "reference": "AB77", "end": "31/03/2029"}


@pytest.fixture
def officer(person: Callable[..., Person]) -> Person:
    made: Person = person("contributor", organisation="mid-suffolk", network="pen", email="officer@example.gov.uk")
    return made


@pytest.fixture
def propose(sessions: Any, officer: Person) -> Callable[..., str]:
    """Submit this as the officer; gives the code of the contribution."""

    def propose(home: str = "", by: Person = officer, organisation: str = "mid-suffolk", **draft: str) -> str:
        right = Right("contributor", organisation, "pen")
        actor = Actor(by.name, frozenset({"contributor"}), (organisation,), (right,), account=by.account,
                      acting_for=organisation, network="pen")  # fmt: skip
        with sessions.begin() as session:
            typed = {name.replace("_", " "): value for name, value in draft.items()}
            made = desk.begin(session, actor, typed, NOON, home)
            desk.submit(session, made, actor, True, NOON)
            return made.code

    return propose


@pytest.fixture
def moderator(person: Callable[..., Person]) -> Person:
    made: Person = person("moderator", network="pen")
    return made


def soup(person: Person, address: str) -> BeautifulSoup:
    return check_page(person.get(address))


def table(page: BeautifulSoup) -> dict[str, tuple[str, str, str]]:
    """By field: the mark, what is shown now and what would be then."""
    rows = page.select("tbody tr")
    cells = [[" ".join(cell.stripped_strings) for cell in row.select("th, td")] for row in rows]
    return {row[0].rpartition(" ")[0]: (row[0].rpartition(" ")[2], row[1], row[2]) for row in cells}


def contribution(session: Session) -> Contribution:
    session.rollback()
    return session.scalars(select(Contribution)).one()


def letters(session: Session) -> list[Outbox]:
    session.rollback()
    return list(session.scalars(select(Outbox).order_by(Outbox.id)))


def test_the_queue_shows_age_due_date_and_whose_it_is(propose: Callable[..., str], moderator: Person):
    propose(**HEDGES)

    text = soup(moderator, "/moderation").text
    assert "Contributions: 1 to answer" in text
    assert all(each in text for each in ("Hedge cutting", "Mid Suffolk", "0 days", "5 December 2026"))


def test_a_moderator_of_another_network_neither_sees_nor_answers_it(
    propose: Callable[..., str], person: Callable[..., Person], session: Session
):
    """A2: another network's contribution is not there."""
    address, other = f"/moderation/contributions/{propose(**HEDGES)}", person("moderator", network="south")

    assert "Hedge cutting" not in other.get("/moderation").text
    assert [other.get(f"{address}{end}").status_code for end in ("", "/edit")] == [404, 404]
    sent = {"version": "2", "step": "reject", "words": "No."}
    assert [other.send(f"{address}/{step}", sent).status_code for step in ("accept", "answer", "edit")] == [404] * 3
    assert contribution(session).state == "submitted"


def test_a_draft_is_nobody_s_business_but_its_proposer_s(sessions: Any, officer: Person, moderator: Person):
    right = Right("contributor", "mid-suffolk", "pen")
    actor = Actor(officer.name, rights=(right,), account=officer.account, acting_for="mid-suffolk", network="pen")
    with sessions.begin() as session:
        code = desk.begin(session, actor, HEDGES, NOON).code

    assert moderator.get(f"/moderation/contributions/{code}").status_code == 404


def test_administrators_see_the_queues_of_all_networks(propose: Callable[..., str], person: Callable[..., Person]):
    propose(**HEDGES)

    assert "Hedge cutting" in person("administrator").get("/moderation").text


def test_what_would_change_stands_beside_what_is_there(
    publish: Callable[..., str], propose: Callable[..., str], moderator: Person
):
    key = publish(title="Hedges", reference="AB77", end=a_day("2027-03-31"))
    code = propose(key, title="Hedge cutting", end="31/03/2029", summary="Hedges along roads.")

    shown = table(soup(moderator, f"/moderation/contributions/{code}"))
    assert shown["Summary"] == ("New", "Nothing", "Hedges along roads.")
    assert shown["End date"][0] == "Stays"
    assert shown["End date"][1] == "31 March 2027"
    assert shown["End date"][2].startswith("31 March 2027 Stays: a stronger source has its own word.")


def test_the_table_says_what_the_page_then_shows(
    publish: Callable[..., str], propose: Callable[..., str], moderator: Person, session: Session
):
    key = publish(title="Hedges", reference="AB77", end=a_day("2027-03-31"))
    code = propose(key, end="31/03/2029", summary="Hedges along roads.", extension="Two years more.")
    address = f"/moderation/contributions/{code}"
    then = {name: line[2] for name, line in table(soup(moderator, address)).items() if line[0] != "Stays"}
    moderator.send(f"{address}/accept", {"version": "2"})

    framework = session.scalars(select(Framework).where(Framework.key == key)).one()
    assert then == {"Summary": framework.summary, "Extension": framework.extension}
    assert framework.end == date(2027, 3, 31)


def test_likely_duplicates_are_listed_with_why(
    publish: Callable[..., str], propose: Callable[..., str], moderator: Person
):
    publish(title="Hedge cutting", reference="AB12")
    code = propose(**{**HEDGES, "reference": ""})

    text = soup(moderator, f"/moderation/contributions/{code}").text
    assert "AB12" in text
    assert "alike" in text


def test_accepted_it_is_published_found_by_search_and_its_proposer_told(
    propose: Callable[..., str], moderator: Person, client: Any, session: Session
):
    code = propose(**HEDGES)
    answer = moderator.send(f"/moderation/contributions/{code}/accept", {"version": "2"})

    assert answer.status_code == 303
    assert "Hedge cutting" in client.get("/search?q=hedge+cutting").text
    assert contribution(session).state == "accepted"
    (letter,) = letters(session)
    assert (letter.to, letter.subject) == ("officer@example.gov.uk", "Your contribution to the Pen was accepted")
    assert f"http://localhost/contributions/{code}" in letter.body
    assert moderator.name not in letter.body


@pytest.mark.parametrize(("step", "state"), [("return", "returned"), ("reject", "rejected")])
def test_returned_or_rejected_it_is_not_published_and_its_proposer_reads_why(
    propose: Callable[..., str], moderator: Person, session: Session, step: str, state: str
):
    code = propose(**HEDGES)
    sent = {"version": "2", "step": step, "words": "Which notice says so?"}
    moderator.send(f"/moderation/contributions/{code}/answer", sent)

    assert (contribution(session).state, contribution(session).words) == (state, "Which notice says so?")
    assert "Which notice says so?" in letters(session)[0].body
    assert session.scalar(select(func.count()).select_from(StoredRecord)) == 0


def test_an_answer_needs_words_and_keeps_what_was_typed(
    propose: Callable[..., str], moderator: Person, session: Session
):
    address = f"/moderation/contributions/{propose(**HEDGES)}/answer"
    empty = moderator.send(address, {"version": "2", "step": "return", "words": ""})
    reachable = moderator.send(address, {"version": "2", "step": "return", "words": "Write to officer@example.gov.uk"})

    assert (empty.status_code, reachable.status_code) == (400, 400)
    assert "Say why" in empty.text
    assert "Write to officer@example.gov.uk</textarea>" in reachable.text
    assert contribution(session).state == "submitted"


def test_edited_and_accepted_the_proposer_is_told_which_fields_changed(
    propose: Callable[..., str], moderator: Person, session: Session
):
    code = propose(**HEDGES)
    form = soup(moderator, f"/moderation/contributions/{code}/edit")
    typed = {str(each["name"]): each.text.strip("\n") for each in form.select("main textarea")}
    answer = moderator.send(
        f"/moderation/contributions/{code}/edit", {**typed, "title": "Hedges and trees", "version": "2"}
    )

    assert answer.status_code == 303
    framework = session.scalars(select(Framework)).one()
    assert (framework.title, framework.reference, framework.end) == ("Hedges and trees", "AB77", date(2029, 3, 31))
    assert "changed these fields first: Title." in letters(session)[0].body
    row = session.scalars(select(AuditEntry).where(AuditEntry.action == "accept contribution")).one()
    assert row.detail["edited"] == ["title"]


def test_an_edit_with_something_wrong_publishes_nothing_and_keeps_what_was_typed(
    propose: Callable[..., str], moderator: Person, session: Session
):
    address = f"/moderation/contributions/{propose(**HEDGES)}/edit"
    answer = moderator.send(address, {"title": "Hedges", "owner": "Anglian", "end": "whenever", "version": "2"})

    assert answer.status_code == 400
    assert ">\nwhenever</textarea>" in answer.text
    page = BeautifulSoup(answer.text, "lxml")
    assert page.select_one(".govuk-error-summary a[href='#end']")
    assert page.select_one("#end[aria-describedby~=end-error]")
    assert (contribution(session).state, contribution(session).draft["title"]) == ("submitted", "Hedge cutting")


def test_nobody_accepts_their_own_by_any_route(
    propose: Callable[..., str], app: Flask, officer: Person, sessions: Any, session: Session,
    person: Callable[..., Person],
):  # fmt: skip
    """As moderator, as administrator, edited, for a colleague, after a hand-over: it stays unpublished."""
    both = person("moderator", network="pen")
    with sessions.begin() as writing:
        code = propose(by=officer, **HEDGES)
        made = writing.scalars(select(Contribution)).one()
        made.account_id, made.submitted_by = both.account, both.name
    address = f"/moderation/contributions/{code}"

    def tried(by: Person) -> list[int]:
        sent = {"version": "2", "step": "reject", "words": "No.", **HEDGES}
        return [by.send(f"{address}/{step}", sent).status_code for step in ("accept", "edit", "answer")]

    assert tried(both) == [400] * 3
    assert "You proposed this yourself" in both.get(address).text
    with sessions.begin() as writing:  # handed over to somebody else: who submitted it stays
        writing.scalars(select(Contribution)).one().account_id = officer.account
    assert tried(both) == [400] * 3
    assert contribution(session).state == "submitted"
    assert not session.scalars(select(Framework)).all()


def test_of_two_moderators_at_once_the_second_is_told(
    propose: Callable[..., str], moderator: Person, person: Callable[..., Person], session: Session
):
    address = f"/moderation/contributions/{propose(**HEDGES)}"
    second = person("moderator", network="pen")
    moderator.send(f"{address}/accept", {"version": "2"})
    late = second.send(f"{address}/answer", {"version": "2", "step": "reject", "words": "A duplicate."})

    assert late.status_code == 400
    assert "Somebody else has changed or answered this meanwhile: it is “accepted” now" in late.text
    assert contribution(session).state == "accepted"
    assert len(letters(session)) == 1


def test_what_the_proposer_changed_meanwhile_is_not_accepted_unseen(
    propose: Callable[..., str], sessions: Any, moderator: Person
):
    propose(**HEDGES)
    actor = Actor(moderator.name, rights=(Right("moderator", network="pen"),), account=moderator.account)
    with sessions.begin() as session, pytest.raises(Stale):
        decide.accept(session, session.scalars(select(Contribution)).one(), actor, 1, NOON, "")


def test_unanswered_it_stays_unpublished_and_proposer_and_moderators_are_told_once(
    propose: Callable[..., str], moderator: Person, sessions: Any, session: Session
):
    propose(**HEDGES)

    def told(days: int) -> int:
        with sessions.begin() as writing:
            return overdue.tell(writing, NOON + timedelta(days=days), "https://hub.example")

    assert [told(14), told(15), told(16)] == [0, 1, 0]
    to = sorted((letter.purpose, letter.to == "officer@example.gov.uk") for letter in letters(session))
    assert to == [("contribution late", True), ("contributions late", False)]
    assert "https://hub.example/contributions/" in letters(session)[0].body
    assert not session.scalars(select(Framework)).all()


def test_somebody_who_has_left_gets_no_letter(
    propose: Callable[..., str], moderator: Person, sessions: Any, session: Session
):
    code = propose(**HEDGES)
    with sessions.begin() as writing:
        writing.scalars(select(Contribution)).one().account_id = None
    moderator.send(f"/moderation/contributions/{code}/accept", {"version": "2"})

    assert contribution(session).state == "accepted"
    assert letters(session) == []
