"""One-time codes and recovery codes: who needs them, when they let somebody in, and that each counts once (A10)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from hub.actor import OPERATOR, Actor
from hub.errors import Refused
from hub.models import Account, AuditEntry, RecoveryCode, SignedIn
from hub.people import accounts, one_time_codes, roles, second_factor
from tests.conftest import NOON
from tests.people.forms import PASSWORD, letter_to, post, sign_in
from tests.persons import HOME, give

STEP = timedelta(seconds=30)
SET_UP = "/account/one-time-codes/set-up"


class Device:
    """An app that makes codes of a secret."""

    def __init__(self, secret: str) -> None:
        self._maker = pyotp.TOTP(secret)

    def code(self, at: datetime) -> str:
        return self._maker.at(at)


def secret_on(page: TestResponse) -> str:
    shown = BeautifulSoup(page.text, "lxml").select_one("code")
    assert shown is not None
    return shown.text.replace(" ", "")


def set_up(client: FlaskClient, at: datetime = NOON) -> tuple[Device, list[str]]:
    """Somebody who is signed in sets codes up on a device; gives the device and the recovery codes."""
    device = Device(secret_on(client.get(SET_UP)))
    answer = post(client, SET_UP, SET_UP, code=device.code(at), current=PASSWORD)
    assert answer.status_code == 200, answer.text
    return device, [code.text for code in BeautifulSoup(answer.text, "lxml").select("li code")]


def show(client: FlaskClient, code: str, **more: str) -> TestResponse:
    return post(client, "/sign-in/code", "/sign-in/code", code=code, **more)


@pytest.fixture
def later(app: Flask) -> Callable[[timedelta], datetime]:
    """Set the hub's clock so much after noon."""

    def later(by: timedelta) -> datetime:
        app.config["CLOCK"] = lambda: NOON + by
        return NOON + by

    return later


@pytest.fixture
def kept(client: FlaskClient, officer: str, later: Any) -> tuple[Device, list[str]]:
    """The officer has one-time codes, and is signed out. A minute has passed since the last code."""
    sign_in(client, officer)
    found = set_up(client)
    post(client, "/account", "/sign-out")
    later(timedelta(minutes=1))
    return found


MINUTE_PAST = NOON + timedelta(minutes=1)


def test_who_sets_codes_up_is_asked_for_one_after_the_password(
    client: FlaskClient, officer: str, kept: tuple[Device, list[str]]
) -> None:
    device, _ = kept
    entered = sign_in(client, officer, next="/account/api-tokens")

    assert entered.headers["Location"] == "/sign-in/code?next=/account/api-tokens"
    assert client.get("/account").headers["Location"] == "/sign-in/code?next=/account"
    assert show(client, device.code(MINUTE_PAST), next="/account/api-tokens").headers["Location"] == (
        "/account/api-tokens"
    )
    assert client.get("/account").status_code == 200


@pytest.mark.assurance("A9", "The id is new after the one-time code")
def test_the_session_has_another_cookie_after_the_code(
    client: FlaskClient, app: Flask, officer: str, kept: tuple[Device, list[str]], session: Session
) -> None:
    sign_in(client, officer)
    copy = app.test_client()
    copy.set_cookie("session", client.get_cookie("session").value)  # type: ignore[union-attr]

    show(client, kept[0].code(MINUTE_PAST))

    assert copy.get("/account").headers["Location"].startswith("/sign-in?")
    assert len(session.scalars(select(SignedIn)).all()) == 1


@pytest.mark.alike
@pytest.mark.parametrize("written", ["{}{}", "{} {}", " {} {} ", "{}-{}", "{}\u00a0{}"])
@pytest.mark.assurance("A10", "A code is taken with and without blanks")
def test_a_code_is_taken_with_and_without_blanks(
    client: FlaskClient, officer: str, kept: tuple[Device, list[str]], written: str
) -> None:
    code = kept[0].code(MINUTE_PAST)
    sign_in(client, officer)

    assert show(client, written.format(code[:3], code[3:])).status_code == 303


@pytest.mark.parametrize("first", ["{}{}", "{} {}"])
@pytest.mark.parametrize("second", ["{}{}", "{} {}"])
@pytest.mark.assurance("A10", "It counts once, however it is written")
def test_a_code_counts_once_however_it_is_written(
    client: FlaskClient, app: Flask, officer: str, kept: tuple[Device, list[str]], first: str, second: str
) -> None:
    code = kept[0].code(MINUTE_PAST)
    thief = app.test_client()
    for browser in (client, thief):
        sign_in(browser, officer)

    assert show(client, first.format(code[:3], code[3:])).status_code == 303
    again = show(thief, second.format(code[:3], code[3:]))

    assert again.status_code == 400
    assert "That code is not right, or has been used" in again.text


