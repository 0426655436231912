"""People with accounts, signed in: what tests of pages for them share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from hub.actor import OPERATOR
from hub.auth import cookie_name, keep
from hub.models import Account, Network, Organisation
from hub.people import roles
from hub.people.secrets import handle
from hub.people.sessions import begin as sign_in
from hub.web import forms
from tests.moments import NOON

HOME = "http://localhost"


@dataclass
class Person:
    """Somebody with an account in a browser of their own."""

    app: Flask
    client: FlaskClient
    account: int
    name: str
    """Their handle."""

    def get(self, address: str, **options: Any) -> TestResponse:
        return self.client.get(address, **options)

    def send(self, address: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        """Send a form of their own session, as a browser does."""
        sent = {"token": self.token(), **(data or {})}
        return self.client.post(address, data=sent, headers={"Origin": HOME}, **options)

    def token(self, form: str = "account") -> str:
        """What a form of that name would hold on a page made for them."""
        cookie = self.client.get_cookie(_cookie_name(self.app))
        headers = {"Cookie": f"{cookie.key}={cookie.value}"} if cookie else {}
        with self.app.test_request_context(headers=headers):
            return forms.token(form)


@pytest.fixture
def person(app: Flask) -> Callable[..., Person]:
    """Make somebody with a role, as ``a_person`` does: ``person("moderator", network="pen")``."""
    return lambda role="", **about: a_person(app, role, **about)


def a_person(app: Flask, role: str = "", *, organisation: str = "", network: str = "", **about: Any) -> Person:
    """Somebody with an account and perhaps a role: organisations and networks are made as needed.

    Whoever has a role that needs one has shown a one-time code, unless ``second_factor=False``. ``has_second_factor``:
    they are asked for one, and have not shown it. What else is named are columns of the account.
    """
    name = handle()
    shown = about.pop("second_factor", role in roles.NEED_SECOND_FACTOR)
    email = about.pop("email", f"{name}@{organisation or 'example'}.gov.uk")
    secret = "secret" if about.pop("has_second_factor", False) else ""
    held = {
        "state": "active",
        "second_factor": secret,
        "name": f"Officer {name[-4:]}",
        "registered_at": NOON,
        "confirmed_at": NOON,
        **about,
    }
    with app.extensions["hub.writers"].begin() as session:
        account = Account(handle=name, email=email, **held)
        session.add(account)
        session.flush()
        if role:
            give(session, account, role, organisation, network)
        token = sign_in(session, account, NOON, NOON if shown else None)
        return Person(app, browser(app, token), account.id, account.handle)


def give(session: Any, account: Account, role: str, organisation: str = "", network: str = "") -> None:
    """Give an account a role in these, made if they are not there."""
    within: dict[str, Any] = {}
    if organisation:
        within["organisation"] = organisation_called(session, organisation)
    if network:
        within["network"] = network_called(session, network)
    roles.give(session, account, role, OPERATOR, NOON, **within)


def browser(app: Flask, token: str) -> FlaskClient:
    """A browser with the cookie of a session."""
    client = app.test_client()
    with app.test_request_context():
        answer = app.make_response("")
        keep(answer, token)
        client.set_cookie(cookie_name(), answer.headers["Set-Cookie"].split(";")[0].partition("=")[2])
    return client


def organisation_called(session: Any, slug: str) -> Organisation:
    """The organisation of a slug, made if it is not there."""
    found = session.query(Organisation).filter_by(slug=slug).one_or_none()
    if found is None:
        found = Organisation(slug=slug, name=slug.replace("-", " ").title(), kind="district-council", curated=True)
        session.add(found)
        session.flush()
    return found


def network_called(session: Any, slug: str) -> Network:
    """The network of a slug, made if it is not there."""
    found = session.query(Network).filter_by(slug=slug).one_or_none()
    if found is None:
        found = Network(slug=slug, name=slug.replace("-", " ").title())
        session.add(found)
        session.flush()
    return found


def _cookie_name(app: Flask) -> str:
    with app.test_request_context():
        return cookie_name()
