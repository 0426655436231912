"""Registering, signing in and out, and what somebody has in hand."""

from sqlalchemy import select

from hub.auth import passwords
from hub.models import Outbox
from hub.people import accounts
from tests.hub.unsafe import Browser, Request, audited
from tests.moments import NOON
from tests.persons import a_person

PASSWORD = "zebra lamp nine"
EMAIL = "officer@example.gov.uk"


def registered(browser: Browser) -> None:
    """Somebody has an account and a password."""
    with browser.app.app_context(), browser.app.extensions["hub.writers"].begin() as session:
        _, token = accounts.register(session, EMAIL, "Officer One", NOON)
        accounts.confirm(session, token, PASSWORD, [], passwords(), NOON)


@audited("POST /register")
def register(browser: Browser) -> Request:
    return lambda: browser.send("/register", "/register", email=EMAIL, name="Officer One")


@audited("POST /confirm/<token>")
def confirm(browser: Browser) -> Request:
    browser.send("/register", "/register", email=EMAIL, name="Officer One")
    with browser.app.extensions["hub.readers"]() as session:
        letter = session.scalars(select(Outbox.body)).one()
    link = next(line for line in letter.splitlines() if line.startswith("http")).partition("localhost")[2]
    return lambda: browser.send(link, link, password=PASSWORD, again=PASSWORD)


@audited("POST /sign-in")
def sign_in(browser: Browser) -> Request:
    registered(browser)
    return lambda: browser.send("/sign-in", "/sign-in", email=EMAIL, password=PASSWORD)


@audited("POST /sign-out")
def sign_out(browser: Browser) -> Request:
    registered(browser)
    browser.send("/sign-in", "/sign-in", email=EMAIL, password=PASSWORD)
    return lambda: browser.send("/account", "/sign-out")


@audited("POST /account/acting-for")
def act_for(browser: Browser) -> Request:
    somebody = a_person(browser.app, "member", organisation="babergh")
    return lambda: somebody.send("/account/acting-for", {"organisation": "babergh"})
