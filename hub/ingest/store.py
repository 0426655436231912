"""From records to rows: each record stored once, the frameworks it touches merged anew, the index told."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.ingest.frameworks import remerge
from hub.ingest.identity import home_key, source_key
from hub.ingest.organisations import organisation_slug
from hub.ingest.report import outcome_of
from hub.models import Crawl, Issue, Source as SourceRow, StoredRecord
from scrapers.record import Basis, Day, Record
from scrapers.source import Problem, Reading, Row, Source, Voice


@dataclass(frozen=True)
class Arrival:
    """A row with a record, and what became of it."""

    row: Row
    outcome: str


def body_hash(source: str, record: Record) -> str:
    """The hash that names a statement: of its source and everything it says."""
    body = json.dumps(record.model_dump(mode="json", exclude_defaults=True), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(f"{source}\x1f{body}".encode()).hexdigest()


def register(session: Session, reading: Reading, at: datetime) -> SourceRow:
    """The source's own row, with what the file says of it."""
    source = reading.source
    row = session.get(SourceRow, source.name) or SourceRow(name=source.name)
    row.title, row.publisher, row.url, row.licence = source.title, source.publisher, source.url, source.licence
    row.voice, row.owner = source.voice.value, source.owner
    if row.as_of is None or reading.as_of.value >= row.as_of:
        row.as_of, row.as_of_precision = reading.as_of.value, precision(reading.as_of)
    row.last_read = at
    session.add(row)
    session.flush()
    return row


def precision(as_of: Day) -> str:
    """How exactly the day a file speaks of is known; "about" where the hub worked it out."""
    return as_of.precision.value if as_of.basis is Basis.PUBLISHED else "about"


def store(session: Session, reading: Reading, crawl: Crawl, rows: Sequence[Row], at: datetime) -> list[Arrival]:
    """Store a batch of rows that have records. Storing them again changes nothing but when they were last seen."""
    arrivals: list[Arrival] = []
    touched: set[str] = set()
    for row in rows:
        assert row.record is not None  # noqa: S101  the caller sorts out the rows without
        stored, outcome = _keep(session, reading, crawl, row, at)
        if outcome != "unchanged":
            touched |= _settle_home(session, stored)
        elif stored.as_of < reading.as_of.value:
            stored.as_of, stored.as_of_precision = reading.as_of.value, precision(reading.as_of)
            touched |= _settle_home(session, stored)
        arrivals.append(Arrival(row, outcome))
    remerge(session, touched, at)
    return arrivals


def _keep(
    session: Session, reading: Reading, crawl: Crawl, row: Row, at: datetime
) -> tuple[StoredRecord, str]:
    record, source = row.record, reading.source
    assert record is not None  # noqa: S101
    name = body_hash(source.name, record)
    stored = session.scalar(select(StoredRecord).where(StoredRecord.body_hash == name))
    if stored is not None:
        stored.last_seen = at
        return stored, "unchanged"
    own_key = source_key(source.name, record.source_id)
    editions = set(session.scalars(select(StoredRecord.body_hash).where(StoredRecord.own_key == own_key)))
    stored = _stored(reading, record, at)
    stored.body_hash, stored.own_key, stored.place, stored.crawl_id = name, own_key, row.place, crawl.id
    session.add(stored)
    session.flush()
    return stored, outcome_of(name, editions)


def _stored(reading: Reading, record: Record, at: datetime) -> StoredRecord:
    owner = organisation_slug(record.owner)
    return StoredRecord(
        source=reading.source.name,
        source_id=record.source_id,
        body=record.model_dump(mode="json"),
        voice=voice_of(reading.source, record).value,
        owner_slug=owner,
        as_of=reading.as_of.value,
        as_of_precision=precision(reading.as_of),
        published=record.published,
        home=home_key(owner, record, reading.source.name),
        first_seen=at,
        last_seen=at,
    )


def voice_of(source: Source, record: Record) -> Voice:
    """An owner's file speaks with the owner's voice of its own frameworks only; of others it is a directory."""
    if source.voice is Voice.OWNER and organisation_slug(record.owner) != organisation_slug(source.owner):
        return Voice.DIRECTORY
    return Voice.RESELLER if record.listing_of_owner else source.voice


def _settle_home(session: Session, stored: StoredRecord) -> set[str]:
    """All editions of one entry live where its newest edition says. Returns the homes that must be merged anew."""
    editions = session.scalars(select(StoredRecord).where(StoredRecord.own_key == stored.own_key)).all()
    newest = max(editions, key=lambda e: (e.as_of, e.body_hash))
    home = home_key(newest.owner_slug, Record.model_validate(newest.body), newest.source)
    touched = {home} | {edition.home for edition in editions}
    for edition in editions:
        edition.home = home
    session.flush()
    return touched


def note_problems(session: Session, source: str, rows: Iterable[Row], at: datetime) -> None:
    """Each problem becomes an issue a person can clear; the same problem met again is the same issue."""
    for row in rows:
        source_id = row.record.source_id if row.record else ""
        for problem in (*row.problems, *_rejection(row)):
            _note(session, source, source_id, problem, at)


def _rejection(row: Row) -> Iterable[Problem]:
    if row.outcome.value == "rejected":
        yield Problem(place=row.place, field="row", value="", reason=row.reason, done="The row was left out.")


def _note(session: Session, source: str, source_id: str, problem: Problem, at: datetime) -> None:
    values = (source, source_id or problem.place, problem.field, problem.value, problem.reason)
    fingerprint = hashlib.sha256("\x1f".join(values).encode()).hexdigest()
    if session.scalar(select(Issue.id).where(Issue.fingerprint == fingerprint)) is None:
        fields: dict[str, Any] = vars(problem) if hasattr(problem, "__dict__") else {}
        session.add(Issue(fingerprint=fingerprint, source=source, source_id=source_id, first_seen=at, **fields))
        session.flush()
