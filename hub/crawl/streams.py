"""Sites that publish notice after notice: every page is stored as it comes, with the place to go on from."""

from datetime import datetime

from sqlalchemy.orm import Session

from hub.crawl.pages import Share, pages
from hub.crawl.runs import Good, count_requests, row_of, state_of
from hub.crawl.trip import Trip
from hub.db import read_only
from hub.ingest import store_batch
from hub.ingest.report import Report
from hub.ingest.store import register
from hub.models import Crawl, CrawlState
from scrapers.site import Page, Visit


def follow(trip: Trip) -> Good | None:
    """Visit to the end; None where it was stopped before. Raises VisitFailed, and what was stored stays."""
    with read_only(trip.sessions) as session:
        visit = visit_of(row_of(session, trip.run_id), state_of(session, trip.site))
    if visit is None:
        return Good()
    share = Share(visit)
    for page in pages(trip.site, trip.fetch, visit):
        with trip.sessions.begin() as session:
            _store(session, trip, page)
        trip.progress(*share.after(page))
        if trip.stop():
            return None
    return Good()


def visit_of(run: Crawl, state: CrawlState) -> Visit | None:
    """What is left of a run; None where only its last page's rows were still to be settled."""
    since, until = run.since or run.started_at, run.until or run.started_at
    if not state.cursor and run.reached:
        if run.reached >= until:
            return None
        since = max(since, run.reached)
    return Visit(since=since, until=until, resume=dict(state.cursor), held=tuple(state.held))


def _store(session: Session, trip: Trip, page: Page) -> None:
    """One page, one transaction: its rows, its counts, and where to go on after it."""
    run, state, at = row_of(session, trip.run_id), state_of(session, trip.site), trip.clock()
    register(session, page.reading, at)
    report = Report(page.body.address, trip.site.source.name, page.reading.as_of.value.isoformat())
    store_batch(session, page.reading, run, list(page.reading.rows), report, at)
    count_requests(run, trip.fetch)
    run.pages += 1
    state.cursor = dict(page.then)
    if page.finished is not None and run.since is not None:
        run.reached = max(run.reached or page.finished, page.finished)
        state.watermark = advanced(state.watermark, run.since, page.finished)


def advanced(watermark: datetime | None, since: datetime, finished: datetime) -> datetime:
    """The watermark after a complete window. A visit that began after it leaves a gap, and so does not move it."""
    if watermark is None:
        return finished
    return max(watermark, finished) if since <= watermark else watermark
