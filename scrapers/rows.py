"""From entries to rows: every entry becomes exactly one row, whatever happens on the way."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import replace

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from scrapers.content import Entry
from scrapers.items import Number
from scrapers.notes import Notes
from scrapers.parse import terms
from scrapers.parse.terms import Published, Term
from scrapers.record import Record
from scrapers.source import Outcome, Problem, Row


class NotARecord(Exception):
    """Raised while reading an entry that is rightly no record, with the reason. The row is skipped."""


class Unusable(Exception):
    """Raised while reading an entry that should be a record and cannot be one, with the reason. It is rejected."""


def read_rows(entries: Iterable[Entry], read_one: Callable[[Entry, Notes], Record]) -> tuple[Row, ...]:
    """Read each entry with ``read_one``, which notes its doubts as it goes."""
    return tuple(_row(entry, read_one) for entry in entries)


def one_row(notes: Notes, read: Callable[[], Record]) -> Row:
    """The row that reading gives: a record, or the reason why there is none."""
    try:
        return accepted(notes, read())
    except NotARecord as reason:
        return skipped(notes, str(reason))
    except Unusable as reason:
        return rejected(notes, str(reason))
    except ValidationError as error:
        return rejected(notes, invalid(error, notes))


def accepted(notes: Notes, record: Record) -> Row:
    return Row(place=notes.place, outcome=Outcome.RECORD, record=record, problems=notes.problems)


def skipped(notes: Notes, reason: str) -> Row:
    return Row(place=notes.place, outcome=Outcome.SKIPPED, reason=reason, problems=notes.problems)


def rejected(notes: Notes, reason: str) -> Row:
    return Row(place=notes.place, outcome=Outcome.REJECTED, reason=reason, problems=notes.problems)


def unread(entry: Entry) -> Row | None:
    """The row of an entry that cannot or need not be read; None where it is to be read."""
    if entry.fault:
        return rejected(Notes(entry.place), f"{entry.place} {entry.fault}")
    return skipped(Notes(entry.place), entry.skip) if entry.skip else None


def text_of(entry: Entry, name: str, notes: Notes, within: str = "") -> str:
    """The value of a column or key as written. Anything but text is a problem; ``within`` is what has the key."""
    value, field = entry.values.get(name), f"{within} {name}".strip()
    if value is None:
        return ""
    if isinstance(value, (list, dict, bool)):
        what = "true or false" if isinstance(value, bool) else "a list"
        notes.add(field, str(value), f"is {what} where text belongs", "left out")
        return ""
    if isinstance(value, Number):
        notes.add(field, value, "is a number where text belongs", "read as text")
    return str(value)


def noted_if_missing(name: str, value: str, notes: Notes) -> str:
    """The value; that a source leaves out what it always gives is a problem, though the record can do without."""
    if not value:
        notes.add(name, "", "is missing")
    return value


def noted_oddities(entry: Entry, notes: Notes) -> None:
    """What is odd about a row as a whole: a person is told. Of a JSON key given twice the last value counts."""
    if entry.doubt:
        notes.add("row", "", entry.doubt, "read as it stands")
    for name in entry.repeated:
        notes.add(name, str(entry.values[name]), "is given more than once", "the last value is used")


def take_term(notes: Notes, published: Published, names: Mapping[str, str]) -> Term:
    """The term of a row, its doubts noted under the source's own ``names`` for start, end and latest end."""
    term, doubts = terms.term(published)
    for field, each in doubts.items():
        for doubt in each:
            notes.add(names[field], getattr(published, field), doubt.reason, doubt.done)
    return term


def apart(found: Iterable[Row], further_id: Callable[[Record], str]) -> tuple[Row, ...]:
    """Rows whose records all have a source id of their own.

    A record repeated word for word is skipped. One with other facts under the same id is kept, told apart by the
    publisher's ``further_id``; without one it is rejected.
    """
    first: dict[str, Row] = {}
    result = []
    for row in found:
        if row.record is not None and row.record.source_id in first:
            row = _second(row, row.record, first[row.record.source_id], further_id(row.record), first)
        if row.record is not None:
            first[row.record.source_id] = row
        result.append(row)
    return tuple(result)


def _second(row: Row, record: Record, earlier: Row, further: str, taken: Container[str]) -> Row:
    if record == earlier.record:
        return replace(row, outcome=Outcome.SKIPPED, record=None, reason=f"repeats {earlier.place} word for word")
    own_id = f"{record.source_id}/{further}"
    said = f"is also the id of {earlier.place}, which says other things"
    if not further or own_id in taken:
        return replace(row, outcome=Outcome.REJECTED, record=None, reason=f"its id {record.source_id} {said}")
    problem = Problem(place=row.place, field="id", value=record.source_id, reason=said, done=f"kept as {own_id}")
    return replace(row, record=record.model_copy(update={"source_id": own_id}), problems=(*row.problems, problem))


def invalid(error: ValidationError, notes: Notes) -> str:
    """Write down what makes a record invalid; the reason names the first fault."""
    faults = [_fault(".".join(map(str, each["loc"])), each) for each in error.errors()]
    for field, value, fault in faults:
        notes.add(field, value, fault)
    return f"{faults[0][0]} {faults[0][2]}"


def _row(entry: Entry, read_one: Callable[[Entry, Notes], Record]) -> Row:
    row = unread(entry)
    if row is not None:
        return row
    notes = Notes(entry.place)
    noted_oddities(entry, notes)
    return one_row(notes, lambda: read_one(entry, notes))


def _fault(field: str, error: ErrorDetails) -> tuple[str, str, str]:
    value = str(error["input"])
    if error["type"] == "string_too_short":
        return field, value, "is missing"
    if error["type"] == "value_error":
        return field or "it", "", str(error["ctx"]["error"])
    if error["type"] == "string_too_long":
        return field, value, f"is longer than {error['ctx']['max_length']:,} characters"
    return field, value, str(error["msg"])
