"""A new password, by a link in a letter or by the old one: what it ends, and what cannot be done twice."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from hub.actor import OPERATOR
from hub.auth import passwords
from hub.models import Account, ApiToken, AuditEntry, MailedLink, Outbox, SignedIn
from hub.people import accounts, api_tokens, signing_in
from hub.web import forms
from tests.conftest import NOON
from tests.people.forms import PASSWORD, letter_to, link_in, post, sign_in
from tests.persons import HOME, Person

ANOTHER = "harbour quilt seven"


def ask(client: FlaskClient, email: str) -> TestResponse:
    return post(client, "/forgotten-password", "/forgotten-password", email=email)


def reset(client: FlaskClient, link: str, password: str = ANOTHER) -> TestResponse:
    return post(client, link, link, password=password, again=password)


@pytest.fixture
def link(client: FlaskClient, officer: str, session: Session) -> str:
    """The link in a letter that an officer asked for."""
    ask(client, officer)
    return link_in(letter_to(session, officer))


def test_who_forgot_their_password_chooses_another_by_a_link(client: FlaskClient, officer: str, link: str) -> None:
    answer = reset(client, link)

    assert answer.headers["Location"] == "/sign-in?done=password"
    assert "Your password has been changed" in client.get("/sign-in?done=password").text
    assert sign_in(client, officer, PASSWORD).status_code == 400
    assert sign_in(client, officer, ANOTHER).status_code == 303


def without_id(answer: TestResponse) -> dict[str, str]:
    """The headers but the one that every answer has for itself."""
    return {name: value for name, value in answer.headers.items() if name != "X-Request-ID"}


@pytest.mark.alike
@pytest.mark.parametrize("state", ["active", "unconfirmed", "disabled", "nobody"])
@pytest.mark.assurance("A7", "Whoever asks for a new password is told the same, whatever the address")
def test_whoever_asks_is_told_the_same_and_only_the_letter_says_more(
    client: FlaskClient, officer: str, session: Session, sessions: Any, state: str
) -> None:
    plain = ask(client, "nobody@elsewhere.gov.uk")
    with sessions.begin() as writing:
        if account := accounts.by_email(writing, officer):
            account.state = state if state != "nobody" else "active"
    email = officer if state != "nobody" else "another@elsewhere.gov.uk"

    answer = ask(client, email)

    assert (answer.status_code, answer.data) == (plain.status_code, plain.data)
    assert without_id(answer) == without_id(plain)
    said = {
        "active": "/reset/",
        "unconfirmed": "has not been confirmed",
        "disabled": "has been disabled",
        "nobody": "There is no account for this address",
    }
    assert said[state] in " ".join(letter_to(session, email).split())
    assert ("/reset/" in letter_to(session, email)) == (state == "active")


@pytest.mark.assurance("A8", "A link works once")
def test_the_link_works_once(client: FlaskClient, app: Flask, link: str) -> None:
    assert reset(client, link).status_code == 303

    with app.test_request_context():
        sent = {"token": forms.token("reset"), "password": ANOTHER, "again": ANOTHER}
    again = client.post(link, data=sent, headers={"Origin": HOME})
    assert (again.status_code, client.get(link).status_code) == (410, 410)


@pytest.mark.assurance("A8", "Of ten who use it at the same time one does")
def test_of_ten_who_use_the_link_at_once_one_does(app: Flask, client: FlaskClient, link: str, session: Session) -> None:
    with app.test_request_context():
        token = forms.token("reset")
    chosen = [f"harbour quilt seven {number}" for number in range(10)]

    def use(password: str) -> int:
        sent = {"token": token, "password": password, "again": password}
        return app.test_client().post(link, data=sent, headers={"Origin": HOME}).status_code

    with ThreadPoolExecutor(10) as pool:
        answers = sorted(pool.map(use, chosen))

    assert answers == [303] + [410] * 9
    session.rollback()
    done = session.scalars(select(AuditEntry).where(AuditEntry.action == "reset password")).all()
    assert len(done) == 1


@pytest.mark.parametrize("event", ["sign-in", "password change", "an hour", "another link"])
@pytest.mark.assurance("A8", "It stops working after a sign-in, another password, 60 minutes and a newer link")
def test_the_link_stops_working_after(
    client: FlaskClient, app: Flask, officer: str, link: str, session: Session, event: str
) -> None:
    if event == "an hour":
        app.config["CLOCK"] = lambda: NOON + timedelta(minutes=60)
    elif event == "another link":
        ask(client, officer)
    else:
        sign_in(client, officer)
    if event == "password change":
        post(client, "/account/password", "/account/password", current=PASSWORD, password=ANOTHER, again=ANOTHER)

    assert app.test_client().get(link).status_code == 410


def test_the_link_still_works_in_its_last_minute(client: FlaskClient, app: Flask, link: str) -> None:
    app.config["CLOCK"] = lambda: NOON + timedelta(minutes=59)

    assert reset(client, link).status_code == 303


def test_a_wrong_password_does_not_end_the_link(client: FlaskClient, officer: str, link: str) -> None:
    sign_in(client, officer, "not the password")

    assert client.get(link).status_code == 200


@pytest.mark.assurance("A8", "It is kept as a hash, is in no log, and no other site is told of it")
def test_what_the_link_carries_is_kept_as_a_hash_and_told_to_nobody(
    client: FlaskClient, link: str, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    token = link.rpartition("/")[2]
    with caplog.at_level(logging.DEBUG):
        page = client.get(link)
        reset(client, link)

    assert (page.headers["Referrer-Policy"], page.headers["Cache-Control"]) == ("same-origin", "no-store")
    assert token not in caplog.text
    rows = session.scalars(select(MailedLink)).all()
    assert rows and token not in str([vars(row) for row in rows])


@pytest.mark.assurance("A8", "Every session and API token ends with it")
def test_every_session_and_token_ends_with_a_reset(
    client: FlaskClient, app: Flask, officer: str, session: Session, sessions: Any
) -> None:
    browsers = [app.test_client() for _ in range(3)]
    for browser in browsers:
        sign_in(browser, officer)
    with sessions.begin() as writing:
        account = accounts.by_email(writing, officer)
        assert account is not None
        api_tokens.make(writing, account, "Reports", 90, OPERATOR, NOON)
    ask(client, officer)

    reset(client, link_in(letter_to(session, officer)))

    assert [browser.get("/account").status_code for browser in browsers] == [303, 303, 303]
    session.rollback()
    assert session.scalars(select(SignedIn)).all() == []
    assert session.scalars(select(ApiToken.revoked_at)).all() == [NOON]


def test_a_weak_password_leaves_the_link_good(client: FlaskClient, link: str) -> None:
    weak = reset(client, link, "short")
    differing = post(client, link, link, password=ANOTHER, again=PASSWORD)

    assert "Use 12 characters or more" in weak.text
    assert "Enter the same password twice" in differing.text
    assert reset(client, link).status_code == 303


def test_an_account_disabled_meanwhile_gets_no_new_password(
    client: FlaskClient, officer: str, link: str, sessions: Any
) -> None:
    with sessions.begin() as session:
        account = accounts.by_email(session, officer)
        assert account is not None
        accounts.disable(session, account, OPERATOR, NOON)

    assert client.get(link).status_code == 410


@pytest.mark.assurance("A14", "An address gets five letters a day that anybody can ask for")
def test_an_address_gets_five_letters_a_day_whoever_asks(client: FlaskClient, officer: str, session: Session) -> None:
    answers = [ask(client, officer).status_code for _ in range(7)]

    assert answers == [303] * 7
    assert len(session.scalars(select(Outbox).where(Outbox.to == officer)).all()) == 5


def test_who_changes_their_password_stays_here_by_another_cookie_and_is_out_elsewhere(
    client: FlaskClient, app: Flask, officer: str, session: Session
) -> None:
    elsewhere = app.test_client()
    sign_in(elsewhere, officer)
    sign_in(client, officer)
    copy = app.test_client()
    copy.set_cookie("session", client.get_cookie("session").value)  # type: ignore[union-attr]

    answer = post(client, "/account/password", "/account/password", current=PASSWORD, password=ANOTHER, again=ANOTHER)

    assert answer.headers["Location"] == "/account?done=password"
    assert client.get("/account?done=password").status_code == 200
    assert [copy.get("/account").status_code, elsewhere.get("/account").status_code] == [303, 303]
    assert "your password was changed" in letter_to(session, officer)


def test_who_does_not_know_the_password_cannot_change_it_and_cannot_guess(
    client: FlaskClient, app: Flask, officer: str
) -> None:
    sign_in(client, officer)

    def change(current: str) -> TestResponse:
        sent = {"current": current, "password": ANOTHER, "again": ANOTHER}
        return post(client, "/account/password", "/account/password", **sent)

    guesses = [change(f"guess number {number}").text for number in range(5)]
    assert all("This is not your password" in page for page in guesses)
    assert "tried too often" in change(PASSWORD).text
    app.config["CLOCK"] = lambda: NOON + timedelta(minutes=5, seconds=1)
    assert change(PASSWORD).status_code == 303


def test_the_account_of_a_password_is_named_to_password_managers(person: Callable[..., Person]) -> None:
    somebody = person(email="officer@example.gov.uk")
    assert 'name="username" value="officer@example.gov.uk"' in somebody.get("/account/password").text


def test_a_password_changed_while_somebody_signs_in_lets_nobody_in(
    app: Flask, officer: str, sessions: Any, session: Session
) -> None:
    """What was proved of the old password is worth nothing once there is a new one."""
    with app.app_context():
        proof = signing_in.prove(session, officer, PASSWORD, passwords())
    assert proof is not None
    with sessions.begin() as writing:
        account = writing.get_one(Account, proof.account)
        account.password_on = NOON + timedelta(seconds=1)

    with sessions.begin() as writing:
        assert signing_in.enter(writing, proof, "", NOON) == ""
