"""HTTP that no browser sends, at a running hub."""

import re
import socket
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask

from tests.assurance import Figure
from tests.hub.test_stopping import a_running_hub

HOST = b"Host: localhost\r\n"
BODY = b"5\r\nhello\r\n0\r\n\r\n"
SMUGGLED = b"GET /smuggled HTTP/1.1\r\n" + HOST + b"\r\n"
GOOD = b"GET /health HTTP/1.1\r\n" + HOST + b"\r\n"
POST = b"POST /search HTTP/1.1\r\n" + HOST

MALFORMED = {
    "a length and an encoding": POST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n" + BODY + SMUGGLED,
    "an encoding and a length": POST + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n" + BODY + SMUGGLED,
    "two lengths": POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello" + SMUGGLED,
    "a list of lengths": POST + b"Content-Length: 5, 6\r\n\r\nhello" + SMUGGLED,
    "a length with a sign": POST + b"Content-Length: +5\r\n\r\nhello" + SMUGGLED,
    "a length below nothing": POST + b"Content-Length: -1\r\n\r\n" + SMUGGLED,
    "a length in other figures": POST + "Content-Length: ٥\r\n\r\nhello".encode() + SMUGGLED,
    "another encoding": POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n" + BODY,
    "an encoding that hides": POST + b"Transfer-Encoding: xchunked\r\n\r\n" + BODY,
    "an encoding twice": POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n" + BODY,
    "a blank before the colon": POST + b"Transfer-Encoding : chunked\r\n\r\n" + BODY,
    "a folded header": POST + b"Transfer-Encoding:\r\n chunked\r\n\r\n" + BODY + SMUGGLED,
    "a chunk without a size": POST + b"Transfer-Encoding: chunked\r\n\r\nhello\r\n0\r\n\r\n",
    "a chunk with a sign": POST + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
    "a chunk longer than its size": POST + b"Transfer-Encoding: chunked\r\n\r\n1\r\nhello\r\n0\r\n\r\n",
    "64 kB of headers": b"GET / HTTP/1.1\r\n" + HOST + b"X-Long: " + b"a" * 300_000 + b"\r\n\r\n",
    "thousands of headers": b"GET / HTTP/1.1\r\n" + HOST + b"X-One: a\r\n" * 40_000 + b"\r\n",
    "a long address": b"GET /" + b"a" * 300_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    "TRACE": b"TRACE / HTTP/1.1\r\n" + HOST + b"\r\n",
    "CONNECT": b"CONNECT example.org:443 HTTP/1.1\r\n" + HOST + b"\r\n",
    "a method in small letters": b"get / HTTP/1.1\r\n" + HOST + b"\r\n",
    "no version": b"GET / NONSENSE\r\n" + HOST + b"\r\n",
    "NUL in the path": b"GET /fra\x00meworks HTTP/1.1\r\n" + HOST + b"\r\n",
    "NUL in a header": b"GET / HTTP/1.1\r\n" + HOST + b"X-One: a\x00b\r\n\r\n",
    "a bare line feed": b"GET / HTTP/1.1\n" + b"Host: localhost\nX-One: a\rb\n\n",
    "another site's address": b"GET http://other.example/nowhere HTTP/1.1\r\nHost: other.example\r\n\r\n",
    "a path that climbs": b"GET /static/../../../etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n",
    "a path that climbs in disguise": b"GET /static/%2e%2e/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n",
    "letters of another protocol": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 600,
}

ANSWER = re.compile(rb"HTTP/1\.[01] (\d{3})")
SLOW = 50


def ask(port: int, sent: bytes) -> list[int]:
    """The statuses of all that the hub answers to what is sent, until it or the sender ends."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        received = b""
        try:
            line.sendall(sent)
            line.shutdown(socket.SHUT_WR)
            while piece := line.recv(65_536):
                received += piece
        except ConnectionError:
            pass  # closed while more was being sent, which is a refusal too
        return [int(status) for status in ANSWER.findall(received)]


@pytest.mark.thorough  # it starts a hub
@pytest.mark.assurance("I15", "What no browser sends is refused or broken off, and is never taken for two requests")
@pytest.mark.assurance("I15", "50 connections that never finish asking hold up nobody")
def test_malformed_requests_are_refused_while_50_slow_ones_wait(app: Flask, tmp_path: Path, figure: Figure):
    with a_running_hub(app, tmp_path) as (_hub, port), ExitStack() as slow:
        lines = [slow.enter_context(socket.create_connection(("127.0.0.1", port), timeout=60)) for _ in range(SLOW)]
        for nth, line in enumerate(lines):
            line.sendall(b"POST /search HTTP/1.1\r\n" + HOST + (b"Content-Length: 9\r\n\r\na" if nth % 2 else b"X-"))
        answers = {}
        for name, sent in MALFORMED.items():
            answers[name] = ask(port, sent)
            assert ask(port, GOOD) == [200], f"after {name}"
        for line in lines:
            line.sendall(b"a")  # still open, and still not done

    assert {name: found for name, found in answers.items() if len(found) > 1 or min(found, default=400) < 400} == {}
    figure(f"{len(answers)} kinds, each refused, and an ordinary request answered after each")


@pytest.mark.thorough
@pytest.mark.assurance("I15", "Requests sent one after the other without waiting are answered one by one, in order")
def test_requests_that_do_not_wait_are_answered_in_order(app: Flask, tmp_path: Path):
    with a_running_hub(app, tmp_path) as (_hub, port):
        missing = b"GET /nowhere HTTP/1.1\r\n" + HOST + b"\r\n"
        assert ask(port, GOOD + missing + GOOD + missing + GOOD) == [200, 404, 200, 404, 200]
        assert ask(port, POST + b"Transfer-Encoding: chunked\r\n\r\n" + BODY + GOOD) == [405, 200]
