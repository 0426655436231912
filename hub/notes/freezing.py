"""How a note and its addenda are frozen: one text for what they say, and its hash. Pure."""

import hashlib
import json
import unicodedata
from datetime import UTC, datetime
from typing import Any

from hub.notes.closing import closing
from hub.notes.note import Note

FORMAT = "procurement hub file note 1"
ADDENDUM_FORMAT = "procurement hub file note addendum 1"


def canonical(value: Any) -> str:
    """The one text for a value as JSON: sorted keys, no spaces, Unicode in its composed form (NFC)."""
    return json.dumps(_composed(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(text: str) -> str:
    """The SHA-256 of a text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def frozen_note(note: Note, key: str, address: str, at: datetime) -> str:
    """The canonical text of a note frozen at a moment, to be read at an address. What was removed is left out."""
    said = note.model_copy(update={"removed": ()}).model_dump(mode="json", exclude={"removed"})
    return canonical(
        {
            "format": FORMAT,
            "key": key,
            "address": address,
            "frozen_at": instant(at),
            "note": said,
            "closing": closing(note),
        }
    )


def frozen_addendum(key: str, number: int, previous: str, role: str, text: str, at: datetime) -> str:
    """The canonical text of an addendum. ``previous`` is the hash of the note, or of the addendum before this one."""
    return canonical(
        {
            "format": ADDENDUM_FORMAT,
            "key": key,
            "number": number,
            "previous": previous,
            "role": role,
            "text": text,
            "frozen_at": instant(at),
        }
    )


def instant(at: datetime) -> str:
    """A moment to the second, in UTC: 2026-11-22T09:30:00Z."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _composed(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {_composed(key): _composed(each) for key, each in value.items()}
    return [_composed(each) for each in value] if isinstance(value, list) else value
