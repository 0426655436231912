"""Leave to ask: no host is asked for anything before its robots.txt was read, nor for what that disallows."""

import json
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from scrapers.fetch.address import Address, shown
from scrapers.fetch.asking import Asker
from scrapers.fetch.bodies import write_whole
from scrapers.fetch.internet import Reply
from scrapers.fetch.pace import LONGEST_WAIT, Clock
from scrapers.fetch.redirects import follow
from scrapers.fetch.robots import LARGEST, Robots
from scrapers.site import Disallowed, FetchFailed

KEPT = timedelta(hours=24)
TOO_BUSY = 429


class Leave:
    """What the hosts of one source allow ``product``. Their rules are kept in ``folder`` for a day, for all visits."""

    def __init__(self, asker: Asker, hosts: Collection[str], folder: Path, product: str, clock: Clock) -> None:
        self._asker = asker
        self._hosts = hosts
        self._folder = folder
        self._product = product
        self._clock = clock
        self._rules: dict[str, tuple[datetime, Robots | str]] = {}

    def heed(self, at: Address) -> None:
        """Raises Disallowed, naming the rule, where ``at`` may not be asked."""
        rules = self._rules_of(at.host)
        if isinstance(rules, str):
            raise FetchFailed(rules)
        if rule := rules.forbids(at):
            fault = f"was not asked: the robots.txt of {at.host} disallows it (“{rule}”)"
            raise Disallowed(f"{shown(str(at))} {fault}; ask its owner for leave, or for another way to the data.")
        self._asker.turns(at.host).keep_apart(rules.seconds_apart())

    def _rules_of(self, host: str) -> Robots | str:
        """The rules of a host, or why there are none to go by."""
        read_at, rules = self._rules.get(host) or self._kept(host)
        if not timedelta(0) <= self._clock.now() - read_at < KEPT:
            read_at, rules = self._clock.now(), self._read(host)
        self._rules[host] = (read_at, rules)
        return rules

    def _read(self, host: str) -> Robots | str:
        address = Address(host, "/robots.txt")
        unread = f"Nothing on {host} was asked, because {address} cannot be read"
        try:
            _, answer = follow(address, self._hosts, lambda at: self._asker.ask(at, {}, _first_bytes))
        except FetchFailed as failed:
            return f"{unread}: {failed}"
        if answer.taken is None and (answer.status not in range(400, 500) or answer.status == TOO_BUSY):
            return f"{unread}: the site answers {answer.status}; try again later."
        text = (answer.taken or b"").decode("utf-8-sig", "replace")
        state = {"read_at": self._clock.now().isoformat(), "text": text}
        write_whole(self._file(host), json.dumps(state).encode(), lasting=False)
        return self._bearable(host, text)

    def _bearable(self, host: str, text: str) -> Robots | str:
        rules = Robots(text, self._product)
        apart = rules.seconds_apart()
        if apart <= LONGEST_WAIT.total_seconds():
            return rules
        fault = f"its robots.txt asks for {apart:,.0f} seconds between two requests"
        return f"Nothing on {host} was asked: {fault}; ask its owner for another way to the data."

    def _kept(self, host: str) -> tuple[datetime, Robots | str]:
        """What another visit has read; too long ago to count where there is nothing."""
        try:
            state = json.loads(self._file(host).read_bytes())
            return datetime.fromisoformat(state["read_at"]), self._bearable(host, state["text"])
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return self._clock.now() - KEPT, ""

    def _file(self, host: str) -> Path:
        return self._folder / f"{host}.robots.json"


def _first_bytes(reply: Reply, chunks: Iterator[bytes]) -> bytes:
    """As much as is heeded, up to the end of a line."""
    data = b""
    for chunk in chunks:
        data += chunk
        if len(data) > LARGEST:
            return data[:LARGEST].rpartition(b"\n")[0]
    return data
