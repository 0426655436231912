"""A running hub that is told to stop."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest
import waitress
from flask import Flask

from hub.cli.serve import free_port
from hub.cli.serving import SIGNALS, Serving
from hub.search import rebuild
from hub.usage import summary
from tests.assurance import Figure
from tests.hub.served import Web, a_hub, wait_until

RUN = (sys.executable, "-m", "hub", "run", "--port")
AT_ONCE = "from hub.cli import serving; serving.LINGER = 0; from hub.cli import main; main()"
STOPS_AT_ONCE = (sys.executable, "-c", AT_ONCE, "run", "--port")
"""A hub that waits for nobody who has not asked by the time it is told, as a busy machine may make it."""


@contextmanager
def a_running_hub(
    app: Flask, home: Path, command: tuple[str, ...] = RUN
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A hub that serves the catalogue of the test, and its port."""
    port = free_port(18_000)
    places = {"HUB_HOME": str(home), "HUB_DATABASE_URL": app.config["DATABASE_URL"], "HUB_SYNC_SECONDS": "3600"}
    with subprocess.Popen([*command, str(port)], env=os.environ | places, stderr=subprocess.PIPE, text=True) as hub:
        try:
            assert hub.stderr is not None
            assert any("The Procurement Hub is at" in line for line in iter(hub.stderr.readline, ""))
            yield hub, port
        finally:
            hub.kill()


@pytest.mark.thorough  # it starts a hub
def test_what_was_counted_last_is_written_down_when_the_hub_is_stopped(
    app: Flask, publish: Callable[..., str], tmp_path: Path
):
    publish(title="Laptops")
    with a_running_hub(app, tmp_path) as (hub, port):
        with urlopen(f"http://127.0.0.1:{port}/search?q=laptops", timeout=20) as answer:
            assert answer.status == 200
        hub.send_signal(signal.SIGTERM)
        assert hub.wait(timeout=20) == 0

    assert summary(tmp_path / "usage.sqlite", date.min).searches == 1


A_SECOND = 50  # requests


class Load:
    """So many requests a second, each on a connection of its own, until told to end: what came of each."""

    def __init__(self, port: int) -> None:
        self.statuses: list[int] = []
        self.broken: list[str] = []
        self.refused = 0
        self._address = f"http://127.0.0.1:{port}/search?q=laptops"
        self._over = threading.Event()
        self._asking: list[threading.Thread] = []
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def end(self) -> None:
        self._over.set()
        for thread in (self._thread, *self._asking):
            thread.join()

    def _run(self) -> None:
        while not self._over.wait(1 / A_SECOND):
            self._asking.append(threading.Thread(target=self._ask))
            self._asking[-1].start()

    def _ask(self) -> None:
        try:
            with urlopen(self._address, timeout=60) as answer:  # noqa: S310 - the hub of the test
                answer.read()
                self.statuses.append(answer.status)
        except HTTPError as error:
            self.statuses.append(error.code)
        except (URLError, OSError) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, ConnectionRefusedError):
                self.refused += 1  # nobody is there any more, which whoever stands before the hub is told
            else:
                self.broken.append(repr(reason))


@pytest.mark.thorough
@pytest.mark.assurance("R15", "A hub is told to stop by SIGTERM under 50 requests a second")
@pytest.mark.parametrize("times", [1, pytest.param(10, marks=pytest.mark.hard)])
def test_whoever_has_asked_is_answered_before_the_hub_stops(
    app: Flask, publish: Callable[..., str], tmp_path: Path, times: int, figure: Figure
):
    publish(title="Laptops")
    answered, slowest = 0, 0.0
    for _ in range(times):
        with a_running_hub(app, tmp_path) as (hub, port):
            load = Load(port)
            until = time.monotonic() + 60
            while len(load.statuses) < A_SECOND and time.monotonic() < until:
                time.sleep(0.05)
            told = time.monotonic()
            hub.send_signal(signal.SIGTERM)
            assert hub.wait(timeout=30) == 0
            slowest = max(slowest, time.monotonic() - told)
            load.end()
        assert load.broken == []
        assert set(load.statuses) == {200} and len(load.statuses) >= A_SECOND
        answered += len(load.statuses)
    figure(f"{times} times, {answered} answers, 0 broken off, 0 errors, the longest stop {slowest:.1f} s")


@pytest.mark.thorough
@pytest.mark.parametrize("command", [RUN, STOPS_AT_ONCE], ids=["waits a second for more", "waits for nobody"])
def test_a_request_that_is_still_being_sent_is_answered_and_told_that_it_is_the_last(
    app: Flask, tmp_path: Path, command: tuple[str, ...]
):
    with (
        a_running_hub(app, tmp_path, command) as (hub, port),
        socket.create_connection(("127.0.0.1", port)) as line,
    ):
        line.sendall(b"GET /health HTTP/1.1\r\n")
        hub.send_signal(signal.SIGTERM)
        line.sendall(b"Host: localhost\r\n\r\n")
        answer = b"".join(iter(lambda: line.recv(4096), b""))

        assert answer.startswith(b"HTTP/1.1 200") and b"Connection: close" in answer
        assert hub.wait(timeout=30) == 0


@pytest.mark.thorough
def test_a_request_that_came_just_before_the_hub_was_told_is_told_that_it_is_the_last(app: Flask, tmp_path: Path):
    with a_running_hub(app, tmp_path) as (hub, port), socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
        hub.send_signal(signal.SIGTERM)
        answer = b"".join(iter(lambda: line.recv(4096), b""))

        assert answer.startswith(b"HTTP/1.1 200")
        assert hub.wait(timeout=30) == 0


def test_a_hub_is_ready_to_be_told_before_it_says_where_it_is(app: Flask):
    server = waitress.create_server(app, host="127.0.0.1", port=0)
    handlers = {each: signal.getsignal(each) for each in SIGNALS}
    try:
        serving = Serving(server)
        signal.raise_signal(signal.SIGTERM)
        serving.until_told()
    finally:
        for each, handler in handlers.items():
            signal.signal(each, handler)


@pytest.mark.once
@pytest.mark.sqlite
@pytest.mark.thorough  # it starts a hub
def test_a_running_hub_notes_the_time_and_goes_on_from_it(app: Flask, database: str, tmp_path: Path):
    mark, ahead = tmp_path / "clock", datetime.now(UTC) + timedelta(hours=1)
    rebuild(app.extensions["hub.writers"], app.extensions["hub.index"])
    mark.touch()
    os.utime(mark, (ahead.timestamp(), ahead.timestamp()))
    web = Web(a_hub(tmp_path, database))
    web.start()
    try:
        wait_until(lambda: mark.stat().st_mtime > ahead.timestamp())
    finally:
        web.stop()
