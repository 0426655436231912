"""What two versions of a draft have that is not the same, for whoever wrote in two windows. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from hub.notes.note import STANDINGS, STATES, Note

PARTS = {
    "title": "Title",
    "role": "Role",
    "organisation": "Organisation",
    "need": "What is needed",
    "searches": "Searches",
    "missing": "What is missing",
    "decision": "Decision",
}


@dataclass(frozen=True)
class Difference:
    """One field, as it is kept and as it was just written. Empty texts are said to be empty by the page."""

    label: str
    kept: str
    written: str


def differences(kept: Note, written: Note) -> list[Difference]:
    """Every field that a person fills in and that is not the same."""
    theirs, ours = dict(_fields(kept)), dict(_fields(written))
    labels = dict.fromkeys([*ours, *theirs])
    return [
        Difference(label, theirs.get(label, ""), ours.get(label, ""))
        for label in labels
        if theirs.get(label, "") != ours.get(label, "")
    ]


def _fields(note: Note) -> Iterator[tuple[str, str]]:
    for name, label in PARTS.items():
        yield label, getattr(note, name)
    for entry in note.frameworks:
        yield f"Considered or not: {entry.title}", STANDINGS[entry.standing]
        yield f"Reason: {entry.title}", entry.reason
    for check in note.checks:
        yield check.text, STATES.get(check.state, "")
        yield f"Remark: {check.text}", check.remark
