"""What the last change to a framework was, as far as its records tell: what they add up to with the newest of them and
without. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.ingest.frameworks import statement
from hub.ingest.merge import Merged, merge
from hub.ingest.statement import FIELDS
from hub.models import Framework, StoredRecord

COMPARED = (*FIELDS, "lots", "documents", "notices")


@dataclass(frozen=True)
class Change:
    """When a framework changed, whether it was new then, which fields have another value since, and by whose word.

    No field: what changed is not known, or only which sources speak of it.
    """

    at: datetime
    new: bool
    fields: Sequence[str] = ()
    sources: Sequence[str] = ()


def last_change(framework: Framework, records: Sequence[StoredRecord]) -> Change | None:
    """The last change to a framework; None if it has none noted."""
    if framework.changed_at is None:
        return None
    at = framework.changed_at
    if framework.first_seen is None or framework.first_seen == at:
        return Change(at, new=True, sources=_titles(records))
    newest = [record for record in records if record.first_seen >= at]
    before = [record for record in records if record.first_seen < at]
    if not newest or not before:
        return Change(at, new=False)
    then, now = (merge(map(statement, some)) for some in (before, records))
    return Change(at, False, [name for name in COMPARED if _differs(name, then, now)], _titles(newest))


def _differs(name: str, then: Merged, now: Merged) -> bool:
    return bool(then.values.get(name) != now.values.get(name))


def _titles(records: Sequence[StoredRecord]) -> list[str]:
    return sorted({record.described_by.title for record in records})
