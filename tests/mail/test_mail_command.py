"""``hub mail``, as an operator uses it, and the thread of a running hub that sends."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from hub import clock
from hub.cli.postman import Postman
from hub.cli.serve import serve
from hub.db import make_engine, writers
from hub.errors import Refused
from hub.mail import Letter, outbox
from hub.models import AuditEntry, Outbox
from tests.hub.test_cli import address, hub, ready
from tests.mail.conftest import READER, Post
from tests.mail.mail_server import SENDER, LocalMail

__all__ = ["address", "hub", "ready"]


@pytest.fixture
def at_hand(local_mail: LocalMail, monkeypatch: pytest.MonkeyPatch) -> LocalMail:
    """The server of the settings."""
    for name, value in (("SERVER", "localhost"), ("PORT", str(local_mail.port)), ("TLS", "none"), ("FROM", SENDER)):
        monkeypatch.setenv(f"HUB_MAIL_{name}", value)
    return local_mail


def test_an_operator_tries_the_mail_server_out(hub: Any, ready: None, at_hand: LocalMail) -> None:
    hub("mail", "try", READER)
    assert f"1: trial to {READER}" in hub("mail", "list").output
    assert "Sent 1 letter." in hub("mail", "send").output

    assert at_hand.taken[0].message["Subject"] == "A test letter from the Procurement Hub"
    assert "No letter waits" in hub("mail").output
    assert "Sent 0 letters." in hub("mail", "send").output


def test_without_a_server_letters_wait_and_the_cure_is_told(hub: Any, ready: None) -> None:
    assert "waits. There is no mail server: set HUB_MAIL_SERVER" in hub("mail", "try", READER).output

    assert "set HUB_MAIL_SERVER and HUB_MAIL_FROM" in hub("mail", "send", status=1).output
    assert "1: trial" in hub("mail", "list").output


def test_a_wrong_address_gets_no_letter(hub: Any, ready: None) -> None:
    assert "Enter an e-mail address" in hub("mail", "try", "a@example.org,b@example.org", status=1).output
    assert "No letter waits" in hub("mail", "list").output


def test_what_the_server_refused_is_listed_and_can_be_retried(hub: Any, ready: None, at_hand: LocalMail) -> None:
    hub("mail", "try", READER)
    at_hand.answers["RCPT"] = ["550 no \x07such person"]

    assert "1 letter could not be sent" in hub("mail", "send").output
    assert "failed after 1 attempt: 550 no such person" in hub("mail", "list").output
    hub("mail", "retry", "1")
    assert "Sent 1 letter." in hub("mail", "send").output
    assert "Letter 1 has been sent" in hub("mail", "retry", "1", status=1).output
    assert "There is no letter 7" in hub("mail", "retry", "7", status=1).output


def test_a_retry_is_in_the_audit_trail_without_the_address(
    hub: Any, ready: None, at_hand: LocalMail, address: str
) -> None:
    hub("mail", "try", READER)
    at_hand.answers["RCPT"] = ["550 no"]
    hub("mail", "send")
    hub("mail", "retry", "1")

    engine = make_engine(address)
    with writers(engine)() as session:
        (entry,) = session.query(AuditEntry).filter(AuditEntry.action == "mail retry")
        assert (entry.actor, entry.subject) == ("operator", "letter 1")
        assert READER not in str(entry.detail)
    engine.dispose()


def test_trouble_with_the_server_ends_the_command_with_a_plain_line(hub: Any, ready: None, at_hand: LocalMail) -> None:
    hub("mail", "try", READER)
    at_hand.answers["CONNECT"] = ["554 go away"]

    output = hub("mail", "send", status=1).output
    assert "The mail server is in trouble, and letters wait: 554 go away." in output


def wait_for(what: Callable[[], bool], thread: Postman) -> None:
    while not what() and thread.is_alive():
        thread.join(timeout=0.01)


def configure(app: Flask, server: LocalMail, **settings: Any) -> None:
    known = {"MAIL_SERVER": "localhost", "MAIL_PORT": server.port, "MAIL_TLS": "none", "MAIL_FROM": SENDER}
    app.config.update({**known, "SYNC_SECONDS": 0.01, **settings})


def post_now(app: Flask) -> None:
    with app.extensions["hub.writers"].begin() as session:
        outbox.post(session, Letter(READER, "News", "Something is new.", "follow"), clock.now())


def test_a_running_hub_sends_by_itself_and_logs_no_address(
    app: Flask, local_mail: LocalMail, caplog: pytest.LogCaptureFixture, letters: Callable[[], list[Outbox]]
) -> None:
    configure(app, local_mail)
    local_mail.answers["RCPT"] = ["550 no such person as officer@example.gov.uk"]
    post_now(app)
    postman = Postman(app)
    with caplog.at_level(logging.INFO):
        postman.start()
        wait_for(lambda: bool(letters()[0].failed_at), postman)
        post_now(app)
        wait_for(lambda: bool(local_mail.taken), postman)
        postman.stop()

    assert not postman.is_alive() and len(local_mail.taken) == 1
    assert caplog.text and READER not in caplog.text


def test_a_demo_sends_nothing_even_with_a_server(
    app: Flask, local_mail: LocalMail, letters: Callable[[], list[Outbox]]
) -> None:
    configure(app, local_mail, MAIL="demo")
    post_now(app)
    postman = Postman(app)
    postman.start()
    wait_for(lambda: bool(letters()[0].sent_at), postman)
    postman.stop()

    assert not local_mail.calls and letters()[0].body


def test_a_hub_whose_mail_settings_are_wrong_does_not_start(app: Flask, local_mail: LocalMail) -> None:
    configure(app, local_mail, MAIL_FROM="")
    with pytest.raises(Refused, match="HUB_MAIL_FROM"):
        serve(app, "127.0.0.1", 0)


def test_a_round_forgets_old_letters(
    app: Flask, local_mail: LocalMail, post: Post, letters: Callable[[], list[Outbox]]
) -> None:
    configure(app, local_mail)
    post(clock.now() - timedelta(days=40))  # fails, as it is old news
    postman = Postman(app)
    postman.start()
    wait_for(lambda: not letters(), postman)
    postman.stop()

    assert not letters() and not local_mail.taken
