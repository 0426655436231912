"""Many savings from one file: the columns of hub.savings.sheet_columns, as CSV or as an Excel workbook. Pure.

All or nothing: with something wrong in any row none is taken, and everything that is wrong is told by row and column.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from hub.savings import typed
from hub.savings.asked import LONGEST, MOST_PARTS
from hub.savings.kinds import KINDS
from hub.savings.sheet_columns import BY_NAME, CLAIM, COLUMNS, EXAMPLE, KIND, Column
from hub.sent_files import Refusal, content, require_rows
from scrapers.content import MEGABYTE, Content, Entry
from scrapers.formulas import unguarded

LARGEST = 5 * MEGABYTE
MOST_ROWS = 300
FRAMEWORK_TITLE = "framework title"
FIELD = re.compile(r"part\d+_(.+)")


@dataclass(frozen=True)
class Fault:
    """What is wrong in a row: where, in which column, and how to cure it."""

    place: str
    column: str
    message: str


@dataclass(frozen=True)
class Entered:
    """One claim: the places of its rows, and what would have been typed for it."""

    places: tuple[str, ...]
    entered: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    claims: Sequence[Entered]
    faults: Sequence[Fault]


def read(data: bytes, framework: Callable[[str], str | None] = lambda text: text) -> Sheet:
    """Read a file. ``framework`` gives the key of a framework by what stands in its column, None where there is none.

    Raises Refusal.
    """
    rows = [(entry, _cells(entry)) for entry in _content(data).entries if not entry.skip]
    rows = [(entry, cells) for entry, cells in rows if entry.fault or cells]
    rows = [(entry, cells) for entry, cells in rows if not cells.get("title", "").startswith(EXAMPLE)]
    require_rows(len(rows), MOST_ROWS)
    faults = [Fault(entry.place, "", entry.fault) for entry, _ in rows if entry.fault]
    claims = []
    for group in _grouped([(entry.place, cells) for entry, cells in rows if not entry.fault]):
        claim, wrong = _claim(group, framework)
        claims.append(claim)
        faults += wrong
    return Sheet(claims, faults)


def _content(data: bytes) -> Content:
    found = content(data, LARGEST)
    known = {_column(name) for name in found.fields}
    if missing := [name for name in ("title", KIND) if BY_NAME[name] not in known]:
        raise Refusal(f"The file has no column “{missing[0]}”. Fill in the template, and keep its header.")
    if odd := [name for name in found.fields if name.strip() and _column(name) is None]:
        raise Refusal(f"The file has a column “{odd[0][:60]}” that the template has not. Keep the template’s header.")
    return found


def _column(header: str) -> Column | None:
    return BY_NAME.get(" ".join(header.replace("_", " ").split()).casefold())


def _cells(entry: Entry) -> dict[str, str]:
    """The filled cells of a row by the names of their columns."""
    found = {column.name: _text(value) for name, value in entry.values.items() if (column := _column(name))}
    return {name: text for name, text in found.items() if text}


def _text(value: object) -> str:
    """A cell as somebody would have typed it."""
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float):
        return f"{Decimal(str(value)):f}".removesuffix(".0")
    text = unguarded(str(value)) if value is not None else ""
    return re.sub(r" 00:00:00$", "", "\n".join(part.strip() for part in text.split("|"))).strip()


def _grouped(rows: Sequence[tuple[str, dict[str, str]]]) -> list[list[tuple[str, dict[str, str]]]]:
    """Rows of one claim together, in the order of the first of each."""
    groups: dict[str, list[tuple[str, dict[str, str]]]] = {}
    for place, cells in rows:
        groups.setdefault(cells.get(CLAIM) or f"\n{place}", []).append((place, cells))
    return list(groups.values())


def _claim(
    rows: Sequence[tuple[str, dict[str, str]]], framework: Callable[[str], str | None]
) -> tuple[Entered, list[Fault]]:
    entered: dict[str, str] = {}
    faults: list[Fault] = []
    for number, (place, cells) in enumerate(rows, 1):
        faults += [
            *_too_long(place, cells),
            *_kind_problem(place, cells.get(KIND, "")),
            *_take(entered, place, cells, number),
        ]
    first = rows[0][0]
    if len(rows) > MOST_PARTS:
        faults.append(Fault(first, CLAIM, f"has {len(rows)} rows; a claim has at most {MOST_PARTS} parts"))
    faults += _find_framework(entered, first, framework)
    places = tuple(place for place, _ in rows)
    return Entered(places, entered), faults or _problems(places, entered)


def _take(entered: dict[str, str], place: str, cells: Mapping[str, str], number: int) -> list[Fault]:
    """Put the cells of a row where the form would have them; what the rows of one claim say differently is a fault."""
    faults = []
    for name, text in cells.items():
        column = BY_NAME[name]
        if column.of_part:
            entered[f"part{number}_{column.field}"] = text
        elif column.field and entered.setdefault(column.field, text) != text:
            differs = "differs from the first row of the same claim: leave it empty here, or write the same"
            faults.append(Fault(place, name, differs))
    return faults


def _kind_problem(place: str, kind: str) -> list[Fault]:
    if kind in KINDS:
        return []
    said = f"“{kind[:60]}” is none" if kind else "is empty"
    return [Fault(place, KIND, f"{said}: choose one of the kinds in the template’s list")]


def _find_framework(entered: dict[str, str], place: str, framework: Callable[[str], str | None]) -> list[Fault]:
    if not (named := entered.pop("framework", "")):
        return []
    if key := framework(named):
        entered["framework"] = key
        return []
    said = f"“{named[:60]}” is not in the catalogue: empty it, and fill in {FRAMEWORK_TITLE}"
    return [Fault(place, "framework", said)]


def _too_long(place: str, cells: Mapping[str, str]) -> list[Fault]:
    long = f"is longer than {LONGEST:,} characters: shorten it"
    return [Fault(place, name, long) for name, text in cells.items() if len(text) > LONGEST]


def _problems(places: Sequence[str], entered: Mapping[str, str]) -> list[Fault]:
    """What is wrong with a claim, by the row and the column it stands in."""
    by_field = {(column.of_part, column.field): column.name for column in COLUMNS}
    found = []
    for name, message in typed.read(entered)[1].items():
        match = FIELD.fullmatch(name)
        row = int(name[4:].partition("_")[0]) if match else 1
        column = by_field.get((match is not None, match[1] if match else name), name)
        found.append(Fault(places[row - 1], column, message))
    return found
