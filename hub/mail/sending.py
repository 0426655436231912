"""Sending what is due: each letter is claimed in one transaction, sent outside any, and settled in another."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session, sessionmaker

from hub.clock import Clock, now
from hub.db import read_only
from hub.mail import outbox
from hub.mail.message import compose
from hub.mail.smtp import Connection, MailServer, Undelivered
from hub.models import Outbox

Sessions = sessionmaker[Session]


@dataclass
class Round:
    """What came of sending what was due. ``trouble`` is what the mail server said when it ended the round early."""

    sent: int = 0
    put_off: int = 0
    trouble: str = ""


def send_due(
    sessions: Sessions, server: MailServer, clock: Clock = now, is_stopping: Callable[[], bool] = lambda: False
) -> Round:
    """Send every letter that is due. Trouble with the server itself ends the round: the rest wait for another."""
    done = Round()
    with Connection(server) as connection:
        while not (done.trouble or is_stopping()) and (row := _claimed(sessions, clock)):
            try:
                connection.carry(row.to, compose(row, server.sender, server.reply_to))
            except Undelivered as failure:
                with sessions.begin() as session:
                    outbox.not_sent(session, row, failure.reason, failure.lasting, clock())
                done.put_off += 1
                done.trouble = failure.reason if failure.server else ""
            else:
                with sessions.begin() as session:
                    outbox.sent(session, row, clock())
                done.sent += 1
    return done


def show_due(sessions: Sessions, clock: Clock = now) -> int:
    """In the demo a letter goes no further than to a page: it counts as sent there, so that nothing else sends it."""
    shown = 0
    while row := _claimed(sessions, clock):
        with sessions.begin() as session:
            outbox.sent(session, row, clock(), keep=True)
        shown += 1
    return shown


def tidy(sessions: Sessions, days: int, clock: Clock = now) -> int:
    """Delete letters that are over and older than so many days; gives how many. Writes only if there are any."""
    with read_only(sessions) as session:
        if not outbox.is_any_old(session, clock(), days):
            return 0
    with sessions.begin() as session:
        return outbox.tidy(session, clock(), days)


def _claimed(sessions: Sessions, clock: Clock) -> Outbox | None:
    """A letter to send. Whether there is any is read first: that holds up nobody who writes."""
    with read_only(sessions) as session:
        if not outbox.is_any_due(session, clock()):
            return None
    with sessions.begin() as session:
        return outbox.claim(session, clock())
