"""Letters wait with the transaction that wrote them, are sent once, tried again, and forgotten."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hub.mail import Letter, outbox
from hub.mail.outbox import ATTEMPTS, LEASE, MOST_A_DAY, PAUSES
from hub.mail.sending import send_due, show_due, tidy
from hub.models import Outbox
from tests.conftest import NOON
from tests.mail.conftest import READER, Post
from tests.mail.mail_server import SENDER, LocalMail

Letters = Callable[[], list[Outbox]]
MINUTE = timedelta(minutes=1)


def send(sessions: Any, server: LocalMail, at: datetime = NOON, **settings: Any) -> Any:
    return send_due(sessions, server.settings(**settings), lambda: at)


def test_a_letter_arrives_as_it_was_written(local_mail: LocalMail, post: Post, sessions: Any) -> None:
    link = f"<https://hub.example.org/follows/stop/{'x' * 120}>"
    one_click = {"List-Unsubscribe": link, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    body = "£5 – a long line " + "x" * 2000 + "\n\n.a line with a full stop first\n.\nFrom here\n"
    subject = "Ends soon – “Größe” " + " ".join(["word"] * 20)
    post(subject=subject, body=body, headers=one_click)

    assert send(sessions, local_mail, reply_to="desk@example.gov.uk").sent == 1

    (taken,) = local_mail.taken
    message = taken.message
    assert (taken.sender, taken.to) == (SENDER, (READER,))
    assert taken.text == body
    assert message["Subject"] == subject
    assert (message["From"], message["To"], message["Reply-To"]) == (
        f"Procurement Hub <{SENDER}>",
        READER,
        "desk@example.gov.uk",
    )
    assert message["Date"].datetime == NOON
    assert (message["Auto-Submitted"], message.get_content_type()) == ("auto-generated", "text/plain")
    assert (
        f"\r\nList-Unsubscribe: {link}\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n".encode() in taken.raw
    )
    assert taken.raw.isascii() and max(map(len, taken.raw.split(b"\r\n"))) < 998


def test_nothing_is_sent_of_a_transaction_that_failed(
    local_mail: LocalMail, sessions: Any, post: Post, letters: Letters
) -> None:
    with pytest.raises(ZeroDivisionError), sessions.begin() as session:
        outbox.post(session, Letter(READER, "News", "Text", "follow"), NOON)
        raise ZeroDivisionError

    assert send(sessions, local_mail).sent == 0
    assert not letters() and local_mail.calls == 0


def test_what_a_sent_letter_said_is_not_kept_and_it_is_not_sent_again(
    local_mail: LocalMail, post: Post, sessions: Any, letters: Letters
) -> None:
    post(body="Your secret link", headers={"List-Unsubscribe": "<https://hub.example.org/x>"})
    send(sessions, local_mail)

    (row,) = letters()
    assert (row.body, row.headers, row.sent_at, row.attempts) == ("", {}, NOON, 1)
    assert send(sessions, local_mail, NOON + timedelta(days=1)).sent == 0
    assert len(local_mail.taken) == 1


def test_many_letters_go_in_one_call_in_their_order(local_mail: LocalMail, post: Post, sessions: Any) -> None:
    for number in range(5):
        post(subject=f"News {number}")

    assert send(sessions, local_mail).sent == 5
    assert [taken.message["Subject"] for taken in local_mail.taken] == [f"News {number}" for number in range(5)]
    assert local_mail.calls == 1


@pytest.mark.alike
@pytest.mark.parametrize("command", ["RCPT", "DATA", "END"])
def test_a_letter_put_off_by_the_server_is_tried_again_and_keeps_its_message_id(
    command: str, local_mail: LocalMail, post: Post, sessions: Any, letters: Letters
) -> None:
    number = post()
    local_mail.answers[command] = ["451 try later"]

    done = send(sessions, local_mail)

    assert (done.sent, done.put_off, done.trouble) == (0, 1, "")
    (row,) = letters()
    assert (row.reason, row.not_before, row.attempts) == ("451 try later", NOON + PAUSES[0], 1)
    assert send(sessions, local_mail, NOON + PAUSES[0] - MINUTE).sent == 0
    assert send(sessions, local_mail, NOON + PAUSES[0]).sent == 1
    mark = letters()[0].mark
    assert number and local_mail.taken[0].message["Message-ID"] == f"<{mark}@procurement.example.gov.uk>"


def test_after_eight_attempts_a_letter_has_failed_and_a_person_may_retry(
    local_mail: LocalMail, post: Post, sessions: Any, letters: Letters
) -> None:
    number, at = post(), NOON
    for attempt in range(ATTEMPTS):
        local_mail.answers["RCPT"] = ["450 busy"]
        assert send(sessions, local_mail, at).put_off == 1
        at += (*PAUSES, timedelta(days=1))[attempt]

    (row,) = letters()
    assert (ATTEMPTS, row.attempts, row.reason) == (8, 8, "450 busy")
    assert row.failed_at and row.body
    assert send(sessions, local_mail, at).sent == 0
    with sessions.begin() as session:
        outbox.retry(session, number, at)
    assert send(sessions, local_mail, at).sent == 1


def test_an_address_that_is_refused_for_good_is_not_tried_again(
    local_mail: LocalMail, post: Post, sessions: Any, letters: Letters
) -> None:
    post()
    post(to="other@example.gov.uk")
    local_mail.answers["RCPT"] = ["550 no such person"]

    assert (send(sessions, local_mail).sent, len(local_mail.taken)) == (1, 1)
    assert [(row.failed_at, row.reason) for row in letters()] == [(NOON, "550 no such person"), (None, "")]


@pytest.mark.alike
@pytest.mark.parametrize(
    "answers",
    [{"CONNECT": ["554 go away"]}, {"MAIL": ["550 not from you"]}, {"RCPT": ["421 closing"]}, {"DATA": ["hang up"]}],
)
def test_trouble_with_the_server_ends_the_round_and_the_rest_wait(
    answers: dict[str, list[str]], local_mail: LocalMail, post: Post, sessions: Any, letters: Letters
) -> None:
    post()
    post()
    local_mail.answers.update(answers)

    done = send(sessions, local_mail)

    assert done.trouble and (done.sent, done.put_off) == (0, 1)
    assert [(row.attempts, bool(row.failed_at)) for row in letters()] == [(1, False), (0, False)]
    assert send(sessions, local_mail, NOON + PAUSES[0]).sent == 2


def test_a_server_that_is_not_there_loses_nothing(post: Post, sessions: Any, letters: Letters) -> None:
    with LocalMail() as gone:
        settings = gone.settings()
    post()

    assert send_due(sessions, settings, lambda: NOON).trouble
    assert letters()[0].not_before == NOON + PAUSES[0]


def test_of_several_senders_each_letter_has_one(
    local_mail: LocalMail, post: Post, sessions: Any, letters: Letters
) -> None:
    post()
    with sessions.begin() as session:
        claimed = outbox.claim(session, NOON)
        assert claimed

    assert send(sessions, local_mail, NOON + LEASE - MINUTE).sent == 0
    assert not local_mail.taken


def test_a_letter_whose_sender_was_killed_is_sent_by_the_next_when_its_claim_has_run_out(
    local_mail: LocalMail, post: Post, sessions: Any, letters: Letters
) -> None:
    post()
    with sessions.begin() as session:
        killed = outbox.claim(session, NOON)
        assert killed

    assert send(sessions, local_mail, NOON + LEASE).sent == 1
    with sessions.begin() as session:  # it was not dead but slow
        outbox.not_sent(session, killed, "too late", False, NOON + LEASE)
    (row,) = letters()
    assert row.sent_at == NOON + LEASE and row.reason == ""


def test_a_letter_that_kills_whoever_sends_it_fails_in_the_end(post: Post, sessions: Any, letters: Letters) -> None:
    post()
    at = NOON
    for _ in range(ATTEMPTS + 1):
        with sessions.begin() as session:
            outbox.claim(session, at)
        at += LEASE

    (row,) = letters()
    assert row.failed_at and "stopped" in row.reason


def test_old_news_is_not_sent_when_a_server_comes_at_last(
    local_mail: LocalMail, post: Post, sessions: Any, letters: Letters
) -> None:
    post(NOON - timedelta(days=8))
    post(NOON - timedelta(days=6))

    assert send(sessions, local_mail).sent == 1
    assert "more than 7 days" in letters()[0].reason


def test_a_sender_that_is_told_to_stop_finishes_the_letter_in_hand(
    local_mail: LocalMail, post: Post, sessions: Any
) -> None:
    post()
    post()

    done = send_due(sessions, local_mail.settings(), lambda: NOON, lambda: bool(local_mail.taken))

    assert done.sent == 1


def test_an_address_gets_five_letters_a_day_that_anyone_can_have_sent(post: Post, letters: Letters) -> None:
    assert MOST_A_DAY == 5
    numbers = [post(NOON + number * MINUTE, purpose=("register", "reset")[number % 2]) for number in range(6)]
    assert all(numbers[:5]) and not numbers[5]
    assert not post(NOON + 6 * MINUTE, purpose="reset", to=READER.upper())

    assert post(NOON + 6 * MINUTE, purpose="follow")
    assert post(NOON + 6 * MINUTE, purpose="reset", to="other@example.gov.uk")
    assert not post(NOON + timedelta(days=1) - MINUTE, purpose="reset")
    assert post(NOON + timedelta(days=1), purpose="reset")
    assert len(letters()) == 8


def test_letters_are_forgotten_when_they_are_over_and_old(
    local_mail: LocalMail, post: Post, sessions: Any, letters: Letters
) -> None:
    post(NOON - timedelta(days=31))
    send(sessions, local_mail, NOON - timedelta(days=31))
    waiting = post(NOON - timedelta(days=31))
    recent = post(NOON - timedelta(days=29))
    send(sessions, local_mail, NOON - timedelta(days=29))
    with sessions.begin() as session:
        session.get(Outbox, waiting).sent_at = None

    assert tidy(sessions, 30, lambda: NOON) == 1
    assert {row.id for row in letters()} == {waiting, recent}
    assert tidy(sessions, 30, lambda: NOON) == 0


def test_all_that_was_written_to_somebody_who_leaves_can_be_forgotten(
    post: Post, sessions: Any, letters: Letters
) -> None:
    post(to="Officer@Example.gov.uk")
    other = post(to="other@example.gov.uk")
    with sessions.begin() as session:
        outbox.forget(session, READER)

    assert [row.id for row in letters()] == [other]


def test_a_demo_keeps_its_letters_to_show_and_no_server_gets_them_later(
    local_mail: LocalMail, post: Post, sessions: Any, letters: Letters
) -> None:
    post(body="A link")

    assert show_due(sessions, lambda: NOON) == 1
    assert letters()[0].body == "A link"
    assert send(sessions, local_mail, NOON + MINUTE).sent == 0


def test_the_clocks_may_change_between_two_attempts(local_mail: LocalMail, post: Post, sessions: Any) -> None:
    before = datetime(2026, 10, 25, 0, 58, tzinfo=UTC)  # 01:58 in London, for the first time
    post(before)
    local_mail.answers["RCPT"] = ["450 busy"]
    send(sessions, local_mail, before)

    assert send(sessions, local_mail, before + 4 * MINUTE).sent == 0
    assert send(sessions, local_mail, before + 5 * MINUTE).sent == 1
    assert local_mail.taken[0].message["Date"].datetime == before
