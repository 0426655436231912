"""Trying a site: its robots.txt and its first page, or one a person names, fetched to be looked at and not stored."""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from hub.actor import Actor
from hub.audit import note
from hub.crawl.pages import CountedFetch, VisitFailed, pages
from hub.crawl.permission import FORBIDDEN
from hub.crawl.runs import state_of
from hub.errors import Refused
from scrapers.listing import one_page
from scrapers.probe import findings
from scrapers.record import Record
from scrapers.site import Fetch, FetchFailed, Page, Site, Visit

BACK = timedelta(days=1)
SHOWN = 5


class ProbeFailed(Exception):
    """Why the page could not be read, as a person reads it."""


def only_page(site: Site, address: str) -> Site:
    """The site with nothing but the page at an address. Raises Refused for one that has no page for each framework."""
    read = site.read
    if read is None:
        raise Refused(f"{site.source.title} has no page for each framework. Leave out --url to try its first page.")
    return replace(site, visit=lambda fetch, visit: one_page(fetch, site.source, address, read))


def probe(site: Site, fetch: Fetch, at: datetime) -> Iterator[str]:
    """What is found, line by line as it comes. Raises ProbeFailed where there is no first page that can be read."""
    for host in site.manners.hosts:
        yield _robots(fetch, host)
    counted = CountedFetch(fetch, lambda: at)
    try:
        first = next(pages(site, counted, Visit(since=at - BACK, until=at)), None)
    except VisitFailed as failure:
        raise ProbeFailed(str(failure)) from failure
    if first is None:
        raise ProbeFailed(f"{site.source.title} gave no page at all.")
    yield from _described(first)
    if site.looks_for or "html" in first.body.media_type:
        with gzip.open(first.body.path) as file:
            yield from findings(file.read(), first.body.address, site.looks_for)


def _robots(fetch: Fetch, host: str) -> str:
    address = f"https://{host}/robots.txt"
    try:
        body = fetch(address)
    except FetchFailed as failure:
        return f"robots.txt: {failure}"
    return f"robots.txt: found at {body.address}, {body.path.stat().st_size} bytes packed"


def _described(page: Page) -> Iterator[str]:
    body, rows = page.body, page.reading.rows
    yield f"Page: {body.address} ({body.media_type}), {body.path.stat().st_size} bytes packed"
    yield f"It speaks of {page.reading.as_of.value.isoformat()}: {page.reading.as_of_reason}"
    of = f" of {page.total}" if page.total else ""
    yield f"Page 1{of} has {len(rows)} rows"
    for row in rows[:SHOWN]:
        what = _record(row.record) if row.record else row.call_off.title if row.call_off else row.reason
        yield f"  {row.place}, {row.outcome.value}: {what}"
        for problem in row.problems:
            yield f"    {problem.field} “{problem.value[:60]}”: {problem.reason}"
    if len(rows) > SHOWN:
        yield f"  … and {len(rows) - SHOWN} more"


def _record(record: Record) -> str:
    dates = f"{record.start.value if record.start else '?'} to {record.end.value if record.end else '?'}"
    return f"{record.reference or record.source_id}  {record.title} ({record.owner}; {dates}; {len(record.lots)} lots)"


def refuse_forbidden(session: Session, site: Site) -> None:
    """Raises Refused where a person said that the site may not be read."""
    if state_of(session, site).permission == FORBIDDEN:
        name = site.source.name
        raise Refused(f"{site.source.title} may not be read, as someone noted with `hub sources forbid {name}`.")


def note_probe(session: Session, site: Site, actor: Actor, at: datetime) -> None:
    """A person has seen the hub read the live site."""
    state_of(session, site).probed_at = at
    note(session, actor, "probe source", f"source {site.source.name}", at)
