"""From what was typed to a record. Pure.

A draft holds the fields by name, as they were typed, and is read as a row of the framework CSV is: one reader of
dates, money and fees. A change holds only the fields that differ, and its record states nothing else.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hub import data
from hub.contributions.fields import ALLOWED, RULE, named
from hub.errors import HubError
from hub.ingest.statement import known
from hub.signposting.eligibility import Rule, rule_from_line
from hub.signposting.eligibility.places import place_called
from scrapers import framework_csv
from scrapers.content import Content, Entry
from scrapers.framework_csv.writing import record_cells
from scrapers.parse import text
from scrapers.parse.privacy import without_persons
from scrapers.record import Day, Record
from scrapers.source import Outcome, Problem, Row

Draft = Mapping[str, str]

NEEDED = {
    "title": "Enter what it is called",
    "owner": "Enter who set it up",
}
LINED = ("lots", "suppliers", "documents", "notices")
"""Fields whose values stand on a line each."""

UNITED = ("documents", "notices")
"""Fields of a record to which every source adds."""

MARKS = re.compile(r"[;,|\n]")
WORKED_OUT = "worked out"
"""What the reader says it did with a length that stands where a date is asked for: nothing is wrong with that."""

NOT_STATED = frozenset({"source_id", "reference_identifies", "extra"})


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a field, and the cure; ``field`` is empty where it is about the whole."""

    field: str
    message: str


@dataclass(frozen=True)
class Drafted:
    """What a draft says: a record, unless something is wrong with it; and rules on who may use it."""

    record: Record | None
    rules: tuple[Rule, ...] = ()
    wrong: tuple[Wrong, ...] = ()


def read(draft: Draft, present: Record | None = None) -> Drafted:
    """Read a draft; one that changes a framework against what is there at ``present``."""
    there = cells_of(present) if present else {}
    typed = {name: value for name, value in draft.items() if name in ALLOWED}
    said = {**there, **typed}
    rules, unreadable = _rules(said)
    wrong = [*_missing(said), *_emptied(typed, there), *_personal(typed), *unreadable]
    row = _row(said)
    wrong += _of_row(row, {each.field for each in wrong}, typed)
    record = row.record
    if present is not None and record is not None:
        record, more = _change(record, _row(there).record or present, present)
        wrong += more
        if record is None and not rules and not wrong:
            wrong.append(Wrong("", "Nothing differs from what is there. Change a field first"))
        record = record or _pointer(present)
    return Drafted(None if wrong else record, tuple(rules), tuple(wrong))


def readable(draft: Draft) -> Record | None:
    """What can be read of a draft so far, right or wrong, in words of our own where title or owner are missing."""
    typed = {name: value for name, value in draft.items() if name in ALLOWED}
    return _row({**typed, **{name: typed.get(name) or "not said" for name in NEEDED}}).record


def cells_of(record: Record) -> dict[str, str]:
    """A record as somebody would type it, by field, without what is empty. One value stands on each line."""
    cells = {name: value for name, value in record_cells(record).items() if value and name in ALLOWED}
    return {name: value.replace(" | ", "\n") if name in LINED else value for name, value in cells.items()}


def kept(typed: Mapping[str, str], present: Record | None) -> dict[str, str]:
    """What of some fields a draft keeps: of a new framework all that is not empty, of a change what differs."""
    there = cells_of(present) if present else {}
    return {name: value for name, value in typed.items() if _plain(value) != _plain(there.get(name, ""))}


def shown(draft: Draft, present: Record | None) -> dict[str, str]:
    """What the form shows: the draft, and beneath it what is there."""
    return {**(cells_of(present) if present else {}), **draft}


def _plain(value: str) -> str:
    """Forms send line breaks of their own kind."""
    return "\n".join(line.rstrip() for line in value.strip().splitlines())


def _missing(said: Draft) -> Iterator[Wrong]:
    for name, message in NEEDED.items():
        cell = said.get(name, "")
        if text.says_nothing(cell) or not text.line(cell).value:
            yield Wrong(name, message)


def _emptied(typed: Draft, there: Draft) -> Iterator[Wrong]:
    """No record can say that another one says nothing."""
    for name in typed:
        if not typed[name].strip() and there.get(name) and name not in NEEDED:
            yield _taken_away(name)


def _taken_away(name: str) -> Wrong:
    reason = "a change cannot take away what a source says. Put it back, or ask for a correction instead"
    return Wrong(name, f"{named(name).label}: {reason}")