@pytest.mark.assurance("A10", "Of ten who show it at the same time one is let in")
def test_of_ten_who_show_one_code_at_once_one_is_let_in(
    app: Flask, officer: str, kept: tuple[Device, list[str]], session: Session, sessions: Any
) -> None:
    """On real threads, past the limit on tries, which counts for one browser after another."""
    code = kept[0].code(MINUTE_PAST)
    account = accounts.by_email(session, officer)
    assert account is not None
    key = str(app.config["SECRET_KEY"])

    def use(_: int) -> bool:
        with sessions.begin() as writing:
            return second_factor.use(writing, writing.get_one(Account, account.id), code, key, MINUTE_PAST)

    with ThreadPoolExecutor(10) as pool:
        assert sorted(pool.map(use, range(10))) == [False] * 9 + [True]


@pytest.mark.alike
@pytest.mark.parametrize(("steps", "status"), [(-2, 400), (-1, 303), (0, 303), (1, 303), (2, 400)])
@pytest.mark.assurance("A10", "A clock may be 30 seconds wrong and no more")
def test_a_clock_may_be_thirty_seconds_wrong_and_no_more(
    client: FlaskClient, officer: str, kept: tuple[Device, list[str]], later: Any, steps: int, status: int
) -> None:
    now = later(timedelta(minutes=10))
    sign_in(client, officer)

    assert show(client, kept[0].code(now + steps * STEP)).status_code == status


def test_a_code_before_one_that_was_used_counts_no_more(
    client: FlaskClient, app: Flask, officer: str, kept: tuple[Device, list[str]]
) -> None:
    other = app.test_client()
    for browser in (client, other):
        sign_in(browser, officer)

    assert show(client, kept[0].code(MINUTE_PAST)).status_code == 303
    assert show(other, kept[0].code(MINUTE_PAST - STEP)).status_code == 400


def test_the_code_of_the_set_up_does_not_let_anybody_in(
    client: FlaskClient, app: Flask, officer: str, later: Any
) -> None:
    sign_in(client, officer)
    device, _ = set_up(client)
    other = app.test_client()
    sign_in(other, officer)

    assert show(other, device.code(NOON)).status_code == 400


@pytest.mark.assurance("A10", "Five wrong codes may be tried in 5 minutes")
def test_five_codes_may_be_tried_in_five_minutes(
    client: FlaskClient, officer: str, kept: tuple[Device, list[str]], later: Any
) -> None:
    sign_in(client, officer)
    wrong = [show(client, f"00000{number}").text for number in range(5)]
    assert all("That code is not right" in page for page in wrong)

    assert "tried too often" in show(client, kept[0].code(MINUTE_PAST)).text
    now = later(timedelta(minutes=6, seconds=1))
    assert show(client, kept[0].code(now)).status_code == 303


def test_wrong_codes_count_together_in_however_many_browsers(
    client: FlaskClient, app: Flask, officer: str, kept: tuple[Device, list[str]]
) -> None:
    for number in range(5):
        browser = app.test_client()
        sign_in(browser, officer)
        show(browser, f"00000{number}")

    sign_in(client, officer)
    assert "tried too often" in show(client, kept[0].code(MINUTE_PAST)).text


def test_the_hub_waits_ten_minutes_for_the_code(
    client: FlaskClient, officer: str, kept: tuple[Device, list[str]], later: Any
) -> None:
    sign_in(client, officer)
    later(timedelta(minutes=11))

    assert client.get("/sign-in/code").headers["Location"].startswith("/sign-in?")


@pytest.mark.assurance("A10", "A recovery code counts once")
def test_a_recovery_code_lets_somebody_in_once(
    client: FlaskClient, app: Flask, officer: str, kept: tuple[Device, list[str]], session: Session
) -> None:
    recovery = kept[1][3]
    other = app.test_client()
    for browser in (client, other):
        sign_in(browser, officer)

    assert show(client, f" {recovery.upper().replace('-', ' ')} ").status_code == 303
    assert show(other, recovery).status_code == 400
    assert "You have 9 recovery codes left" in client.get("/account/one-time-codes").text
    assert "a recovery code was used" in letter_to(session, officer)


@pytest.mark.assurance("A10", "Recovery codes are kept as hashes")
def test_recovery_codes_are_ten_and_kept_as_hashes(kept: tuple[Device, list[str]], session: Session) -> None:
    rows = session.scalars(select(RecoveryCode)).all()

    assert len(set(kept[1])) == len(rows) == 10
    assert not any(code.replace("-", "") in str(vars(row)) for row in rows for code in kept[1])
    assert len({row.code_hash for row in rows}) == 10


