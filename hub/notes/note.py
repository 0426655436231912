"""What a file note says. Pure: shapes, the check list, and how long each part may be."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

Standing = Literal["considered", "rejected", "chosen"]
State = Literal["", "yes", "no", "not_yet", "not_relevant"]

STANDINGS: Mapping[Standing, str] = {"considered": "Considered", "rejected": "Rejected", "chosen": "Chosen"}
STATES: Mapping[State, str] = {"yes": "Yes", "no": "No", "not_yet": "Not yet", "not_relevant": "Does not apply"}

MOST_FRAMEWORKS = 20

LONGEST = {
    "title": 200,
    "role": 100,
    "organisation": 200,
    "need": 4000,
    "searches": 4000,
    "missing": 4000,
    "decision": 4000,
    "reason": 2000,
    "remark": 1000,
    "text": 4000,
}
"""Characters that each part may have, by its field."""

MOST_LINES = 100
"""Lines that a text may have: each takes its time to be set on paper."""

_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
"""What no page can show, and the marks that turn the direction of what follows."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Saying(_Part):
    """What an answer rests on, where it stands, and the day its source was last read.

    ``words`` are a quotation in quotation marks, or the name of a published fact and what it is.
    """

    words: str
    source: str = ""
    notice: str = ""
    url: str = ""
    published: date | None = None
    checked_on: date | None = None


class Answer(_Part):
    """What the published facts answered on the day. ``question``: what to ask the owner, where they do not."""

    subject: str
    words: str
    evidence: tuple[Saying, ...] = ()
    question: str = ""


class Entry(_Part):
    """A framework that was looked at, as it stood on the day it was taken into the note."""

    key: str
    title: str
    owner: str = ""
    reference: str = ""
    address: str = ""
    taken_on: date
    answers: tuple[Answer, ...] = ()
    standing: Standing = "considered"
    reason: str = ""


class Check(_Part):
    """One point of the check list: what to check, why, and what came of it. ``state`` empty: not answered."""

    id: str
    text: str
    why: str = ""
    state: State = ""
    remark: str = ""


class Note(_Part):
    """A file note. ``removed`` are frameworks taken out of a draft, kept until it is frozen: they can go back."""

    title: str = ""
    role: str = ""
    organisation: str = ""
    need: str = ""
    searches: str = ""
    frameworks: tuple[Entry, ...] = ()
    removed: tuple[Entry, ...] = ()
    checks: tuple[Check, ...] = ()
    missing: str = ""
    decision: str = ""


def clean(text: str) -> str:
    """What somebody typed, as it is kept: one kind of line break, nothing unprintable, accents put together (NFC)."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub("", lines)).strip()


def problems(note: Note) -> dict[str, str]:
    """What is wrong with a draft, by the field of its form, each with the cure. Empty when it can be kept."""
    found = {name: too_long(text, kind) for name, kind, text in _typed(note)}
    if len(note.frameworks) > MOST_FRAMEWORKS:
        found["add"] = f"A file note holds {MOST_FRAMEWORKS} frameworks: remove one before you add another"
    return {name: message for name, message in found.items() if message}


def open_points(note: Note) -> dict[str, str]:
    """What a note still wants before it can be frozen, by field: what would make it worthless as a record."""
    found = {
        "title": "" if note.title else "Give the note a title",
        "role": "" if note.role else "Say in which role you write, for example “category manager”",
        "organisation": "" if note.organisation else "Say for which organisation you write",
        "decision": "" if note.decision else "Say what was decided, or that nothing was",
    }
    for entry in note.frameworks:
        if entry.standing == "rejected" and not entry.reason:
            found[f"reason-{entry.key}"] = f"Say why “{entry.title}” was rejected"
    return {name: message for name, message in found.items() if message}


def too_long(text: str, kind: str) -> str:
    """Why a text of a kind (LONGEST) cannot be kept; empty where it can."""
    most, lines = LONGEST[kind], text.count("\n") + 1
    if len(text) > most:
        return f"Use {most:,} characters or fewer. You have used {len(text):,}"
    return f"Use {MOST_LINES} lines or fewer. You have used {lines:,}" if lines > MOST_LINES else ""


def _typed(note: Note) -> Iterator[tuple[str, str, str]]:
    """Each text a person typed: the name of its field, its kind and itself."""
    for name in ("title", "role", "organisation", "need", "searches", "missing", "decision"):
        yield name, name, getattr(note, name)
    for entry in note.frameworks:
        yield f"reason-{entry.key}", "reason", entry.reason
    for check in note.checks:
        yield f"remark-{check.id}", "remark", check.remark
