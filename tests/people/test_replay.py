"""A copy of an old cookie: what it is worth after each thing that should end it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.auth import actor, passwords
from hub.models import Account, EmailDomain
from hub.people import accounts, roles, second_factor
from tests.assurance import Figure
from tests.conftest import NOON
from tests.hub.notebook import parsed
from tests.people.forms import PASSWORD, letter_to, link_in, post, sign_in
from tests.people.test_new_password import ANOTHER
from tests.people.test_second_factor import set_up
from tests.persons import Person, organisation_called

Event = Callable[["Story"], None]


class Story:
    """An officer at a browser, and whoever has a copy of their cookie."""

    def __init__(self, app: Flask, client: FlaskClient, officer: str, session: Session) -> None:
        self.app, self.client, self.officer, self.session = app, client, officer, session

    def send(self, page: str, to: str, **fields: Any) -> None:
        assert post(self.client, page, to, **fields).status_code in (200, 303)

    def set_up_codes(self) -> None:
        set_up(self.client)

    def writing(self, do: Callable[[Any, Account], None]) -> None:
        with self.app.extensions["hub.writers"].begin() as session:
            account = accounts.by_email(session, self.officer)
            assert account is not None
            do(session, account)


def reset(story: Story) -> None:
    other = story.app.test_client()
    post(other, "/forgotten-password", "/forgotten-password", email=story.officer)
    link = link_in(letter_to(story.session, story.officer))
    post(other, link, link, password=ANOTHER, again=ANOTHER)


def change_address(story: Story) -> None:
    new = "officer.one@example.gov.uk"
    story.send("/account/email", "/account/email", email=new, current=PASSWORD)
    link = link_in(letter_to(story.session, new))
    story.send(link, link)


def sign_out_elsewhere(story: Story) -> None:
    """From another browser."""
    other = story.app.test_client()
    sign_in(other, story.officer)
    post(other, "/account/signed-in", "/account/signed-in/1/end")


ENDINGS: dict[str, Event] = {
    "signing out": lambda story: story.send("/account", "/sign-out"),
    "signing out everywhere": lambda story: story.send("/account/signed-in", "/account/signed-in/end"),
    "signing out from another browser": sign_out_elsewhere,
    "signing in again in the same browser": lambda story: story.send(
        "/sign-in", "/sign-in", email=story.officer, password=PASSWORD
    ),
    "changing the password": lambda story: story.send(
        "/account/password", "/account/password", current=PASSWORD, password=ANOTHER, again=ANOTHER
    ),
    "resetting the password": reset,
    "changing the address": change_address,
    "setting up one-time codes": lambda story: story.set_up_codes(),
    "disabling": lambda story: story.writing(
        lambda session, account: accounts.disable(session, account, OPERATOR, NOON)
    ),
    "half an hour": lambda story: story.app.config.update(CLOCK=lambda: NOON + timedelta(minutes=31)),
}


@pytest.mark.assurance("A9", "A copy of a cookie is refused at the next request after each thing that ends a session")
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_copy_of_a_cookie_is_worth_nothing_after(
    app: Flask, client: FlaskClient, officer: str, session: Session, ending: str, figure: Figure
) -> None:
    sign_in(client, officer)
    copy = app.test_client()
    cookie = client.get_cookie("session")
    assert cookie is not None
    copy.set_cookie("session", cookie.value)
    assert copy.get("/account").status_code == 200

    ENDINGS[ending](Story(app, client, officer, session))

    copy.set_cookie("session", cookie.value)  # whatever it was given meanwhile
    assert copy.get("/account").headers["Location"].startswith("/sign-in")
    figure(ending)


@pytest.mark.assurance(
    "A9", "The id of a session is new after signing in, and the cookie is closed to scripts and sites"
)
def test_the_id_is_new_at_sign_in_and_the_cookie_is_closed(app: Flask, client: FlaskClient, officer: str) -> None:
    client.set_cookie("session", "made.by.somebody-else")
    page = client.get("/sign-in", base_url="https://localhost")
    form = parsed(page).select_one("form[action='/sign-in'] input[name=token]")
    assert form is not None
    sent = {"token": form["value"], "email": officer, "password": PASSWORD}
    answer = client.post("/sign-in", data=sent, base_url="https://localhost", headers={"Origin": "https://localhost"})

    (cookie,) = [each for each in answer.headers.getlist("Set-Cookie") if "session" in each]
    assert cookie.startswith("__Host-session=") and "somebody-else" not in cookie
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert "Domain" not in cookie


@pytest.mark.assurance("A11", "Each role taken away is gone at the next request of every session")
@pytest.mark.parametrize(
    ("role", "within"),
    [
        ("member", {"organisation": "babergh"}),
        ("contributor", {"organisation": "babergh", "network": "pen"}),
        ("moderator", {"network": "pen"}),
        ("administrator", {}),
    ],
)
def test_a_role_taken_away_is_gone_for_every_session(
    app: Flask, person: Callable[..., Person], sessions: Any, session: Session, role: str, within: dict[str, str]
) -> None:
    somebody = person(role, **within)
    with app.test_request_context(headers={"Cookie": cookie_of(somebody)}):
        assert actor().may(role)
    with sessions.begin() as writing:
        (grant,) = writing.get_one(Account, somebody.account).grants
        roles.end(writing, grant, OPERATOR, NOON)

    with app.test_request_context(headers={"Cookie": cookie_of(somebody)}):
        assert not actor().may(role) and actor().roles == frozenset() and actor().organisations == ()


def test_an_administrators_reset_of_one_time_codes_ends_every_session(
    app: Flask, client: FlaskClient, officer: str, sessions: Any
) -> None:
    sign_in(client, officer)
    set_up(client)
    with sessions.begin() as session:
        account = accounts.by_email(session, officer)
        assert account is not None
        second_factor.reset(session, account, OPERATOR, NOON)

    assert client.get("/account").status_code == 303


@pytest.fixture
def two_domains(sessions: Any) -> None:
    """Babergh and Mid Suffolk share a domain; Essex has its own."""
    with sessions.begin() as session:
        for slug, domain in (("babergh", "bms.gov.uk"), ("mid-suffolk", "bms.gov.uk"), ("essex", "essex.gov.uk")):
            session.add(EmailDomain(domain=domain, organisation_id=organisation_called(session, slug).id))


def moved(person: Callable[..., Person], session: Session, email: str, chosen: list[str], app: Flask) -> Person:
    """A contributor of Babergh, who also moderates, takes an address and follows the link."""
    somebody = person("contributor", organisation="babergh", network="pen", email="officer@bms.gov.uk")
    with app.app_context(), app.extensions["hub.writers"].begin() as writing:
        account = writing.get_one(Account, somebody.account)
        accounts.set_password(account, PASSWORD, passwords(), NOON)
    assert somebody.send("/account/email", {"email": email, "current": PASSWORD}).status_code == 303
    link = link_in(letter_to(session, email))
    answer = post(app.test_client(), link, link, organisation=chosen)
    assert answer.headers["Location"] == "/sign-in?done=address"
    session.rollback()
    return somebody


@pytest.mark.usefixtures("two_domains")
def test_with_an_address_of_another_organisation_roles_in_the_former_end(
    app: Flask, person: Callable[..., Person], session: Session
) -> None:
    somebody = moved(person, session, "officer@essex.gov.uk", ["essex", "babergh"], app)

    account = session.get_one(Account, somebody.account)
    standing = [(grant.role, grant.organisation and grant.organisation.slug) for grant in roles.standing(account)]
    assert standing == [("member", "essex")]
    assert (account.email, account.state) == ("officer@essex.gov.uk", "active")
    assert "another e-mail address" in letter_to(session, "officer@bms.gov.uk")


@pytest.mark.usefixtures("two_domains")
def test_with_another_address_of_the_same_organisation_roles_stay(
    app: Flask, person: Callable[..., Person], session: Session
) -> None:
    somebody = moved(person, session, "officer.one@bms.gov.uk", ["babergh"], app)

    standing = roles.standing(session.get_one(Account, somebody.account))
    assert {grant.role for grant in standing} == {"contributor", "member"}


@pytest.mark.usefixtures("two_domains")
def test_with_an_address_nobody_knows_somebody_waits_for_an_administrator(
    app: Flask, person: Callable[..., Person], session: Session
) -> None:
    somebody = moved(person, session, "officer@unheard-of.gov.uk", [], app)

    account = session.get_one(Account, somebody.account)
    assert (account.state, list(roles.standing(account))) == ("waiting", [])


def test_an_address_that_has_an_account_is_told_only_by_letter(
    client: FlaskClient, officer: str, person: Callable[..., Person], session: Session
) -> None:
    """Whoever asks sees the same answer for a free address and for a taken one."""
    person(email="other@example.gov.uk")
    sign_in(client, officer)
    address = "/account/email"
    free, taken = (
        post(client, address, address, email=email, current=PASSWORD)
        for email in ("free@example.gov.uk", "other@example.gov.uk")
    )

    assert (free.status_code, free.data, free.headers["Location"]) == (
        taken.status_code,
        taken.data,
        taken.headers["Location"],
    )
    assert "/new-address/" in letter_to(session, "free@example.gov.uk")
    assert "/new-address/" not in letter_to(session, "other@example.gov.uk")


def test_the_new_address_leaves_no_trace_in_links_or_trail(
    app: Flask, client: FlaskClient, officer: str, session: Session
) -> None:
    sign_in(client, officer)
    change_address(Story(app, client, officer, session))

    session.rollback()
    connection = session.connection()
    kept = [
        str(row)
        for table in ("mailed_link", "audit_entry")
        for row in connection.exec_driver_sql(
            f"select * from {table}"  # noqa: S608 - the tables are named here
        )
    ]
    assert kept and not any("officer.one" in row or officer in row for row in kept)


def cookie_of(somebody: Person) -> str:
    cookie = somebody.client.get_cookie("session")
    assert cookie is not None
    return f"session={cookie.value}"
