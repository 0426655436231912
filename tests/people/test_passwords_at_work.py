"""Passwords as a running hub keeps and checks them: at what cost, how many at once, over how many processes."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from hub import config
from hub.people import accounts
from hub.people.passwords import AT_ONCE, Passwords, problem
from hub.web import forms
from tests.assurance import Figure
from tests.people.forms import PASSWORD, post, sign_in
from tests.persons import HOME

REPO = Path(__file__).parents[2]


@pytest.mark.assurance("A5", "Passwords are kept by argon2id with 64 MiB and 3 rounds unless set otherwise")
def test_passwords_are_kept_at_full_cost_unless_set_otherwise(figure: Figure) -> None:
    kept = Passwords(config.PASSWORD_MEMORY_KIB, config.PASSWORD_ROUNDS).hash("zebra lamp nine")

    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    figure(kept[: kept.index("p=")].strip("$,"))


@pytest.mark.assurance("A5", "One kept at another cost is hashed anew when its holder signs in, and not before")
def test_a_password_kept_at_another_cost_is_hashed_anew_at_sign_in(
    client: FlaskClient, app: Flask, officer: str, session: Session
) -> None:
    def kept() -> str:
        session.rollback()
        account = accounts.by_email(session, officer)
        assert account is not None
        return account.password

    app.extensions["hub.passwords"] = Passwords(memory=128, rounds=2)
    before = kept()
    sign_in(client, officer, "not the password")
    assert kept() == before

    sign_in(client, officer)

    assert "m=128,t=2" in kept() and "m=64,t=1" in before
    assert sign_in(app.test_client(), officer).status_code == 303


@pytest.mark.assurance("A5", "However many sign in at once, four passwords are hashed at a time, and all are let in")
def test_four_passwords_are_hashed_at_a_time(app: Flask, officer: str, figure: Figure) -> None:
    counting = Counting(app)
    with app.test_request_context():
        token = forms.token("sign in")

    def enter(number: int) -> int:
        client = app.test_client()
        client.environ_base["REMOTE_ADDR"] = f"198.51.100.{number}"
        sent = {"token": token, "email": officer, "password": PASSWORD}
        return client.post("/sign-in", data=sent, headers={"Origin": HOME}).status_code

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(enter, range(20)))

    assert answers == [303] * 20
    assert counting.most == 4 and counting.count == 20
    assert AT_ONCE.acquire(blocking=False)  # and each gave its turn back
    AT_ONCE.release()
    figure("20 at once, 4 hashed at a time, 0 refused")


class Counting:
    """How many passwords are being hashed, counted where it is really done. Each waits until four are, or the rest."""

    def __init__(self, app: Flask) -> None:
        self.count = self.now = self.most = 0
        self._lock, self._four = threading.Lock(), threading.Event()
        held = app.extensions["hub.passwords"]
        self._real, held._hasher = held._hasher, self

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def verify(self, kept: str, password: str) -> bool:
        with self._lock:
            self.count, self.now = self.count + 1, self.now + 1
            self.most = max(self.most, self.now)
            if self.now == 4:
                self._four.set()
        assert self._four.wait(timeout=120)  # four are under way, so that a fifth would be seen
        try:
            return bool(self._real.verify(kept, password))
        finally:
            with self._lock:
                self.now -= 1


TRY = """
import sys
from datetime import UTC, datetime
from hub import create_app
app = create_app({
    "HOME": sys.argv[1], "DATABASE_URL": sys.argv[2], "INDEX_URL": "memory:", "SECRET_KEY": "the same for all four",
    "PASSWORD_MEMORY_KIB": 64, "PASSWORD_ROUNDS": 1, "CLOCK": lambda: datetime(2026, 11, 21, 12, tzinfo=UTC),
})
from hub.web import forms
with app.test_request_context():
    token = forms.token("sign in")
said = []
for number in range(10):
    client = app.test_client()
    forged = {"Origin": "http://localhost", "X-Forwarded-For": f"203.0.113.{sys.argv[3]}{number}"}
    sent = {"token": token, "email": "officer@example.gov.uk", "password": "not the password"}
    said.append("tried too often" in client.post("/sign-in", data=sent, headers=forged).text)
