"""Asking one address, patiently: in turn, again where that is of use, and no more often than a host bears."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from scrapers.fetch import internet as line
from scrapers.fetch.address import Address, shown
from scrapers.fetch.internet import Fault, Internet, Patience, Reply
from scrapers.fetch.pace import Clock, Turns
from scrapers.fetch.retries import MOST_TRIES_OF_A_LINE, TOO_MUCH, backoff, rest, wait_before_retry
from scrapers.fetch.unpack import PACKINGS, UnknownPacking, unpacked
from scrapers.site import AskedTooMuch, FetchFailed, Manners

Taken = TypeVar("Taken")
OK = 200
EXCERPT = 2_048
"""Bytes kept of an answer that is refused."""


@dataclass(frozen=True)
class Answer(Generic[Taken]):
    """A site's last word on an address. ``taken`` is what was made of its body, where the status is 200.

    ``head`` is how any other body begins; ``retries`` is how often it was asked again.
    """

    status: int
    headers: Mapping[str, str]
    retries: int
    head: bytes = b""
    taken: Taken | None = None

    def header(self, name: str) -> str:
        """A header without blanks round it, empty where it is not there."""
        return self.headers.get(name, "").strip()


class Asker:
    """Asks the hosts of one source for one visit. ``folder`` remembers when each was last asked."""

    def __init__(
        self, manners: Manners, folder: Path, user_agent: str, internet: Internet, clock: Clock, patience: Patience
    ) -> None:
        self._manners = manners
        self._folder = folder
        self._user_agent = user_agent
        self._internet = internet
        self._clock = clock
        self._patience = patience
        self._turns: dict[str, Turns] = {}

    def turns(self, host: str) -> Turns:
        """The turns of a host, in this visit."""
        if host not in self._turns:
            self._turns[host] = Turns(self._folder / f"{host}.json", self._manners.pace, self._clock)
        return self._turns[host]

    def ask(
        self, address: Address, headers: Mapping[str, str], take: Callable[[Reply, Iterator[bytes]], Taken]
    ) -> Answer[Taken]:
        """Ask until there is an answer that stands. ``take`` is given the unpacked body of a 200.

        Raises FetchFailed where there is none, and AskedTooMuch where the site was reached and did not finish.
        """
        faults = retries = 0
        while True:
            try:
                answer = self._once(address, headers, take, faults, retries)
            except Fault as fault:
                faults += 1
                self._wait_after(fault, faults, address)
                continue
            if not self._must_ask_again(answer, address, retries + 1):
                return answer
            retries += 1

    def _once(
        self,
        address: Address,
        headers: Mapping[str, str],
        take: Callable[[Reply, Iterator[bytes]], Taken],
        faults: int,
        retries: int,
    ) -> Answer[Taken]:
        sent = {"User-Agent": self._user_agent, "Accept": "*/*", "Accept-Encoding": ", ".join(PACKINGS), **headers}
        with (
            self.turns(address.host).turn(),
            line.ask(self._internet, self._patience, address, sent, faults) as reply,
        ):
            if reply.status == OK:
                return Answer(reply.status, reply.headers, retries, taken=take(reply, _body(address, reply)))
            return Answer(reply.status, reply.headers, retries, head=_beginning(reply))

    def _wait_after(self, fault: Fault, faults: int, address: Address) -> None:
        if faults < MOST_TRIES_OF_A_LINE:
            self.turns(address.host).hold(backoff(faults, self._clock.chance()))
            return
        kind = AskedTooMuch if fault.slow else FetchFailed
        cure = "nothing that is kept was changed; try again later"
        raise kind(f"{shown(str(address))} {fault}, {faults} times; {cure}.") from fault

    def _must_ask_again(self, answer: Answer[Taken], address: Address, nth: int) -> bool:
        retry_after, now = answer.header("Retry-After"), self._clock.now()
        wait = wait_before_retry(
            answer.status,
            retry_after,
            nth=nth,
            pause_when_forbidden=self._manners.pause_when_forbidden,
            now=now,
            chance=self._clock.chance(),
        )
        turns = self.turns(address.host)
        if answer.status in TOO_MUCH:
            turns.slow()
            turns.hold(rest(retry_after, now))
        if wait is not None:
            turns.hold(wait)
        return wait is not None


def _body(address: Address, reply: Reply) -> Iterator[bytes]:
    packing = reply.headers.get("Content-Encoding", "")
    try:
        return unpacked(reply.chunks, packing)
    except UnknownPacking as error:
        reason = f"sent its answer packed as “{shown(packing)}”, which the hub did not ask for and cannot read"
        raise FetchFailed(f"{shown(str(address))} {reason}; ask its publisher.") from error


def _beginning(reply: Reply) -> bytes:
    """How the body of an answer that is no success begins; a fault in it tells nothing that the status does not."""
    try:
        chunks = unpacked(reply.chunks, reply.headers.get("Content-Encoding", ""))
        return next((chunk for chunk in chunks if chunk), b"")[:EXCERPT]
    except (Fault, UnknownPacking):
        return b""
