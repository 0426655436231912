"""The agreements export of the Government Commercial Agency's website (CSV; Crown Commercial Service until April 2026).

Its first column is an unnamed row number, its lots are a Python list written as text, without lot numbers, and its
"Live" agreements may have passed their end date. Rows the publisher has not published are left out.
"""

import ast
import re

from scrapers import dating, rows
from scrapers.content import Content, Entry
from scrapers.importer import Imported
from scrapers.notes import Notes
from scrapers.parse import codes, lists, routes, terms, text, words
from scrapers.record import Kind, Lot, Record, Regulation, Stage
from scrapers.rows import NotARecord, text_of
from scrapers.source import Source, Voice

FORMAT = "the GCA website's agreements export (CSV)"
SOURCE = Source(
    name="gca_website",
    title="GCA agreements, as on its website",
    publisher="Government Commercial Agency (Crown Commercial Service until 1 April 2026)",
    url="https://www.gca.gov.uk/agreements",
    licence="Open Government Licence v3.0",
    voice=Voice.OWNER,
    owner="Crown Commercial Service",
)
COLUMNS = {"rm_number", "title", "published_status", "regulation_type", "how_to_buy", "lots"}

STAGES = {
    "Live": Stage.LIVE,
    "Expired - Data Still Received": Stage.ENDED,
    "Future (Pipeline)": Stage.PLANNED,
    "Planned (Pipeline)": Stage.PLANNED,
    "Underway (Pipeline)": Stage.TENDERING,
    "Awarded (Pipeline)": Stage.AWARDED,
}
LAW_OF_TYPE = {"PCR06 Framework": Regulation.PCR_2006, "PCR15 Framework": Regulation.PCR_2015}
DATE_COLUMNS = {"start": "start_date", "end": "end_date"}
KEPT_BESIDE = (
    "id", "salesforce_id", "pillar", "benefits", "upcoming_deal_summary", "tenders_open_date", "tenders_close_date",
    "expected_live_date", "expected_award_date",
)  # fmt: skip
REFERENCE = re.compile(r"RM[\w.]+", re.IGNORECASE)
LOT_OF = re.compile(r"(?P<parent>RM\d+(?:\.\d+)?)L(?P<lot>\d+)", re.IGNORECASE)
LONGEST_LOTS = 100_000
STRING = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", re.DOTALL)
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
    if cell["published_status"].casefold() != "publish":
        raise NotARecord(f"its publisher marks it “{cell['published_status'] or 'nothing'}”, not published")
    reference = notes.take("rm_number", cell["rm_number"], codes.reference(cell["rm_number"]))
    term = rows.take_term(notes, terms.Published(cell.get("start_date", ""), cell.get("end_date", "")), DATE_COLUMNS)
    lot_of = LOT_OF.fullmatch(reference)
    how_to_buy = _block(cell, "how_to_buy", notes)
    return Record(
        source_id=reference or cell.get("id", ""),
        title=rows.noted_if_missing("title", notes.take("title", cell["title"], text.line(cell["title"])), notes),
        owner=SOURCE.owner,
        reference=reference,
        parent_reference=lot_of["parent"] if lot_of else "",
        parent_lot=lot_of["lot"] if lot_of else "",
        kind=_kind(cell, notes),
        regulation=_regulation(cell, notes),
        stage=_stage(cell.get("status", ""), notes),
        source_status=cell.get("status", ""),
        summary=_block(cell, "summary", notes) or _block(cell, "upcoming_deal_summary", notes),
        description=_block(cell, "description", notes),
        categories=tuple(filter(None, [text.line(cell.get("category", "")).value])),
        keywords=lists.keywords(text.line(cell.get("keywords", "").replace("\t", ",")).value),
        start=term.start,
        end=term.end,
        routes=routes.stated(how_to_buy),
        how_to_buy=how_to_buy,
        lots=_lots(cell["lots"], notes),
        url=f"{SOURCE.url}/{reference}" if REFERENCE.fullmatch(reference) else "",
        extra=_beside(cell, notes),
    )


def _block(cell: dict[str, str], name: str, notes: Notes) -> str:
    return notes.take(name, cell.get(name, ""), text.block(cell.get(name, "")))


def _kind(cell: dict[str, str], notes: Notes) -> Kind:
    if cell.get("terms") == "DPS":
        return Kind.DPS
    return notes.take("regulation_type", cell["regulation_type"], words.kind(cell["regulation_type"]))


def _regulation(cell: dict[str, str], notes: Notes) -> Regulation:
    raw = cell.get("regulation", "")
    if not raw and cell["regulation_type"] in LAW_OF_TYPE:
        return LAW_OF_TYPE[cell["regulation_type"]]
    return notes.take("regulation", raw, words.regulation(raw))


def _stage(status: str, notes: Notes) -> Stage | None:
    return STAGES[status] if status in STAGES else notes.take("status", status, words.stage(status))


def _beside(cell: dict[str, str], notes: Notes) -> dict[str, str]:
    """What has no place in a record, kept with it. An upcoming summary that is the summary is not kept twice."""
    kept = {name: text.block(cell.get(name, "")).value for name in KEPT_BESIDE}
    if not text.block(cell.get("summary", "")).value:
        kept["upcoming_deal_summary"] = ""
    return {name: value for name, value in kept.items() if value}


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
