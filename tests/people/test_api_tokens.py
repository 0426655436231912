"""API tokens, and how often programs may ask (A14)."""

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from hub.actor import OPERATOR
from hub.auth import actor
from hub.models import Account, ApiToken
from hub.pace import Pace
from hub.people import accounts
from tests.assurance import Figure
from tests.conftest import NOON
from tests.persons import Person

ASKED = "/api/v1/organisations"


def make(somebody: Person, name: str = "Reports", days: str = "90") -> str:
    """A token, as the page shows it once."""
    answer = somebody.send("/account/api-tokens", {"name": name, "days": days})
    shown = BeautifulSoup(answer.text, "lxml").select_one("pre code")
    assert answer.status_code == 200 and shown is not None, answer.text
    return shown.text


def ask(client: FlaskClient, token: str = "", **options: Any) -> TestResponse:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return client.get(ASKED, headers=headers, **options)


@pytest.mark.assurance("A14", "A token is shown once and kept as a hash, with what it is for and until when")
def test_a_token_is_shown_once_and_kept_as_a_hash(person: Callable[..., Person], session: Session) -> None:
    somebody = person()
    token = make(somebody)

    row = session.scalars(select(ApiToken)).one()
    assert token.startswith("hub_") and token not in str(vars(row)) and len(row.token_hash) == 64
    assert (row.scopes, row.good_until) == (["read"], NOON + timedelta(days=90))
    assert token not in somebody.get("/account/api-tokens").text


def test_a_program_with_a_token_is_answered_and_named_and_has_none_of_its_holders_roles(
    client: FlaskClient, person: Callable[..., Person]
) -> None:
    somebody = person("administrator")
    token = make(somebody)

    with client:
        assert ask(client, token).status_code == 200
        assert (actor().name, actor().account, actor().roles) == (somebody.name, None, frozenset())


@pytest.mark.alike
@pytest.mark.assurance(
    "A11", "A token that has been ended, or whose account is disabled, is refused at the next request"
)
@pytest.mark.parametrize("ended", ["ended", "too old", "disabled", "changed", "empty", "basic"])
def test_a_token_that_is_not_good_is_refused(
    client: FlaskClient, app: Flask, person: Callable[..., Person], sessions: Any, ended: str
) -> None:
    somebody = person()
    token = make(somebody)
    if ended == "ended":
        assert somebody.send("/account/api-tokens/1/end").status_code == 303
    elif ended == "too old":
        app.config["CLOCK"] = lambda: NOON + timedelta(days=90)
    elif ended == "disabled":
        with sessions.begin() as session:
            accounts.disable(session, session.get_one(Account, somebody.account), OPERATOR, NOON)
    headers = {"changed": f"Bearer {token}x", "empty": "Bearer ", "basic": "Basic eDp5"}
    answer = client.get(ASKED, headers={"Authorization": headers.get(ended, f"Bearer {token}")})

    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert token not in answer.text


@pytest.mark.alike
@pytest.mark.assurance("A14", "A token in an address is refused, whatever its parameter is called")
@pytest.mark.parametrize("name", ["token", "access_token", "api_key", "Authorization", "q"])
def test_a_token_in_an_address_is_refused_and_not_repeated(
    client: FlaskClient, person: Callable[..., Person], name: str
) -> None:
    token = make(person())
    answer = client.get("/api/v1/search", query_string={name: token})

    assert answer.status_code == 400
    assert answer.json is not None and answer.json["parameter"] == name
    assert "must not be part of an address" in answer.json["detail"] and token not in answer.text


def test_a_cookie_says_nothing_to_the_api(person: Callable[..., Person]) -> None:
    somebody = person("administrator")
    answer = somebody.get(ASKED)

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers and "Cookie" not in answer.headers.get("Vary", "")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_token_opens_no_page(client: FlaskClient, person: Callable[..., Person]) -> None:
    token = make(person("administrator"))

    assert client.get("/account", headers={"Authorization": f"Bearer {token}"}).status_code == 303


def test_nobody_ends_the_token_of_another(person: Callable[..., Person], session: Session) -> None:
    make(person())

    assert person().send("/account/api-tokens/1/end").status_code == 404
    assert session.scalars(select(ApiToken.revoked_at)).all() == [None]


@pytest.mark.alike
@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"name": "", "days": "90"}, "Say in 1 to 120 characters which program"),
        ({"name": "x" * 121, "days": "90"}, "Say in 1 to 120 characters which program"),
        ({"name": "Reports", "days": "3650"}, "Choose how long the token is good for"),
        ({"name": "Reports", "days": "soon"}, "Choose how long the token is good for"),
        ({"name": "Reports"}, "Choose how long the token is good for"),
    ],
)
def test_a_token_has_a_name_and_an_end(
    person: Callable[..., Person], session: Session, sent: dict[str, str], message: str
) -> None:
    answer = person().send("/account/api-tokens", sent)

    assert answer.status_code == 400 and message in answer.text
    assert session.scalars(select(ApiToken)).all() == []


def test_nobody_has_more_than_ten_tokens(person: Callable[..., Person]) -> None:
    somebody = person()
    for number in range(10):
        make(somebody, f"Program {number}")

    refused = somebody.send("/account/api-tokens", {"name": "One more", "days": "30"})
    assert "You have 10 tokens" in refused.text
    somebody.send("/account/api-tokens/3/end")
    assert make(somebody, "One more")


