"""Where each value of a framework came from, and what other sources say instead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from hub.ingest import decisions
from hub.ingest.frameworks import statement
from hub.ingest.merge import FIELDS, Merged, comparable, known, merge
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
    """One field: the value shown and what each source that has one says, the winner first."""

    name: str
    value: Any
    claims: tuple[Claim, ...]
    locked: bool = False

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


def evidence(session: Session, framework: Framework) -> Evidence:
    """What every record about a framework says, field by field."""
    mine = select(StoredRecord).where(StoredRecord.framework_id == framework.id)
    records = session.scalars(mine.options(joinedload(StoredRecord.described_by))).all()
    by_hash = {record.body_hash: record for record in records}
    merged = merge([statement(record) for record in records], decisions.locks(session, framework.key))
    fields = {name: field for name in EVERY_FIELD if (field := _field(name, merged, by_hash))}
    sources = {record.source: record.described_by for record in records}
    return Evidence(
        fields=fields,
        silent=tuple(name for name in EVERY_FIELD if name not in fields),
        sources=sorted(sources.values(), key=lambda source: source.title),
    )


def _field(name: str, merged: Merged, by_hash: Mapping[str, StoredRecord]) -> Field | None:
    """None where no source has a value."""
    value, winner = merged.values.get(name), merged.provenance.get(name, "")
    claims = [
        _claim(name, value, by_hash[said.hash], getattr(said.record, name), said.hash == winner)
        for said in merged.statements
        if known(getattr(said.record, name))
    ]
    claims.sort(key=lambda claim: not claim.shown)
    return Field(name, value, tuple(claims), winner == "locked") if claims or known(value) else None


def _claim(name: str, shown: Any, record: StoredRecord, value: Any, won: bool) -> Claim:
    """The lots on the page are the winner's, completed from others, so the winner's own are taken as shown."""
    united = name in UNITED
    return Claim(record, value, won or united, won or united or comparable(value) == comparable(shown))
