"""Letters on their way: one round of what is due, and the thread of a running hub that makes them."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from flask import Flask

from hub import clock
from hub.db import read_only
from hub.mail.sending import Round, send_due, show_due, tidy
from hub.mail.smtp import MailServer, mail_server
from hub.moderation import overdue

log = logging.getLogger(__name__)


def is_demo(settings: dict[str, Any]) -> bool:
    return bool(settings["MAIL"] == "demo")


def make_round(app: Flask, server: MailServer | None, is_stopping: Callable[[], bool] = lambda: False) -> Round:
    """Write what has become due, and send it, to the demo's page or to the mail server; forget what is over and old."""
    sessions = app.extensions["hub.writers"]
    tell_of_late_ones(app)
    tidy(sessions, app.config["MAIL_DAYS"])
    if is_demo(app.config):
        return Round(sent=show_due(sessions))
    return send_due(sessions, server, is_stopping=is_stopping) if server else Round()


def tell_of_late_ones(app: Flask) -> None:
    """Letters about contributions that nobody answered in time. Writes only if there are any to write."""
    sessions, today = app.extensions["hub.writers"], clock.today()
    with read_only(sessions) as session:
        if not overdue.is_any_untold(session, today):
            return
    with sessions.begin() as session:
        overdue.tell(session, clock.now(), app.config["ADDRESS"])


class Postman(threading.Thread):
    """A thread of its own, as a mail server may take its time, and searches are not to wait for it.

    Raises Refused for settings that are wrong.
    """

    def __init__(self, app: Flask) -> None:
        super().__init__(name="postman", daemon=True)
        self._app = app
        self._server = mail_server(app.config)
        self._stopping = threading.Event()

    def run(self) -> None:
        while not self._stopping.is_set():
            try:
                done = make_round(self._app, self._server, self._stopping.is_set)
                if done.trouble:
                    log.warning("The mail server is in trouble; letters wait: %s", done.trouble)
            except Exception:
                log.exception("Letters could not be sent; trying again")
            self._stopping.wait(self._app.config["SYNC_SECONDS"])

    def stop(self) -> None:
        """The letter in hand is sent, and no other."""
        self._stopping.set()
        self.join(timeout=10)
