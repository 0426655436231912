"""A file note as a list of blocks, from which both its page and its PDF are made. Pure.

Reports (hub.reports) are made of the same blocks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from hub.formatters import count_text, date_text, paragraphs
from hub.notes.closing import closing, unanswered
from hub.notes.note import STANDINGS, STATES, Answer, Check, Entry, Note, Saying

NOT_SAID = "Not said"

REASONS = {"chosen": "Why it was chosen", "considered": "What was considered", "rejected": "Why it was rejected"}
"""What the reason is called, by what became of a framework: in the order in which they are listed."""


@dataclass(frozen=True)
class Heading:
    kind: ClassVar[str] = "heading"
    text: str
    level: int = 2


@dataclass(frozen=True)
class Text:
    kind: ClassVar[str] = "text"
    text: str
    strong: bool = False


@dataclass(frozen=True)
class Quote:
    """Words as they were published, and where they stand."""

    kind: ClassVar[str] = "quote"
    text: str
    source: str
    url: str = ""


@dataclass(frozen=True)
class Items:
    kind: ClassVar[str] = "items"
    texts: Sequence[str]


@dataclass(frozen=True)
class Facts:
    kind: ClassVar[str] = "facts"
    pairs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Table:
    """Rows under column headings; the first cell of each row is its heading.

    ``widths`` are the columns' parts of the page, one each. ``amounts``: all cells but the first are figures.
    """

    kind: ClassVar[str] = "table"
    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    amounts: bool = False


Block = Heading | Text | Quote | Items | Facts | Table


def blocks(note: Note, day: date, frozen: bool = False) -> list[Block]:
    """All a note says. ``day``: by which the age of its evidence is told, for a frozen note the day it was frozen."""
    return [
        Facts([("Role", note.role or NOT_SAID), ("Organisation", note.organisation or NOT_SAID)]),
        *_said("What is needed", note.need),
        *_said("Searches", note.searches),
        *_frameworks(note, day, frozen),
        *_checks(note.checks),
        *_missing(note),
        *_said("Decision", note.decision),
        Heading("How far this goes"),
        Text(closing(note), strong=True),
    ]


def _said(heading: str, text: str) -> Iterator[Block]:
    yield Heading(heading)
    yield from map(Text, paragraphs(text) or [NOT_SAID])


def _frameworks(note: Note, day: date, frozen: bool) -> Iterator[Block]:
    yield Heading("Frameworks")
    if not note.frameworks:
        yield Text("None was looked at.")
    for entry in sorted(note.frameworks, key=lambda entry: list(REASONS).index(entry.standing)):
        yield from _entry(entry, day, frozen)


def _entry(entry: Entry, day: date, frozen: bool) -> Iterator[Block]:
    yield Heading(f"{STANDINGS[entry.standing]}: {entry.title}", 3)
    facts = {"Owner": entry.owner, "Reference": entry.reference, "Page in the hub": entry.address}
    facts |= {"As published on": date_text(entry.taken_on), REASONS[entry.standing]: entry.reason or NOT_SAID}
    yield Facts([(name, text) for name, text in facts.items() if text])
    yield from answers(entry, day, frozen)


def answers(entry: Entry, day: date, frozen: bool = False) -> Iterator[Block]:
    """What was answered about one framework, each answer under a heading of the fourth level."""
    for answer in entry.answers:
        yield from _answer(answer, day, frozen)


def _answer(answer: Answer, day: date, frozen: bool) -> Iterator[Block]:
    yield Heading(answer.subject, 4)
    yield Text(answer.words)
    for saying in answer.evidence:
        yield Quote(saying.words, where(saying, day, frozen), saying.url)
    if answer.question:
        yield Text(f"To ask the owner. {answer.question}")


def where(saying: Saying, day: date, frozen: bool = False) -> str:
    """ "Anglian list, notice 000001-2026, published on 3 May 2026, checked on 9 November 2026 (12 days ago)"."""
    parts = [saying.source or "Source not known", f"notice {saying.notice}" if saying.notice else ""]
    parts.append(f"published on {date_text(saying.published)}" if saying.published else "")
    checked = _age(saying.checked_on, day, frozen) if saying.checked_on else ""
    parts.append(f"checked {checked}" if checked else "day of checking not known")
    return ", ".join(filter(None, parts))


def _age(checked: date, day: date, frozen: bool) -> str:
    days = (day - checked).days
    if days <= 0:
        age = "the day the note was frozen" if frozen else "today"
    else:
        age = f"{count_text(days, 'day')} {'before the note was frozen' if frozen else 'ago'}"
    return f"on {date_text(checked)} ({age})"


def _checks(checks: Sequence[Check]) -> Iterator[Block]:
    yield Heading("Check list")
    for check in checks:
        state = STATES[check.state] if check.state else "Not answered"
        yield Facts([(check.text, state), *([("Remark", check.remark)] if check.remark else [])])
    if not checks:
        yield Text("There is none.")


def _missing(note: Note) -> Iterator[Block]:
    yield Heading("What is missing")
    yield from map(Text, paragraphs(note.missing))
    asked = unanswered(note)
    if asked:
        yield Text("Not published, or for the owner to confirm:")
        yield Items(asked)
    elif not note.missing:
        yield Text("Nothing that this note knows of.")