sys.stdout.write(str(said.count(False)))
"""


@pytest.mark.sqlite
@pytest.mark.thorough  # it starts four hubs
@pytest.mark.assurance(
    "A6", "Of wrong passwords spread over four processes, with forged addresses, ten in 5 minutes are tried"
)
def test_the_eleventh_wrong_password_is_refused_whichever_process_gets_it(
    app: Flask, officer: str, database: str, tmp_path: Path, figure: Figure
) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", TRY, str(tmp_path), database, str(number)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=REPO,
        )
        for number in range(4)
    ]
    tried = [int(process.communicate(timeout=120)[0]) for process in running]

    assert sum(tried) == 10
    figure("40 tries, 10 hashed, 30 refused")


@pytest.mark.assurance("A6", "While a stranger guesses, the holder of the account signs in from another machine")
def test_the_holder_is_not_locked_out_by_a_stranger(client: FlaskClient, app: Flask, officer: str) -> None:
    for _ in range(15):
        sign_in(client, officer, "not the password")
    elsewhere = app.test_client()
    elsewhere.environ_base["REMOTE_ADDR"] = "198.51.100.7"

    assert sign_in(elsewhere, officer).status_code == 303


def test_signing_in_does_not_use_up_tries_of_others_on_the_same_machine(
    client: FlaskClient, app: Flask, officer: str
) -> None:
    assert [sign_in(app.test_client(), officer).status_code for _ in range(15)] == [303] * 15


@pytest.mark.assurance("A13", "Every one of the 10,000 commonest passwords is refused, whatever its length")
def test_common_passwords_are_refused(figure: Figure) -> None:
    common = FREQUENCY_LISTS["passwords"][:10_000]
    taken = [password for password in common if not problem(password)]

    assert taken == []
    long = [password for password in FREQUENCY_LISTS["passwords"] if len(password) >= 12]
    assert [password for password in long if not problem(password)] == []
    figure(f"{len(common):,} refused")


@pytest.mark.assurance(
    "A13", "So is what anybody would try here: the words of the trade and of one's own address, with figures"
)
@pytest.mark.parametrize(
    "password",
    [
        *("procurement1", "Procurement2027!", "procurement procurement", "1234framework!", "council-2026-2027"),
        *("officer@example.gov.uk", "example.gov.uk", "Example12345!", "Officer One", "officerone2026"),
        *("aaaaaaaaaaaa", "121212121212", "123456789012", "abcdefghijkl"),
    ],
)
def test_what_anybody_would_try_here_is_refused(password: str) -> None:
    about = ("officer@example.gov.uk", "Officer One", "example.gov.uk")

    assert problem(password, about), password


@pytest.mark.alike
@pytest.mark.assurance(
    "A13", "Twelve characters or more are taken, of any kind and however long, and nothing is cut off"
)
@pytest.mark.parametrize(
    "password",
    [
        "zebra-lamp-9",
        "twelve chars",
        "x9-quilt " * 14,
        "🦊🌧️📎🛶🥝🎲🧵🪁🎺🚲🧊🪴",
        "  blanks at both ends  ",
        "ünïcödé wörds",
    ],
)
def test_a_password_that_is_taken_signs_in_and_nothing_like_it_does(
    client: FlaskClient, app: Flask, officer: str, password: str
) -> None:
    sign_in(client, officer)
    page = "/account/password"
    assert post(client, page, page, current=PASSWORD, password=password, again=password).status_code == 303

    assert sign_in(app.test_client(), officer, password[:-1]).status_code == 400
    assert sign_in(app.test_client(), officer, f"{password} ").status_code == 400
    assert sign_in(app.test_client(), officer, password).status_code == 303


@pytest.mark.alike
@pytest.mark.assurance("A13", "Fields for passwords let people paste, and cut nothing off")
@pytest.mark.parametrize("address", ["/sign-in", "/account/password"])
def test_a_password_can_be_pasted_whole(client: FlaskClient, officer: str, address: str) -> None:
    if address != "/sign-in":
        sign_in(client, officer)
    page = client.get(address).text

    assert "maxlength" not in page.partition("<main")[2] and "onpaste" not in page


def test_eleven_characters_are_too_few_at_every_form(client: FlaskClient, officer: str) -> None:
    sign_in(client, officer)
    page = "/account/password"

    assert (
        "Use 12 characters or more"
        in post(client, page, page, current=PASSWORD, password="eleven-char", again="eleven-char").text
    )
