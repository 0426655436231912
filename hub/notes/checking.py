"""Is this what was frozen? A hash, or a note's JSON, held against what the hub holds."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.errors import Refused
from hub.models import Addendum, FileNote
from hub.notes.freezing import canonical, digest, instant

HASH = re.compile(r"[0-9a-f]{64}")
LARGEST = 1_000_000
"""Bytes of JSON that are looked at."""


class Outcome(StrEnum):
    """What came of checking."""

    FROZEN = "frozen"
    CHANGED = "changed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verdict:
    """``what`` is "a file note" or "addendum 2 to a file note", ``at`` when it was frozen, where the hub knows of one.

    ``expected`` is the hash it was frozen with, where that differs from ``sha256``, which was asked for.
    """

    outcome: Outcome
    sha256: str
    what: str = ""
    at: datetime | None = None
    expected: str = ""


def check_hash(session: Session, text: str) -> Verdict:
    """What the hub knows of a hash. Raises Refused where it cannot be one."""
    sha256 = "".join(text.split()).casefold()
    if not HASH.fullmatch(sha256):
        raise Refused("A hash has 64 characters, each a figure or a letter from a to f")
    row = _by_hash(session, sha256)
    if row is None:
        return Verdict(Outcome.UNKNOWN, sha256)
    found = digest(row.canonical)
    if found != sha256:
        return Verdict(Outcome.CHANGED, found, _what(row), row.frozen_at, expected=sha256)
    return Verdict(Outcome.FROZEN, sha256, _what(row), _hashed_moment(row))


def check_text(session: Session, text: str) -> Verdict:
    """What the hub knows of a note's or addendum's JSON, however it is spaced. Raises Refused where it is none."""
    value = _json(text)
    sha256 = digest(canonical(value))
    known = check_hash(session, sha256)
    if known.outcome is not Outcome.UNKNOWN:
        return known
    row = _claimed(session, value)
    return Verdict(Outcome.CHANGED, sha256, _what(row), row.frozen_at, expected=row.sha256) if row else known


def faults(row: FileNote) -> list[str]:
    """What of a frozen note is not as it was frozen: empty as long as nobody has touched the database."""
    found = [] if digest(row.canonical) == row.sha256 else ["The note is not what was frozen: its hash is another."]
    found += [] if _agrees(row.canonical, key=row.key, frozen_at=_instant(row)) else ["The note's date or key differs."]
    previous = row.sha256
    for number, addendum in enumerate(row.addenda, 1):
        name = f"Addendum {addendum.number}"
        if digest(addendum.canonical) != addendum.sha256:
            found.append(f"{name} is not what was frozen: its hash is another.")
        if not _agrees(addendum.canonical, key=row.key, number=number, previous=previous):
            found.append(f"{name} does not follow what was frozen before it: one was changed or is missing.")
        previous = addendum.sha256
    return found


def _instant(row: FileNote) -> str:
    return instant(row.frozen_at) if row.frozen_at else ""


def _agrees(text: str, **expected: Any) -> bool:
    try:
        value = _json(text)
    except Refused:
        return False
    return all(value.get(name) == each for name, each in expected.items())


def _by_hash(session: Session, sha256: str) -> FileNote | Addendum | None:
    note = select(FileNote).where(FileNote.sha256 == sha256, FileNote.frozen_at.is_not(None))
    return session.scalar(note) or session.scalar(select(Addendum).where(Addendum.sha256 == sha256))


def _claimed(session: Session, value: dict[str, Any]) -> FileNote | Addendum | None:
    """The note or addendum that the JSON says it is."""
    key, number = value.get("key"), value.get("number")
    if not isinstance(key, str):
        return None
    note = session.scalar(select(FileNote).where(FileNote.key == key, FileNote.frozen_at.is_not(None)))
    if note is None or number is None:
        return note
    return next((addendum for addendum in note.addenda if addendum.number == number), None)


def _hashed_moment(row: FileNote | Addendum) -> datetime | None:
    """When it was frozen, as its hash vouches for it: the column beside it may have been changed by hand."""
    try:
        return datetime.fromisoformat(str(_json(row.canonical)["frozen_at"]))
    except (Refused, KeyError, ValueError):
        return row.frozen_at


def _what(row: FileNote | Addendum) -> str:
    return f"addendum {row.number} to a file note" if isinstance(row, Addendum) else "a file note"


def _json(text: str) -> dict[str, Any]:
    if len(text) > LARGEST:
        raise Refused(f"This is more than {LARGEST:,} characters, and no file note is as long as that")
    try:
        value = json.loads(text)
        canonical(value).encode()  # half a character pair cannot be hashed
    except (ValueError, RecursionError):
        raise Refused("This is not the JSON of a file note. Download it from the note's page and try again") from None
    if not isinstance(value, dict):
        raise Refused("This is not the JSON of a file note. It begins with “{”")
    return value