@pytest.mark.assurance("A14", "Without a token a machine is answered 60 times a minute, with one a program 600 times")
@pytest.mark.parametrize(("with_token", "most"), [(False, 60), pytest.param(True, 600, marks=pytest.mark.thorough)])
def test_programs_may_ask_so_often_in_any_minute(
    app: Flask, client: FlaskClient, person: Callable[..., Person], with_token: bool, most: int, figure: Figure
) -> None:
    token = make(person()) if with_token else ""
    app.config["API_PER_MINUTE"] = 60
    app.config["CLOCK"] = lambda: NOON + timedelta(seconds=1)
    half = [ask(client, token).status_code for _ in range(most // 2)]
    app.config["CLOCK"] = lambda: NOON + timedelta(seconds=41)
    rest = [ask(client, token).status_code for _ in range(most // 2)]
    refused = ask(client, token)

    assert {*half, *rest} == {200}
    assert (refused.status_code, refused.mimetype) == (429, "application/problem+json")
    assert refused.headers["Retry-After"] == "20"
    app.config["CLOCK"] = lambda: NOON + timedelta(seconds=61)
    again = [ask(client, token).status_code for _ in range(most // 2 + 1)]
    assert again == [200] * (most // 2) + [429]
    figure(f"{most} answered, the next refused for 20 seconds")


def test_one_machine_or_token_does_not_use_up_what_another_may(
    app: Flask, client: FlaskClient, person: Callable[..., Person]
) -> None:
    one, other = make(person()), make(person())
    app.config |= {"API_PER_MINUTE": 1, "API_PER_MINUTE_WITH_TOKEN": 1}
    elsewhere = {"REMOTE_ADDR": "198.51.100.7"}

    assert [ask(client).status_code, ask(client).status_code] == [200, 429]
    assert [ask(client, one).status_code, ask(client, one).status_code] == [200, 429]
    assert [ask(client, other).status_code, ask(client, environ_overrides=elsewhere).status_code] == [200, 200]


def test_another_address_of_the_same_line_or_in_a_header_is_the_same_machine(app: Flask, client: FlaskClient) -> None:
    app.config["API_PER_MINUTE"] = 1
    near = [{"REMOTE_ADDR": f"2001:db8:1:2::{number}"} for number in (1, 2)]
    far = {"REMOTE_ADDR": "2001:db8:1:3::1"}
    forged = {"REMOTE_ADDR": "2001:db8:1:2::1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}

    answers = [ask(client, environ_overrides=where).status_code for where in (*near, forged, far)]

    assert answers == [200, 429, 429, 200]


def test_wrong_tokens_count_for_the_machine_that_tries_them(app: Flask, client: FlaskClient) -> None:
    app.config["API_PER_MINUTE"] = 3

    assert [ask(client, f"hub_guess{number}").status_code for number in range(4)] == [401, 401, 401, 429]


def test_a_browser_may_ask_beforehand_whether_a_program_may_send_its_token(app: Flask, client: FlaskClient) -> None:
    app.config["API_PER_MINUTE"] = 1
    answers = [client.options(ASKED) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200] * 3
    assert "Authorization" in answers[0].headers["Access-Control-Allow-Headers"]


def test_pages_are_not_counted(app: Flask, client: FlaskClient) -> None:
    app.config["API_PER_MINUTE"] = 1

    assert [client.get("/about/cookies").status_code for _ in range(3)] == [200] * 3


def test_asking_writes_nothing_to_the_hubs_database_and_keeps_no_address(
    app: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    app.config["API_PER_MINUTE"] = 60
    client.get(ASKED, environ_overrides={"REMOTE_ADDR": "198.51.100.7"})

    kept = b"".join(file.read_bytes() for file in tmp_path.glob("pace.sqlite*"))
    assert kept and b"198.51.100.7" not in kept


@pytest.mark.thorough  # it starts four programs
@pytest.mark.assurance("A14", "Several processes that serve one hub count together")
def test_four_processes_count_together(tmp_path: Path) -> None:
    script = (
        "import sys; from datetime import datetime, UTC; from hub.pace import Pace\n"
        "pace = Pace(sys.argv[1]); at = datetime(2026, 11, 21, 12, tzinfo=UTC)\n"
        "sys.stdout.write(str(sum(pace.wait('machine', 60, at) == 0 for _ in range(40))))"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "pace.sqlite")]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]

    assert sum(int(process.communicate(timeout=60)[0]) for process in running) == 60


def test_a_file_that_cannot_be_used_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    pace = Pace(tmp_path / "nowhere" / "pace.sqlite")

    assert [pace.wait("machine", 1, NOON) for _ in range(3)] == [0, 0, 0]
    assert caplog.text.count("are not being counted") == 1


def test_a_clock_set_back_makes_nobody_wait_for_long(tmp_path: Path) -> None:
    pace = Pace(tmp_path / "pace.sqlite")
    pace.wait("machine", 1, NOON + timedelta(hours=1))

    assert pace.wait("machine", 1, NOON) == 0
