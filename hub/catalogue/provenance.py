"""Where each value of a framework came from, and what other sources say instead."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from hub.ingest import decisions
from hub.ingest.decisions import Lock
from hub.ingest.frameworks import statement
from hub.ingest.merge import Merged, meaning, meant, merge
from hub.ingest.statement import FIELDS, Statement, known
from hub.models import Framework, Source, StoredRecord

EVERY_FIELD = (*FIELDS, "lots", "documents", "notices")
UNITED = ("documents", "notices")
"""Fields to which every source adds; the others show one source's value."""


@dataclass(frozen=True)
class Claim:
    """What one record says of one field. ``shown``: its value is the one on the page."""

    record: StoredRecord
    value: Any
    shown: bool
    agrees: bool


@dataclass(frozen=True)
class Field:
    """One field: the value shown and what each source that has one says, the winner first.

    ``lock``: a network set the value.
    """

    name: str
    value: Any
    claims: tuple[Claim, ...]
    lock: Lock | None = None

    @property
    def differing(self) -> int:
        """How many records say something else than is shown."""
        return sum(not claim.agrees for claim in self.claims)


@dataclass(frozen=True)
class Evidence:
    """All that the sources say about one framework. ``silent`` are the fields no source has."""

    fields: Mapping[str, Field]
    silent: tuple[str, ...]
    sources: Sequence[Source]

    def lock(self, name: str) -> Lock | None:
        """How the value of a field was set, if a network set it."""
        return self.fields[name].lock if name in self.fields else None

    def differing(self, name: str) -> int:
        """How many records say something else of a field than is shown."""
        return self.fields[name].differing if name in self.fields else 0


def evidence(session: Session, framework: Framework) -> Evidence:
    """What every record about a framework says, field by field."""
    return evidences(session, [framework])[framework.key]


def evidences(session: Session, frameworks: Collection[Framework]) -> Mapping[str, Evidence]:
    """What every record says about each of these frameworks, by its key; read for all at once."""
    mine = select(StoredRecord).where(StoredRecord.framework_id.in_([framework.id for framework in frameworks]))
    whole = mine.options(joinedload(StoredRecord.described_by), joinedload(StoredRecord.crawl))
    records: dict[int | None, list[StoredRecord]] = defaultdict(list)
    for record in session.scalars(whole):
        records[record.framework_id].append(record)
    held = decisions.locks_on(session, frameworks)
    return {each.key: _evidence(records[each.id], held[each.key]) for each in frameworks}


def _evidence(records: Sequence[StoredRecord], held: Mapping[str, Lock]) -> Evidence:
    by_hash = {record.body_hash: record for record in records}
    merged = merge([statement(record) for record in records], decisions.locked_values(held))
    fields = {name: field for name in EVERY_FIELD if (field := _field(name, merged, by_hash, held.get(name)))}
    sources = {record.source: record.described_by for record in records}
    return Evidence(
        fields=fields,
        silent=tuple(name for name in EVERY_FIELD if name not in fields),
        sources=sorted(sources.values(), key=lambda source: source.title),
    )


def _field(
    name: str, merged: Merged, by_hash: Mapping[str, StoredRecord], lock: Lock | None
) -> Field | None:
    """None where no source has a value."""
    value, winner = merged.values.get(name), merged.provenance.get(name, "")
    knowing = [said for said in merged.statements if known(getattr(said.record, name))]
    best = next((said for said in knowing if said.hash == winner), None)
    claims = [_claim(name, best, said, by_hash[said.hash], lock) for said in knowing]
    claims.sort(key=lambda claim: not claim.shown)
    return Field(name, value, tuple(claims), lock) if claims or known(value) else None


def _claim(name: str, best: Statement | None, said: Statement, record: StoredRecord, lock: Lock | None) -> Claim:
    """``best`` is whose value is shown; None where a network set it, and its value is what others are compared with."""
    shown = said is best or name in UNITED
    held = meaning(name, lock.value) if lock else best and meant(name, best)
    return Claim(record, getattr(said.record, name), shown, shown or meant(name, said) == held)
