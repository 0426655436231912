"""The runs of a site in the database: begun, gone on with, finished, failed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from hub import ingest
from hub.actor import Actor
from hub.crawl.issues import VISIT, clear_failure, note
from hub.crawl.pages import CountedFetch
from hub.crawl.schedule import next_visit
from hub.crawl.trip import Trip
from hub.crawl.weekly import BACK, held
from hub.db import read_only
from hub.ingest.report import OUTCOMES
from hub.ingest.store import introduce
from hub.models import Crawl, CrawlState
from scrapers.site import Site, Visit

CRAWL, REREAD = "crawl", "reread"
ENDED = "It was read to its end."
FIRST = timedelta(days=30)
"""How far back the first visit of a site that publishes notices looks; --since asks for more."""


@dataclass(frozen=True)
class Plan:
    """What a new run is to be: of a kind, from ``since`` (None: where the last one ended) to ``until``."""

    kind: str
    since: datetime | None
    until: datetime


@dataclass(frozen=True)
class Good:
    """A visit that came to its end: of a complete listing what it held, and what marks the entries it lacks and gives
    how many have left it.
    """

    listing: Mapping[str, Any] = field(default_factory=dict)
    compare: Callable[[Session, datetime], int] = lambda session, at: 0


@dataclass(frozen=True)
class Run:
    """What became of a run. ``state`` is finished, partial, failed, under way (stopped) or dry run."""

    source: str
    title: str
    kind: str
    state: str
    reason: str
    pages: int
    requests: int
    bytes: int
    rows: int
    counts: Mapping[str, int]
    warnings: int
    until: datetime | None

    def summary(self) -> str:
        """One sentence: "3 pages in 4 requests, 210 rows: 200 accepted …"."""
        counts = ", ".join(f"{self.counts[outcome]} {outcome}" for outcome in OUTCOMES)
        asked = f"{self.pages} pages in {self.requests} requests"
        return f"{asked}, {self.rows} rows: {counts}; {self.warnings} warnings"


def row_of(session: Session, run_id: int) -> Crawl:
    return session.get_one(Crawl, run_id)


def state_of(session: Session, site: Site) -> CrawlState:
    """How the hub stands with a site, as a row that is there from now on."""
    found = session.get(CrawlState, site.source.name)
    if found is None:
        found = CrawlState(source=site.source.name, cursor={}, held=[], last_good={}, failures=0)
        session.add(found)
        session.flush()
    return found


def begin_run(sessions: sessionmaker[Session], site: Site, actor: Actor, at: datetime, plan: Plan) -> int:
    """The run to go on with: the interrupted one, one that takes up where the last one failed, or a new one."""
    with sessions.begin() as session:
        state, last = state_of(session, site), None
        if plan.since is None:
            last = state.run
        else:
            _give_up(state, at)
        if last is not None and last.ended_at is None:
            return last.id
        introduce(session, site.source)
        about: dict[str, Any] = {"kind": plan.kind, "since": plan.since or _start(state, plan), "until": plan.until}
        if last is not None:
            about = {"kind": last.kind, "since": last.since, "until": plan.until, "reached": last.reached}
        elif plan.kind == REREAD:
            state.held = held(session, site.source.name, at)
        state.run = ingest.begin(session, site.source, actor, at, **about)
        session.flush()
        return state.run.id


def _give_up(state: CrawlState, at: datetime) -> None:
    """A person asked for another day: what was interrupted is not gone on with."""
    if state.run is not None and state.run.ended_at is None:
        state.run.ended_at, state.run.state = at, "partial" if state.run.pages else "failed"
        state.run.reason = "It was interrupted, and then a crawl from another day was asked for."
    _forget_run(state)


def _forget_run(state: CrawlState) -> None:
    state.run, state.cursor, state.held = None, {}, []


def _start(state: CrawlState, plan: Plan) -> datetime:
    if plan.kind == REREAD:
        return plan.until - BACK
    return min(state.watermark, plan.until) if state.watermark else plan.until - FIRST


def planned(sessions: sessionmaker[Session], site: Site, plan: Plan) -> Visit:
    """The visit a new run would make. Nothing is written."""
    with read_only(sessions) as session:
        state = session.get(CrawlState, site.source.name) or CrawlState()
        return Visit(since=plan.since or _start(state, plan), until=plan.until)


def under_way_since(sessions: sessionmaker[Session], site: Site, at: datetime) -> datetime:
    """When the run to go on with began, else ``at``: what was fetched since then need not be fetched again."""
    with read_only(sessions) as session:
        state = session.get(CrawlState, site.source.name)
        run = state.run if state else None
        return run.started_at if run is not None and run.ended_at is None else at


def count_requests(run: Crawl, fetch: CountedFetch) -> None:
    requests, size = fetch.counted()
    run.requests += requests
    run.bytes += size


def finish_run(trip: Trip, actor: Actor, good: Good) -> None:
    """The run came to its end: the next one starts from there."""
    with trip.sessions.begin() as session:
        run, state, at = row_of(session, trip.run_id), state_of(session, trip.site), trip.clock()
        count_requests(run, trip.fetch)
        run.reason = _gone(good.compare(session, at))
        ingest.finish(session, run, actor, at, action=run.kind)
        if run.kind == REREAD or state.reread_at is None:
            state.reread_at = run.started_at
        state.last_good_at, state.last_good, state.failures = at, dict(good.listing), 0
        state.next_at = (run.until or at) + trip.site.every
        _forget_run(state)
        clear_failure(session, trip.site.source.name, actor, at)


def _gone(count: int) -> str:
    if not count:
        return ENDED
    entries = "1 entry is" if count == 1 else f"{count} entries are"
    return f"{ENDED} {entries} not listed any more: missing from two good crawls in a row. Nothing was removed."


def stop_run(trip: Trip) -> None:
    """The run was told to stop after the page in hand, and is still under way."""
    with trip.sessions.begin() as session:
        row_of(session, trip.run_id).reason = "It was told to stop. The next crawl goes on from there."


def fail_run(trip: Trip, actor: Actor, reason: str) -> None:
    """The visit ended early: what was stored stays, and a person is told why."""
    with trip.sessions.begin() as session:
        run, state, at = row_of(session, trip.run_id), state_of(session, trip.site), trip.clock()
        count_requests(run, trip.fetch)
        is_partial = bool(run.pages) and trip.site.guards is None
        run.reason = reason
        ingest.finish(session, run, actor, at, action=run.kind, state="partial" if is_partial else "failed")
        state.failures += 1
        state.next_at = next_visit(trip.site.every, state.failures, at)
        note(session, trip.site.source.name, VISIT, reason, _kept(is_partial), at)
        if not is_partial:
            _go_back(state, run, trip.site)


def _go_back(state: CrawlState, run: Crawl, site: Site) -> None:
    """Where a run went on from may lead nowhere any more: the next one begins with the window this one was in.

    A list begins anew in any case. Reading again can wait until what is new has been read.
    """
    if site.guards is not None or run.kind == REREAD:
        _forget_run(state)
    else:
        state.cursor = {}


def _kept(is_partial: bool) -> str:
    if is_partial:
        return "What was stored before stays; the next crawl goes on from there."
    return "Nothing was stored, and nothing was removed. The next crawl tries again."


def run_called(sessions: sessionmaker[Session], site: Site, run_id: int) -> Run:
    """What a run's row says by now."""
    with read_only(sessions) as session:
        return run_of(site, row_of(session, run_id))


def run_of(site: Site, row: Crawl) -> Run:
    """A run, as its row says."""
    return Run(
        source=site.source.name,
        title=site.source.title,
        kind=row.kind,
        state=row.state,
        reason=row.reason,
        pages=row.pages,
        requests=row.requests,
        bytes=row.bytes,
        rows=row.rows,
        counts={outcome: getattr(row, outcome) for outcome in OUTCOMES},
        warnings=row.warnings,
        until=row.until,
    )
