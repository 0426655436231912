"""The pages of a visit, as they come in; whatever keeps one from coming is said in words."""

import logging
from collections.abc import Iterator
from datetime import timedelta

from hub.clock import Clock
from scrapers.site import Body, Disallowed, Fetch, FetchFailed, Page, PageChanged, Site, Visit
from scrapers.source import UnreadableFile

log = logging.getLogger(__name__)

UNEXPECTED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class VisitFailed(Exception):
    """Why a visit ended before its end, as a person reads it; ``cure`` is what they can do, where that is not said."""

    def __init__(self, reason: str, cure: str = "") -> None:
        super().__init__(reason)
        self.cure = cure

    @property
    def in_full(self) -> str:
        return f"{self} {self.cure}".rstrip()


class CountedFetch:
    """A fetch that counts: addresses asked for, and the bytes that came, as they are kept.

    An address that was asked for several times until it answered counts once. ``last`` is the one asked for last.
    """

    def __init__(self, fetch: Fetch, clock: Clock) -> None:
        self._fetch, self._clock = fetch, clock
        self.requests = self.bytes = 0
        self.last = ""

    def __call__(self, address: str, expects: str = "") -> Body:
        at, self.last = self._clock(), address
        try:
            body = self._fetch(address, expects)
        except FetchFailed as failure:
            self.requests += not isinstance(failure, Disallowed)
            raise
        self.requests += not body.kept or body.fetched_at >= at  # a kept body may be one that has not changed since
        self.bytes += 0 if body.kept else body.path.stat().st_size
        return body

    def counted(self) -> tuple[int, int]:
        """Requests and bytes since this was last asked."""
        found = self.requests, self.bytes
        self.requests = self.bytes = 0
        return found


def pages(site: Site, fetch: CountedFetch, visit: Visit) -> Iterator[Page]:
    """The pages of a visit, each once. Raises VisitFailed."""
    seen: set[tuple[str, str, tuple[tuple[str, str], ...]]] = set()
    try:
        for page in site.visit(fetch, visit):
            mark = (page.body.address, page.body.sha256, tuple(sorted(page.then.items())))
            if mark in seen:
                circle = f"{page.body.address} leads back to itself: its pages go round in a circle."
                raise VisitFailed(circle, look(site))
            seen.add(mark)
            yield page
    except FetchFailed as failure:
        raise VisitFailed(str(failure)) from failure
    except (PageChanged, UnreadableFile) as failure:
        raise VisitFailed(str(failure), look(site)) from failure
    except UNEXPECTED as fault:
        log.exception("%s could not be read", site.source.name)
        what = f"{type(fault).__name__}: {fault}"
        raise VisitFailed(f"{fetch.last} could not be understood ({what}).", look(site)) from fault


def look(site: Site) -> str:
    """What a person can do about a page that is not as it was."""
    return f"`hub probe {site.source.name}` shows what is still found; where the site has changed, so must its reader."


class Share:
    """How far a visit has come: of its pages, where the site says how many there are; else of its time."""

    def __init__(self, visit: Visit) -> None:
        self._visit, self._done, self._reached = visit, 0, visit.since

    def after(self, page: Page) -> tuple[int, int]:
        """What is done with this page, and the whole. A page in the midst of a window takes nothing back."""
        self._done += 1
        self._reached = page.finished or self._reached
        if page.total:
            return min(self._done, page.total), page.total
        span = self._visit.until - self._visit.since
        return int(1000 * min(1.0, (self._reached - self._visit.since) / span)) if span > timedelta(0) else 0, 1000
