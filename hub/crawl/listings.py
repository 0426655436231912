"""Sites that list everything at each visit: read to the end, judged, then stored as a whole or not at all."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Update, func, select, update
from sqlalchemy.orm import Session

from hub.crawl.guards import Judgement, Listing, judge, measure
from hub.crawl.issues import LENGTH, note
from hub.crawl.pages import Share, VisitFailed, look, pages
from hub.crawl.runs import Good, count_requests, row_of, state_of
from hub.crawl.trip import Trip
from hub.db import in_parts, read_only
from hub.ingest import batches, store_batch
from hub.ingest.report import OUTCOMES, Report
from hub.ingest.store import register
from hub.models import StoredRecord
from hub.models.evidence import PLACE, UNLISTED_FROM
from scrapers.site import Site, Visit
from scrapers.source import Outcome, Reading, Row
from scrapers.spool import Spool


class Collected:
    """Every page of a visit, its rows kept on disk."""

    def __init__(self, trip: Trip, visit: Visit) -> None:
        self.pages, self.is_whole = 0, True
        self._newest: Reading | None = None
        self._all_rows = Spool(self._rows(trip, visit))

    @property
    def reading(self) -> Reading | None:
        """The list as a whole, dated as the newest of its pages; None where no page came."""
        return None if self._newest is None else replace(self._newest, rows=self._all_rows)

    def _rows(self, trip: Trip, visit: Visit) -> Iterator[Row]:
        share = Share(visit)
        for page in pages(trip.site, trip.fetch, visit):
            self.pages += 1
            if self._newest is None or page.reading.as_of.value > self._newest.as_of.value:
                self._newest = page.reading
            yield from page.reading.rows
            trip.progress(*share.after(page))
            if trip.stop():
                self.is_whole = False
                return


def follow(trip: Trip) -> Good | None:
    """Read the list and store it; None where it was stopped before. Raises VisitFailed, and nothing is stored."""
    with read_only(trip.sessions) as session:
        run = row_of(session, trip.run_id)
        visit = Visit(since=run.since or run.started_at, until=run.until or run.started_at)
        last = Listing.from_json({} if trip.believe else state_of(session, trip.site).last_good)
    collected = Collected(trip, visit)
    if not collected.is_whole:
        return None
    listing, judgement = judged(trip.site, collected.reading, last)
    if judgement.failures or collected.reading is None:
        raise VisitFailed(disbelief(trip.site, judgement))
    reading = collected.reading
    _store(trip, reading, collected.pages)
    return Good(listing.as_json(), lambda session, at: _compare(session, trip.site, reading, listing, judgement, at))


def judged(site: Site, reading: Reading | None, last: Listing) -> tuple[Listing, Judgement]:
    """What a list holds, and whether it is believed. No page at all is an empty list."""
    listing = measure(reading.rows if reading else ())
    if site.guards is None or reading is None:
        return listing, Judgement((f"{site.source.title} gave no page at all.",))
    judgement = judge(site.guards, listing, last)
    if judgement.failures and (lost := _lost(reading.rows)):
        judgement = replace(judgement, failures=(*judgement.failures, lost))
    return listing, judgement


def _lost(rows: Sequence[Row]) -> str:
    """How many rows were rejected, and why the first was; empty where none was."""
    rejected = [f"{row.place}: {row.reason.rstrip('.')}." for row in rows if row.outcome is Outcome.REJECTED]
    return f"Its rows that could not be used: {len(rejected)}, the first at {rejected[0]}" if rejected else ""


def disbelief(site: Site, judgement: Judgement) -> str:
    """Why a list is not believed, and what a person can do about it. Empty for one that is."""
    if not judgement.failures:
        return ""
    cure = look(site)
    if judgement.may_be_true:
        cure = f"Look at the site: if it has really become so, `hub crawl {site.source.name} --believe` stores it."
    return f"What {site.source.url} lists is not believed. {' '.join(judgement.failures)} {cure}"


def _store(trip: Trip, reading: Reading, count: int) -> None:
    """In batches. Where a run was killed meanwhile, what it had stored is unchanged now, and is counted anew."""
    with trip.sessions.begin() as session:
        register(session, reading, trip.clock())
        run = row_of(session, trip.run_id)
        run.pages, run.rows, run.warnings, run.call_offs = count, 0, 0, 0
        for outcome in OUTCOMES:
            setattr(run, outcome, 0)
        count_requests(run, trip.fetch)
    for batch in batches(reading.rows):
        report = Report(trip.site.source.url, trip.site.source.name, reading.as_of.value.isoformat())
        with trip.sessions.begin() as session:
            store_batch(session, reading, row_of(session, trip.run_id), batch, report, trip.clock())


def _compare(
    session: Session, site: Site, reading: Reading, listing: Listing, judgement: Judgement, at: datetime
) -> int:
    """Note what is strange about the list, and what it no longer has. Returns how many entries left it for good."""
    unread = {row.place[:PLACE] for row in reading.rows if row.record is None}
    if judgement.flags:
        done = "The list was stored. Look whether the site has really changed."
        note(session, site.source.name, LENGTH, " ".join(judgement.flags), done, at)
    return mark_missing(session, site.source.name, listing.entries, unread, at)


def mark_missing(session: Session, source: str, entries: Collection[str], unread: Collection[str], at: datetime) -> int:
    """Count how often each entry of a source was missing from its list. Returns how many are not listed as of now.

    An entry that stood where something could not be read may still be there, and is left as it was.
    """
    stored = select(StoredRecord.source_id, func.max(StoredRecord.place), func.max(StoredRecord.missed))
    rows = session.execute(stored.where(StoredRecord.source == source).group_by(StoredRecord.source_id)).all()
    missing = {name: missed for name, place, missed in rows if name not in entries and place not in unread}
    back = [name for name, _, missed in rows if name in entries and missed]
    for part in in_parts(back):
        session.execute(_entries(source, part).values(missed=0, missing_since=None))
    for part in in_parts(missing):
        first = _entries(source, part).where(StoredRecord.missing_since.is_(None))
        session.execute(first.values(missing_since=at))
        session.execute(_entries(source, part).values(missed=StoredRecord.missed + 1))
    return sum(missed + 1 == UNLISTED_FROM for missed in missing.values())


def _entries(source: str, names: list[str]) -> Update:
    return update(StoredRecord).where(StoredRecord.source == source, StoredRecord.source_id.in_(names))
