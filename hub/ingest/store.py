"""From records to rows: each record stored once, the frameworks it touches merged anew, the index told."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.ingest.editions import Arrival, as_stated, body_hash, editions_of
from hub.ingest.frameworks import remerge
from hub.ingest.identity import entry_keys, identified_by_reference, notices_named, reference_home, source_key
from hub.ingest.organisations import organisation_slug
from hub.ingest.report import outcome_of
from hub.models import Crawl, Issue, RecordNotice, Source as SourceRow, StoredRecord
from scrapers.record import Basis, Day, Edition, Record
from scrapers.source import Problem, Reading, Row, Source, Voice

CROWD = 10
"""Entries of one source with one owner and reference, beyond which the reference tells nothing."""


def register(session: Session, reading: Reading, at: datetime) -> SourceRow:
    """The source's own row, with what the file says of it."""
    row = introduce(session, reading.source)
    if row.as_of is None or reading.as_of.value >= row.as_of:
        row.as_of, row.as_of_precision = reading.as_of.value, precision(reading.as_of)
    row.last_read = at
    session.flush()
    return row


def introduce(session: Session, source: Source) -> SourceRow:
    """The row of a source of which nothing need have been read yet."""
    row = session.get(SourceRow, source.name) or SourceRow(name=source.name)
    row.title, row.publisher, row.url, row.licence = source.title, source.publisher, source.url, source.licence
    row.voice, row.owner = source.voice.value, source.owner
    session.add(row)
    session.flush()
    return row


def precision(as_of: Day) -> str:
    """How exactly the day a file speaks of is known; "about" where the hub worked it out."""
    return as_of.precision.value if as_of.basis is Basis.PUBLISHED else "about"


def store(session: Session, reading: Reading, crawl: Crawl, rows: Sequence[Row], at: datetime) -> list[Arrival]:
    """Store a batch of rows that have records. Storing them again changes nothing but when they were last seen."""
    source = reading.source.name
    records = [row.record for row in rows if row.record is not None]
    names = [body_hash(source, record) for record in records]
    stored = _already_stored(session, names)
    editions = editions_of(session, StoredRecord, source, {record.source_id for record in records})
    arrivals: list[Arrival] = []
    moved: set[str] = set()
    for row, record, name in zip(rows, records, names, strict=True):
        if name in stored:
            arrivals.append(Arrival(row, "unchanged"))
            if _seen_again(stored[name], reading, at):
                moved.add(record.source_id)
            continue
        known = editions[record.source_id]
        arrivals.append(Arrival(row, outcome_of(name, {edition.body_hash for edition in known})))
        stored[name] = _stored(reading, record, as_stated(reading, crawl, row, record, name, at))
        session.add(stored[name])
        known.append(stored[name])
        moved.add(record.source_id)
    session.flush()
    remerge(session, _settle(session, source, [editions[source_id] for source_id in sorted(moved)]), at)
    return arrivals


def _already_stored(session: Session, hashes: Iterable[str]) -> dict[str, StoredRecord]:
    rows = session.scalars(select(StoredRecord).where(StoredRecord.body_hash.in_(hashes)))
    return {row.body_hash: row for row in rows}


def _seen_again(stored: StoredRecord, reading: Reading, at: datetime) -> bool:
    """True if an edition turns out to be newer than was known."""
    stored.last_seen = at
    if stored.as_of >= reading.as_of.value:
        return False
    stored.as_of, stored.as_of_precision = reading.as_of.value, precision(reading.as_of)
    return True


def _stored(reading: Reading, record: Record, stated: Mapping[str, Any]) -> StoredRecord:
    return StoredRecord(
        **stated,
        voice=voice_of(reading.source, record).value,
        owner_slug=organisation_slug(record.owner),
        as_of_precision=precision(reading.as_of),
        published=record.published,
        own_key=source_key(reading.source.name, record.source_id),
        reference_home="",
        home="",
        named=[RecordNotice(identifier=name) for name in sorted(notices_named(record))],
    )


def voice_of(source: Source, record: Record) -> Voice:
    """An owner's file speaks with the owner's voice of its own frameworks only; of others it is a directory."""
    if source.voice is Voice.OWNER and organisation_slug(record.owner) != organisation_slug(source.owner):
        return Voice.DIRECTORY
    return Voice.RESELLER if record.listing_of_owner else source.voice


