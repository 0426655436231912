"""Many drafts from one file: the columns of the framework CSV, as CSV or as an Excel workbook.

A row with something wrong in it is told at its place and left out; the others become drafts, each as a whole. The file
itself is not kept.
"""

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from hub.cells import inert
from hub.contributions import drafts
from hub.contributions.drafts import message
from hub.contributions.fields import ALLOWED, LONGEST
from hub.sent_files import Refusal, content, require_rows
from scrapers import framework_csv
from scrapers.content import MEGABYTE, Content
from scrapers.framework_csv import Typed
from scrapers.source import Problem, UnreadableFile

LARGEST = 10 * MEGABYTE
MOST_ROWS = 1_000
MOST_COLUMNS = 200


@dataclass(frozen=True)
class Fault:
    """What is wrong in one row, or with the header: where, in which column, and how to cure it."""

    place: str
    field: str
    message: str


@dataclass(frozen=True)
class Sheet:
    """What a file says: drafts by the place of their row, how many rows repeat others, and everything that is wrong.

    ``remarks`` are on the header and keep no row out.
    """

    drafts: Mapping[str, Mapping[str, str]]
    repeated: int
    faults: Sequence[Fault]
    remarks: Sequence[Fault] = ()


def read(data: bytes, known: Collection[Mapping[str, str]] = ()) -> Sheet:
    """Read a file. ``known`` are drafts there already, of which none is made again. Raises Refusal."""
    rows, problems = _typed(_content(data))
    require_rows(len(rows), MOST_ROWS)
    found: dict[str, Mapping[str, str]] = {}
    seen, repeated, faults = list(known), 0, []
    for row in rows:
        draft, wrong = _draft(row)
        faults += wrong
        repeated += not wrong and draft in seen
        if not wrong and draft not in seen:
            found[row.place] = draft
            seen.append(draft)
    remarks = [Fault(each.place, each.field, message(each)) for each in problems]
    return Sheet(found, repeated, faults, remarks)


def as_csv(faults: Sequence[Fault]) -> str:
    """Everything that is wrong as a file."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["place", "column", "what is wrong"])
    table.writerows([inert(each.place), inert(each.field), inert(each.message)] for each in faults)
    return text.getvalue()


def _content(data: bytes) -> Content:
    found = content(data, LARGEST)
    if len(found.fields) > MOST_COLUMNS:
        raise Refusal(f"The file has {len(found.fields)} columns; the limit is {MOST_COLUMNS}. Take some out.")
    if not framework_csv.recognises(found):
        raise Refusal("The file has no columns “owner” and “title”. Fill in the template, and keep its header.")
    return found


def _typed(content: Content) -> tuple[Sequence[Typed], Sequence[Problem]]:
    try:
        return framework_csv.typed(content)
    except UnreadableFile as reason:
        raise Refusal(str(reason)) from reason


def _draft(row: Typed) -> tuple[dict[str, str], list[Fault]]:
    if row.fault:
        return {}, [Fault(row.place, "", row.fault)]
    too_long = f"is longer than {LONGEST:,} characters"
    long = [Fault(row.place, name, too_long) for name, cell in row.cells.items() if len(cell) > LONGEST]
    draft = {name: cell for name, cell in row.cells.items() if name in ALLOWED}
    return draft, long or [Fault(row.place, each.field, each.message) for each in drafts.read(draft).wrong]
