"""What a source that the hub visits by itself declares, and what a visit yields.

One small file for each site stands in scrapers/sites/. A site knows its addresses and its pages; how often and how
gently it is asked is declared here and kept by scrapers.fetch; what becomes of its pages is up to hub.crawl.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from scrapers.notes import Notes
from scrapers.record import Record
from scrapers.source import OGL, Reading, Source


class Grounds(StrEnum):
    """What lets the hub read a site by itself, in the words people see."""

    OPEN_LICENCE = "open licence"
    AGREEMENT = "owner's agreement"
    NONE = "none yet"


@dataclass(frozen=True, kw_only=True)
class Permission:
    """The permission a site rests on. ``words`` name the licence or agreement, ``url`` is where it can be read."""

    grounds: Grounds
    words: str = ""
    url: str = ""


UNDER_OGL = Permission(
    grounds=Grounds.OPEN_LICENCE,
    words=OGL,
    url="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
)


@dataclass(frozen=True, kw_only=True)
class Pace:
    """At most ``requests`` in any ``seconds``, and at least ``apart`` seconds from one to the next. One at a time."""

    requests: int
    seconds: float
    apart: float


@dataclass(frozen=True, kw_only=True)
class Manners:
    """How a site is asked. ``hosts`` are all that may be asked, by https; ``body_limit`` is in bytes, unpacked.

    ``pause_when_forbidden`` is for a portal that answers 403 where others answer 429 (Contracts Finder): seconds to
    wait before asking again, at most three times. 0 is for all others, where 403 ends the visit.
    """

    hosts: tuple[str, ...]
    pace: Pace
    body_limit: int = 30_000_000
    pause_when_forbidden: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Body:
    """What a site answered. ``address`` is where it was found in the end; the file at ``path`` is packed with gzip.

    ``charset`` is what the site says its text is written in, empty where it says nothing. ``kept`` is whether it had
    been fetched before and was not fetched again.
    """

    address: str
    path: Path
    sha256: str
    media_type: str
    fetched_at: datetime
    charset: str = ""
    kept: bool = False


class Fetch(Protocol):
    """The one door to the web, for one visit of one site: scrapers.fetch.

    ``expects`` is a media type the answer must have, such as "text/html": another one is refused. Raises FetchFailed.
    """

    def __call__(self, address: str, expects: str = "") -> Body: ...


class FetchFailed(Exception):
    """Why something could not be fetched, in words a person understands; names the address."""


class Gone(FetchFailed):
    """The site says that there is nothing at the address any more (404, 410)."""


class AskedTooMuch(FetchFailed):
    """The site was too slow, broke off, was out of order each time it was tried, or sent more than is taken: asking it
    for less at once may help.
    """


class NotAllowed(FetchFailed):
    """It was not asked, or not given: robots.txt forbids it, the site refuses the hub, or it is off the hosts named."""


class Disallowed(NotAllowed):
    """The robots.txt of its host disallows it: it was not asked."""


class Oversized(AskedTooMuch):
    """It is there, and larger than ``Manners.body_limit``. Nothing of it was kept."""


class PageChanged(Exception):
    """A page is not built as it was: what was looked for on which address, and was not there. Fails the visit."""


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What a visit is to bring: everything published from ``since`` to ``until``, both aware.

    ``resume`` is what the last page stored left to go on from, empty where nothing was interrupted. ``held`` are the
    OCIDs to ask for anew by themselves.
    """

    since: datetime
    until: datetime
    resume: Mapping[str, str] = field(default_factory=dict)
    held: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page, read. ``then`` is where to go on after it, stored in the transaction that stores its rows.

    ``finished`` is the end of the window that ends with this page: only then is everything up to it in the hub.
    ``total`` is how many pages there are, where the site says so.
    """

    body: Body
    reading: Reading
    then: Mapping[str, str] = field(default_factory=dict)
    finished: datetime | None = None
    total: int | None = None


@dataclass(frozen=True, kw_only=True)
class Guards:
    """What a complete listing must be to be believed: at least ``least`` records, and of each field in ``filled`` that
    share of records that have it. Against the last good visit, a drop by more than 15 % is flagged and by more than
    half fails.
    """

    least: int = 1
    filled: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Site:
    """A source the hub can visit. ``visit`` yields its pages in an order that can be resumed.

    ``every`` is how often it is worth a visit. ``met`` is whether anyone has tried it against the live site: the
    day, as "2026-11-22", else empty. ``guards`` is for a site that lists everything at each visit, which is stored
    as a whole or not at all; one that publishes notices has none, and its pages are stored one by one. ``looks_for``
    are the CSS selectors by which it reads a page, each under the name of what it finds, for a person's look at one.
    ``read`` is for a site with a page for each framework: the record of one.
    """

    source: Source
    manners: Manners
    permission: Permission
    every: timedelta
    visit: Callable[[Fetch, Visit], Iterator[Page]]
    guards: Guards | None = None
    met: str = ""
    looks_for: Mapping[str, str] = field(default_factory=dict)
    read: Callable[[Body, Notes], Record] | None = None
