"""Letters about reviews that are due."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.cli import main
from hub.cli.stewards import remind_stewards
from hub.formatters import date_text
from hub.models import Account, AuditEntry, Outbox
from hub.people import roles
from hub.stewards import reminders, rota
from tests.conftest import NOON
from tests.persons import Person
from tests.stewards.test_rota import contributor, row, taken_on

PAGE = "https://hub.example/my-frameworks"
DUE = NOON + timedelta(days=200)

Publish = Callable[..., str]
People = Callable[..., Person]


def turn(sessions: Any, at: datetime) -> int:
    with sessions.begin() as session:
        return reminders.remind(session, PAGE, at)


def letters(session: Session) -> list[tuple[str, str, str]]:
    session.rollback()
    return [(each.to, each.subject, each.body) for each in session.scalars(select(Outbox).order_by(Outbox.id))]


def address_of(session: Session, somebody: Person) -> str:
    return session.get_one(Account, somebody.account).email or ""


def test_a_review_that_is_due_is_written_about_once_a_month_with_all_frameworks_in_one_letter(
    publish: Publish, person: People, sessions: Any, session: Session
):
    somebody = contributor(person)
    number = taken_on(somebody, publish())
    taken_on(somebody, publish(reference="AB2", title="Parks"))
    turns = [turn(sessions, NOON), turn(sessions, DUE), turn(sessions, DUE), turn(sessions, DUE + timedelta(days=30))]

    assert turns == [0, 1, 0, 1]
    to, subject, body = letters(session)[0]
    assert (to, subject) == (address_of(session, somebody), "2 frameworks to review")
    assert "* Grounds maintenance" in body and "* Parks" in body and PAGE in body
    assert f"Due on {date_text(row(session, number).review_on)}" in body
    assert "Why you got this letter: you look after what is named here" in " ".join(body.split())
    assert [each.action for each in session.scalars(select(AuditEntry))].count("remind stewards") == 2


def test_the_deputy_is_told_the_second_time_and_at_once_when_the_steward_is_gone(
    publish: Publish, person: People, sessions: Any, session: Session
):
    somebody, deputy = contributor(person), contributor(person, "essex")
    number = taken_on(somebody, publish())
    somebody.send(f"/my-frameworks/{number}/deputy", {"deputy": deputy.name})
    assert [turn(sessions, DUE), turn(sessions, DUE + timedelta(days=30))] == [1, 2]
    with sessions.begin() as writing:
        writing.get_one(Account, somebody.account).state = "disabled"

    assert turn(sessions, DUE + timedelta(days=60)) == 1
    assert letters(session)[-1][0] == address_of(session, deputy)
    assert letters(session)[-1][1] == "Review due: Grounds maintenance"


def test_reviewed_nobody_is_written_to_until_it_is_due_again(
    publish: Publish, person: People, sessions: Any, session: Session
):
    somebody = contributor(person)
    number = taken_on(somebody, publish())
    turn(sessions, DUE)
    somebody.send(f"/my-frameworks/{number}/reviewed")

    assert row(session, number).reminded_on is None
    assert turn(sessions, NOON + timedelta(days=100)) == 0


def test_who_contributes_no_more_is_neither_written_to_nor_said_to_look_after_anything(
    publish: Publish, person: People, sessions: Any, session: Session
):
    somebody = contributor(person)
    taken_on(somebody, publish())
    with sessions.begin() as writing:
        roles.end(writing, writing.get_one(Account, somebody.account).grants[0], OPERATOR, NOON)

    assert turn(sessions, DUE) == 0
    assert rota.looked_after(session) == []


def test_the_command_and_the_running_hub_write_the_same_letters_once(
    app: Flask, publish: Publish, person: People, session: Session
):
    taken_on(contributor(person), publish())
    assert remind_stewards(app, lambda: DUE) == 0  # there is no mail server
    app.config["MAIL"] = "demo"

    assert [remind_stewards(app, lambda: DUE), remind_stewards(app, lambda: DUE)] == [1, 0]
    assert "/my-frameworks" in letters(session)[0][2]


def test_the_command_says_what_it_did(app: Flask):
    places = {f"HUB_{name}": str(app.config[name]) for name in ("HOME", "DATABASE_URL", "INDEX_URL")}
    commanded = CliRunner().invoke(main, ["stewards", "remind"], env=places)

    assert "No mail server is set" in commanded.output
    with_mail = places | {"HUB_MAIL_SERVER": "localhost", "HUB_MAIL_FROM": "hub@example.gov.uk"}
    assert "0 letters written." in CliRunner().invoke(main, ["stewards", "remind"], env=with_mail).output
