"""The operator's mail server: the only place that speaks SMTP."""

import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from smtplib import SMTP, SMTP_SSL, SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException
from types import TracebackType
from typing import Any

import certifi

from hub.errors import Refused
from hub.mail.letter import require_address
from hub.mail.writing import one_line

WAITS = 30
"""Seconds for each answer of the server; a letter takes some ten of them, well within hub.mail.outbox.LEASE."""

WAYS = {"starttls": 587, "tls": 465, "none": 25}
"""How a letter is kept from others on the way, each with its usual port."""

HERE = frozenset({"localhost", "127.0.0.1", "::1"})
CLOSING = 421
FEWEST_DAYS = 2


def trusted() -> ssl.SSLContext:
    """The certificates this machine trusts, an organisation's own among them, and those all browsers trust."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed over, and who they come from. ``user`` empty: the server asks for no password."""

    host: str
    sender: str
    reply_to: str = ""
    port: int = 587
    way: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    context: ssl.SSLContext = field(default_factory=trusted)


def mail_server(settings: Mapping[str, Any]) -> MailServer | None:
    """The server of the settings; None where none is set. Raises Refused naming the setting that is wrong."""
    if int(settings["MAIL_DAYS"]) < FEWEST_DAYS:
        raise Refused(f"HUB_MAIL_DAYS must be {FEWEST_DAYS} or more: what an address got in a day is counted by it.")
    host = str(settings["MAIL_SERVER"]).strip()
    if not host:
        return None
    way = str(settings["MAIL_TLS"]).lower()
    if way not in WAYS:
        raise Refused(f"HUB_MAIL_TLS is “{way}”. Give starttls, tls or none.")
    if way == "none" and host not in HERE:
        raise Refused("HUB_MAIL_TLS=none is for a mail server on this machine only: others would read the letters.")
    return MailServer(
        host=host,
        sender=_address(settings, "MAIL_FROM"),
        reply_to=_address(settings, "OPERATOR_EMAIL") if settings["OPERATOR_EMAIL"] else "",
        port=_port(settings["MAIL_PORT"]) or WAYS[way],
        way=way,
        user=str(settings["MAIL_USER"]),
        password=str(settings["MAIL_PASSWORD"]),
    )


def _address(settings: Mapping[str, Any], name: str) -> str:
    address = str(settings[name])
    try:
        require_address(address)
    except Refused as error:
        raise Refused(f"HUB_{name} is no e-mail address. {error}") from error
    return address


def _port(value: object) -> int:
    text = str(value)
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise Refused(f"HUB_MAIL_PORT is “{text}”. Give the number of a port, or leave it out.")
    return int(text)


@dataclass
class Undelivered(Exception):
    """A letter that the server did not take.

    ``lasting``: it never will. ``server``: what is wrong is not this letter, so that trying others is of no use now.
    """

    reason: str
    lasting: bool = False
    server: bool = False


class Connection:
    """Letters handed over one after the other; the server is called when the first one comes.

    ``with Connection(server) as connection: connection.carry(to, message)``.
    """

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._open: SMTP | None = None

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._open:
            with suppress(SMTPException, OSError):
                self._open.quit()
            self._open.close()

    def carry(self, to: str, message: EmailMessage) -> None:
        """Hand one over. Raises Undelivered."""
        try:
            self._open = self._open or self._call()
            # smtplib's send_message would change a line that begins with "From"
            self._open.sendmail(self._server.sender, [to], message.as_bytes())
        except SMTPRecipientsRefused as error:
            raise _refused(*next(iter(error.recipients.values()))) from error
        except SMTPDataError as error:
            raise _refused(error.smtp_code, error.smtp_error) from error
        except SMTPResponseException as error:
            raise Undelivered(_said(error.smtp_code, error.smtp_error), server=True) from error
        except OSError as error:  # what smtplib raises is one, too
            raise Undelivered(one_line(error)[:500] or type(error).__name__, server=True) from error

    def _call(self) -> SMTP:
        """Raises as smtplib does. A server that cannot keep a secret is told none."""
        server, us = self._server, self._server.sender.rpartition("@")[2]
        if server.way == "tls":
            smtp: SMTP = SMTP_SSL(server.host, server.port, us, timeout=WAITS, context=server.context)
        else:
            smtp = SMTP(server.host, server.port, us, timeout=WAITS)
        try:
            if server.way == "starttls":
                smtp.starttls(context=server.context)
            if server.user:
                smtp.login(server.user, server.password)
        except BaseException:
            smtp.close()
            raise
        return smtp


def _refused(code: int, answer: bytes | str) -> Undelivered:
    """What begins with 5 is for good (RFC 5321); 421 ends the conversation."""
    return Undelivered(_said(code, answer), lasting=500 <= code < 600, server=code == CLOSING)


def _said(code: int, answer: bytes | str) -> str:
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return f"{code} {one_line(text)}"[:500]
