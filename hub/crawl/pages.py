"""The pages of a visit, as they come in; whatever keeps one from coming is said in words."""

import logging
from collections.abc import Iterator
from datetime import timedelta

from hub.clock import Clock
from scrapers.site import Body, Fetch, FetchFailed, Page, PageChanged, Site, Visit
from scrapers.source import UnreadableFile

log = logging.getLogger(__name__)

UNEXPECTED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class VisitFailed(Exception):
    """Why a visit ended before its end, as a person reads it."""


class CountedFetch:
    """A fetch that counts: addresses asked for, and the bytes that came, as they are kept.

    An address that was asked for several times until it answered counts once.
    """

    def __init__(self, fetch: Fetch, clock: Clock) -> None:
        self._fetch, self._clock = fetch, clock
        self.requests = self.bytes = 0

    def __call__(self, address: str, expects: str = "") -> Body:
        at = self._clock()
        try:
            body = self._fetch(address, expects)
        except FetchFailed:
            self.requests += 1
            raise
        self.requests += not body.kept or body.fetched_at >= at  # a kept body may be one that has not changed since
        self.bytes += 0 if body.kept else body.path.stat().st_size
        return body

    def counted(self) -> tuple[int, int]:
        """Requests and bytes since this was last asked."""
        found = self.requests, self.bytes
        self.requests = self.bytes = 0
        return found


def pages(site: Site, fetch: Fetch, visit: Visit) -> Iterator[Page]:
    """The pages of a visit, each once. Raises VisitFailed."""
    seen: set[tuple[str, str, tuple[tuple[str, str], ...]]] = set()
    try:
        for page in site.visit(fetch, visit):
            mark = (page.body.address, page.body.sha256, tuple(sorted(page.then.items())))
            if mark in seen:
                raise VisitFailed(f"{page.body.address} leads back to itself: its pages go round in a circle.")
            seen.add(mark)
            yield page
    except (FetchFailed, PageChanged, UnreadableFile) as failure:
        raise VisitFailed(str(failure)) from failure
    except UNEXPECTED as fault:
        log.exception("%s could not be read", site.source.name)
        what = f"{type(fault).__name__}: {fault}"
        raise VisitFailed(f"A page of {site.source.title} could not be understood ({what}).") from fault


def share(visit: Visit, page: Page, done: int) -> tuple[int, int]:
    """How far a visit has come with its ``done``-th page: of pages, where the site says how many; else of the time."""
    if page.total:
        return min(done, page.total), page.total
    span = visit.until - visit.since
    reached = (page.finished or visit.since) - visit.since
    return int(1000 * min(1.0, reached / span)) if span > timedelta(0) else 0, 1000
