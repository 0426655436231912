"""The audit trail: who did what to what, when, and in answer to which request. Rows are added and never changed.

Each row carries the hash of the row before it and its own, so that a changed or missing row shows (``verify``). The
database refuses to change or delete one. Transactions that write take turns (hub.db), so the rows form one chain.

What cannot be deleted must not hold what somebody may want deleted: no personal data goes in, only ids and the names
of fields. E-mail addresses and telephone numbers in free text are left out here, whoever wrote them.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from hub.actor import Actor
from hub.models import AuditEntry
from hub.personal import without_contacts

BEGINNING = "0" * 64
"""What the first row has for the hash before it."""

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request being answered; empty outside of one, as in a command."""

PART = 1000  # rows read at a time


def note(
    session: Session, actor: Actor, action: str, subject: str, at: datetime, detail: Mapping[str, Any] = {}
) -> AuditEntry:
    """Add a row to the trail: the only way to do so.

    ``actor.name`` is a handle, never a person's name. ``subject`` is a kind and an id, such as "correction 12";
    ``detail`` holds ids, counts, states and what ``changed`` gives. Raises ValueError for a number JSON cannot hold.
    """
    entry = AuditEntry(
        at=at,
        actor=_as_stored("actor", actor.name),
        action=_as_stored("action", action),
        subject=_as_stored("subject", without_contacts(subject)),
        detail=_plain(detail),
        request_id=REQUEST_ID.get(),
        previous_hash=newest_hash(session),
    )
    entry.hash = hash_of(entry)
    session.add(entry)
    session.flush()  # the next row needs this one's hash
    return entry


def changed(before: Mapping[str, Any], after: Mapping[str, Any], personal: Collection[str] = ()) -> dict[str, Any]:
    """What a change did, for ``detail``: each field that differs with its value before and after.

    Of ``personal`` fields only the names are told.
    """
    differing = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
    told = {name: [before.get(name), after.get(name)] for name in differing if name not in personal}
    untold = [name for name in differing if name in personal]
    return ({"changed": told} if told else {}) | ({"personal fields changed": untold} if untold else {})


def newest_hash(session: Session) -> str:
    """The hash of the last row, which stands for the whole trail up to it."""
    return session.scalar(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)) or BEGINNING


def hash_of(entry: AuditEntry) -> str:
    """SHA-256 of what a row says and of the hash before it, as canonical JSON: sorted keys, no spaces, ASCII."""
    said = {
        "previous": entry.previous_hash,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "detail": entry.detail,
        "request": entry.request_id,
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True)
class Verdict:
    """Whether the trail is as it was written: ``broken`` is the number of the first row that is not, with the reason.

    ``newest`` is the hash of the last row. Rows missing from the end show only to who compares it with one they kept.
    """

    rows: int
    newest: str
    broken: int | None = None
    reason: str = ""


def verify(session: Session, kept: str = "") -> Verdict:
    """Read the whole trail. ``kept`` is a hash that somebody noted: some row must have it."""
    rows, newest, found = 0, BEGINNING, kept in ("", BEGINNING)
    for entry in entries(session):
        if entry.previous_hash != newest:
            return Verdict(rows, newest, entry.id, "a row before it was changed, added or taken out")
        if hash_of(entry) != entry.hash:
            return Verdict(rows, newest, entry.id, "it was changed after it was written")
        rows, newest = rows + 1, entry.hash
        found = found or newest == kept
    reason = "" if found else "no row has the hash that was kept: rows are missing from the end"
    return Verdict(rows, newest, None, reason)


def entries(session: Session, actor: str = "", action: str = "", subject: str = "") -> Iterator[AuditEntry]:
    """The rows, oldest first; perhaps only those of one actor, action or subject."""
    oldest_first = _chosen(actor, action, subject).order_by(AuditEntry.id).execution_options(yield_per=PART)
    return iter(session.scalars(oldest_first))


def latest(session: Session, most: int, actor: str = "", action: str = "", subject: str = "") -> list[AuditEntry]:
    """The last rows, oldest first; perhaps only those of one actor, action or subject."""
    newest_first = session.scalars(_chosen(actor, action, subject).order_by(AuditEntry.id.desc()).limit(most))
    return list(newest_first)[::-1]


def _chosen(actor: str, action: str, subject: str) -> Select[AuditEntry]:
    wanted = {AuditEntry.actor: actor, AuditEntry.action: action, AuditEntry.subject: subject}
    return select(AuditEntry).where(*(column == value for column, value in wanted.items() if value))


def _as_stored(column: str, text: str) -> str:
    """The text as the column keeps it, which may cut it: the hash is of what is kept."""
    kind: Any = AuditEntry.__table__.c[column].type
    return str(kind.process_bind_param(text, None) or "")


def _plain(detail: Mapping[str, Any]) -> dict[str, Any]:
    """The detail as it comes back from the database, without e-mail addresses and telephone numbers."""
    plain: dict[str, Any] = _without_contacts(json.loads(json.dumps(dict(detail), allow_nan=False)))
    return plain


def _without_contacts(value: Any) -> Any:
    if isinstance(value, str):
        return without_contacts(value).replace("\x00", "\ufffd")  # which PostgreSQL does not take
    if isinstance(value, dict):
        return {name: _without_contacts(each) for name, each in value.items()}
    return [_without_contacts(each) for each in value] if isinstance(value, list) else value