def test_recovery_codes_can_be_kept_as_a_text_file(client: FlaskClient, officer: str) -> None:
    sign_in(client, officer)
    _, codes = set_up(client)

    answer = own_post(client, "/account/recovery-codes.txt", code=codes)

    assert answer.mimetype == "text/plain"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert [line for line in answer.text.splitlines() if "-" in line and " " not in line] == codes


def test_only_codes_of_their_own_come_as_a_file(client: FlaskClient, officer: str) -> None:
    sign_in(client, officer)
    set_up(client)

    answer = own_post(client, "/account/recovery-codes.txt", code=["<script>alert(1)</script>"])

    assert answer.status_code == 400
    assert "alert(1)" not in answer.text


def test_new_recovery_codes_end_the_old_ones(client: FlaskClient, officer: str, session: Session) -> None:
    sign_in(client, officer)
    _, old = set_up(client)
    address = "/account/recovery-codes"

    assert post(client, address, address, current="not the password").status_code == 400
    page = post(client, address, address, current=PASSWORD)

    new = [code.text for code in BeautifulSoup(page.text, "lxml").select("li code")]
    account = accounts.by_email(session, officer)
    assert account is not None
    assert second_factor.are_of(session, account, new) and not second_factor.are_of(session, account, old[:1])


def test_the_secret_is_kept_encrypted_with_a_key_of_its_own(
    client: FlaskClient, app: Flask, officer: str, session: Session
) -> None:
    app.config["SECOND_FACTOR_KEY"] = "kept apart from the database"
    sign_in(client, officer)
    secret = secret_on(client.get(SET_UP))
    set_up(client)

    row = session.scalars(select(Account.second_factor)).one()
    assert secret not in row
    assert one_time_codes.decrypted(row, "kept apart from the database") == secret
    with pytest.raises(Refused, match="cannot check one-time codes any more"):
        one_time_codes.decrypted(row, "another key")


def test_with_another_key_of_the_hub_a_recovery_code_still_lets_somebody_in(
    client: FlaskClient, app: Flask, officer: str, kept: tuple[Device, list[str]]
) -> None:
    app.config["SECOND_FACTOR_KEY"] = "a new one"
    sign_in(client, officer)

    assert "The hub cannot check one-time codes any more" in show(client, kept[0].code(MINUTE_PAST)).text
    assert show(client, kept[1][0]).status_code == 303


def test_the_square_holds_what_the_page_says_and_is_kept_nowhere(client: FlaskClient, officer: str) -> None:
    sign_in(client, officer)
    page = client.get(SET_UP)
    square = client.get(f"{SET_UP}.svg")

    assert (page.headers["Cache-Control"], square.headers["Cache-Control"]) == ("no-store, private",) * 2
    assert square.mimetype == "image/svg+xml" and square.text.startswith("<svg")
    assert "style" not in square.text and "script" not in square.text
    assert secret_on(client.get(SET_UP)) == secret_on(page)


def test_two_sessions_are_shown_two_secrets(client: FlaskClient, app: Flask, officer: str) -> None:
    other = app.test_client()
    for browser in (client, other):
        sign_in(browser, officer)

    assert secret_on(client.get(SET_UP)) != secret_on(other.get(SET_UP))


def test_looking_at_the_set_up_writes_nothing(client: FlaskClient, officer: str, session: Session) -> None:
    sign_in(client, officer)
    client.get(SET_UP)

    assert session.scalars(select(Account.second_factor)).all() == [""]


@pytest.mark.alike
@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"code": "000000", "current": PASSWORD}, "That code is not right"),
        ({"code": "", "current": PASSWORD}, "That code is not right"),
        ({"code": "\u0660" * 6, "current": PASSWORD}, "That code is not right"),
        ({"code": "123456", "current": "not the password"}, "This is not your password"),
    ],
)
def test_codes_are_not_switched_on_without_password_and_code(
    client: FlaskClient, officer: str, session: Session, sent: dict[str, str], message: str
) -> None:
    sign_in(client, officer)

    answer = post(client, SET_UP, SET_UP, **sent)

    assert answer.status_code == 400
    assert message in answer.text
    assert session.scalars(select(Account.second_factor)).all() == [""]


def test_setting_codes_up_ends_every_other_session(client: FlaskClient, app: Flask, officer: str) -> None:
    other = app.test_client()
    for browser in (client, other):
        sign_in(browser, officer)

    set_up(client)

    assert other.get("/account").status_code == 303
    assert client.get("/account").status_code == 200


