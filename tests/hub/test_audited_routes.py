"""Every address that can change something adds exactly one row to the audit trail, or says why it adds none."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from hub.actor import OPERATOR
from hub.ingest import Opened, ingest
from hub.models import Framework
from tests.assurance import Figure
from tests.audited import one_audit_row, rows_added
from tests.conftest import NOON
from tests.factories import a_reading, a_record
from tests.hub.unsafe import AUDITED, REASONS, UNAUDITED, Browser, Request

SAFE = {"GET", "HEAD", "OPTIONS"}


@pytest.fixture
def browser(app: Flask, client: FlaskClient, sessions: Any) -> Browser:
    reading = a_reading(a_record(title="Grounds"), a_record(title="Parks", reference="AB2"))
    ingest(sessions, Opened("test.csv", "0" * 64, reading), OPERATOR, clock=lambda: NOON)
    with sessions() as session:
        first, second = session.scalars(select(Framework.key).order_by(Framework.id))
    return Browser(app, client, (first, second))


def unsafe_routes(app: Flask) -> set[str]:
    rules = app.url_map.iter_rules()
    return {f"{method} {rule.rule}" for rule in rules for method in (rule.methods or set()) - SAFE}


def going_to(app: Flask, route: str, ask: Request) -> Request:
    """The request, which must be to this address and no other."""

    def checked() -> TestResponse:
        answer = ask()
        asked = answer.request
        rule, _ = app.url_map.bind("localhost").match(asked.path, asked.method, return_rule=True)
        assert f"{asked.method} {rule.rule}" == route
        return answer

    return checked


@pytest.mark.assurance(
    "A12",
    "Every route with an unsafe method is on the list of those that do or of those that give a reason not to",
)
def test_every_address_that_can_change_something_is_tried_here(app: Flask, figure: Figure):
    assert unsafe_routes(app) == {*AUDITED, *UNAUDITED}
    assert not {*AUDITED} & {*UNAUDITED}
    assert all(REASONS.values())
    figure(f"{len(AUDITED)} that add one row, {len(UNAUDITED)} that add none")


@pytest.mark.assurance("A12", "Every route that changes something adds exactly one row, of its own request")
@pytest.mark.parametrize("route", sorted(AUDITED))
def test_a_change_adds_one_row(browser: Browser, route: str):
    entry = one_audit_row(browser.app, going_to(browser.app, route, AUDITED[route](browser)))

    assert entry.actor and entry.action and entry.subject


@pytest.mark.parametrize("route", sorted(UNAUDITED))
def test_what_is_not_the_hub_s_to_account_for_adds_none(browser: Browser, route: str):
    ask = going_to(browser.app, route, UNAUDITED[route](browser))
    with rows_added(browser.app) as added:
        answer = ask()

    assert answer.status_code < 400, answer.text
    assert added == []


def test_a_refused_request_adds_no_row(browser: Browser):
    with rows_added(browser.app) as added:
        empty = browser.send("/needs", "/needs", wanted="")
        from_elsewhere = browser.client.post("/needs", data={"wanted": "Drones"})

    assert (empty.status_code, from_elsewhere.status_code) == (400, 400)
    assert added == []
