"""From records to the framework CSV: what ``read`` turns into the same records again."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from scrapers import formulas
from scrapers.framework_csv import cells
from scrapers.framework_csv.columns import COLUMNS, EXTRA, RULES
from scrapers.framework_csv.evidence import documents_cell, notices_cell
from scrapers.framework_csv.lots import lot_cells
from scrapers.framework_csv.values import (
    FEE,
    MONEY,
    WORD_FOR_KIND,
    WORD_FOR_REGULATION,
    WORD_FOR_ROUTE,
    date_cell,
    day_cell,
    fee_cells,
    money_cells,
)
from scrapers.parse.dates import Edge
from scrapers.record import Day, Record
from scrapers.source import Source

COMMENT = re.compile(r"'*[#＃]")
"""The first cell of a line would make a comment of it."""


def write(records: Iterable[Record], source: Source, as_of: Day | None = None) -> str:
    """A framework CSV of these records, with the facts of their source at the top."""
    lines = [record_cells(record) for record in records]
    header = _header(lines)
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerows([statement] for statement in statements(source, as_of))
    table.writerow(header)
    table.writerows([guarded(line.get(name, "")) for name in header] for line in lines)
    return text.getvalue()


def statements(source: Source, as_of: Day | None) -> list[str]:
    """The lines at the top of a file."""
    said = {
        "source": source.name,
        "title": source.title,
        "publisher": source.publisher,
        "url": source.url,
        "licence": source.licence,
        "as of": day_cell(as_of, Edge.FIRST),
        "voice": source.voice.value,
        "owner": source.owner,
    }
    return [f"# {name}: {' '.join(value.split())}" for name, value in said.items()]


def record_cells(record: Record) -> dict[str, str]:
    """A record by column name; columns without a value may be absent."""
    extra = {f"{EXTRA}{name}": value for name, value in record.extra.items()}
    return _identity_cells(record) | _content_cells(record) | _term_cells(record) | lot_cells(record.lots) | extra


def guarded(cell: str) -> str:
    """An apostrophe before what a spreadsheet program would run, or ``read`` take for a comment; it takes it away."""
    return f"'{cell}" if COMMENT.match(cell) else formulas.guarded(cell)


def unguarded(cell: str) -> str:
    """What ``guarded`` was given."""
    return cell[1:] if cell.startswith("'") and COMMENT.match(cell[1:]) else formulas.unguarded(cell)


def _header(lines: Sequence[dict[str, str]]) -> list[str]:
    """Every usual column, then the others that hold anything."""
    used = {name for line in lines for name, value in line.items() if value}
    columns = [column.name for column in COLUMNS if column.always or column.name in used]
    return columns + sorted(name for name in used if name.startswith(EXTRA))


def _identity_cells(record: Record) -> dict[str, str]:
    return {
        "owner": record.owner,
        "reference": record.reference,
        "title": record.title,
        "kind": WORD_FOR_KIND[record.kind],
        "regulation": WORD_FOR_REGULATION[record.regulation],
        "status": record.stage.value if record.stage else "",
        "status as published": record.source_status,
        "part of": record.parent_reference,
        "part of lot": record.parent_lot,
        "lists framework of": record.listing_of_owner,
        "replaces": cells.joined(record.replaces),
        "replaced by": cells.joined(record.replaced_by),
        "source id": record.source_id,
        "reference identifies": "" if record.reference_identifies else "no",
        "web page": record.url,
    }


def _content_cells(record: Record) -> dict[str, str]:
    return {
        "summary": record.summary,
        "description": record.description,
        "categories": cells.joined(record.categories),
        "keywords": cells.joined(record.keywords, marks=f"{cells.MARKS},"),
        "cpv": " | ".join(record.cpv),
        "regions": cells.joined(record.regions),
        "who may use it": record.eligibility,
        RULES: cells.joined(record.eligibility_rules, marks="|"),
        "how to buy": record.how_to_buy,
        "documents": documents_cell(record.documents),
        "notices": notices_cell(record.notices),
    }


def _term_cells(record: Record) -> dict[str, str]:
    money = dict(zip(MONEY, money_cells(record.max_value), strict=True))
    fee = dict(zip(FEE, fee_cells(record.fee), strict=True))
    terms = {
        "start": day_cell(record.start, Edge.FIRST),
        "end": day_cell(record.end, Edge.LAST),
        "latest end if extended": day_cell(record.max_end, Edge.LAST),
        "extension": record.extension,
        "routes": "; ".join(WORD_FOR_ROUTE[route] for route in record.routes),
        "stock only": "" if record.stock_only is None else ("yes" if record.stock_only else "no"),
        "published": date_cell(record.published),
    }
    return terms | money | fee
