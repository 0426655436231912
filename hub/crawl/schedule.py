"""When a site is visited next. Pure."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from hub.models import CrawlState
from scrapers.site import Site

RETRY = timedelta(hours=1)
MOST_DOUBLINGS = 10
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def next_visit(every: timedelta, failures: int, at: datetime) -> datetime:
    """After a failure a site is tried again in an hour, then in two, in four …, and never less often than usual."""
    wait: timedelta = RETRY * 2 ** min(failures - 1, MOST_DOUBLINGS)
    return at + min(every, wait)


def due(sites: Iterable[Site], states: Mapping[str, CrawlState], at: datetime) -> list[Site]:
    """The sites whose time has come, the one that waits longest first."""
    waiting = [(when, site) for site in sites if (when := due_at(site, states)) <= at]
    return [site for _, site in sorted(waiting, key=lambda pair: (pair[0], pair[1].source.name))]


def due_at(site: Site, states: Mapping[str, CrawlState]) -> datetime:
    """When a site is to be visited next; long ago where nothing was arranged yet."""
    state = states.get(site.source.name)
    return state.next_at if state is not None and state.next_at is not None else LONG_AGO
