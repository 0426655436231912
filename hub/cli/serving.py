"""Serving until told to stop, and then answering whoever has asked already.

Told to stop by SIGTERM, SIGHUP or Ctrl+C, the server takes in what has reached this machine, takes nothing more,
answers all of it and ends. Told twice, it ends at once.
"""

import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import MultiSocketServer
from waitress.task import WSGITask

PATIENCE = 25.0
"""Seconds for what has been asked to be answered. Service managers kill after 30 or more."""

LINGER = 1.0
"""Seconds for the next request on a connection that is open: its answer then says that it is the last."""

SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Serving:
    """A server of waitress at work. Signals only set a mark: nothing that is being read or taken in is broken off.

    Make it in the main thread, which gets signals, and before anybody is told where the server is: from then on they
    may ask, and be there when it is stopped.
    """

    def __init__(self, server: Any) -> None:
        self._server = server
        self._sockets: dict[int, Any] = server.map if isinstance(server, MultiSocketServer) else server._map
        self._is_told = False
        for each in SIGNALS:
            signal.signal(each, self._tell)

    def until_told(self) -> None:
        """Serve, and return when all that was asked has been answered."""
        try:
            with suppress(KeyboardInterrupt):
                while not self._is_told:
                    self._turn(30)
                self._finish()
        finally:
            self._server.task_dispatcher.shutdown()
            wasyncore.close_all(self._sockets)

    def _tell(self, _signal: int, _frame: Any) -> None:
        if self._is_told:
            raise KeyboardInterrupt
        self._is_told = True
        for each in list(self._sockets.values()):
            if each.accepting:
                each.pull_trigger()  # ends the wait for something to happen

    def _turn(self, seconds: float) -> None:
        poll = self._server.adj.asyncore_use_poll
        wasyncore.loop(timeout=seconds, use_poll=poll, map=self._sockets, count=1)

    def _finish(self) -> None:
        """Whether somebody has asked shows only after a turn, in which what they sent is read."""
        self._stop_listening()
        told, passed = time.monotonic(), 0.0
        while passed < PATIENCE:
            for channel in self._channels():
                _make_last(channel)
            passed = time.monotonic() - told
            self._turn(0.05)
            if not any(passed < LINGER or _is_at_work(channel) for channel in self._channels()):
                return

    def _stop_listening(self) -> None:
        """Take in those who wait at the door, and close it: closing it before would break their connections off."""
        for listening in [each for each in self._sockets.values() if each.accepting]:
            before = -1
            while before != len(self._sockets):
                before = len(self._sockets)
                listening.handle_accept()
            listening.accepting = False
            listening.del_channel(self._sockets)
            listening.socket.close()

    def _channels(self) -> Iterator[HTTPChannel]:
        return (each for each in list(self._sockets.values()) if isinstance(each, HTTPChannel))


class LastTask(WSGITask):
    """An answer as if the client had asked for the connection to be closed afterwards: it says so."""

    def build_response_header(self) -> bytes:
        self.request.headers["CONNECTION"] = "close"
        header: bytes = super().build_response_header()
        return header


def _make_last(channel: HTTPChannel) -> None:
    """Let what is asked from now on be answered by a last task, and what is being answered be so as well."""
    channel.task_class = LastTask
    for request in channel.requests:
        request.headers["CONNECTION"] = "close"


def _is_at_work(channel: HTTPChannel) -> bool:
    """Whether somebody is being answered, or has sent a part of a request."""
    return bool(channel.requests or channel.request is not None or channel.total_outbufs_len)
