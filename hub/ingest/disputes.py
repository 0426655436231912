"""A notice for the moderators when a source comes to say something else than a value the network has locked."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.ingest.decisions import Lock
from hub.ingest.merge import Merged, disagreeing, meant
from hub.ingest.statement import Statement
from hub.models import Issue, StoredRecord

KIND = "lock"
REASON = "The source now says something else than the value the network set"
DONE = "The network's value stays."
LONGEST = 500
"""Characters of a source's value that a notice quotes."""


def note_disputes(
    session: Session,
    key: str,
    merged: Merged,
    held: Mapping[str, Lock],
    records: Mapping[str, StoredRecord],
    at: datetime,
) -> None:
    """Add a notice for each field and source, once for each thing it says. What it said before the lock is no news."""
    found = {
        issue.fingerprint: issue
        for name, lock in held.items()
        for said in _news(disagreeing(merged, name), name, lock, records)
        for issue in [_issue(key, name, said, at)]
    }
    if found:
        known = set(session.scalars(select(Issue.fingerprint).where(Issue.fingerprint.in_(found))))
        session.add_all(issue for name, issue in found.items() if name not in known)


def _news(
    against: Sequence[Statement], name: str, lock: Lock, records: Mapping[str, StoredRecord]
) -> Iterator[Statement]:
    """Those that came after the lock and do not repeat what their source said before."""
    before = [said for said in against if records[said.hash].first_seen <= lock.made_at]
    for said in against:
        repeats = any(said.source == old.source and meant(name, said) == meant(name, old) for old in before)
        if said not in before and not repeats:
            yield said


def _issue(key: str, name: str, said: Statement, at: datetime) -> Issue:
    value = str(said.record.model_dump(mode="json")[name])[:LONGEST]
    told = (KIND, key, name, said.source, value)
    return Issue(
        fingerprint=hashlib.sha256("\x1f".join(told).encode(errors="replace")).hexdigest(),
        kind=KIND,
        source=said.source,
        source_id=said.record.source_id,
        place=key,
        field=name,
        value=value,
        reason=REASON,
        done=DONE,
        first_seen=at,
    )
