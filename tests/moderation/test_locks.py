"""A value the network sets goes before every source, with a reason on the page, until a moderator undoes it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.actor import OPERATOR, Actor, Right
from hub.errors import NotFound, Refused
from hub.formatters import instant_text
from hub.ingest import Opened, ingest, locks, review
from hub.models import Decision, Framework, Issue
from indexer import Query
from scrapers.record import Day
from scrapers.source import Voice
from tests.conftest import NOON
from tests.factories import a_day, a_reading, a_record
from tests.persons import Person

MODERATOR = Actor("word", roles=frozenset({"moderator"}), rights=(Right("moderator", network="pen"),), account=1)
OTHER = Actor("other", roles=frozenset({"moderator"}), rights=(Right("moderator", network="south"),), account=2)
LATER = NOON + timedelta(days=1)


def framework(session: Session, key: str) -> Framework:
    return session.scalars(select(Framework).where(Framework.key == key)).one()


@pytest.fixture
def hold(sessions: Any) -> Callable[..., int]:
    """Lock a field of the framework of a key; gives the number of the lock."""

    def hold(key: str, field: str, value: Any, actor: Actor = MODERATOR) -> int:
        with sessions.begin() as session:
            return locks.lock(session, framework(session, key), field, value, actor, NOON, "Notice 012345-2026").id

    return hold


def read_again(sessions: Any, **fields: Any) -> None:
    """Their owner's list of the next day."""
    reading = a_reading(a_record(**fields), as_of=date(2026, 3, 1))
    ingest(sessions, Opened("next.csv", "1" * 64, reading), OPERATOR, clock=lambda: LATER)


def notices(session: Session) -> list[tuple[str, str, str]]:
    found = session.scalars(select(Issue).where(Issue.kind == "lock"))
    return [(issue.source, issue.place, issue.field) for issue in found]


def test_a_locked_value_is_shown_and_survives_the_next_import(
    publish: Callable[..., str], hold: Callable[..., int], sessions: Any, session: Session
):
    key = publish(end=a_day("2027-03-31"))
    hold(key, "end", {"value": "2029-03-31"})
    read_again(sessions, end=a_day("2027-03-31"), summary="New words.")

    held = framework(session, key)
    assert (held.end, held.summary) == (date(2029, 3, 31), "New words.")


@pytest.mark.parametrize(
    ("field", "value", "column", "stored"),
    [
        ("title", "Hedges", "title", "Hedges"),
        ("kind", "dps", "kind", "dps"),
        ("end", Day(value=date(2030, 1, 1)), "end", date(2030, 1, 1)),
        ("max_value", {"net_pence": 5_000_00}, "max_value_net_pence", 5_000_00),
        ("stage", "cancelled", "status", "cancelled"),
    ],
)
def test_values_of_every_sort_can_be_locked(
    publish: Callable[..., str], hold: Callable[..., int], session: Session, field: str, value: Any, column: str,
    stored: Any,
):  # fmt: skip
    key = publish()
    hold(key, field, value)

    assert getattr(framework(session, key), column) == stored


def test_undone_the_sources_have_their_say_again(
    publish: Callable[..., str], hold: Callable[..., int], sessions: Any, session: Session
):
    key = publish()
    number = hold(key, "title", "Hedges")
    with sessions.begin() as writing:
        locks.unlock(writing, number, MODERATOR, LATER)

    assert framework(session, key).title == "Grounds maintenance"


def test_a_second_lock_takes_the_place_of_the_first(
    publish: Callable[..., str], hold: Callable[..., int], sessions: Any, session: Session
):
    key = publish()
    hold(key, "title", "Hedges")
    second = hold(key, "title", "Trees")
    with sessions.begin() as writing:
        locks.unlock(writing, second, MODERATOR, LATER)

    assert framework(session, key).title == "Grounds maintenance"


def test_the_lock_of_another_network_cannot_be_undone(
    publish: Callable[..., str], hold: Callable[..., int], sessions: Any
):
    number = hold(publish(), "title", "Hedges")
    with sessions.begin() as writing, pytest.raises(NotFound):
        locks.unlock(writing, number, OTHER, LATER)


@pytest.mark.alike
@pytest.mark.parametrize(
    ("field", "value"), [("owner", "Somebody"), ("nonsense", "x"), ("end", "never"), ("kind", "boat"), ("title", "")]
)
def test_what_is_no_value_of_a_field_is_refused(
    publish: Callable[..., str], hold: Callable[..., int], session: Session, field: str, value: Any
):
    key = publish()
    with pytest.raises(Refused):
        hold(key, field, value)

    assert not session.scalars(select(Decision)).all()


