"""The columns of the file in which many savings are reported at once, and the template to be filled in.

A row is a part of a saving; rows with the same word in the column “claim” are parts of one claim, and the first of
them says what it is about. Cells with several lines part them by a vertical bar.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from hub.savings import claim_fields
from hub.savings.asked import BASELINES, GRADE, Field
from hub.savings.kinds import KINDS

CLAIM, KIND, GRADES = "claim", "kind of saving", 3
OF_THE_CLAIM = (
    *claim_fields.FIRST, claim_fields.FRAMEWORK_TITLE, *claim_fields.CALL_OFF, *claim_fields.SECOND,
)  # fmt: skip
LEFT_OUT = frozenset({"options", "told_with_permission", "story", "claimant"})
EXAMPLE = "EXAMPLE"


@dataclass(frozen=True)
class Column:
    """``field`` is the name in the form; with ``of_part`` that of a field of a part, without its number."""

    name: str
    field: str
    explains: str
    of_part: bool = False
    options: tuple[str, ...] = ()


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def _of_the_claim() -> Iterator[Column]:
    yield Column(
        "framework", "framework", "Its address in the hub, its key or its reference, if it is in the catalogue"
    )
    for each in OF_THE_CLAIM:
        if each.name not in LEFT_OUT:
            yield Column(_spaced(each.name), each.name, _explained(each), options=tuple(each.options))


def _of_a_part() -> Iterator[Column]:
    yield Column(KIND, "kind", f"One of: {', '.join(KINDS)}", True, tuple(KINDS))
    yield Column("baseline", "baseline", f"One of: {', '.join(BASELINES)}. Empty: what goes with the kind", True)
    seen = {"baseline"}
    for kind in KINDS.values():
        for each in kind.all_fields:
            if each.name not in seen:
                seen.add(each.name)
                yield Column(_part_column(each.name), each.name, _used_by(each), True, tuple(each.options))
    for number in range(1, GRADES + 1):
        for each in GRADE:
            field = f"grade{number}_{each.name}"
            yield Column(f"grade {number} {_spaced(each.name)}", field, _explained(each), True)


def _part_column(name: str) -> str:
    """Days of a part are called so: the call-off has a start and an end as well."""
    return f"part {_spaced(name)}" if name in ("start", "end", "on") else _spaced(name)


def _used_by(field: Field) -> str:
    """For what kinds a column is, with what is asked for there."""
    asked: dict[str, list[str]] = {}
    for kind in KINDS.values():
        for each in kind.all_fields:
            if each.name == field.name:
                asked.setdefault(each.label, []).append(kind.name)
    if len(asked) == 1:
        return _explained(field)
    return "; ".join(f"{', '.join(names)}: {label}" for label, names in asked.items())


def _explained(field: Field) -> str:
    choices = f"One of: {', '.join(field.options)}" if field.options else ""
    hint = field.hint.replace("One on each line", "Parted by |").replace("on each line", "parted by |")
    return ". ".join(part.rstrip(".") for part in (field.label, hint, choices) if part)


COLUMNS = (
    Column(CLAIM, "", "The same word in rows that are parts of one claim. Empty: a claim of its own"),
    *_of_the_claim(),
    *_of_a_part(),
)
BY_NAME = {each.name: each for each in COLUMNS}

EXAMPLES = (
    {"claim": "1", "title": f"{EXAMPLE} Copier paper", "reference": "CT-77", "start": "01/04/2025", "end": "31/03/2026",
     "basis": "actual", "kind of saving": "price_unit", "before": "12.00", "now": "10.50", "quantity": "1000",
     "like for like": "yes", "evidence": "invoices", "evidence reference": "FIN/2025/12"},
    {"claim": "1", "title": f"{EXAMPLE} Copier paper", "kind of saving": "rebate", "amount": "250"},
)  # fmt: skip
"""Rows whose title begins with EXAMPLE are never taken."""


def template_csv() -> str:
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerows(_rows())
    return text.getvalue()


def template_xlsx() -> bytes:
    """The first sheet is to be filled in, the second explains each column, the third each kind of saving."""
    book = Workbook(write_only=True)
    sheet, columns, kinds = (book.create_sheet(name) for name in ("Savings", "Columns", "Kinds"))
    sheet.freeze_panes = "A2"
    header, *examples = _rows()
    sheet.append([_bold(sheet, name) for name in header])
    for row in examples:
        sheet.append(row)
    for column in COLUMNS:
        columns.append([_bold(columns, column.name), column.explains])
    for kind in KINDS.values():
        kinds.append([_bold(kinds, kind.name), f"{kind.group}: {kind.label}"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _rows() -> list[list[str]]:
    names = [column.name for column in COLUMNS]
    return [names, *([example.get(name, "") for name in names] for example in EXAMPLES)]


def _bold(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell
