"""A mail server of our own on loopback: it takes letters as RFC 5321 says, and can refuse, fail and hang up.

``with LocalMail() as server: ...`` keeps what it took in ``server.taken``. ``server.answers`` says what it answers to a
command in place of yes: {"RCPT": ["451 later"]} once, then as ever. With "starttls" or "tls" it has a certificate of
the tests' own authority.
"""

import base64
import socketserver
import ssl
import threading
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from types import TracebackType
from typing import Any

from hub.mail.smtp import MailServer
from tests.stand_in import authority, identity

SENDER = "hub@procurement.example.gov.uk"


@dataclass(frozen=True)
class Taken:
    """A letter as it came: the envelope, the bytes, whether the line was secret and who had signed in."""

    sender: str
    to: tuple[str, ...]
    raw: bytes
    secret: bool
    user: str

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=default)

    @property
    def text(self) -> str:
        return str(self.message.get_content()).replace("\r\n", "\n")


class LocalMail:
    """A running server."""

    def __init__(self, way: str = "none", users: dict[str, str] | None = None, host: str = "localhost") -> None:
        self.way, self.users, self.host = way, users or {}, host
        self.taken: list[Taken] = []
        self.calls = 0
        self.answers: dict[str, list[str]] = defaultdict(list)
        self._server = _Server(self)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    def settings(self, **others: Any) -> MailServer:
        """What the hub is told about it; it trusts the tests' own authority."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        authority().configure_trust(context)
        known: dict[str, Any] = {"host": "localhost", "sender": SENDER, "port": self.port, "way": self.way}
        return MailServer(**{**known, "context": context, **others})

    def __enter__(self) -> "LocalMail":
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = False
    allow_reuse_address = True

    def __init__(self, local: LocalMail) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.local = local

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller who hangs up is none."""


class _Conversation(socketserver.BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        self.local = self.server.local
        self.local.calls += 1
        self.secret, self.user, self.sender, self.to = self.local.way == "tls", "", "", list[str]()
        self.request.settimeout(10)
        with suppress(OSError):
            if self.secret:
                self._keep_secret()
            self.lines = self.request.makefile("rb")
            self._say(self._instead("CONNECT") or "220 local ready")
            while self._answer(self.lines.readline()):
                pass

    def finish(self) -> None:
        self.request.close()

    def _keep_secret(self) -> None:
        self.request = identity((self.local.host,)).wrap_socket(self.request, server_side=True)
        self.secret, self.lines = True, self.request.makefile("rb")

    def _say(self, text: str) -> None:
        self.request.sendall(f"{text}\r\n".encode())

    def _instead(self, command: str) -> str:
        waiting = self.local.answers[command]
        return waiting.pop(0) if waiting else ""

    def _answer(self, line: bytes) -> bool:
        """Whether the conversation goes on."""
        command, _, rest = line.decode("ascii").strip().partition(" ")
        if not command or (said := self._instead(command.upper())) == "hang up":
            return False
        if said:
            self._say(said)
            return not said.startswith("421")
        does = getattr(self, f"do_{command.upper()}", None)
        self._say(does(rest) if does else "250 ok")
        if command.upper() == "STARTTLS":
            self._keep_secret()
        return command.upper() != "QUIT"

    def do_EHLO(self, name: str) -> str:
        offers = ["250-local"]
        offers += ["250-STARTTLS"] if self.local.way == "starttls" and not self.secret else []
        offers += ["250-AUTH PLAIN"] if self.local.users else []
        return "\r\n".join([*offers, "250 8BITMIME"])

    def do_STARTTLS(self, _: str) -> str:
        return "220 go ahead"

    def do_AUTH(self, given: str) -> str:
        _, user, password = base64.b64decode(given.partition(" ")[2]).decode().split("\0")
        if self.local.users.get(user) != password:
            return "535 wrong name or password"
        self.user = user
        return "235 welcome"

    def do_MAIL(self, given: str) -> str:
        self.sender, self.to = _address(given), []
        return "250 ok" if self.user or not self.local.users else "530 sign in first"

    def do_RCPT(self, given: str) -> str:
        self.to.append(_address(given))
        return "250 ok"

    def do_DATA(self, _: str) -> str:
        self._say("354 go on")
        lines = []
        while (line := self.lines.readline()) != b".\r\n":
            lines.append(line[1:] if line.startswith(b".") else line)
        if said := self._instead("END"):
            return said
        self.local.taken.append(Taken(self.sender, tuple(self.to), b"".join(lines), self.secret, self.user))
        return "250 taken"

    def do_QUIT(self, _: str) -> str:
        return "221 farewell"


def _address(given: str) -> str:
    return given.partition("<")[2].partition(">")[0]
