"""What is kept of people ends on its day, by a clock the tests set."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import complaints, mail
from hub.actor import OPERATOR
from hub.cli.people import tidy_people
from hub.models import Account, ApiToken, Attempt, DataComplaint, MailedLink, Outbox, SignedIn
from hub.people import accounts, links, tidying
from hub.retention import retention
from tests.assurance import Figure
from tests.conftest import NOON
from tests.pages import words
from tests.people.test_leaving import PAGES
from tests.persons import Person

People = Callable[..., Person]
REPO = Path(__file__).parents[2]
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def tidy(sessions: Any, at: datetime) -> dict[str, int]:
    with sessions.begin() as session:
        return tidying.tidy(session, at, 30)


def write(sessions: Any, at: datetime) -> dict[str, int]:
    with sessions.begin() as session:
        return tidying.write_to_people(session, PAGES, at)


def goes_exactly(sessions: Any, model: Any, at: datetime, turn: Callable[[Any, datetime], Any]) -> None:
    """It is there a second before, and gone at the moment."""
    turn(sessions, at - SECOND)
    with sessions() as session:
        assert session.scalars(select(model)).all() != [], f"{model.__name__} went too early"
    turn(sessions, at)
    with sessions() as session:
        assert session.scalars(select(model)).all() == [], f"{model.__name__} stayed too long"


def end_complaints(sessions: Any, at: datetime) -> None:
    with sessions.begin() as session:
        complaints.tidy(session, at)
        for row in session.scalars(select(DataComplaint)):
            if not row.said and not row.email:
                session.delete(row)  # so that “gone” means the same for it as for all else


@pytest.mark.assurance("P5", "Unconfirmed 7 days, links 1 hour, sessions 12 hours, tries 1 day: to the second")
@pytest.mark.parametrize("kind", ["unconfirmed", "used link", "old link", "token", "session", "attempt", "letter"])
def test_what_is_kept_for_a_time_goes_on_its_second(
    kind: str, person: People, sessions: Any, figure: Figure
) -> None:
    model, at = _put(kind, person, sessions)

    goes_exactly(sessions, model, at, tidy)
    figure("none early, none late")


def _put(kind: str, person: People, sessions: Any) -> tuple[Any, datetime]:
    """Something of a kind, and when it goes."""
    if kind == "session":
        person()
        return SignedIn, NOON + timedelta(hours=12)
    with sessions.begin() as session:
        if kind == "unconfirmed":
            accounts.register(session, "officer@example.gov.uk", "Officer One", NOON)
            return Account, NOON + timedelta(days=7)
        if kind == "letter":
            row = mail.post(session, mail.Letter("officer@example.gov.uk", "Hello", "Hello", "test"), NOON)
            assert row is not None
            row.sent_at = NOON
            return Outbox, NOON + timedelta(days=30) + SECOND
        if kind == "attempt":
            session.add(Attempt(key="k" * 64, at=NOON))
            return Attempt, NOON + DAY + SECOND
        if kind == "token":
            return _put_token(session)
        token = links.make(session, "invite", None, NOON, email="officer@example.gov.uk")
        if kind == "used link":
            links.use(session, "invite", token, NOON)
            return MailedLink, NOON + timedelta(hours=1)
        return MailedLink, NOON + timedelta(days=14, hours=1)


def _put_token(session: Session) -> tuple[Any, datetime]:
    account = Account(handle="account-a", email="a@example.gov.uk", state="active", registered_at=NOON)
    session.add(account)
    session.flush()
    told = {"name": "mine", "token_hash": "t" * 64, "made_at": NOON, "good_until": NOON}
    session.add(ApiToken(account_id=account.id, **told))
    return ApiToken, NOON + timedelta(days=30)


@pytest.mark.assurance("P5", "What was said in a complaint is emptied 90 days after it was closed, to the second")
def test_a_closed_complaint_is_emptied_on_its_second(sessions: Any, app: Flask) -> None:
    with sessions.begin() as session:
        row = complaints.complain(session, "I am named.", "somebody@example.com", NOON)
        complaints.close(session, row, "put right", "Done.", OPERATOR, NOON)

    goes_exactly(sessions, DataComplaint, NOON + timedelta(days=90), end_complaints)


def at_noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.mark.assurance("P5", "Who has not been here for 24 months goes after two letters, on the day these name")
def test_who_is_not_here_for_24_months_goes_after_two_letters(
    person: People, sessions: Any, session: Session, figure: Figure
) -> None:
    """Last here some day of November 2026, so the 24 months end with November 2028."""
    absent = person(still_here_on=date(2030, 1, 1))
    days: dict[str, date] = {}

    for count in range(760):
        day = NOON + timedelta(days=count)
        done = write(sessions, day)
        for name in ("told that they are inactive", "erased as inactive"):
            if done[name]:
                days[f"{name} {len(days)}"] = day.date()

    assert list(days.values()) == [date(2028, 10, 1), date(2028, 11, 1), date(2028, 12, 1)]
    session.rollback()
    assert session.get_one(Account, absent.account).state == "deleted"
    figure("letters on 1 October and 1 November, gone on 1 December")


def test_the_letters_name_the_day(person: People, sessions: Any, session: Session) -> None:
    person(still_here_on=date(2030, 1, 1))

    write(sessions, at_noon(date(2028, 10, 1)))

    session.rollback()
    assert "deleted on 1 December 2028" in session.scalars(select(Outbox.body)).one()


def test_who_comes_back_in_between_stays_and_is_told_anew_the_next_time(
    person: People, sessions: Any, session: Session
) -> None:
    absent = person(still_here_on=date(2040, 1, 1))
    write(sessions, at_noon(date(2028, 10, 1)))
    write(sessions, at_noon(date(2028, 11, 1)))
    with sessions.begin() as writing:
        writing.get_one(Account, absent.account).seen_in = date(2028, 11, 1)

    assert write(sessions, at_noon(date(2028, 12, 1)))["erased as inactive"] == 0
    assert write(sessions, at_noon(date(2030, 10, 1)))["told that they are inactive"] == 1
    session.rollback()
    assert session.get_one(Account, absent.account).notices == 1


def test_after_a_long_pause_of_the_hub_nobody_goes_without_two_letters_four_weeks_apart(
    person: People, sessions: Any, session: Session
) -> None:
    absent = person(still_here_on=date(2040, 1, 1))
    day = at_noon(date(2029, 6, 1))

    assert write(sessions, day)["told that they are inactive"] == 1
    assert write(sessions, day + 27 * DAY) == write(sessions, day + DAY)
    assert write(sessions, day + 28 * DAY)["told that they are inactive"] == 1
    assert write(sessions, day + 55 * DAY)["erased as inactive"] == 0
    assert write(sessions, day + 56 * DAY)["erased as inactive"] == 1
    session.rollback()
    assert session.get_one(Account, absent.account).state == "deleted"


def test_a_disabled_account_goes_as_well_and_the_only_administrator_never(
    person: People, sessions: Any, session: Session
) -> None:
    disabled, alone = person(state="disabled"), person("administrator", still_here_on=date(2040, 1, 1))

    for month in range(10, 13):
        write(sessions, at_noon(date(2028, month, 1)))

    session.rollback()
    assert session.get_one(Account, disabled.account).state == "deleted"
    assert session.get_one(Account, alone.account).state == "active"


def test_without_mail_nobody_is_asked_and_nobody_goes_for_it(app: Flask, person: People, session: Session) -> None:
    absent = person()
    late = at_noon(date(2030, 1, 1))

    tidy_people(app, lambda: late)

    session.rollback()
    assert session.get_one(Account, absent.account).state == "active"
    assert session.scalars(select(Outbox)).all() == []


def test_a_turn_where_mail_is_set_writes_the_letters_with_whole_addresses(
    app: Flask, person: People, session: Session
) -> None:
    app.config |= {"MAIL_SERVER": "mail.example.gov.uk", "ADDRESS": "https://hub.example.gov.uk"}
    person()

    tidy_people(app, lambda: NOON + timedelta(days=200))

    session.rollback()
    assert "https://hub.example.gov.uk/still-here/" in session.scalars(select(Outbox.body)).one()


def test_the_privacy_notice_and_the_operators_page_say_how_long(page: Callable[..., BeautifulSoup]) -> None:
    notice = words(page("/about/privacy"))
    written = (REPO / "docs" / "privacy.md").read_text(encoding="utf-8")
    rows = [re.sub(r"\s*\|\s*", "|", line).strip("|") for line in written.splitlines() if line.startswith("|")]

    for what, until in retention():
        assert f"{what} {until}" in notice
        assert f"{what}|{until}" in rows
