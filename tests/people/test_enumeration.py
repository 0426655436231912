"""Who has an account cannot be told from outside: the same answer for the same work (A7)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from hub.actor import OPERATOR
from hub.auth import passwords
from hub.models import Account
from hub.people import accounts, roles
from hub.web.request_ids import HEADER
from tests.assurance import Figure
from tests.conftest import NOON
from tests.people.forms import PASSWORD, post

KINDS = ("active", "waiting", "disabled", "administrator", "unknown")
EMAILS = {kind: f"officer{number}@example.gov.uk" for number, kind in enumerate(KINDS)}
"""As long as each other, as the page one sent them from shows them."""

FORMS: dict[str, dict[str, str]] = {
    "/sign-in": {"password": "not the password"},
    "/forgotten-password": {},
    "/register": {"name": "Officer One"},
}


@pytest.fixture
def people(app: Flask, sessions: Any) -> None:
    """An account of each kind, all with the same password. Nobody has that of ``unknown``."""
    with app.app_context(), sessions.begin() as session:
        for kind, email in EMAILS.items():
            if kind != "unknown":
                account, token = accounts.register(session, email, "Officer One", NOON)
                accounts.confirm(session, token, PASSWORD, [], passwords(), NOON)
                make(session, account, kind)


def make(session: Any, account: Account, kind: str) -> None:
    account.state = "active" if kind == "administrator" else kind
    if kind == "administrator":
        roles.give(session, account, "administrator", OPERATOR, NOON)


class Work:
    """What was done for a request: statements, transactions that wrote, passwords hashed."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self.commits = self.hashes = 0


@contextmanager
def work(app: Flask) -> Iterator[Work]:
    done, engine, held = Work(), app.extensions["hub.engine"], app.extensions["hub.passwords"]
    real = held._hasher

    class Counting:
        def verify(self, kept: str, password: str) -> bool:
            done.hashes += 1
            return bool(real.verify(kept, password))

        def __getattr__(self, name: str) -> Any:
            return getattr(real, name)

    def note(*given: Any) -> None:
        done.statements.append(given[2].split()[0])

    def committed(_: Any) -> None:
        done.commits += 1

    held._hasher = Counting()
    event.listen(engine, "before_cursor_execute", note)
    event.listen(engine, "commit", committed)
    try:
        yield done
    finally:
        held._hasher = real
        event.remove(engine, "before_cursor_execute", note)
        event.remove(engine, "commit", committed)


def told(answer: TestResponse, email: str) -> tuple[int, str, dict[str, str]]:
    """What somebody outside sees, without what differs between any two requests and what they typed themselves."""
    body = re.sub(r'(?<=name="token" value=")[^"]*', "", answer.text).replace(email, "")
    return answer.status_code, body, {name: value for name, value in answer.headers.items() if name != HEADER}


@pytest.mark.usefixtures("people")
@pytest.mark.assurance("A7", "Status, body and headers are the same for every kind of account and for none")
@pytest.mark.parametrize("address", FORMS)
def test_every_address_is_told_the_same(client: FlaskClient, address: str) -> None:
    said = {
        kind: told(post(client, address, address, email=email, **FORMS[address]), email)
        for kind, email in EMAILS.items()
    }

    assert len({(status, body, str(headers)) for status, body, headers in said.values()}) == 1, said


@pytest.mark.usefixtures("people")
@pytest.mark.assurance("A7", "So is the work that is done: passwords hashed, transactions written, statements asked")
@pytest.mark.parametrize("address", FORMS)
def test_every_address_is_the_same_work(app: Flask, client: FlaskClient, address: str, figure: Figure) -> None:
    post(client, address, address, email="somebody@example.gov.uk", **FORMS[address])  # whatever is done but once
    found: dict[str, Work] = {}
    for kind, email in EMAILS.items():
        with work(app) as found[kind]:
            post(client, address, address, email=email, **FORMS[address])

    assert {each.hashes for each in found.values()} == {int(address == "/sign-in")}
    assert len({each.commits for each in found.values()}) == 1
    counts = {kind: len(each.statements) for kind, each in found.items()}
    assert len(set(counts.values())) == 1, {kind: each.statements for kind, each in found.items()}
    hashes, statements = found["unknown"].hashes, counts["unknown"]
    figure(f"{address}: {hashes} hashed, {statements} statements for each")


@pytest.mark.usefixtures("people")
def test_the_right_password_of_a_disabled_account_is_told_what_a_wrong_one_is(client: FlaskClient) -> None:
    right = post(client, "/sign-in", "/sign-in", email=EMAILS["disabled"], password=PASSWORD)
    wrong = post(client, "/sign-in", "/sign-in", email=EMAILS["disabled"], password="not the password")

    assert told(right, EMAILS["disabled"]) == told(wrong, EMAILS["disabled"])
