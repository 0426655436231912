"""Each request has an id, by which its answer, its line in the log and its entry in the audit trail are known."""

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from hub import create_app, logs
from hub.audit import REQUEST_ID
from hub.logs import JsonLines
from hub.models import AuditEntry
from hub.security import policy
from hub.web.request_ids import HEADER
from tests.pages import check_page, words
from tests.persons import a_person

pytestmark = pytest.mark.once

HOSTILE = "one\r\ntwo\x1b[31m\u2028three\ud800"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What a running hub logs."""
    handler, logger = logging.StreamHandler(io.StringIO()), logging.getLogger("hub")
    handler.setFormatter(JsonLines())
    requests = logging.getLogger("hub.web.request_ids")
    logger.addHandler(handler)
    requests.setLevel(logging.INFO)
    yield handler.stream
    requests.setLevel(logging.NOTSET)
    logger.removeHandler(handler)


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


@pytest.fixture
def failing(tmp_path: Any) -> FlaskClient:
    """A hub without a database, one of whose addresses breaks."""

    def broken(secret: str) -> str:
        raise ValueError("password=hunter2")

    app = create_app({"HOME": str(tmp_path / "nowhere"), "INDEX_URL": "memory:"})
    app.add_url_rule("/broken/<secret>", view_func=policy("public")(broken))
    app.add_url_rule("/api/v1/broken/<secret>", "api_broken", view_func=policy("public")(broken))
    return app.test_client()


@pytest.mark.parametrize("address", ["/", "/nowhere", "/health", "/api/v1/search", "/api/v1/nowhere"])
def test_every_answer_names_its_request_and_no_two_have_the_same(client: FlaskClient, address: str):
    ids = {client.get(address).headers[HEADER] for _ in range(3)}

    assert len(ids) == 3 and all(re.fullmatch("[0-9a-f]{16}", each) for each in ids)
    assert REQUEST_ID.get() == ""


def test_an_id_that_comes_with_a_request_is_not_taken(client: FlaskClient):
    assert client.get("/", headers={HEADER: "mine"}).headers[HEADER] != "mine"


@pytest.mark.parametrize(("address", "status"), [("/broken/x", 500), ("/", 503)])
def test_the_page_of_an_error_shows_the_number_that_is_in_the_log(
    failing: FlaskClient, log: io.StringIO, address: str, status: int
):
    answer = failing.get(address)
    [error] = [line for line in lines(log) if line["level"] == "ERROR"]

    assert answer.status_code == status
    assert answer.headers[HEADER] in words(check_page(answer).main)
    assert error["request"] == answer.headers[HEADER]


def test_a_program_is_told_the_number_too(failing: FlaskClient):
    answer = failing.get("/api/v1/broken/x")

    assert answer.status_code == 500
    assert answer.json is not None and answer.json["request_id"] == answer.headers[HEADER]


def test_a_page_that_only_refuses_shows_no_number(client: FlaskClient):
    answer = client.post("/search")

    assert answer.status_code == 405
    assert answer.headers[HEADER] not in answer.text


def test_the_log_names_the_route_and_not_the_address(failing: FlaskClient, log: io.StringIO):
    failing.get("/broken/Zq8kSecret?q=Zq8kSearch")

    assert [line["route"] for line in lines(log)] == ["/broken/<secret>"] * 2
    assert "Zq8k" not in log.getvalue()


def test_each_request_is_one_line(client: FlaskClient, log: io.StringIO):
    answer = client.get("/health")

    [line] = lines(log)
    assert line.pop("ms") >= 0 and line.pop("at")
    assert line == {
        "level": "INFO",
        "logger": "hub.web.request_ids",
        "message": "answered",
        "request": answer.headers[HEADER],
        "method": "GET",
        "route": "/health",
        "status": 200,
    }


def test_the_line_of_somebody_signed_in_has_their_handle_and_nothing_else_of_theirs(app: Flask, log: io.StringIO):
    officer = a_person(app, "member", organisation="leeds", email="zq8k@leeds.gov.uk", name="Zq8k Officer")

    officer.get("/account")
    officer.send("/sign-out")
    officer.get("/account")

    assert [line.get("account") for line in lines(log)] == [officer.name, officer.name, None]
    assert not re.search("zq8k|leeds", log.getvalue(), re.IGNORECASE)


def test_an_error_tells_the_handle_of_who_met_it(app: Flask, log: io.StringIO):
    officer = a_person(app)

    def broken() -> str:
        raise ValueError

    app.config["PROPAGATE_EXCEPTIONS"] = False  # as where it is served
    app.view_functions["account.account"] = policy("account")(broken)
    officer.get("/account")

    assert [line["account"] for line in lines(log)] == [officer.name] * 2


def test_the_line_of_a_visitor_names_nobody(client: FlaskClient, log: io.StringIO):
    client.set_cookie("session", "what somebody made up")
    client.get("/")

    assert [line.get("account") for line in lines(log)] == [None]


@pytest.mark.assurance(
    "I16",
    "A message with line breaks and control characters is one line of JSON in the log",
)
def test_whatever_a_message_holds_it_is_one_line_of_ascii():
    """Formatted here and not logged: pytest hands what is logged from process to process, which half a character is
    not fit for."""
    line = JsonLines().format(logging.LogRecord("hub", logging.WARNING, "", 1, "said: %s", (HOSTILE,), None))

    assert line.isascii() and line.isprintable()
    assert json.loads(line)["message"] == f"said: {HOSTILE}"


def test_an_error_of_the_database_is_told_without_its_values(app: Flask):
    with app.extensions["hub.readers"]() as session, pytest.raises(DBAPIError, match="hidden") as failure:
        session.execute(text("SELECT 1 FROM nowhere WHERE name = :name"), {"name": "officer@example.gov.uk"})

    assert "example.gov.uk" not in str(failure.value)


def test_a_process_that_serves_writes_its_log_as_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    root, hub = logging.getLogger(), logging.getLogger("hub")
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(root, "level", root.level)
    monkeypatch.setattr(hub, "handlers", [logging.StreamHandler()])

    logs.begin()
    hub.warning("once")
    logging.getLogger("hub.web.request_ids").setLevel(logging.NOTSET)

    assert json.loads(capsys.readouterr().err)["message"] == "once"


def test_what_a_request_changed_is_in_the_audit_trail_under_its_id(client: FlaskClient, session: Session):
    token = check_page(client.get("/needs")).select_one("main form input[name=token]")
    assert token is not None
    sent = {"token": str(token["value"]), "wanted": "A bridge"}
    answer = client.post("/needs", data=sent, headers={"Origin": "http://localhost"})

    assert session.scalars(select(AuditEntry.request_id)).all() == [answer.headers[HEADER]]
