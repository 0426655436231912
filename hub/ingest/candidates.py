"""The frameworks of the catalogue as they are compared with one another."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from hub.ingest.identity import reference_home
from hub.ingest.profiles import Candidate
from hub.models import Framework, Notice, Organisation, Relation, StoredRecord, listed
from scrapers.source import Voice

LISTS = (Voice.DIRECTORY.value, Voice.RESELLER.value, Voice.REGISTER.value)
"""The voices of those that list what can be bought on the day they speak of."""


@dataclass
class _Evidence:
    """What the tables beside a framework's own say of it."""

    entries: set[tuple[str, str]] = field(default_factory=set)
    notices: set[str] = field(default_factory=set)
    listed_on: date | None = None
    parent_reference: str = ""
    listing: bool = False


def standing(session: Session, *wanted: ColumnElement[bool]) -> list[Candidate]:
    """Every framework that people can find and whose owner is known, or those of them that are wanted."""
    beside = _evidence(session, *wanted)
    columns = (
        Framework.id, Framework.key, Organisation.slug, Framework.title, Framework.reference, Framework.start,
        Framework.end, Framework.kind, Framework.url, Framework.stage,
    )  # fmt: skip
    owned = select(*columns).join(Organisation, Framework.owner_id == Organisation.id)
    rows = session.execute(owned.where(*listed(), *wanted))
    return [_candidate(beside[number], *values) for number, *values in rows]


def _evidence(session: Session, *wanted: ColumnElement[bool]) -> Mapping[int | None, _Evidence]:
    found: dict[int | None, _Evidence] = defaultdict(_Evidence)
    records = select(StoredRecord.framework_id, StoredRecord.source, StoredRecord.source_id, StoredRecord.voice)
    dated = records.add_columns(StoredRecord.as_of).where(*_of(StoredRecord.framework_id, wanted))
    for number, source, source_id, voice, as_of in session.execute(dated):
        evidence = found[number]
        evidence.entries.add((source, source_id))
        if voice in LISTS:
            evidence.listed_on = min(as_of, evidence.listed_on or as_of)
    notices = select(Notice.framework_id, Notice.identifier, Notice.ocid).where(*_of(Notice.framework_id, wanted))
    for number, identifier, ocid in session.execute(notices):
        found[number].notices |= {identifier, ocid} - {""}
    relations = select(Relation.framework_id, Relation.kind, Relation.target_reference)
    telling = (Relation.kind.in_(("lot_of", "lists")), *_of(Relation.framework_id, wanted))
    for number, kind, reference in session.execute(relations.where(*telling)):
        found[number].listing |= kind == "lists"
        found[number].parent_reference = reference if kind == "lot_of" else found[number].parent_reference
    return found


def _of(column: InstrumentedAttribute[Any], wanted: Sequence[ColumnElement[bool]]) -> list[ColumnElement[bool]]:
    """That a row belongs to one of the frameworks wanted; nothing where all are."""
    return [column.in_(select(Framework.id).where(*wanted))] if wanted else []


def _candidate(
    beside: _Evidence, key: str, owner: str, title: str, reference: str, start: date | None, end: date | None,
    kind: str, url: str, stage: str | None,
) -> Candidate:  # fmt: skip
    return Candidate(
        key=key,
        owner=owner,
        title=title,
        reference=reference,
        start=start,
        end=end,
        kind=kind,
        entries=frozenset(beside.entries),
        identifies=key == reference_home(owner, reference),
        listing=beside.listing,
        parent_reference=beside.parent_reference,
        url=url,
        notices=frozenset(beside.notices),
        listed_on=beside.listed_on if stage != "planned" else None,
    )
