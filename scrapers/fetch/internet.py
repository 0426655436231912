"""One request to one host: look its addresses up, check each, connect to exactly the one checked, read the answer."""

import http.client
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from threading import Event, Thread

import certifi
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, ReadTimeoutError
from urllib3.response import BaseHTTPResponse

from scrapers.fetch.address import Address, shown
from scrapers.fetch.public import is_public
from scrapers.site import FetchFailed

HTTPS = 443
CHUNK = 65_536
CUT_OFF = (ConnectionError, http.client.IncompleteRead)


class Fault(Exception):
    """The line failed, which trying again may mend; the message is a clause that follows the address.

    ``slow`` is whether the site was reached, but did not finish its answer.
    """

    def __init__(self, clause: str, *, slow: bool = False) -> None:
        super().__init__(clause)
        self.slow = slow


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long to wait, in seconds: to connect, for the next bytes, and for a whole answer."""

    connect: float = 10
    read: float = 60
    whole: float = 600


def _resolve(host: str) -> Sequence[str]:
    found = socket.getaddrinfo(host, HTTPS, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(each[4][0]) for each in found))


def _reach(address: str) -> tuple[str, int]:
    return address, HTTPS


@cache
def _trust() -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=certifi.where())
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


@dataclass(frozen=True, kw_only=True)
class Internet:
    """The world outside: the IP addresses of a host, where a checked one is connected to, and whose word is trusted.

    Tests put a server on loopback in its place. What ``resolve`` answers is checked there as everywhere.
    """

    resolve: Callable[[str], Sequence[str]] = _resolve
    reach: Callable[[str], tuple[str, int]] = _reach
    trust: Callable[[], ssl.SSLContext] = _trust


@dataclass(frozen=True)
class Reply:
    """What came back: ``headers`` are found in any case; ``chunks`` are the body as sent, read when asked for."""

    status: int
    headers: Mapping[str, str]
    chunks: Iterator[bytes]


@contextmanager
def ask(
    internet: Internet, patience: Patience, address: Address, headers: Mapping[str, str], faults: int
) -> Iterator[Reply]:
    """Ask for ``address``; the reply can be read until the context ends.

    ``faults`` is how often the line has failed: each time the next of the host's addresses is taken. Raises Fault, or
    FetchFailed where trying again is of no use.
    """
    addresses = _checked(internet, address.host)
    place, port = internet.reach(addresses[faults % len(addresses)])
    connection = HTTPSConnection(
        place, port, timeout=patience.connect, ssl_context=internet.trust(), server_hostname=address.host
    )
    with closing(connection), _Alarm(connection, patience.whole) as alarm:
        with _told(address, alarm, slow=False):
            connection.connect()
            alarm.line = connection.sock
        with _told(address, alarm, slow=True):
            response = _response(connection, address, headers, patience)
        with closing(response):
            yield Reply(response.status, response.headers, _chunks(response, address, alarm))


def _checked(internet: Internet, host: str) -> Sequence[str]:
    try:
        addresses = internet.resolve(host)
    except OSError as error:
        raise Fault("is on a host that cannot be found (DNS)") from error
    if not addresses:
        raise Fault("is on a host that has no address (DNS)")
    for address in addresses:
        if not is_public(address):
            reason = f"its host leads to {shown(address)}, which is not on the public internet"
            raise FetchFailed(f"https://{host}/ was not asked: {reason}; check the network's name server.")
    return addresses


def _response(
    connection: HTTPSConnection, address: Address, headers: Mapping[str, str], patience: Patience
) -> BaseHTTPResponse:
    if isinstance(connection.sock, ssl.SSLSocket):
        # A body without a length that just stops may be cut off.
        connection.sock.suppress_ragged_eofs = False  # type: ignore[attr-defined]
    connection.timeout = patience.read
    headers = {"Host": address.host, **headers, "Connection": "close"}
    connection.request("GET", address.target, headers=headers, preload_content=False, decode_content=False)
    return connection.getresponse()


def _chunks(response: BaseHTTPResponse, address: Address, alarm: "_Alarm") -> Iterator[bytes]:
    stream = response.stream(CHUNK, decode_content=False)
    while True:
        with _told(address, alarm, slow=True):
            chunk = next(stream, b"")
        if not chunk:
            return
        yield chunk


class _Alarm:
    """Breaks a connection off when its time is up, even one that sends a byte now and then for ever."""

    def __init__(self, connection: HTTPSConnection, seconds: float) -> None:
        self._connection = connection
        self._seconds = seconds
        self._over = Event()
        self._thread = Thread(target=self._watch, daemon=True)
        self.line: object = None
        """The connection itself gives its socket away once the body begins."""
        self.rang = False

    def __enter__(self) -> "_Alarm":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        wait = self._seconds
        while not self._over.wait(wait):
            self.rang = True
            self._break_off()
            wait = 1.0  # the line may just have been changing hands, from TCP to TLS

    def _break_off(self) -> None:
        line = self.line or self._connection.sock
        if isinstance(line, socket.socket):
            with suppress(OSError):
                socket.socket.shutdown(line, socket.SHUT_RDWR)  # an SSLSocket's own way would confuse its reader


@contextmanager
def _told(address: Address, alarm: _Alarm, *, slow: bool) -> Iterator[None]:
    """Turn what goes wrong on the line into words."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        reason = f"its certificate is not good for {address.host} ({error.verify_message})"
        raise FetchFailed(f"{shown(str(address))} was not asked: {reason}; ask its publisher.") from error
    except (OSError, HTTPError, http.client.HTTPException, ValueError) as error:
        raise Fault(_clause(error, alarm, slow), slow=slow) from error


def _clause(error: Exception, alarm: _Alarm, slow: bool) -> str:
    if alarm.rang:
        return "took longer for one answer than the hub waits"
    if isinstance(error, TimeoutError | ReadTimeoutError | ConnectTimeoutError):
        return "did not go on answering in time" if slow else "did not answer in time"
    if isinstance(error, http.client.HTTPException) and not isinstance(error, CUT_OFF):
        return "gives an answer that is not HTTP"
    return "broke off in the middle of its answer" if slow else "could not be connected to"
