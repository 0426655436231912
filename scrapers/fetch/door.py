"""The one door to the web, for one visit of one source."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import TypeVar

from scrapers.fetch.address import Address, checked, followed, host_name, shown
from scrapers.fetch.asking import EXCERPT, Answer, Asker
from scrapers.fetch.bodies import Bodies, Fetched, Parcel, TooLarge
from scrapers.fetch.internet import Internet, Patience, Reply
from scrapers.fetch.pace import LONGEST_WAIT, Clock
from scrapers.fetch.refusals import refusal
from scrapers.fetch.robots import LARGEST, Robots
from scrapers.fetch.walls import is_as_expected, quote, wall
from scrapers.site import Body, FetchFailed, Manners

PRODUCT = "procurement-hub"
"""Our name in the user agent, and in robots.txt."""

CONTACT = re.compile(r"https://[!-\'*-~]+|[!-\'*-~]+@[!-\'*-~]+")
CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE | re.ASCII)
MOST_REDIRECTS = 5
MOST_ASKED = 5
REDIRECTS = (301, 302, 303, 307, 308)
UNCHANGED = 304
TOO_BUSY = 429
ROBOTS_KEPT = timedelta(hours=24)

Taken = TypeVar("Taken")


class Door:
    """Fetches what the manners of a source allow; a ``scrapers.site.Fetch``.

    ``contact`` is the e-mail or https address of whoever runs the hub: it goes out with every request. What was
    fetched at or after ``since``, the start of a visit that is gone on with, is not fetched again. ``internet``,
    ``clock`` and ``patience`` are replaced in tests. Raises ValueError for hosts or a contact that cannot be.
    """

    def __init__(
        self,
        manners: Manners,
        bodies: Bodies,
        *,
        contact: str,
        since: datetime | None = None,
        internet: Internet | None = None,
        clock: Clock | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._hosts = frozenset(host_name(host) for host in manners.hosts)
        self._body_limit = manners.body_limit
        self._bodies = bodies
        self._since = since
        self._clock = clock or Clock()
        self._asker = Asker(
            manners,
            bodies.folder / "hosts",
            _user_agent(contact),
            internet or Internet(),
            self._clock,
            patience or Patience(),
        )
        self._robots: dict[str, tuple[datetime, Robots | str]] = {}
        self._times_asked: Counter[Address] = Counter()

    def __call__(self, address: str, expects: str = "") -> Body:
        """The body at ``address``; ``expects`` is the media type it must have. Raises FetchFailed."""
        asked = checked(address, self._hosts)
        self._refuse_a_circle(asked)
        try:
            known = self._bodies.known(str(asked))
            if known and self._since and known.fetched_at >= self._since:
                return self._bodies.again(str(asked), known)
            return self._fetch(asked, expects, known)
        except OSError as error:
            fault = f"could not be kept on disk ({error.strerror or error})"
            raise FetchFailed(f"{shown(str(asked))} {fault}; make room or mend the disk, then try again.") from error

    def _fetch(self, asked: Address, expects: str, known: Fetched | None) -> Body:
        with ExitStack() as arriving:
            at, answer = self._follow(asked, lambda at: self._ask(at, expects, known, arriving))
            if answer.status == UNCHANGED and known and _conditions(known, at):
                return self._bodies.again(str(asked), known, self._clock.now())
            media_type = _media_type(answer.headers)
            if answer.taken is None:
                raise refusal(shown(str(at)), answer.status, media_type, answer.head, answer.retries + 1)
            self._judge(at, media_type, expects, answer.taken)
            return self._bodies.keep(answer.taken, str(asked), self._fetched(at, answer, expects))

    def _ask(self, at: Address, expects: str, known: Fetched | None, arriving: ExitStack) -> Answer[Parcel]:
        def receive(reply: Reply, chunks: Iterator[bytes]) -> Parcel:
            try:
                return arriving.enter_context(self._bodies.receive(chunks, self._body_limit))
            except TooLarge as error:
                limit = f"is larger than {self._body_limit:,} bytes, the limit for this source"
                cure = "nothing of it was kept; ask its publisher for a smaller one, or raise the limit"
                raise FetchFailed(f"{shown(str(at))} {limit}; {cure}.") from error

        self._heed_robots(at)
        wanted = {"Accept": f"{expects}, */*;q=0.5"} if expects else {}
        return self._asker.ask(at, {**wanted, **_conditions(known, at)}, receive)

    def _follow(self, start: Address, ask: Callable[[Address], Answer[Taken]]) -> tuple[Address, Answer[Taken]]:
        """Ask, and ask where we are sent on to; gives the last address and its answer."""
        passed = [start]
        while True:
            answer = ask(passed[-1])
            location = answer.header("Location")
            if answer.status not in REDIRECTS or not location:
                return passed[-1], answer
            onward = followed(passed[-1], location, self._hosts)
            if onward in passed:
                fault = f"sends us round in a circle (by {shown(str(onward))})"
                raise FetchFailed(f"{shown(str(start))} {fault}; look for its new address.")
            if len(passed) > MOST_REDIRECTS:
                fault = f"sends us on more than {MOST_REDIRECTS} times"
                raise FetchFailed(f"{shown(str(start))} {fault}; look for its new address.")
            passed.append(onward)

    def _refuse_a_circle(self, asked: Address) -> None:
        """Some listings answer every page with the first, or give a page itself as the next one."""
        self._times_asked[asked] += 1
        if self._times_asked[asked] > MOST_ASKED:
            fault = f"was wanted more than {MOST_ASKED} times in one visit: the pages lead round in a circle"
            raise FetchFailed(f"{shown(str(asked))} {fault}; the hub's code for this source must be put right.")

    def _heed_robots(self, at: Address) -> None:
        robots = self._robots_of(at.host)
        if isinstance(robots, str):
            raise FetchFailed(robots)
        if rule := robots.forbids(at):
            fault = f"was not asked: the robots.txt of {at.host} disallows it (“{rule}”)"
            raise FetchFailed(f"{shown(str(at))} {fault}; ask its owner for leave, or for another way to the data.")

    def _robots_of(self, host: str) -> Robots | str:
        """The rules of a host, or why there are none to go by."""
        read_at, robots = self._robots.get(host, (None, ""))
        if read_at is None or self._clock.now() - read_at >= ROBOTS_KEPT:
            robots = self._read_robots(Address(host, "/robots.txt"))
            self._robots[host] = (self._clock.now(), robots)
        return robots

    def _read_robots(self, address: Address) -> Robots | str:
        unread = f"Nothing on {address.host} was asked, because {address} cannot be read"
        try:
            _, answer = self._follow(address, lambda at: self._asker.ask(at, {}, _first_bytes))
        except FetchFailed as failed:
            return f"{unread}: {failed}"
        if answer.taken is None and (answer.status not in range(400, 500) or answer.status == TOO_BUSY):
            return f"{unread}: the site answers {answer.status}; try again later."
        robots = Robots(answer.taken or b"", PRODUCT)
        apart = robots.seconds_apart()
        if not apart <= LONGEST_WAIT.total_seconds():
            fault = f"its robots.txt asks for {apart:,.0f} seconds between two requests"
            return f"Nothing on {address.host} was asked: {fault}; ask its owner for another way to the data."
        self._asker.turns(address.host).keep_apart(apart)
        return robots

    def _judge(self, at: Address, media_type: str, expects: str, parcel: Parcel) -> None:
        """Refuse a body that looks like success and is none. How it begins is kept, for a person to see."""
        fault = _fault(media_type, expects, parcel)
        if fault:
            kept = self._bodies.keep_aside(parcel.head[:EXCERPT])
            cure = f"look at {shown(str(at))} in a browser, and ask its owner for another way to the data"
            raise FetchFailed(f"{shown(str(at))} {fault}; how it begins is kept as {kept[:12]}; {cure}.")

    def _fetched(self, at: Address, answer: Answer[Parcel], expects: str) -> Fetched:
        charset = CHARSET.search(answer.header("Content-Type"))
        return Fetched(
            address=str(at),
            sha256=answer.taken.sha256 if answer.taken else "",
            media_type=_media_type(answer.headers) or expects,
            charset=charset[1].lower() if charset else "",
            fetched_at=self._clock.now(),
            etag=answer.header("ETag"),
            last_modified=answer.header("Last-Modified"),
        )


def _user_agent(contact: str) -> str:
    if not CONTACT.fullmatch(contact):
        raise ValueError(f"{shown(contact)!r} is neither an e-mail address nor an https address to be reached at")
    return f"{PRODUCT} (+{contact})"


def _conditions(known: Fetched | None, at: Address) -> dict[str, str]:
    """What asks for a body only if it has changed; only the address that gave it can tell."""
    if known is None or known.address != str(at):
        return {}
    conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {header: value for header, value in conditions.items() if value.isprintable() and 0 < len(value) < 1_000}


def _media_type(headers: Mapping[str, str]) -> str:
    return headers.get("Content-Type", "").partition(";")[0].strip().lower()


def _fault(media_type: str, expects: str, parcel: Parcel) -> str:
    if not parcel.head.strip():
        return "is empty, although the site answers that all is well"
    if shows := wall(media_type, parcel.head):
        return f"is a page that only keeps machines out (“{shows}”)"
    if not is_as_expected(media_type, expects, parcel.head):
        found = media_type or "a page of another kind"
        return f"is {found} (“{quote(parcel.head[:EXCERPT])}”) where {expects} was expected"
    return ""


def _first_bytes(reply: Reply, chunks: Iterator[bytes]) -> bytes:
    data = b""
    for chunk in chunks:
        data += chunk
        if len(data) > LARGEST:
            break
    return data[: LARGEST + 1]
