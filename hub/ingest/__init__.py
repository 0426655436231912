"""From a file to the catalogue: read and checked as a whole, stored in batches, merged, the index told.

A killed import loses nothing: every batch is one transaction, and what is already stored is recognised by its
content when the file is imported again.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from hub.actor import Actor
from hub.clock import Clock, now
from hub.ingest.call_offs import store_call_offs
from hub.ingest.editions import body_hash
from hub.ingest.links import relink
from hub.ingest.organisations import note_records
from hub.ingest.parents import inherit_ends
from hub.ingest.report import OUTCOMES, Report, dry_run_report
from hub.ingest.review import propose
from hub.ingest.store import note_problems, register, store
from hub.ingest.supplier_review import propose_suppliers
from hub.ingest.suppliers import settle_suppliers
from hub.models import AuditEntry, Crawl, StoredCallOff, StoredRecord
from scrapers.record import CallOffRecord, Record
from scrapers.source import Reading, Row

BATCH_ROWS = 500
LEAST_ROWS = 50  # fewer would spend more on the batch than on its rows
BATCH_SECONDS = 1.0

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Opened:
    """A file that has been read: its name and hash for the record, and what it says."""

    name: str
    sha256: str
    reading: Reading


def preview(session: Session, opened: Opened) -> Report:
    """What importing would do. Nothing is written."""
    reading = opened.reading
    known: dict[tuple[type, str], set[str]] = {}
    for kind, model in ((Record, StoredRecord), (CallOffRecord, StoredCallOff)):
        stored = select(model.source_id, model.body_hash).where(model.source == reading.source.name)
        for source_id, name in session.execute(stored):
            known.setdefault((kind, source_id), set()).add(name)
    return dry_run_report(reading, opened.name, known, lambda record: body_hash(reading.source.name, record))


def ingest(
    sessions: sessionmaker[Session],
    opened: Opened,
    actor: Actor,
    clock: Clock = now,
    progress: Progress = lambda done, total: None,
) -> Report:
    """Store every record of a file, merge the frameworks they speak of, and say what became of each row."""
    reading = opened.reading
    report = Report(opened.name, reading.source.name, reading.as_of.value.isoformat())
    crawl_id = _begin(sessions, opened, actor, clock)
    done = 0
    for batch in batches(reading.rows):
        with sessions.begin() as session:
            _store_batch(session, reading, crawl_id, batch, report, clock)
        done += len(batch)
        progress(done, len(reading.rows))
    _finish(sessions, crawl_id, report, actor, clock)
    return report


def batches(rows: Iterable[Row]) -> Iterator[Sequence[Row]]:
    """At most 500 rows or one second of work at a time, so that other writers get their turn."""
    batch: list[Row] = []
    size, started = 25, time.monotonic()
    for row in rows:
        batch.append(row)
        if len(batch) >= size:
            yield batch
            size = _next_size(size, time.monotonic() - started)
            batch, started = [], time.monotonic()
    if batch:
        yield batch


def _next_size(size: int, seconds: float) -> int:
    return max(LEAST_ROWS, min(BATCH_ROWS, int(size * BATCH_SECONDS / max(seconds, 0.01) / 2)))


def _begin(sessions: sessionmaker[Session], opened: Opened, actor: Actor, clock: Clock) -> int:
    with sessions.begin() as session:
        source = register(session, opened.reading, clock())
        crawl = Crawl(
            source=source.name,
            file_name=opened.name,
            file_hash=opened.sha256,
            as_of=opened.reading.as_of.value,
            as_of_reason=opened.reading.as_of_reason,
            actor=actor.name,
            started_at=clock(),
        )
        session.add(crawl)
        session.flush()
        return crawl.id


def _store_batch(
    session: Session, reading: Reading, crawl_id: int, batch: Sequence[Row], report: Report, clock: Clock
) -> None:
    crawl = session.get_one(Crawl, crawl_id)
    note_records(session, (each for row in batch if (each := row.record or row.call_off) is not None))
    arrivals = store(session, reading, crawl, [row for row in batch if row.record is not None], clock())
    arrivals += store_call_offs(session, reading, crawl, [row for row in batch if row.call_off is not None], clock())
    outcomes = {id(arrival.row): arrival.outcome for arrival in arrivals}
    for row in batch:
        report.add(row, outcomes.get(id(row), row.outcome.value))
    note_problems(session, reading.source.name, batch, clock())


def _finish(sessions: sessionmaker[Session], crawl_id: int, report: Report, actor: Actor, clock: Clock) -> None:
    with sessions.begin() as session:
        crawl = session.get_one(Crawl, crawl_id)
        crawl.rows, crawl.warnings, crawl.ended_at = report.rows, report.warnings, clock()
        for outcome in OUTCOMES:
            setattr(crawl, outcome, report.counts[outcome])
        crawl.call_offs = report.call_offs
        inherit_ends(session, clock())
        settle_suppliers(session, clock())
        propose_suppliers(session, clock())
        propose(session, clock())
        relink(session)
        detail = {"source": report.source, **{outcome: report.counts[outcome] for outcome in OUTCOMES}}
        entry = AuditEntry(at=clock(), actor=actor.name, action="import", subject=f"crawl {crawl_id}", detail=detail)
        session.add(entry)
