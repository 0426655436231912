"""The agreements export of the Government Commercial Agency's website (CSV; Crown Commercial Service until April 2026).

Its first column is an unnamed row number, its lots are a Python list written as text, without lot numbers, and its
"Live" agreements may have passed their end date. Rows the publisher has not published are left out.
"""

import ast
import re

from scrapers import dating, gca, rows
from scrapers.content import Content, Entry
from scrapers.importer import Imported
from scrapers.notes import Notes
from scrapers.parse import text
from scrapers.record import Lot, Record
from scrapers.rows import text_of

FORMAT = "the GCA website's agreements export (CSV)"
SOURCE = gca.source_until_2026("gca_website", "GCA agreements, as on its website")
COLUMNS = {"rm_number", "title", "published_status", "regulation_type", "how_to_buy", "lots"}
LONGEST_LOTS = 100_000
STRING = re.compile(r"(?<!\\)'(?:[^'\\]++|\\.)*+'|(?<!\\)\"(?:[^\"\\]++|\\.)*+\"", re.DOTALL)
ONLY_LITERALS = re.compile(r"(?:[\[\]{}:,\s\d]|None|True|False)*")


def recognises(content: Content) -> bool:
    return content.form == "csv" and COLUMNS <= set(content.fields)


def read(content: Content) -> Imported:
    """Every row of the export, and the newest day it must have known."""
    found = rows.apart(rows.read_rows(content.entries, _record), lambda record: record.extra.get("id", ""))
    records = (row.record for row in found if row.record)
    return Imported(source=SOURCE, rows=found, dating=dating.shown_by(records, content.modified))


def _record(entry: Entry, notes: Notes) -> Record:
    cell = {name: text_of(entry, name, notes).strip() for name in entry.values}
    agreement = gca.agreement(cell, notes, SOURCE.owner)
    return agreement.model_copy(update={"lots": _lots(cell["lots"], notes)})


def _lots(raw: str, notes: Notes) -> tuple[Lot, ...]:
    items = _literal(raw)
    if items is None:
        notes.add("lots", raw, "cannot be read as a list of lots", "left out")
        return ()
    lots = (_lot(f"lots {number}", item, notes) for number, item in enumerate(items, 1) if isinstance(item, dict))
    return tuple(lot for lot in lots if lot.title)


def _lot(field: str, item: dict[str, object], notes: Notes) -> Lot:
    title, description = (str(item.get(name) or "") for name in ("title", "description"))
    return Lot(
        title=notes.take(f"{field} title", title, text.line(title)),
        description=notes.take(f"{field} description", description, text.block(description)),
    )


def _literal(raw: str) -> list[object] | None:
    """The list a Python repr stands for; None for anything else. Only lists of plain values are let through."""
    if not raw:
        return []
    if len(raw) > LONGEST_LOTS or not ONLY_LITERALS.fullmatch(STRING.sub("", raw)):
        return None
    try:
        value = ast.literal_eval(raw)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None
    return value if isinstance(value, list) else None
