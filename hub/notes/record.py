"""A frozen note as its page and its PDF show it: what was frozen, its addenda and hashes, and what is wrong."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError

from hub.clock import LONDON
from hub.formatters import date_text, paragraphs
from hub.models import Addendum, FileNote
from hub.notes.blocks import Block, Facts, Heading, Text, blocks
from hub.notes.checking import faults
from hub.notes.note import Note

UNREADABLE = "What the hub holds of this note cannot be read any more: it was changed after it was frozen."


@dataclass(frozen=True)
class Record:
    """``hashes`` are lines, the note's first. ``faults``: why it is not what was frozen; empty where it is."""

    key: str
    sha256: str
    title: str
    address: str
    frozen_at: str
    blocks: Sequence[Block]
    hashes: Sequence[str]
    faults: Sequence[str]


def record(row: FileNote) -> Record:
    """What a frozen note shows."""
    note, address = note_of(row), ""
    if note:
        address = str(json.loads(row.canonical).get("address", ""))
    at = row.frozen_at or row.changed_at
    told = blocks(note, at.astimezone(LONDON).date(), frozen=True) if note else [Text(UNREADABLE)]
    return Record(
        key=row.key,
        sha256=row.sha256,
        title=(note.title if note else "") or "File note",
        address=address,
        frozen_at=moment_text(at),
        blocks=[*told, *_addenda(row.addenda)],
        hashes=list(_hashes(row)),
        faults=faults(row),
    )


def note_of(row: FileNote) -> Note | None:
    """What a note says, draft or frozen; None where a frozen one was tampered with until it cannot be read."""
    if row.frozen_at is None:
        return Note.model_validate(row.content)
    try:
        return Note.model_validate(json.loads(row.canonical)["note"])
    except (ValueError, ValidationError, KeyError, TypeError):
        return None


def moment_text(at: datetime) -> str:
    """ "22 November 2026 at 09:30", in London."""
    local = at.astimezone(LONDON)
    return f"{date_text(local.date())} at {local:%H:%M}"


def _addenda(addenda: Sequence[Addendum]) -> Iterator[Block]:
    for addendum in addenda:
        yield Heading(f"Addendum {addendum.number}")
        try:
            said = json.loads(addendum.canonical)
            yield Facts([("Added", moment_text(addendum.frozen_at)), ("Role", str(said["role"]) or "Not said")])
            yield from map(Text, paragraphs(str(said["text"])))
        except (ValueError, KeyError, TypeError):
            yield Text(UNREADABLE)


def _hashes(row: FileNote) -> Iterator[str]:
    yield f"SHA-256 of the note: {row.sha256}"
    for addendum in row.addenda:
        yield f"SHA-256 of addendum {addendum.number}: {addendum.sha256}"