def _settle(session: Session, source: str, entries: Collection[Sequence[StoredRecord]]) -> set[str]:
    """Give all editions of these source ids the entry and home they belong to. Returns the homes to be merged anew."""
    editions = [edition for entry in entries for edition in entry]
    touched = {edition.home for edition in editions} - {""}
    for entry in entries:
        _identify(entry)
    session.flush()
    crowded = _crowded(session, source, {edition.reference_home for edition in editions} - {""})
    together = (StoredRecord.source == source, StoredRecord.home.in_(crowded))
    editions += session.scalars(select(StoredRecord).where(*together))
    for edition in editions:
        stands_alone = not edition.reference_home or edition.reference_home in crowded
        edition.home = edition.own_key if stands_alone else edition.reference_home
        touched.add(edition.home)
    session.flush()
    return touched | crowded


def _identify(editions: Sequence[StoredRecord]) -> None:
    """The key and reference of each edition's entry, by itself."""
    records = {edition.body_hash: Record.model_validate(edition.body) for edition in editions}
    source, source_id = editions[0].source, editions[0].source_id
    keys = entry_keys(source, source_id, [record.part for record in records.values()])
    entries: dict[str, list[StoredRecord]] = defaultdict(list)
    for edition in editions:
        edition.own_key = keys[records[edition.body_hash].part]
        entries[edition.own_key].append(edition)
    for members in entries.values():
        home = _reference_home(members, records)
        for edition in members:
            edition.reference_home = home


def _crowded(session: Session, source: str, homes: Iterable[str]) -> set[str]:
    """References that too many entries of one source have to say which framework is meant: "1", "TBC1", a portal's own.

    A framework is published anew a few times at most; its entries then meet by owner and reference.
    """
    entries = func.count(StoredRecord.own_key.distinct())
    counts = select(StoredRecord.reference_home).where(
        StoredRecord.source == source, StoredRecord.reference_home.in_(homes)
    )
    return set(session.scalars(counts.group_by(StoredRecord.reference_home).having(entries > CROWD)))


def _reference_home(editions: Sequence[StoredRecord], records: Mapping[str, Record]) -> str:
    """Where the newest edition with a reference says that an entry lives; empty where none has one.

    A whole edition that has lost its reference has lost it; a notice that only does not repeat it has not.
    """
    for edition in sorted(editions, key=lambda e: _age(e, records[e.body_hash]), reverse=True):
        record = records[edition.body_hash]
        if identified_by_reference(record):
            return reference_home(edition.owner_slug, record.reference)
        if record.edition is Edition.WHOLE:
            break
    return ""


def _age(edition: StoredRecord, record: Record) -> tuple[Any, ...]:
    instant = record.released.timestamp() if record.released else 0.0
    return (edition.published or edition.as_of, instant, edition.as_of, edition.body_hash)


def note_problems(session: Session, source: str, rows: Iterable[Row], at: datetime) -> None:
    """Each problem becomes an issue a person can clear; the same problem met again is the same issue."""
    found: dict[str, Issue] = {}
    for row in rows:
        stated = row.record or row.call_off
        source_id = stated.source_id if stated else ""
        for problem in (*row.problems, *_rejection(row)):
            issue = _issue(source, source_id, problem, at)
            found.setdefault(issue.fingerprint, issue)
    known = set(session.scalars(select(Issue.fingerprint).where(Issue.fingerprint.in_(found)))) if found else set()
    session.add_all(issue for name, issue in found.items() if name not in known)
    session.flush()


def _rejection(row: Row) -> Iterable[Problem]:
    if row.outcome.value == "rejected":
        yield Problem(place=row.place, field="row", value="", reason=row.reason, done="The row was left out.")


def _issue(source: str, source_id: str, problem: Problem, at: datetime) -> Issue:
    values = (source, source_id or problem.place, problem.field, problem.value, problem.reason)
    fingerprint = hashlib.sha256("\x1f".join(values).encode(errors="replace")).hexdigest()
    return Issue(fingerprint=fingerprint, source=source, source_id=source_id, first_seen=at, **vars(problem))
