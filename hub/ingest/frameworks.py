"""The frameworks the records add up to, as rows of the database.

Rows follow the pure answers of hub.ingest.identity and hub.ingest.merge. A framework whose answer has not changed
is not touched; one that has gets a new version and an IndexChange in the same transaction.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from hub.db import in_parts
from hub.ingest import decisions, eligibility
from hub.ingest.columns import write
from hub.ingest.disputes import note_disputes
from hub.ingest.eligibility import Confirmed
from hub.ingest.identity import Group, Joins, groups, natural_keys, redirects
from hub.ingest.merge import Merged, merge
from hub.ingest.statement import Statement
from hub.models import Framework, Lot, RecordNotice, StoredRecord, touch
from scrapers.record import Record
from scrapers.source import Voice

WHOLE = (
    joinedload(Framework.merged_into),
    *map(selectinload, (
        Framework.cpv, Framework.categories, Framework.regions, Framework.routes, Framework.fees, Framework.documents,
        Framework.notices, Framework.relations, Framework.rules, Framework.extension_options,
    )),
    selectinload(Framework.lots).options(selectinload(Lot.places), selectinload(Lot.fees)),
)  # fmt: skip
"""Everything a merge may write, loaded at once instead of one by one."""

WRITTEN = 2
"""What hub.ingest.columns makes of a merge: raised when it learns something, so that `hub remerge --all` writes it."""

CROWD = 40
"""Entries of sources beyond which a notice they all name tells nothing: one framework has a few."""


@dataclass(frozen=True)
class Said:
    """What people said of frameworks, by key: values they locked, and rules on who may use it.

    ``merged`` are the keys that lead to each framework: what was said of them holds for it.
    """

    locked: decisions.Locks
    confirmed: Mapping[str, Sequence[Confirmed]]
    merged: Mapping[str, Sequence[str]]


def _said(session: Session, leading: Mapping[str, str]) -> Said:
    merged: dict[str, list[str]] = defaultdict(list)
    for key, to in leading.items():
        merged[to].append(key)
    return Said(decisions.locks(session), eligibility.confirmed(session), merged)


def remerge(session: Session, homes: Iterable[str], at: datetime) -> int:
    """Merge the frameworks of these homes anew. Returns how many changed."""
    joins = decisions.joins(session)
    stored = _reachable(session, set(homes), joins)
    by_home: dict[str, list[Statement]] = defaultdict(list)
    for record in stored:
        by_home[record.home].append(statement(record))
    found = groups(by_home, joins)
    leading = redirects(found)
    said = _said(session, leading)
    rows = _rows(session, found, set(homes) | leading.keys())
    records = {record.body_hash: record for record in stored}
    with session.no_autoflush:
        changed = sum(_settle(session, group, rows[group.key], records, said, at) for group in found)
    changed += sum(_redirect(session, rows[key], rows[to], at) for key, to in leading.items() if key in rows)
    settled = leading.keys() | {group.key for group in found}
    changed += sum(_withdraw(session, row, at) for key, row in rows.items() if key not in settled)
    session.flush()
    return changed


def statement(row: StoredRecord) -> Statement:
    """A stored record as the merge reads it."""
    record = Record.model_validate(row.body)
    voice = Voice(row.voice)
    crowded = bool(row.reference_home) and row.home != row.reference_home
    return Statement(
        record, row.source, row.owner_slug, voice, row.as_of, row.body_hash, row.as_of_precision, row.own_key, crowded
    )


def _reachable(session: Session, homes: set[str], joins: Joins) -> list[StoredRecord]:
    """Every record that could share a framework with those of these homes."""
    found: dict[int, StoredRecord] = {}
    pending = homes
    seen: set[str] = set()
    while pending:
        seen |= pending
        rows = _load(session, pending)
        found |= {row.id: row for row in rows}
        keys = natural_keys(statement(row) for row in rows) | {row.home for row in rows} | pending
        keys |= _met_homes(session, [row.id for row in rows])
        pending = (keys | joins.partners(keys)) - seen
    return sorted(found.values(), key=lambda row: row.body_hash)


def _met_homes(session: Session, records: list[int]) -> set[str]:
    """The homes of all records that name a notice that one of these records names.

    Left out are notices of one source alone, whose entries identity never joins, and those that more entries name
    than could be of one framework.
    """
    return {home for part in in_parts(_telling_notices(session, records)) for home in session.scalars(
        select(StoredRecord.home).join(RecordNotice).where(RecordNotice.identifier.in_(part)).distinct()
    )}  # fmt: skip


def _telling_notices(session: Session, records: list[int]) -> set[str]:
    named: set[str] = set()
    for ids in in_parts(records):
        named.update(session.scalars(select(RecordNotice.identifier).where(RecordNotice.record_id.in_(ids))))
    telling: set[str] = set()
    for part in in_parts(named):
        several = select(RecordNotice.identifier).join(StoredRecord).where(RecordNotice.identifier.in_(part))
        sources, entries = (func.count(column.distinct()) for column in (StoredRecord.source, StoredRecord.own_key))
        wanted = several.group_by(RecordNotice.identifier).having(sources > 1, entries <= CROWD)
        telling.update(session.scalars(wanted))
    return telling


def _load(session: Session, keys: set[str]) -> list[StoredRecord]:
    rows: list[StoredRecord] = []
    for part in in_parts(keys):
        wanted = or_(StoredRecord.home.in_(part), StoredRecord.own_key.in_(part))
        rows.extend(session.scalars(select(StoredRecord).where(wanted)))
    return rows


def _rows(session: Session, found: Iterable[Group], related: set[str]) -> dict[str, Framework]:
    """The framework row of every key concerned, with all below it, made where a group or a join needs it."""
    needed = {key for group in found for key in (group.key, *group.other_keys)}
    rows: dict[str, Framework] = {}
    for part in in_parts(related | needed):
        wanted = select(Framework).where(Framework.key.in_(part)).options(*WHOLE)
        rows |= {row.key: row for row in session.scalars(wanted)}
    for key in sorted(needed - rows.keys()):
        rows[key] = Framework(key=key)
        session.add(rows[key])
    return rows


def _settle(
    session: Session,
    group: Group,
    row: Framework,
    records: Mapping[str, StoredRecord],
    said: Said,
    at: datetime,
) -> int:
    for each in group.statements:
        records[each.hash].framework = row
    row.merged_into, row.withdrawn_at = None, None
    held = decisions.locked_of(said.locked, group.key, said.merged.get(group.key, ()))
    merged = merge(group.statements, decisions.locked_values(held))
    note_disputes(session, group.key, merged, held, records, at)
    confirmed = [rule for key in (group.key, *sorted(group.other_keys)) for rule in said.confirmed.get(key, ())]
    written = _write_values(session, row, merged, at), _write_rules(row, merged, confirmed, records)
    return _touched(session, row, at) if any(written) else 0


def _write_values(session: Session, framework: Framework, merged: Merged, at: datetime) -> bool:
    """True if anything that was merged is new."""
    digest = _digest(merged)
    if framework.digest == digest:
        return False
    write(session, framework, merged, at)
    framework.digest = digest
    return True


def _write_rules(
    framework: Framework, merged: Merged, confirmed: Sequence[Confirmed], records: Mapping[str, StoredRecord]
) -> bool:
    """True if anything that rules on who may use it come from is new."""
    digest = eligibility.rules_digest(merged, confirmed)
    if framework.rules_digest == digest:
        return False
    eligibility.write_rules(framework, merged, confirmed, records)
    framework.rules_digest = digest
    return True


def _touched(session: Session, framework: Framework, at: datetime) -> int:
    framework.first_seen = framework.first_seen or at
    touch(session, framework, at)
    return 1


def _digest(merged: Merged) -> str:
    values = {name: _plain(value) for name, value in merged.values.items()}
    hashes = sorted(s.hash for s in merged.statements)
    body = json.dumps([WRITTEN, values, dict(merged.provenance), hashes], sort_keys=True, default=str)
    return hashlib.sha256(body.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.model_dump(mode="json") if hasattr(value, "model_dump") else value


def _redirect(session: Session, row: Framework, leader: Framework, at: datetime) -> int:
    if row.merged_into is leader:
        return 0
    row.merged_into, row.digest = leader, ""
    touch(session, row, at)
    return 1


def _withdraw(session: Session, row: Framework, at: datetime) -> int:
    """A framework that no record speaks of any more, and that leads nowhere."""
    if row.withdrawn_at is not None or row.merged_into is not None:
        return 0
    row.withdrawn_at, row.digest = at, ""
    touch(session, row, at)
    return 1
