"""The life of a file note: started, saved, frozen, corrected by addenda, deleted. Each call is one transaction's work.

Who knows the secret token holds the draft. The database knows only the token's hash.
"""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from hub import audit
from hub.actor import Actor
from hub.errors import NotFound, Refused
from hub.models import Addendum, FileNote
from hub.notes.freezing import canonical, digest, frozen_addendum, frozen_note
from hub.notes.note import Note

TOKEN_BYTES = 32
KEY_BYTES = 24
"""Of chance in the secret address (256 bits) and in the address of a frozen note (192 bits)."""

MOST_A_DAY = 1000
"""So many notes are started in 24 hours by everybody together: nothing is kept by which to tell people apart."""

MOST_ADDENDA = 50
LARGEST = 400_000
"""Bytes of a whole note: twenty frameworks with long quotations, and every field full."""

GONE = "There is no file note at this address. A draft that nobody touches for a long time is deleted."


class Stale(Exception):
    """Somebody saved the draft since this version of it was opened. ``note`` and ``version`` are what is kept now."""

    def __init__(self, note: Note, version: int) -> None:
        super().__init__(f"The draft is at version {version}.")
        self.note, self.version = note, version


def start(session: Session, note: Note, at: datetime) -> str:
    """Keep a new draft; gives its token, which nobody can be told again. Raises Refused where there are too many."""
    day_ago = FileNote.created_at > at - timedelta(days=1)
    if (session.scalar(select(func.count()).select_from(FileNote).where(day_ago)) or 0) >= MOST_A_DAY:
        raise Refused("More file notes were started today than the hub can take. Please try again tomorrow.")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = FileNote(key=secrets.token_urlsafe(KEY_BYTES), edit_hash=_hash(token), created_at=at, changed_at=at)
    row.content = note.model_dump(mode="json")
    session.add(row)
    return token


def held(session: Session, token: str) -> FileNote:
    """The note, draft or frozen, whose holder has this token. Raises NotFound."""
    row = session.scalar(select(FileNote).where(FileNote.edit_hash == _hash(token)))
    if row is None:
        raise NotFound(GONE)
    return row


def draft(row: FileNote) -> Note:
    """What a draft says. Raises Refused where it has been frozen."""
    if row.frozen_at is not None:
        raise Refused("This file note has been frozen and cannot be changed. Add a correction to it instead.")
    return Note.model_validate(row.content)


def save(session: Session, token: str, version: int, note: Note, at: datetime) -> FileNote:
    """Keep what the holder wrote. Raises Stale where another window saved since, Refused where it is too much."""
    row = held(session, token)
    kept = draft(row)
    if row.version != version:
        raise Stale(kept, row.version)
    content = note.model_dump(mode="json")
    if len(canonical(content).encode()) > LARGEST:
        raise Refused("This file note is too long to be kept. Shorten what you wrote, or remove a framework.")
    row.content, row.version, row.changed_at = content, version + 1, at
    return row


def freeze(
    session: Session, token: str, version: int, address: Callable[[str], str], actor: Actor, at: datetime
) -> FileNote:
    """Freeze a draft as it was saved. ``address`` gives the frozen note's address by its key.

    Raises Stale where another window saved since.
    """
    row = held(session, token)
    note = draft(row)
    if row.version != version:
        raise Stale(note, row.version)
    row.canonical = frozen_note(note, row.key, address(row.key), at)
    row.sha256, row.content = digest(row.canonical), {}
    row.frozen_at = row.changed_at = at
    audit.note(session, actor, "freeze file note", f"file note {row.id}", at, {"sha256": row.sha256})
    return row


def add(session: Session, token: str, role: str, text: str, actor: Actor, at: datetime) -> Addendum:
    """Freeze a correction after what was frozen before. Raises Refused where the note is a draft or has too many."""
    row = held(session, token)
    if row.frozen_at is None:
        raise Refused("Only a frozen file note takes an addendum. A draft can be changed.")
    number = len(row.addenda) + 1
    if number > MOST_ADDENDA:
        raise Refused(f"A file note takes {MOST_ADDENDA} addenda. Start a new file note.")
    previous = row.addenda[-1].sha256 if row.addenda else row.sha256
    text = frozen_addendum(row.key, number, previous, role, text, at)
    addendum = Addendum(number=number, frozen_at=at, canonical=text, sha256=digest(text))
    row.addenda.append(addendum)
    row.changed_at = at
    detail = {"number": number, "sha256": addendum.sha256}
    audit.note(session, actor, "add to file note", f"file note {row.id}", at, detail)
    return addendum


def discard(session: Session, token: str) -> None:
    """Delete a draft. Raises Refused where it has been frozen: it is then a record."""
    row = held(session, token)
    draft(row)
    session.delete(row)


def frozen(session: Session, key: str) -> FileNote:
    """The frozen note of this key. Raises NotFound."""
    row = session.scalar(select(FileNote).where(FileNote.key == key, FileNote.frozen_at.is_not(None)))
    if row is None:
        raise NotFound("There is no file note at this address.")
    return row


def tidy(session: Session, actor: Actor, at: datetime, draft_days: int, frozen_days: int) -> tuple[int, int]:
    """Delete drafts untouched and frozen notes kept for so many days; of these none where ``frozen_days`` is 0.

    Gives how many drafts and frozen notes were deleted.
    """
    drafts = FileNote.frozen_at.is_(None) & (FileNote.changed_at < at - timedelta(days=draft_days))
    old = FileNote.frozen_at < at - timedelta(days=frozen_days)
    deleted = (_delete(session, drafts), _delete(session, old) if frozen_days else 0)
    audit.note(session, actor, "tidy file notes", "file notes", at, {"drafts": deleted[0], "frozen": deleted[1]})
    return deleted


def _delete(session: Session, condition: ColumnElement[bool]) -> int:
    ids = list(session.scalars(select(FileNote.id).where(condition)))
    for at in range(0, len(ids), 500):
        part = ids[at : at + 500]
        session.execute(delete(Addendum).where(Addendum.note_id.in_(part)))
        session.execute(delete(FileNote).where(FileNote.id.in_(part)))
    return len(ids)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
