"""Registering, confirming, signing in and out, over HTTP and with the real database."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.errors import Refused
from hub.models import Account, EmailDomain, SignedIn
from hub.people import accounts, roles
from tests.conftest import NOON
from tests.people.forms import PASSWORD, letter_to, link_in, post, register, sign_in
from tests.persons import HOME, Person, network_called, organisation_called


@pytest.fixture
def known_domain(sessions: Any) -> None:
    """Two councils share a domain."""
    with sessions.begin() as session:
        for slug in ("babergh", "mid-suffolk"):
            found = organisation_called(session, slug)
            session.add(EmailDomain(domain="baberghmidsuffolk.gov.uk", organisation_id=found.id))


@pytest.mark.usefixtures("known_domain")
def test_who_registers_gets_a_letter_confirms_and_acts_for_the_bodies_of_their_domain(
    client: FlaskClient, session: Session
) -> None:
    assert register(client, "Officer@BaberghMidSuffolk.gov.uk").headers["Location"] == "/register/sent"

    link = link_in(letter_to(session, "officer@baberghmidsuffolk.gov.uk"))
    chosen = {"organisation": ["babergh", "mid-suffolk"], "password": PASSWORD, "again": PASSWORD}
    answer = post(client, link, link, **chosen)

    assert answer.headers["Location"] == "/account?new=1"
    account = client.get("/account").text
    assert "Babergh" in account and "Mid Suffolk" in account and "Acting for" in account


@pytest.mark.usefixtures("known_domain")
def test_an_organisation_of_another_domain_is_not_given(client: FlaskClient, session: Session) -> None:
    register(client, "officer@baberghmidsuffolk.gov.uk")
    link = link_in(letter_to(session, "officer@baberghmidsuffolk.gov.uk"))

    answer = post(client, link, link, organisation=["essex", "babergh"], password=PASSWORD, again=PASSWORD)

    assert answer.status_code == 303
    session.rollback()
    account = accounts.by_email(session, "officer@baberghmidsuffolk.gov.uk")
    assert account is not None
    assert [grant.organisation.slug for grant in account.grants if grant.organisation] == ["babergh"]


def test_whoever_comes_from_a_domain_nobody_knows_waits_and_may_do_nothing_more(
    client: FlaskClient, session: Session
) -> None:
    register(client, "officer@unheard-of.gov.uk")
    link = link_in(letter_to(session, "officer@unheard-of.gov.uk"))
    post(client, link, link, password=PASSWORD, again=PASSWORD)

    assert "An administrator has yet to say" in client.get("/account").text
    session.rollback()
    assert session.scalars(select(Account.state)).all() == ["waiting"]


def test_the_link_works_once(client: FlaskClient, app: Flask, session: Session) -> None:
    register(client, "officer@unheard-of.gov.uk")
    link = link_in(letter_to(session, "officer@unheard-of.gov.uk"))
    post(client, link, link, password=PASSWORD, again=PASSWORD)

    assert app.test_client().get(link).status_code == 410


def test_looking_at_the_link_does_not_use_it_up(client: FlaskClient, session: Session) -> None:
    register(client, "officer@unheard-of.gov.uk")
    link = link_in(letter_to(session, "officer@unheard-of.gov.uk"))

    assert [client.get(link).status_code for _ in range(3)] == [200, 200, 200]
    assert client.get(link).headers["Referrer-Policy"] == "same-origin"


def test_a_weak_password_is_refused_and_the_link_stays_good(client: FlaskClient, session: Session) -> None:
    register(client, "officer@unheard-of.gov.uk")
    link = link_in(letter_to(session, "officer@unheard-of.gov.uk"))

    answer = post(client, link, link, password="short", again="short")

    assert answer.status_code == 400
    assert "Use 12 characters or more" in answer.text
    assert client.get(link).status_code == 200


def test_a_known_and_an_unknown_address_are_told_the_same(client: FlaskClient, officer: str, session: Session) -> None:
    known, unknown = (register(client, email) for email in (officer, "somebody@elsewhere.gov.uk"))

    assert (known.status_code, known.data) == (unknown.status_code, unknown.data)
    assert "already" in letter_to(session, officer)
    assert "confirm" in link_in(letter_to(session, "somebody@elsewhere.gov.uk"))


@pytest.mark.alike
@pytest.mark.parametrize(
    ("email", "message"),
    [
        ("", "Enter your work e-mail address"),
        ("officer", "Enter an e-mail address in the usual form"),
        ("officer..one@example.gov.uk", "Enter an e-mail address in the usual form"),
        (".officer@example.gov.uk", "Enter an e-mail address in the usual form"),
        ("öfficer@example.gov.uk", "Enter an e-mail address in the usual form"),
        ("officer@192.0.2.1", "Enter an e-mail address in the usual form"),
        ("officer@gmail.com", "Use the e-mail address of your organisation"),
        ("a@b.gov.uk\r\nBcc: x@y.gov.uk", "Enter an e-mail address in the usual form"),
    ],
)
def test_an_address_that_cannot_be_taken_is_explained(client: FlaskClient, email: str, message: str) -> None:
    answer = register(client, email)

    assert answer.status_code == 400
    assert message in answer.text


def test_signing_in_begins_a_session_and_signing_out_ends_every_copy_of_it(
    client: FlaskClient, officer: str, app: Flask
) -> None:
    assert sign_in(client, officer).headers["Location"] == "/"
    cookie = client.get_cookie("session")
    assert cookie is not None and cookie.http_only and cookie.same_site == "Lax"
    thief = app.test_client()
    thief.set_cookie("session", cookie.value)
    assert thief.get("/account").status_code == 200

    post(client, "/account", "/sign-out")

    assert thief.get("/account").headers["Location"].startswith("/sign-in")
    assert client.get_cookie("session") is None


def test_one_comes_back_to_the_page_one_asked_for(client: FlaskClient, officer: str) -> None:
    led = client.get("/account?new=1")
    assert led.headers["Location"] == "/sign-in?next=/account?new%3D1"

    assert sign_in(client, officer, next="/account?new=1").headers["Location"] == "/account?new=1"


@pytest.mark.alike
@pytest.mark.parametrize("email", ["officer@example.gov.uk", "nobody@example.gov.uk", "", "x" * 5000])
def test_a_wrong_password_and_an_unknown_address_are_told_the_same(
    client: FlaskClient, officer: str, email: str
) -> None:
    answer = sign_in(client, email, "not the password")

    assert answer.status_code == 400
    assert "The e-mail address or the password is not right" in answer.text
    assert "Set-Cookie" not in answer.headers


def test_a_disabled_account_is_let_in_no_more_and_its_sessions_end(
    client: FlaskClient, officer: str, sessions: Any
) -> None:
    sign_in(client, officer)
    with sessions.begin() as session:
        account = accounts.by_email(session, officer)
        assert account is not None
        accounts.disable(session, account, OPERATOR, NOON)

    assert client.get("/account").status_code == 303
    assert "is not right" in sign_in(client, officer).text


def test_the_eleventh_try_in_five_minutes_is_refused_even_with_the_right_password(
    client: FlaskClient, officer: str, app: Flask
) -> None:
    for _ in range(10):
        sign_in(client, officer, "not the password")

    refused = sign_in(client, officer)
    app.config["CLOCK"] = lambda: NOON + timedelta(minutes=5, seconds=1)

    assert "tried too often" in refused.text
    assert sign_in(client, officer).status_code == 303


def test_another_machine_is_not_locked_out(client: FlaskClient, officer: str, app: Flask) -> None:
    for _ in range(11):
        sign_in(client, officer, "not the password")
    other = app.test_client()
    other.environ_base["REMOTE_ADDR"] = "198.51.100.7"

    assert sign_in(other, officer).status_code == 303


def test_saying_another_address_in_a_header_changes_nothing(client: FlaskClient, officer: str) -> None:
    answers = []
    for count in range(11):
        client.environ_base["HTTP_X_FORWARDED_FOR"] = f"203.0.113.{count}"
        answers.append(sign_in(client, officer, "not the password").text)

    assert "tried too often" in answers[-1]


def test_a_session_ends_when_it_is_not_used_for_half_an_hour(person: Callable[..., Person], app: Flask) -> None:
    somebody = person()
    app.config["CLOCK"] = lambda: NOON + timedelta(minutes=29)
    assert somebody.get("/account").status_code == 200
    app.config["CLOCK"] = lambda: NOON + timedelta(minutes=58)
    assert somebody.get("/account").status_code == 200

    app.config["CLOCK"] = lambda: NOON + timedelta(minutes=90)

    assert somebody.get("/account").status_code == 303


def test_a_session_ends_after_twelve_hours_however_much_it_is_used(person: Callable[..., Person], app: Flask) -> None:
    somebody = person()
    for hour in range(1, 24):
        app.config["CLOCK"] = lambda hour=hour: NOON + timedelta(minutes=hour * 29)
        assert somebody.get("/account").status_code == 200

    app.config["CLOCK"] = lambda: NOON + timedelta(hours=12)

    assert somebody.get("/account").status_code == 303


def test_what_is_made_for_somebody_signed_in_is_kept_nowhere(person: Callable[..., Person]) -> None:
    answer = person().get("/account")

    assert answer.headers["Cache-Control"] == "no-store, private"
    assert "Cookie" in answer.headers["Vary"]


def test_reading_pages_writes_nothing(person: Callable[..., Person], session: Session) -> None:
    somebody = person()
    before = session.connection().exec_driver_sql("select count(*), max(began_at) from signed_in").one()

    somebody.get("/account")
    session.rollback()

    assert session.connection().exec_driver_sql("select count(*), max(began_at) from signed_in").one() == before


def test_a_form_of_somebody_elses_session_changes_nothing(person: Callable[..., Person], session: Session) -> None:
    one, other = person("member", organisation="babergh"), person("member", organisation="babergh")

    stolen = one.client.post(
        "/account/acting-for", data={"token": other.token(), "organisation": ""}, headers={"Origin": HOME}
    )
    abroad = one.client.post(
        "/account/acting-for", data={"token": one.token()}, headers={"Origin": "https://evil.example"}
    )
    bare = one.client.post("/account/acting-for", data={})

    assert [stolen.status_code, abroad.status_code, bare.status_code] == [400, 400, 400]
    assert session.scalars(select(SignedIn.acting_for_id)).all() == [None, None]


def test_another_organisation_is_taken_in_hand_if_it_is_theirs(person: Callable[..., Person], sessions: Any) -> None:
    somebody = person("member", organisation="babergh")
    with sessions.begin() as session:
        account = session.get_one(Account, somebody.account)
        other = organisation_called(session, "mid-suffolk")
        organisation_called(session, "essex")
        roles.give(session, account, "member", OPERATOR, NOON, other)

    assert somebody.send("/account/acting-for", {"organisation": "mid-suffolk"}).status_code == 303
    refused = somebody.send("/account/acting-for", {"organisation": "essex"})
    assert refused.status_code == 400 and "You do not act for that organisation" in refused.text
    chosen = BeautifulSoup(somebody.get("/account").text, "lxml").select_one("#organisation option[selected]")
    assert chosen is not None and chosen["value"] == "mid-suffolk"


def test_a_role_that_is_taken_away_is_gone_at_the_next_request(person: Callable[..., Person], sessions: Any) -> None:
    somebody = person("contributor", organisation="babergh", network="pen")
    with sessions.begin() as session:
        (grant,) = session.get_one(Account, somebody.account).grants
        roles.end(session, grant, OPERATOR, NOON)

    assert "Babergh" not in somebody.get("/account").text


def test_a_moderator_has_no_power_before_a_one_time_code(app: Flask, session: Session, person: Any) -> None:
    weak = person("moderator", network="pen", second_factor=False)
    strong = person("moderator", network="pen")
    found = {row.account_id: roles.actor_of(row) for row in session.scalars(select(SignedIn))}

    assert not found[weak.account].may("moderator", "pen")
    assert found[weak.account].withheld == {"moderator"}
    assert found[strong.account].may("moderator", "pen")
    assert not found[strong.account].may("moderator", "another-network")


def test_a_role_needs_what_it_is_bound_to(sessions: Any, person: Any) -> None:
    somebody = person()
    with sessions.begin() as session, pytest.raises(Refused, match="one of an organisation in a network"):
        account = session.get_one(Account, somebody.account)
        roles.give(session, account, "contributor", OPERATOR, NOON, None, network_called(session, "pen"))
