"""Call-offs: contracts of buyers, stored as stated and shown as the merge of their records."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.ingest.columns import write_day
from hub.ingest.editions import Arrival, as_stated, body_hash, editions_of
from hub.ingest.organisations import organisation
from hub.ingest.report import outcome_of
from hub.ingest.statement import known
from hub.models import CallOff, CallOffSupplier, Crawl, StoredCallOff
from scrapers.call_off import CallOffRecord, FrameworkPointer
from scrapers.record import Known
from scrapers.source import Reading, Row


def store_call_offs(
    session: Session, reading: Reading, crawl: Crawl, rows: Sequence[Row], at: datetime
) -> list[Arrival]:
    """Store a batch of rows that have call-offs, and write the call-offs they add up to."""
    source = reading.source.name
    records = [row.call_off for row in rows if row.call_off is not None]
    editions = editions_of(session, StoredCallOff, source, {record.source_id for record in records})
    arrivals: list[Arrival] = []
    touched: set[str] = set()
    for row, record in zip(rows, records, strict=True):
        name = body_hash(source, record)
        known_editions = editions[record.source_id]
        outcome = outcome_of(name, {edition.body_hash for edition in known_editions})
        arrivals.append(Arrival(row, outcome))
        if outcome == "unchanged":
            edition = next(each for each in known_editions if each.body_hash == name)
            if not _seen_again(edition, reading.as_of.value, at):
                continue
        else:
            stored = StoredCallOff(**as_stated(reading, crawl, row, record, name, at))
            session.add(stored)
            known_editions.append(stored)
        touched.add(record.source_id)
    session.flush()
    settle_call_offs(session, source, {source_id: editions[source_id] for source_id in sorted(touched)})
    return arrivals


def _seen_again(edition: StoredCallOff, as_of: date, at: datetime) -> bool:
    edition.last_seen = at
    newer = as_of > edition.as_of
    if newer:
        edition.as_of = as_of
    return newer


def settle_call_offs(session: Session, source: str, entries: dict[str, list[StoredCallOff]]) -> None:
    """Write each call-off anew from its editions, where it is another than before."""
    wanted = (CallOff.source == source, CallOff.source_id.in_(entries))
    rows = {row.source_id: row for row in session.scalars(select(CallOff).where(*wanted))}
    for source_id, editions in entries.items():
        record = compiled([(edition.as_of, edition.body_hash, _record(edition)) for edition in editions])
        digest = body_hash(source, record)
        row = rows.get(source_id) or CallOff(source=source, source_id=source_id, digest="")
        if row.digest != digest:
            session.add(row)
            write(session, row, record)
            row.digest = digest
    session.flush()


def _record(stored: StoredCallOff) -> CallOffRecord:
    return CallOffRecord.model_validate(stored.body)


def compiled(editions: Iterable[tuple[date, str, CallOffRecord]]) -> CallOffRecord:
    """What the editions of one call-off, each with its as-of day and hash, add up to. Pure.

    The newest known value of each field counts. A notice is as new as the day it was published.
    """
    newest = sorted(editions, key=_age, reverse=True)
    records = [record for _, _, record in newest]
    first = records[0]
    values = {name: next((v for r in records if known(v := getattr(r, name))), None) for name in _FIELDS}
    says = next((r.framework for r in records if r.framework != FrameworkPointer()), first.framework)
    return first.model_copy(update={name: v for name, v in values.items() if v is not None} | {"framework": says})


def _age(edition: tuple[date, str, CallOffRecord]) -> tuple[Any, ...]:
    as_of, name, record = edition
    return (record.published or as_of, record.released.timestamp() if record.released else 0.0, as_of, name)


_FIELDS = tuple(name for name in CallOffRecord.model_fields if name not in ("source_id", "framework", "extra"))


def write(session: Session, row: CallOff, record: CallOffRecord) -> None:
    """Every column of a call-off but its link (hub.ingest.links)."""
    buyer = organisation(session, record.buyer.name, kind="buyer", identifiers=record.buyer.identifiers)
    row.buyer_id, row.buyer_name = buyer.id, record.buyer.name
    row.title, row.reference, row.url = record.title, record.reference, record.url
    row.published = record.published
    row.notice = record.notice.identifier if record.notice else ""
    _write_pointer(row, record.framework)
    _write_value(row, record)
    _write_term(row, record)
    _write_suppliers(session, row, record)


def _write_pointer(row: CallOff, pointer: FrameworkPointer) -> None:
    row.framework_said = pointer.said.value
    row.framework_title, row.framework_owner = pointer.title, pointer.owner
    row.framework_notice, row.framework_ocid = pointer.notice, pointer.ocid
    row.reference_as_written = pointer.reference or (pointer.url if pointer.said is not Known.NO else "")[:1000]


def _write_value(row: CallOff, record: CallOffRecord) -> None:
    value = record.value
    row.value_net_pence, row.value_gross_pence = (value.net_pence, value.gross_pence) if value else (None, None)
    row.value_currency = value.currency if value else None


def _write_term(row: CallOff, record: CallOffRecord) -> None:
    write_day(row, "start", record.start)
    write_day(row, "end", record.end)
    row.max_end = record.max_end.value if record.max_end else None


def _write_suppliers(session: Session, row: CallOff, record: CallOffRecord) -> None:
    wanted: dict[int, str] = {}
    for party in record.suppliers:
        supplier = organisation(session, party.name, kind="supplier", identifiers=party.identifiers)
        wanted.setdefault(supplier.id, party.name)
    known_rows: dict[int, Any] = {each.supplier_id: each for each in row.suppliers}
    row.suppliers[:] = [known_rows.get(supplier) or CallOffSupplier(supplier_id=supplier) for supplier in wanted]
    for position, each in enumerate(row.suppliers):
        each.position, each.name = position, wanted[each.supplier_id]
