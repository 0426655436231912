"""Web processes of a hub, started as a service manager starts them, and people who send them forms."""

import faulthandler
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from hub import clock, create_app
from hub.auth import cookie_name
from hub.models import Account
from hub.people.sessions import begin as sign_in
from tests.persons import Person, a_person, browser

KEY = "the same for the test and for the processes it starts"
PATIENCE = 120
"""Seconds that a test waits for what must come."""

REFUSED, BROKEN = -1, 0
"""The status of a request that nobody took, and of one that was taken and not answered to its end."""


def a_hub(home: Path, database: str) -> Flask:
    """A hub as its processes see it: by the machine's clock, with its index in the home."""
    places = {"HOME": str(home), "DATABASE_URL": database, "SECRET_KEY": KEY}
    return create_app({"TESTING": True, **places})


@dataclass(frozen=True)
class Answer:
    status: int
    location: str = ""
    body: bytes = b""


class Web:
    """One ``hub run``. What it says goes to a file, which all its lives share."""

    def __init__(self, app: Flask, **settings: str) -> None:
        places = {name: str(app.config[name]) for name in ("HOME", "DATABASE_URL", "SECRET_KEY")}
        self._environment = os.environ | {f"HUB_{name}": value for name, value in (places | settings).items()}
        self.port = a_port()
        self.log = Path(app.config["HOME"]) / f"web-{self.port}.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [sys.executable, "-m", "hub", "run", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(command, env=self._environment, stderr=log)
        wait_until(lambda: self._process_ended() or self.ask("/health").status == 200)
        assert not self._process_ended(), self.log.read_text(encoding="utf-8")

    def _process_ended(self) -> bool:
        assert self._process is not None
        return self._process.poll() is not None

    def kill(self) -> None:
        """kill -9."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """As a service manager does."""
        self._end(signal.SIGTERM)

    def _end(self, by: int) -> None:
        if self._process is not None:
            self._process.send_signal(by)
            self._process.wait(timeout=PATIENCE)

    def ask(self, address: str, body: bytes | None = None, headers: Mapping[str, str] = {}) -> Answer:
        """What comes of a request: its status may be REFUSED or BROKEN."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            line.request("GET" if body is None else "POST", address, body, headers=dict(headers))
            answer = line.getresponse()
            return Answer(answer.status, answer.getheader("Location") or "", answer.read())
        except ConnectionRefusedError:
            return Answer(REFUSED)
        except (OSError, HTTPException):
            return Answer(BROKEN)
        finally:
            line.close()


@dataclass(frozen=True)
class Sender:
    """Somebody signed in, as their browser sends forms: the cookie and the token hold for half an hour."""

    name: str
    cookie: str
    token: str

    def send(self, web: Web, address: str, **fields: Any) -> Answer:
        """Send a form; a file is ``(its bytes, its name)``."""
        sent = {"token": self.token, **{name: _sent(value) for name, value in fields.items()}}
        boundary, body = encode_multipart(sent)
        kind = f"multipart/form-data; boundary={boundary}"
        headers = {"Origin": f"http://127.0.0.1:{web.port}", "Cookie": self.cookie, "Content-Type": kind}
        return web.ask(address, body, headers)


def _sent(value: Any) -> Any:
    return FileStorage(BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value


def a_sender(app: Flask, role: str, **about: Any) -> Sender:
    """Somebody of a role who signs in now, by the machine's clock."""
    made = a_person(app, role, **about)
    with app.extensions["hub.writers"].begin() as session:
        account = session.get_one(Account, made.account)
        token = sign_in(session, account, clock.now(), clock.now())
    signed_in = Person(app, browser(app, token), made.account, made.name)
    with app.test_request_context():
        cookie = signed_in.client.get_cookie(cookie_name())
    assert cookie is not None
    return Sender(made.name, f"{cookie.key}={cookie.value}", signed_in.token())


def may_take(minutes: float) -> None:
    """This test takes so long at most; any other that takes ten minutes is taken to hang, and ends the run."""
    faulthandler.dump_traceback_later(minutes * 60, exit=True)


def a_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.02)
