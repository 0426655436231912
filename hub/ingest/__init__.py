"""From a file to the catalogue: read and checked as a whole, stored in batches, merged, the index told.

A killed import loses nothing: every batch is one transaction, and what is already stored is recognised by its
content when the file is imported again.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from hub import removals
from hub.actor import Actor
from hub.audit import note
from hub.clock import Clock, now
from hub.ingest.call_offs import store_call_offs
from hub.ingest.editions import body_hash
from hub.ingest.organisations import note_records
from hub.ingest.removing import without
from hub.ingest.report import OUTCOMES, Report, dry_run_report
from hub.ingest.settling import settle
from hub.ingest.store import note_problems, register, store
from hub.models import Crawl, StoredCallOff, StoredRecord
from scrapers.call_off import CallOffRecord
from scrapers.record import Record
from scrapers.source import Reading, Row, Source

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
    source = opened.reading.source.name
    reading = replace(opened.reading, rows=without(removals.load(session), opened.reading.rows))
    return dry_run_report(reading, opened.name, known_editions(session, source), hashed_for(source))


def known_editions(session: Session, source: str) -> dict[tuple[type, str], set[str]]:
    """The body hashes of all that is stored of a source, by (Record or CallOffRecord, source id)."""
    known: dict[tuple[type, str], set[str]] = {}
    for kind, model in ((Record, StoredRecord), (CallOffRecord, StoredCallOff)):
        stored = select(model.source_id, model.body_hash).where(model.source == source)
        for source_id, name in session.execute(stored):
            known.setdefault((kind, source_id), set()).add(name)
    return known


def hashed_for(source: str) -> Callable[[Record | CallOffRecord], str]:
    """What gives the body hash of a source's records."""
    return lambda record: body_hash(source, record)


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
    with sessions.begin() as session:
        register(session, reading, clock())
        about = {"file_name": opened.name, "file_hash": opened.sha256}
        crawl_id = begin(session, reading.source, actor, clock(), **about).id
    done = 0
    for batch in batches(reading.rows):
        with sessions.begin() as session:
            store_batch(session, reading, session.get_one(Crawl, crawl_id), batch, report, clock())
        done += len(batch)
        progress(done, len(reading.rows))
    with sessions.begin() as session:
        finish(session, session.get_one(Crawl, crawl_id), actor, clock(), action="import")
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


def begin(session: Session, source: Source, actor: Actor, at: datetime, **about: Any) -> Crawl:
    """The row of a run or import that begins now; ``about`` are more of its columns. The source's row is there."""
    crawl = Crawl(source=source.name, actor=actor.name, started_at=at, **about)
    session.add(crawl)
    session.flush()
    return crawl


def store_batch(
    session: Session, reading: Reading, crawl: Crawl, batch: Sequence[Row], report: Report, at: datetime
) -> None:
    """Store some rows of a file or page and merge what they speak of. Each is counted in the run and in the report."""
    crawl.as_of, crawl.as_of_reason = reading.as_of.value, reading.as_of_reason
    batch = without(removals.load(session), batch)
    note_records(session, (each for row in batch if (each := row.record or row.call_off) is not None))
    arrivals = store(session, reading, crawl, [row for row in batch if row.record is not None], at)
    arrivals += store_call_offs(session, reading, crawl, [row for row in batch if row.call_off is not None], at)
    outcomes = {id(arrival.row): arrival.outcome for arrival in arrivals}
    for row in batch:
        outcome = outcomes.get(id(row), row.outcome.value)
        report.add(row, outcome)
        setattr(crawl, outcome, getattr(crawl, outcome) + 1)
    crawl.rows += len(batch)
    crawl.call_offs += sum(row.call_off is not None for row in batch)
    crawl.warnings += sum(bool(problem.field) for row in batch for problem in row.problems)
    note_problems(session, reading.source.name, batch, at)


def finish(session: Session, crawl: Crawl, actor: Actor, at: datetime, action: str, state: str = "finished") -> None:
    """The last of a run: what only shows once all its rows are there, and the entry in the audit trail."""
    if crawl.rows:
        settle(session, at)
    crawl.ended_at, crawl.state = at, state
    detail = {"source": crawl.source, **{outcome: getattr(crawl, outcome) for outcome in OUTCOMES}}
    note(session, actor, action, f"crawl {crawl.id}", at, detail)