def test_a_lock_follows_its_framework_into_another_and_comes_back_on_un_merge(
    publish: Callable[..., str], hold: Callable[..., int], sessions: Any, session: Session
):
    first, second = publish(), publish(reference="AB2", title="Parks and gardens")
    hold(second, "summary", "Set by us.")
    with sessions.begin() as writing:
        decision = Decision(kind="join", home=first, other_home=second)
        number = review._record(writing, decision, OPERATOR, LATER, {first, second}).id

    leader = framework(session, first)
    assert leader.summary == "Set by us."
    with sessions.begin() as writing:
        review.undo(writing, number, OPERATOR, LATER)
    session.rollback()
    assert (framework(session, first).summary, framework(session, second).summary) == ("", "Set by us.")


def test_a_notice_comes_when_a_source_later_says_something_else(
    publish: Callable[..., str], hold: Callable[..., int], sessions: Any, session: Session
):
    key = publish(end=a_day("2027-03-31"))
    hold(key, "end", {"value": "2029-03-31"})
    assert notices(session) == []

    read_again(sessions, end=a_day("2028-03-31"))
    session.rollback()
    assert notices(session) == [("anglian", key, "end")]
    assert framework(session, key).end == date(2029, 3, 31)


def test_no_notice_comes_of_what_the_source_said_before_or_of_what_agrees(
    publish: Callable[..., str], hold: Callable[..., int], sessions: Any, session: Session
):
    key = publish(end=a_day("2027-03-31"), start=a_day("2023-04-01"))
    hold(key, "end", {"value": "2029-03-31"})
    hold(key, "start", {"value": "2024-04-01"})
    read_again(sessions, end=a_day("2027-03-31"), start=a_day("2024-04-01"), summary="New.")

    assert notices(session) == []


def test_a_moderator_sets_what_a_source_says_and_the_page_says_who_when_and_why(
    publish: Callable[..., str], person: Callable[..., Person], page: Callable[..., BeautifulSoup], app: Flask
):
    key = publish(title="Winter salt")
    publish({"name": "club", "voice": Voice.DIRECTORY}, title="Road salt", source_id="r1")
    moderator: Person = person("moderator", network="pen")
    form = BeautifulSoup(moderator.get(f"/frameworks/{key}/set/title").text, "html.parser")
    offered = {label.get_text(): label["for"] for label in form.select(".govuk-radios__label")}
    number = str(offered["Road salt"]).removeprefix("value-")

    answer = moderator.send(f"/frameworks/{key}/set/title", {"value": number, "reason": "Its contract says so."})
    assert (answer.status_code, answer.location) == (303, f"/frameworks/{key}/sources#title")
    shown = page(f"/frameworks/{key}/road-salt")
    assert "Road salt" in str(shown.h1)
    set_by = f"Set by Pen on {instant_text(NOON)}, because: Its contract says so."
    assert set_by in page(f"/frameworks/{key}/sources").text
    assert "Title: set by Pen" in shown.text
    assert moderator.name not in shown.text
    assert [hit.id for hit in app.extensions["hub.index"].search(Query(text="road salt")).hits] == [key]


def test_a_value_is_typed_as_in_the_csv_and_what_cannot_be_read_is_said(
    publish: Callable[..., str], person: Callable[..., Person], session: Session
):
    key = publish()
    moderator: Person = person("moderator", network="pen")
    wrong = moderator.send(f"/frameworks/{key}/set/end", {"typed": "soon", "reason": ""})
    assert wrong.status_code == 400
    assert "soon" in wrong.text
    assert "Say why" in wrong.text

    right = moderator.send(f"/frameworks/{key}/set/end", {"typed": "31/03/2029", "reason": "UK4 notice."})
    assert right.status_code == 303
    assert framework(session, key).end == date(2029, 3, 31)


def test_a_value_that_names_a_person_is_not_taken(publish: Callable[..., str], person: Callable[..., Person]):
    address = f"/frameworks/{publish()}/set/summary"
    sent = {"typed": "Write to jane.doe@anglian.example about it.", "reason": "Its page."}
    answer = person("moderator", network="pen").send(address, sent)

    assert (answer.status_code, "own e-mail address of a person" in answer.text) == (400, True)


def test_only_moderators_set_values(publish: Callable[..., str], person: Callable[..., Person]):
    key = publish()
    contributor = person("contributor", organisation="babergh", network="pen")

    assert contributor.get(f"/frameworks/{key}/set/end").status_code == 403
    assert contributor.send(f"/frameworks/{key}/set/end", {"typed": "2029", "reason": "x"}).status_code == 403
    assert person("moderator", network="pen").get(f"/frameworks/{key}/set/owner").status_code == 404
