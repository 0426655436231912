"""A site of our own on loopback, in place of the ones on the web: it serves what a test tells it, and can misbehave.

``StandIn(answer, *hosts)`` serves https for hosts such as "portal.example". A ``Door`` that is given its ``internet``
takes the whole way that it takes outside: the name is looked up (to a public address), the address is checked, and only
the last step leads to loopback. Time is the stand-in's ``clock``, which moves when somebody sleeps.
"""

import gzip
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any

import trustme

from scrapers.fetch import Clock, Internet

PUBLIC = "151.101.2.132"
"""A public address, which ``internet`` says every host has. Nothing is ever connected to it."""


@dataclass(frozen=True)
class Request:
    """What the stand-in was asked: ``path`` with its query; headers in small letters; ``name`` is the one of TLS."""

    time: datetime
    method: str
    host: str
    path: str
    headers: Mapping[str, str]
    name: str


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What it answers. ``body`` may be pieces, sent one by one.

    ``length`` is told as Content-Length: by default the true one, for pieces none; ``chunked`` sends them so. ``cut``
    ends the connection after so many bytes. ``pause`` is how many real seconds pass before each piece, or until the
    other side is gone. ``packed`` is "gzip" or "deflate".
    """

    status: int = 200
    body: bytes | str | Iterable[bytes] = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None
    chunked: bool = False
    cut: int | None = None
    pause: float = 0.0
    packed: str = ""


Answer = Callable[[Request], Reply | str | bytes | None]
"""What the stand-in says to a request; None is a page that is not there."""


class SlowTime:
    """A clock that moves only when somebody sleeps, so that no test waits. ``slept`` are the seconds of each sleep."""

    def __init__(self, start: datetime = datetime(2026, 11, 21, 12, tzinfo=UTC)) -> None:
        self.time = start
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += timedelta(seconds=seconds)

    @property
    def clock(self) -> Clock:
        return Clock(now=self.now, sleep=self.sleep, chance=lambda: 0.5)


class SharedTime(SlowTime):
    """The same for several processes: real time, and as much more as all of them have slept, noted in a file."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file = file
        file.touch()

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=sum(map(float, self.file.read_text("ascii").split())))

    def sleep(self, seconds: float) -> None:
        with self.file.open("a", encoding="ascii") as file:
            file.write(f"{seconds}\n")


class StandIn:
    """Serves from ``with`` to its end. ``seen`` is every request in order; ``sent`` counts the bytes of bodies."""

    def __init__(self, answer: Answer, *hosts: str, time: SlowTime | None = None) -> None:
        self.answer = answer
        self.hosts = hosts or ("portal.example",)
        self.time = time or SlowTime()
        self.seen: list[Request] = []
        self.sent = 0
        self.gone = threading.Event()
        self._server = _Server(self)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def paths(self) -> list[str]:
        """What was asked for, without robots.txt."""
        return [each.path for each in self.seen if each.path != "/robots.txt"]

    @property
    def internet(self) -> Internet:
        """An internet in which every host is this stand-in."""
        return internet_at(self.port, certificate())

    def __enter__(self) -> "StandIn":
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.gone.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@cache
def authority() -> trustme.CA:
    return trustme.CA()


def certificate() -> str:
    """What to trust to be able to reach a stand-in of this process, for another process."""
    return authority().cert_pem.bytes().decode()


def internet_at(port: int, certificate: str) -> Internet:
    """An internet in which every host is the stand-in at ``port``, and no authority but its own is trusted."""
    return Internet(
        resolve=lambda host: (PUBLIC,), reach=lambda address: ("127.0.0.1", port), trust=partial(trust, certificate)
    )


@cache
def trust(certificate: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=certificate)
    return context


@cache
def identity(hosts: tuple[str, ...]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority().issue_cert(*hosts).configure_cert(context)
    context.sni_callback = _note_name
    return context


def _note_name(line: Any, name: str | None, _: ssl.SSLContext) -> None:
    line.asked_for = name


class _Server(ThreadingHTTPServer):
    daemon_threads = False

    def __init__(self, stand_in: StandIn) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.stand_in = stand_in

    def finish_request(self, request: Any, client_address: Any) -> None:
        """TLS is begun in the thread of the connection, so that a caller who hangs up does no harm."""
        with suppress(OSError):
            request.settimeout(10)
            with identity(self.stand_in.hosts).wrap_socket(request, server_side=True) as line:
                super().finish_request(line, client_address)
                with suppress(OSError):
                    line.unwrap()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller who hangs up is none."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits for the other side to acknowledge its headers

    def do_GET(self) -> None:
        stand_in = self.server.stand_in
        headers = {name.lower(): value for name, value in self.headers.items()}
        name = getattr(self.connection, "asked_for", None) or ""
        request = Request(stand_in.time.now(), self.command, headers["host"], self.path, headers, name)
        stand_in.seen.append(request)
        self._send(_whole(stand_in.answer(request)))

    def _send(self, reply: Reply) -> None:
        self.close_connection = True
        pieces = _pieces(reply)
        length = reply.length
        if length is None and isinstance(pieces, list) and not reply.chunked:
            length = sum(map(len, pieces))
        self.send_response(reply.status)
        for name, value in _headers(reply, length).items():
            self.send_header(name, value)
        self.end_headers()
        self._send_pieces(reply, pieces)

    def _send_pieces(self, reply: Reply, pieces: Iterable[bytes]) -> None:
        left = reply.cut
        for piece in pieces:
            if reply.pause and self.server.stand_in.gone.wait(reply.pause):
                return
            piece = piece if left is None else piece[:left]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece) if reply.chunked else piece)
            self.server.stand_in.sent += len(piece)
            left = None if left is None else left - len(piece)
            if left == 0:
                self._hang_up()
                return
        if reply.chunked:
            self.wfile.write(b"0\r\n\r\n")

    def _hang_up(self) -> None:
        """Without the farewell of TLS, as a line does that breaks."""
        self.wfile.flush()
        socket.socket.shutdown(self.connection, socket.SHUT_RDWR)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


def _whole(said: Reply | str | bytes | None) -> Reply:
    if said is None:
        return Reply(status=404, body="not found", headers={"Content-Type": "text/plain"})
    return said if isinstance(said, Reply) else Reply(body=said)


def _pieces(reply: Reply) -> Iterable[bytes]:
    body = reply.body.encode() if isinstance(reply.body, str) else reply.body
    if isinstance(body, bytes):
        return [_pack(body, reply.packed)]
    return body


def _headers(reply: Reply, length: int | None) -> dict[str, str]:
    headers = {"Content-Type": "text/html; charset=utf-8", "Connection": "close"}
    if length is not None:
        headers["Content-Length"] = str(length)
    if reply.chunked:
        headers["Transfer-Encoding"] = "chunked"
    if reply.packed:
        headers["Content-Encoding"] = reply.packed
    return headers | dict(reply.headers)


def _pack(body: bytes, packing: str) -> bytes:
    if packing == "gzip":
        return gzip.compress(body)
    return zlib.compress(body) if packing == "deflate" else body


def endless(piece: bytes, times: int) -> Iterator[bytes]:
    """A body of any size that is never in memory."""
    for _ in range(times):
        yield piece
