"""From a site to the catalogue: visited page by page, each page stored with the place to go on from.

A visit that is killed loses nothing: a page's rows, its counts and the cursor after it are one transaction, and the
next crawl goes on with the same run. A site that lists everything is stored as a whole or not at all.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session, sessionmaker

from hub.actor import Actor
from hub.clock import Clock, now
from hub.crawl import listings, rehearsal, streams
from hub.crawl.pages import CountedFetch, VisitFailed
from hub.crawl.runs import CRAWL, Plan, Run, begin_run, fail_run, finish_run, planned, run_called, stop_run
from hub.crawl.trip import Progress, Trip
from scrapers.site import Fetch, Site

__all__ = ["CRAWL", "Progress", "Run", "crawl"]


def crawl(
    sessions: sessionmaker[Session],
    site: Site,
    fetch: Fetch,
    actor: Actor,
    clock: Clock = now,
    since: datetime | None = None,
    until: datetime | None = None,
    dry_run: bool = False,
    progress: Progress = lambda done, total: None,
    stop: Callable[[], bool] = lambda: False,
    believe: bool = False,
    kind: str = CRAWL,
) -> Run:
    """Visit a site once: go on with the run that was interrupted, else begin one. Says what became of it.

    ``since`` gives up what was interrupted and begins anew from there. ``stop`` is asked after every page; a run that
    is stopped is gone on with next time. ``believe`` takes a complete listing for what it is, however much shorter
    than the last. Nobody else may crawl the site meanwhile (hub.crawl.rounds).
    """
    plan = Plan(kind, since, until or clock())
    counted = CountedFetch(fetch, clock)
    if dry_run:
        return rehearsal.rehearse(sessions, site, counted, planned(sessions, site, plan), progress, believe)
    run_id = begin_run(sessions, site, actor, clock(), plan)
    trip = Trip(sessions, site, counted, clock, run_id, progress, stop, believe)
    follow = streams.follow if site.guards is None else listings.follow
    try:
        done = follow(trip)
    except VisitFailed as failure:
        fail_run(trip, actor, failure.in_full)
    else:
        if done is None:
            stop_run(trip)
        else:
            finish_run(trip, actor, done)
    return run_called(sessions, site, trip.run_id)
