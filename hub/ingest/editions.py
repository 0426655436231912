"""What sources said of one entry, kept word for word: the part of storing that all kinds of statements share."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.models import Crawl, StoredCallOff, StoredRecord
from scrapers.call_off import CallOffRecord
from scrapers.record import Record
from scrapers.source import Reading, Row

Stored = TypeVar("Stored", StoredRecord, StoredCallOff)


@dataclass(frozen=True)
class Arrival:
    """A row with a record, and what became of it."""

    row: Row
    outcome: str


def body_hash(source: str, record: Record | CallOffRecord) -> str:
    """The hash that names a statement: of its source and everything it says."""
    body = json.dumps(record.model_dump(mode="json", exclude_defaults=True), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(f"{source}\x1f{body}".encode()).hexdigest()


def editions_of(
    session: Session, model: type[Stored], source: str, source_ids: Iterable[str]
) -> dict[str, list[Stored]]:
    """All editions stored so far of each of these entries."""
    wanted = (model.source == source, model.source_id.in_(source_ids))
    found: dict[str, list[Stored]] = defaultdict(list)
    for row in session.scalars(select(model).where(*wanted)):
        found[row.source_id].append(row)
    return found


def as_stated(
    reading: Reading, crawl: Crawl, row: Row, record: Record | CallOffRecord, name: str, at: datetime
) -> dict[str, Any]:
    """The columns that every stored statement has; ``name`` is its body hash."""
    return {
        "source": reading.source.name,
        "source_id": record.source_id,
        "body_hash": name,
        "body": record.model_dump(mode="json", exclude_defaults=True),
        "as_of": reading.as_of.value,
        "place": row.place,
        "crawl_id": crawl.id,
        "first_seen": at,
        "last_seen": at,
    }
