"""Rows of one file that share a reference or a title: the same framework again, or another one.

A row repeated word for word is skipped. Rows of one owner and reference with the same title are one framework: what
each says is put together, and where they disagree the later row counts. With different titles, or terms that do not
meet, they are different frameworks under one reference, kept apart for a person to look at. Without a reference,
rows are put together only where they do not disagree about anything.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from scrapers import rows
from scrapers.parse import codes
from scrapers.record import Day, Lot, Record
from scrapers.source import Outcome, Problem, Row

ALIKE = 90
LISTS = ("categories", "keywords", "cpv", "regions", "routes", "documents", "notices", "replaces", "replaced_by")
NOT_COMPARED = {"source_id", "title", "lots", "extra", *LISTS}


def made_up_id(owner: str, reference: str, title: str) -> str:
    """The id of a row whose source gives none: the same in every edition that keeps owner and reference, or title."""
    return f"{codes.slug(owner)}/{codes.slug(reference or title)}" if owner and title else ""


def settled(found: Sequence[Row]) -> tuple[Row, ...]:
    """The rows in order, repeats skipped, parts put together, and every record with an id of its own."""
    changed: dict[str, Row] = {}
    for alike in _sharing_an_id(found):
        changed.update(_settled_group(alike))
    return rows.apart((changed.get(row.place, row) for row in found), lambda record: codes.slug(record.title))


@dataclass
class _Framework:
    """The first row of a framework, and what its rows say together."""

    first: Row
    record: Record


def _sharing_an_id(found: Iterable[Row]) -> list[list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in found:
        if row.record is not None:
            groups.setdefault(_shared_key(row.record), []).append(row)
    return [group for group in groups.values() if len(group) > 1]


def _shared_key(record: Record) -> str:
    """Owner and reference where that should say which framework it is; else the id, given or made of the title."""
    if record.reference and record.reference_identifies:
        return made_up_id(record.owner, record.reference, record.title)
    return record.source_id


def _settled_group(group: Sequence[Row]) -> dict[str, Row]:
    """Rows with one id that are alike are one record. Alike rows with ids of their own stay as they are."""
    frameworks: list[_Framework] = []
    changed: dict[str, Row] = {}
    for row, record in ((row, row.record) for row in group if row.record is not None):
        same = next((each for each in frameworks if _is_same(each.record, record)), None)
        if same is None:
            frameworks.append(_Framework(row, record))
        else:
            changed[row.place] = _put_into(same, row, record)
    for framework in frameworks:
        strangers = [each.first.place for each in frameworks if not _are_alike(each.record, framework.record)]
        changed[framework.first.place] = _first_row(framework, strangers)
    return changed


def _is_same(one: Record, other: Record) -> bool:
    return one.source_id == other.source_id and _are_alike(one, other)


def _are_alike(one: Record, other: Record) -> bool:
    if not _titles_alike(one.title, other.title) or _terms_apart(one, other):
        return False
    return bool(one.reference) or not _disagreements(one, other)


def _titles_alike(one: str, other: str) -> bool:
    """Nearly the same letters and exactly the same numbers: "Fleet 2" is not "Fleet 3"."""
    same_numbers = re.findall(r"\d+", one) == re.findall(r"\d+", other)
    return same_numbers and fuzz.ratio(codes.slug(one), codes.slug(other)) >= ALIKE


def _terms_apart(one: Record, other: Record) -> bool:
    """True where one has ended before the other starts."""
    return _ends_before(one.end, other.start) or _ends_before(other.end, one.start)


def _ends_before(end: Day | None, start: Day | None) -> bool:
    return end is not None and start is not None and end.value < start.value


def _put_into(framework: _Framework, row: Row, record: Record) -> Row:
    """The later row's word counts where both say something; what only one says is kept."""
    place = framework.first.place
    if record == framework.record:
        return replace(row, outcome=Outcome.SKIPPED, record=None, reason=f"repeats {place} word for word")
    problems = tuple(
        Problem(place=row.place, field=name, value=_shown(said), reason=f"differs from {place}: {_shown(before)}",
                done="this later row's value is used")
        for name, before, said in _disagreements(framework.record, record)
    )  # fmt: skip
    framework.record = _together(framework.record, record)
    return replace(
        row,
        outcome=Outcome.SKIPPED,
        record=None,
        reason=f"same framework as {place}; what it says was added there",
        problems=row.problems + problems,
    )


def _disagreements(one: Record, other: Record) -> list[tuple[str, object, object]]:
    """The single-valued fields both state, differently."""
    names = [name for name in Record.model_fields if name not in NOT_COMPARED]
    pairs = ((name, getattr(one, name), getattr(other, name)) for name in names)
    return [(name, a, b) for name, a, b in pairs if _is_said(name, a) and _is_said(name, b) and _bare(a) != _bare(b)]


def _is_said(name: str, value: object) -> bool:
    default: object = Record.model_fields[name].get_default(call_default_factory=True)
    return value != default


def _bare(value: object) -> object:
    return value.value if isinstance(value, Day) else value


def _shown(value: object) -> str:
    return str(_bare(value))


def _together(one: Record, other: Record) -> Record:
    values: dict[str, object] = {}
    for name in Record.model_fields:
        if name not in NOT_COMPARED:
            values[name] = getattr(other if _is_said(name, getattr(other, name)) else one, name)
    for name in LISTS:
        values[name] = tuple(dict.fromkeys(getattr(one, name) + getattr(other, name)))
    values["lots"] = _lots_together(one.lots, other.lots)
    values["extra"] = one.extra | other.extra
    return one.model_copy(update=values)


def _lots_together(one: Sequence[Lot], other: Sequence[Lot]) -> tuple[Lot, ...]:
    """A lot listed in both rows has the suppliers of both."""
    lots = {(lot.number, lot.title): lot for lot in one}
    for lot in other:
        known = lots.get((lot.number, lot.title))
        suppliers = tuple(dict.fromkeys((*known.suppliers, *lot.suppliers))) if known else lot.suppliers
        lots[lot.number, lot.title] = lot.model_copy(update={"suppliers": suppliers})
    return tuple(lots.values())


def _first_row(framework: _Framework, strangers: Sequence[str]) -> Row:
    """The row that carries the record. Beside strangers it gets an id of its own, and a problem says why."""
    record, row = framework.record, framework.first
    if not strangers:
        return replace(row, record=record)
    what, value = ("reference", record.reference) if record.reference else ("title", record.title)
    others = " and ".join(strangers)
    reason = f"is also the {what} of {others}, for a framework with another title, term or facts"
    done = "kept apart: look at them under hub review"
    problem = Problem(place=row.place, field=what, value=value, reason=reason, done=done)
    update = {"source_id": _own_id(record), "reference_identifies": not record.reference}
    return replace(row, record=record.model_copy(update=update), problems=(*row.problems, problem))


def _own_id(record: Record) -> str:
    """An id the source gave stays; a made-up one is made longer by title and start."""
    if record.source_id != made_up_id(record.owner, record.reference, record.title):
        return record.source_id
    start = record.start.value.isoformat() if record.start else ""
    return f"{record.source_id}/{codes.slug(record.title, start)}"
