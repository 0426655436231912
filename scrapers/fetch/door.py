"""The one door to the web, for one visit of one source."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import datetime

from scrapers.fetch.address import Address, checked, host_name, shown
from scrapers.fetch.asking import EXCERPT, Answer, Asker
from scrapers.fetch.bodies import Bodies, Fetched, Parcel, TooLarge
from scrapers.fetch.internet import Internet, Patience, Reply
from scrapers.fetch.leave import Leave
from scrapers.fetch.pace import Clock
from scrapers.fetch.redirects import follow
from scrapers.fetch.refusals import refusal
from scrapers.fetch.walls import is_as_expected, quote, wall
from scrapers.site import Body, FetchFailed, Manners, NotAllowed, Oversized

PRODUCT = "procurement-hub"
"""Our name in the user agent, and in robots.txt."""

CONTACT = re.compile(r"https://[!-\'*-~]+|[!-\'*-?A-~]++@[!-\'*-~]+")
CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE | re.ASCII)
MOST_ASKED = 5
UNCHANGED = 304


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
        self._leave = Leave(self._asker, self._hosts, bodies.folder / "hosts", PRODUCT, self._clock)
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
            at, answer = follow(asked, self._hosts, lambda at: self._ask(at, expects, known, arriving))
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
                raise Oversized(f"{shown(str(at))} {limit}; {cure}.") from error

        self._leave.heed(at)
        wanted = {"Accept": f"{expects}, */*;q=0.5"} if expects else {}
        return self._asker.ask(at, {**wanted, **_conditions(known, at)}, receive)

    def _refuse_a_circle(self, asked: Address) -> None:
        """Some listings answer every page with the first, or give a page itself as the next one."""
        self._times_asked[asked] += 1
        if self._times_asked[asked] > MOST_ASKED:
            fault = f"was wanted more than {MOST_ASKED} times in one visit: the pages lead round in a circle"
            raise FetchFailed(f"{shown(str(asked))} {fault}; the hub's code for this source must be put right.")

    def _judge(self, at: Address, media_type: str, expects: str, parcel: Parcel) -> None:
        """Refuse a body that looks like success and is none. How it begins is kept, for a person to see."""
        fault = _fault(media_type, expects, parcel)
        if fault:
            kept = self._bodies.keep_aside(parcel.head[:EXCERPT])
            cure = f"look at {shown(str(at))} in a browser, and ask its owner for another way to the data"
            kind = NotAllowed if wall(media_type, parcel.head) else FetchFailed
            raise kind(f"{shown(str(at))} {fault}; how it begins is kept as {kept[:12]}; {cure}.")

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