def test_a_moderator_is_led_to_set_codes_up_and_may_moderate_then(
    client: FlaskClient, app: Flask, officer: str, sessions: Any, session: Session
) -> None:
    with sessions.begin() as writing:
        account = accounts.by_email(writing, officer)
        assert account is not None
        give(writing, account, "moderator", network="pen")
    sign_in(client, officer)
    assert f'href="{SET_UP}"' in client.get("/account").text
    assert not actor(session).may("moderator", "pen")

    set_up(client)

    assert actor(session).may("moderator", "pen")


def test_a_moderator_cannot_switch_codes_off_but_move_them(
    client: FlaskClient, officer: str, sessions: Any, later: Any, session: Session
) -> None:
    with sessions.begin() as writing:
        account = accounts.by_email(writing, officer)
        assert account is not None
        give(writing, account, "moderator", network="pen")
    sign_in(client, officer)
    old, _ = set_up(client)
    now = later(timedelta(minutes=1))
    assert "You cannot switch them off" in client.get("/account/one-time-codes").text
    refused = own_post(client, "/account/one-time-codes/off", code=old.code(now), current=PASSWORD)
    assert "need one-time codes" in refused.text and refused.status_code == 400

    new, _ = set_up(client, now)

    now = later(timedelta(minutes=2))
    post(client, "/account", "/sign-out")
    sign_in(client, officer)
    assert show(client, old.code(now)).status_code == 400
    assert show(client, new.code(now)).status_code == 303


def test_codes_are_switched_off_with_password_and_code(
    client: FlaskClient, app: Flask, officer: str, later: Any, session: Session
) -> None:
    sign_in(client, officer)
    device, _ = set_up(client)
    now = later(timedelta(minutes=1))
    off = "/account/one-time-codes/off"

    assert own_post(client, off, code="000000", current=PASSWORD).status_code == 400
    assert own_post(client, off, code=device.code(now), current="not the password").status_code == 400
    assert own_post(client, off, code=device.code(now), current=PASSWORD).status_code == 303

    assert session.scalars(select(RecoveryCode)).all() == []
    assert sign_in(app.test_client(), officer).headers["Location"] == "/"
    session.rollback()
    assert session.scalars(select(SignedIn.second_factor_at)).all() == [None, None]


def test_an_administrator_resets_the_codes_of_another_but_not_their_own(
    client: FlaskClient, officer: str, sessions: Any, session: Session
) -> None:
    sign_in(client, officer)
    set_up(client)
    with sessions.begin() as writing:
        account = accounts.by_email(writing, officer)
        assert account is not None
        with pytest.raises(Refused, match="Nobody resets their own"):
            second_factor.reset(writing, account, Actor(account.handle, account=account.id), NOON)
        second_factor.reset(writing, account, OPERATOR, NOON)

    assert client.get("/account").status_code == 303
    assert "an administrator reset your one-time codes" in letter_to(session, officer)
    assert sign_in(client, officer).headers["Location"] == "/"


def test_each_step_writes_one_row_of_the_trail_and_no_secret(
    client: FlaskClient, officer: str, kept: tuple[Device, list[str]], session: Session
) -> None:
    sign_in(client, officer)
    show(client, kept[0].code(MINUTE_PAST))

    rows = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    done = [row.action for row in rows if row.action not in ("register", "confirm address")]
    assert done == ["sign in", "set up one-time codes", "sign out", "sign in", "show one-time code"]
    assert officer not in str([vars(row) for row in rows])


def test_a_password_alone_leads_to_no_page_but_that_of_the_code(
    client: FlaskClient, app: Flask, officer: str, kept: tuple[Device, list[str]]
) -> None:
    sign_in(client, officer)
    asked = [rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/account") and not rule.arguments]
    readable = [address for address in asked if "GET" in methods(app, address) and address != "/account/deleted"]

    answers = {address: client.get(address).headers.get("Location", "") for address in readable}

    assert len(answers) > 8
    assert all(where.startswith("/sign-in/code") for where in answers.values()), answers


def test_who_is_signed_in_is_not_asked_for_a_code(client: FlaskClient, officer: str) -> None:
    sign_in(client, officer)

    assert client.get("/sign-in/code").headers["Location"] == "/account"


def methods(app: Flask, address: str) -> set[str]:
    return {name for rule in app.url_map.iter_rules() if rule.rule == address for name in rule.methods or ()}


def actor(session: Session) -> Actor:
    session.rollback()
    return roles.actor_of(session.scalars(select(SignedIn)).one())


def own_post(client: FlaskClient, address: str, **data: Any) -> TestResponse:
    """Send a form of their own, with a token of the page on which one signs out."""
    token = BeautifulSoup(client.get("/account").text, "lxml").select_one("form input[name=token]")
    assert token is not None
    return client.post(address, data={"token": token["value"], **data}, headers={"Origin": HOME})