def _personal(typed: Draft) -> Iterator[Wrong]:
    """A team's mailbox may stay."""
    for name, value in typed.items():
        if without_persons(value)[1]:
            yield Wrong(name, f"{named(name).label}: take out the name or own e-mail address of a person")


def _row(said: Draft) -> Row:
    columns = {"source id": "draft"} | {name: value for name, value in said.items() if name not in RULE}
    entry = Entry("your draft", columns)
    content = Content(name="draft", form="csv", modified=date.min, fields=tuple(columns), entries=(entry,))
    return framework_csv.read(content).rows[0]


def _of_row(row: Row, told: set[str], typed: Draft) -> Iterator[Wrong]:
    """Problems with what is there already are not the proposer's."""
    problems = [each for each in row.problems if each.field in typed and WORKED_OUT not in each.done]
    yield from (Wrong(each.field, message(each)) for each in problems if each.field not in told)
    if row.outcome is not Outcome.RECORD and not (told or problems):
        yield Wrong("", f"This cannot be read: {row.reason}")


def message(problem: Problem) -> str:
    """A problem in one sentence, which begins with its field."""
    label = named(problem.field).label if problem.field in ALLOWED else problem.field
    value = f"“{problem.value}” " if problem.value else ""
    return f"{label}: {value}{problem.reason}"


def _change(record: Record, before: Record, present: Record) -> tuple[Record | None, list[Wrong]]:
    """A record with the fields alone that differ from before, and what tells which framework it is about."""
    names = [name for name in Record.model_fields if name not in NOT_STATED]
    values = {name: getattr(record, name) for name in names if _meant(before, name) != _meant(record, name)}
    lost = [name for name in UNITED if name in values and not set(getattr(before, name)) <= set(values[name])]
    for name in UNITED:
        values[name] = tuple(each for each in values.get(name, ()) if each not in getattr(before, name))
    said = {name: value for name, value in values.items() if known(value)}
    return (_pointer(present).model_copy(update=said) if said else None), [_taken_away(name) for name in lost]


def _meant(record: Record, name: str) -> object:
    """The value, of a date without how it is written."""
    value: object = getattr(record, name)
    return value.model_copy(update={"raw": ""}) if isinstance(value, Day) else value


def _pointer(present: Record) -> Record:
    """What a change says of which framework it is about, and nothing more."""
    title = "" if present.reference else present.title
    about: dict[str, Any] = {"owner": present.owner, "reference": present.reference, "title": title}
    return Record(source_id=present.source_id, reference_identifies=False, **about)


def _rules(typed: Draft) -> tuple[list[Rule], list[Wrong]]:
    """The rules that the choices on who may use it make."""
    if not any(typed.get(name, "").strip() for name in RULE):
        return [], []
    chosen = listed(typed.get("classes", ""))
    if not chosen:
        return [], [Wrong("classes", "These words mean: choose whom, or take the other choices about them away")]
    places = {area: _place(area) for area in listed(typed.get("areas", ""))}
    wrong = [Wrong("areas", _unknown(area)) for area, place in places.items() if not place]
    if text.says_nothing(typed.get("who may use it", "")):
        wrong.append(Wrong("who may use it", "Who may use it: enter the published words that you chose this from"))
    try:
        return [rule_from_line(_line(name, places, typed)) for name in chosen], wrong
    except HubError as reason:
        return [], [*wrong, Wrong("classes", f"These words mean: {reason}")]


def _line(name: str, places: Mapping[str, str], typed: Draft) -> str:
    parts = [f"include class {name}"]
    parts += [f"in {', '.join(places.values())}"] if places else []
    parts += [f"needs {', '.join(needs)}"] if (needs := listed(typed.get("needs", ""))) else []
    return "; ".join([*parts, *(["closed"] if typed.get("closed") else [])])


def _place(area: str) -> str:
    """The code of a region or the name of a county; empty for neither."""
    code = data.region_for(area)
    if code:
        return code
    place = place_called(area.title()) or place_called(area)
    return place.name if place else ""


def _unknown(area: str) -> str:
    return f"Only in: “{area}” is no region or county the hub knows: write East of England or Suffolk"


def listed(cell: str) -> list[str]:
    """The values of a cell with several choices or names."""
    return [part for part in map(str.strip, MARKS.split(cell)) if part]
