"""Letters travel where nobody else reads them, to the server that was meant."""

from collections.abc import Callable
from typing import Any

import pytest

from hub.errors import Refused
from hub.mail.sending import send_due
from hub.mail.smtp import mail_server, trusted
from hub.models import Outbox
from tests.conftest import NOON
from tests.mail.conftest import Post
from tests.mail.mail_server import SENDER, LocalMail

pytestmark = pytest.mark.once

Letters = Callable[[], list[Outbox]]
USER = {"user": "hub", "password": "pass phrase"}
SETTINGS = {
    "MAIL_SERVER": "mail.example.gov.uk",
    "MAIL_PORT": 0,
    "MAIL_TLS": "starttls",
    "MAIL_USER": "",
    "MAIL_PASSWORD": "",
    "MAIL_FROM": SENDER,
    "MAIL_DAYS": 30,
    "OPERATOR_EMAIL": "",
}


@pytest.mark.parametrize("way", ["starttls", "tls"])
def test_letters_and_passwords_travel_in_secret(way: str, post: Post, sessions: Any) -> None:
    post()
    with LocalMail(way, {"hub": "pass phrase"}) as server:
        assert send_due(sessions, server.settings(**USER), lambda: NOON).sent == 1

    (taken,) = server.taken
    assert taken.secret and taken.user == "hub"


@pytest.mark.parametrize("way", ["starttls", "tls"])
@pytest.mark.parametrize("why", ["another name", "unknown authority"])
def test_a_server_that_cannot_show_who_it_is_gets_no_letter(
    why: str, way: str, post: Post, sessions: Any, letters: Letters
) -> None:
    post()
    others = {"context": trusted()} if why == "unknown authority" else {}
    with LocalMail(way, {"hub": "pass phrase"}, "localhost" if others else "mail.example") as server:
        done = send_due(sessions, server.settings(**USER, **others), lambda: NOON)

    assert not server.taken
    assert "certificate verify failed" in done.trouble and letters()[0].body


def test_a_server_that_offers_no_secrecy_is_told_nothing(post: Post, sessions: Any) -> None:
    post()
    with LocalMail("none", {"hub": "pass phrase"}) as server:
        done = send_due(sessions, server.settings(way="starttls", **USER), lambda: NOON)

    assert not server.taken and "STARTTLS" in done.trouble


def test_a_wrong_password_is_trouble_with_the_server_and_is_not_repeated_in_the_reason(
    post: Post, sessions: Any, letters: Letters
) -> None:
    post()
    with LocalMail("tls", {"hub": "another"}) as server:
        done = send_due(sessions, server.settings(**USER), lambda: NOON)

    assert done.trouble == letters()[0].reason == "535 wrong name or password"
    assert "pass phrase" not in repr(server.settings(**USER))


@pytest.mark.parametrize(("way", "port"), [("starttls", 587), ("tls", 465)])
def test_each_way_has_its_usual_port(way: str, port: int) -> None:
    server = mail_server(SETTINGS | {"MAIL_TLS": way})

    assert server and (server.port, server.host, server.sender) == (port, "mail.example.gov.uk", SENDER)


def test_without_a_server_there_is_none() -> None:
    assert mail_server(SETTINGS | {"MAIL_SERVER": " ", "MAIL_FROM": ""}) is None


def test_numbers_may_be_passwords_and_the_operator_gets_the_answers() -> None:
    server = mail_server(SETTINGS | {"MAIL_PASSWORD": 12345, "MAIL_PORT": "2525", "OPERATOR_EMAIL": "desk@example.org"})

    assert server and (server.password, server.port, server.reply_to) == ("12345", 2525, "desk@example.org")


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"MAIL_FROM": ""}, "HUB_MAIL_FROM is no e-mail address"),
        ({"OPERATOR_EMAIL": "the desk"}, "HUB_OPERATOR_EMAIL is no e-mail address"),
        ({"MAIL_TLS": "ssl"}, "HUB_MAIL_TLS is “ssl”. Give starttls, tls or none"),
        ({"MAIL_TLS": "none"}, "for a mail server on this machine only"),
        ({"MAIL_PORT": "smtp"}, "HUB_MAIL_PORT is “smtp”"),
        ({"MAIL_PORT": 70_000}, "HUB_MAIL_PORT is “70000”"),
        ({"MAIL_DAYS": 0}, "HUB_MAIL_DAYS must be 2 or more"),
    ],
)
def test_a_wrong_setting_is_named_with_its_cure(setting: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        mail_server(SETTINGS | setting)
