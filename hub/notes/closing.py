"""The words with which every file note ends: what the check list shows, what is missing, and who decides. Pure."""

from hub.formatters import count_text, listing, lower_first
from hub.notes.note import Answer, Entry, Note


def closing(note: Note) -> str:
    """ "The published facts and the answers in this note … Missing: … Who decides: …" """
    return " ".join((_shown(note), f"Missing: {_missing(note)}.", _who(note)))


def unanswered(note: Note) -> list[str]:
    """What the published facts do not answer, framework by framework, with what to ask the owner."""
    return [
        _asked(entry, answer)
        for entry in note.frameworks
        if entry.standing != "rejected"
        for answer in entry.answers
        if answer.question
    ]


def _asked(entry: Entry, answer: Answer) -> str:
    """The question under its subject; the framework is named once, by the question itself where it does."""
    if entry.title in answer.question:
        return f"{answer.subject}: {answer.question}"
    return f"{entry.title} – {lower_first(answer.subject)}: {answer.question}"


def _shown(note: Note) -> str:
    states = [check.state for check in note.checks]
    if "no" in states:
        verdict = "do not meet every point of the check list"
    elif states and all(state in ("yes", "not_relevant") for state in states):
        verdict = "meet every point of the check list"
    else:
        verdict = "cannot be shown to meet every point of the check list"
    return f"The published facts and the answers in this note {verdict}."


def _missing(note: Note) -> str:
    waiting = sum(check.state in ("", "not_yet") for check in note.checks)
    asked = len(unanswered(note))
    parts = [
        f"{count_text(waiting, 'point')} of the check list" if waiting else "",
        f"{count_text(asked, 'answer')} that only the owners can give" if asked else "",
        "what is written under “What is missing”" if note.missing else "",
    ]
    return listing([part for part in parts if part]) or "nothing that this note knows of"


def _who(note: Note) -> str:
    who = note.organisation or "the buying organisation"
    return (
        f"Who decides: {who}, with its own legal and procurement advice. The owner of a framework can say what its "
        "published words mean. The hub quotes them and does not decide."
    )
