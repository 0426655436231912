"""The form of a draft: what its holder wrote, and what its buttons do besides saving."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from hub import catalogue, notes
from hub.notes import MOST_FRAMEWORKS, STANDINGS, STATES, Note
from hub.web.note_entries import note_entry

TEXTS = ("title", "role", "organisation", "need", "searches", "missing", "decision")
KEY = re.compile(r"(?:^|/frameworks/)([0-9a-f]{8,16})(?:[/?#]|$)")

NOT_A_FRAMEWORK = "Paste the address of a framework's page in this hub, or the key in it"
NOT_THERE = "There is no such framework in this hub. Search for it, and copy its address"
IS_THERE = "This framework is in the note already"
FULL = f"A file note holds {MOST_FRAMEWORKS} frameworks: remove one before you add another"


def written(kept: Note, form: Mapping[str, str]) -> Note:
    """A draft with what its form says; what the form does not speak of stays."""

    def text(name: str, before: str) -> str:
        return notes.clean(form[name]) if name in form else before

    def chosen(name: str, before: str, known: Mapping[Any, str]) -> str:
        return form[name] if form.get(name) in known else before

    said: dict[str, Any] = {name: text(name, getattr(kept, name)) for name in TEXTS}
    said["frameworks"] = tuple(
        entry.model_copy(
            update={
                "standing": chosen(f"standing-{entry.key}", entry.standing, STANDINGS),
                "reason": text(f"reason-{entry.key}", entry.reason),
            }
        )
        for entry in kept.frameworks
    )
    said["checks"] = tuple(
        check.model_copy(
            update={
                "state": chosen(f"state-{check.id}", check.state, STATES),
                "remark": text(f"remark-{check.id}", check.remark),
            }
        )
        for check in kept.checks
    )
    return kept.model_copy(update=said)


def acted(session: Session, note: Note, action: str, given: str, today: date) -> tuple[Note, dict[str, str]]:
    """The draft after one of its buttons, and what is wrong. ``given``: the address of a framework to add."""
    name, _, key = action.partition(":")
    if name == "remove":
        return _removed(note, key), {}
    if name == "restore":
        return _restored(note, key)
    if name == "add":
        return _added(session, note, given, today)
    return note, {}


def _removed(note: Note, key: str) -> Note:
    out = tuple(entry for entry in note.frameworks if entry.key == key)
    left = tuple(entry for entry in note.frameworks if entry.key != key)
    before = tuple(entry for entry in note.removed if entry.key != key)
    return note.model_copy(update={"frameworks": left, "removed": (*out, *before)[:MOST_FRAMEWORKS]})


def _restored(note: Note, key: str) -> tuple[Note, dict[str, str]]:
    if len(note.frameworks) >= MOST_FRAMEWORKS:
        return note, {"add": FULL}
    back = tuple(entry for entry in note.removed if entry.key == key)
    still = tuple(entry for entry in note.removed if entry.key != key)
    return note.model_copy(update={"frameworks": (*note.frameworks, *back), "removed": still}), {}


def _added(session: Session, note: Note, given: str, today: date) -> tuple[Note, dict[str, str]]:
    named = KEY.search(given.strip())
    if not named:
        return note, {"add": NOT_A_FRAMEWORK}
    frameworks = catalogue.keyed(session, [named[1]]).frameworks
    if not frameworks:
        return note, {"add": NOT_THERE}
    if frameworks[0].key in {entry.key for entry in note.frameworks}:
        return note, {"add": IS_THERE}
    if len(note.frameworks) >= MOST_FRAMEWORKS:
        return note, {"add": FULL}
    entry = note_entry(session, frameworks[0], today)
    return note.model_copy(update={"frameworks": (*note.frameworks, entry)}), {}
