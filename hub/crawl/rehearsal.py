"""A dry run: the site is visited and its pages read, and nothing is written."""

from sqlalchemy.orm import Session, sessionmaker

from hub.crawl.guards import Listing
from hub.crawl.listings import disbelief, judged
from hub.crawl.pages import CountedFetch, Share, VisitFailed, pages
from hub.crawl.runs import CRAWL, Run, count_requests, run_of
from hub.crawl.trip import Progress
from hub.db import read_only
from hub.ingest import hashed_for, known_editions
from hub.ingest.report import OUTCOMES, Report, dry_run_report
from hub.models import Crawl, CrawlState
from scrapers.site import Site, Visit
from scrapers.source import Reading, Row


def rehearse(
    sessions: sessionmaker[Session], site: Site, fetch: CountedFetch, visit: Visit, progress: Progress, believe: bool
) -> Run:
    """What a crawl would do; ``believe`` as in hub.crawl.crawl."""
    run = _blank(site, visit)
    with read_only(sessions) as session:
        known = known_editions(session, site.source.name)
        state = session.get(CrawlState, site.source.name)
    last = Listing.from_json(state.last_good if state and not believe else {})
    rows: list[Row] = []
    share = Share(visit)
    reading: Reading | None = None
    try:
        for page in pages(site, fetch, visit):
            run.pages += 1
            reading = page.reading
            _count(run, dry_run_report(reading, page.body.address, known, hashed_for(site.source.name)))
            if site.guards is not None:
                rows.extend(reading.rows)
            progress(*share.after(page))
        if site.guards is not None:
            whole = reading and Reading(source=reading.source, as_of=reading.as_of, as_of_reason="", rows=rows)
            _, judgement = judged(site, whole, last)
            run.reason = " ".join(filter(None, (disbelief(site, judgement), *judgement.flags)))
    except VisitFailed as failure:
        run.reason = failure.in_full
    count_requests(run, fetch)
    return run_of(site, run)


def _blank(site: Site, visit: Visit) -> Crawl:
    """The row of a run that is never stored."""
    none = dict.fromkeys(("rows", "warnings", "call_offs", "pages", "requests", "bytes", *OUTCOMES), 0)
    about = {"since": visit.since, "until": visit.until, "reason": ""}
    return Crawl(source=site.source.name, kind=CRAWL, state="dry run", **none, **about)


def _count(run: Crawl, report: Report) -> None:
    run.rows += report.rows
    run.warnings += report.warnings
    for outcome in OUTCOMES:
        setattr(run, outcome, getattr(run, outcome) + report.counts[outcome])
