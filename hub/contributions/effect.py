"""What accepting a contribution would change on the page: each field it states, beside what is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.contributions.present import framework_of
from hub.contributions.publishing import reading_of, record_of
from hub.ingest import decisions
from hub.ingest.editions import body_hash
from hub.ingest.frameworks import statement
from hub.ingest.identity import reference_home
from hub.ingest.merge import merge
from hub.ingest.organisations import organisation_slug
from hub.ingest.statement import FIELDS, Statement, known
from hub.models import Contribution, Framework, StoredRecord
from scrapers.record import Record
from scrapers.source import Voice

ADDED = ("documents", "notices")
"""Fields to which every source adds."""


@dataclass(frozen=True)
class Effect:
    """One field that a contribution states: what the page shows now (None: nothing), and what it says.

    ``shown``: the page would show it. Otherwise a stronger source has its own word there, and it stands among those
    that differ.
    """

    field: str
    before: Any
    said: Any
    shown: bool


def subject_of(session: Session, contribution: Contribution, record: Record) -> Framework | None:
    """The framework of the catalogue that a contribution would become part of; None where it makes one."""
    home = contribution.home or reference_home(organisation_slug(record.owner), record.reference)
    return framework_of(session, home) if home else None


def effect(session: Session, contribution: Contribution, record: Record) -> Sequence[Effect]:
    """Field by field, in the order of the merge."""
    framework = subject_of(session, contribution, record)
    standing, locked = _standing(session, framework)
    mine = _statement(contribution, record)
    before, after = merge(standing, locked), merge([*standing, mine], locked)
    stated = (name for name in (*FIELDS, "lots", *ADDED) if known(getattr(record, name)))
    if contribution.kind == "change":
        stated = (name for name in stated if name != "owner" or organisation_slug(record.owner) != _owner(framework))
    return [
        Effect(
            name,
            before.values.get(name) if standing else None,
            getattr(record, name),
            name in ADDED or after.provenance.get(name) == mine.hash,
        )
        for name in stated
        if not standing or before.values.get(name) != getattr(record, name)
    ]


def _standing(session: Session, framework: Framework | None) -> tuple[list[Statement], dict[str, Any]]:
    if framework is None:
        return [], {}
    records = session.scalars(select(StoredRecord).where(StoredRecord.framework_id == framework.id))
    held = decisions.locks_on(session, [framework])[framework.key]
    return list(map(statement, records)), decisions.locked_values(held)


def _statement(contribution: Contribution, record: Record) -> Statement:
    """The contribution as the merge would read it, submitted now if it has not been."""
    at = contribution.submitted_at or contribution.changed_at
    reading, stated = reading_of(contribution, record, at), record_of(contribution, record)
    name = body_hash(reading.source.name, stated)
    owner = organisation_slug(record.owner)
    return Statement(stated, reading.source.name, owner, Voice.OFFICER, reading.as_of.value, name)


def _owner(framework: Framework | None) -> str:
    return framework.owner.slug if framework is not None and framework.owner else ""
