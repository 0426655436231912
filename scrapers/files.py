"""Any data file a public body publishes, recognised by its content and read."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from scrapers import dating, dfe_list, framework_csv, gca_agreements, gca_submission, gca_website, ocds, register
from scrapers.content import Content, decoded, read_bytes
from scrapers.dating import Dating
from scrapers.importer import Imported, Importer
from scrapers.items import keys, looks_like_json, read_items
from scrapers.parse.text import shortened, tidy
from scrapers.source import Reading, UnreadableFile
from scrapers.table import Table, read_sheet, read_table
from scrapers.workbook import is_archive, visible_sheets

IMPORTERS: tuple[Importer, ...] = (gca_website, gca_agreements, gca_submission, dfe_list, framework_csv, register)
"""Every format the hub reads whole. The order does not matter: no file fits two. Notices, which come in files of any
size, are read by ``scrapers.ocds``.
"""


def open_file(path: Path, as_of: date | None = None, buyer: str = "") -> Reading:
    """Read a whole file: its source, the day it speaks of and one row for each line or item. Nothing is stored.

    ``as_of`` overrides every date the file shows, ``buyer`` whatever a contracts register says of whose it is. Raises
    UnreadableFile, with the place and the cure.
    """
    if ocds.recognises(path):
        _refuse_buyer(path.name, buyer)
        return ocds.read(path, as_of)
    content = replace(read_content(path), buyer=buyer)
    importer = _importer(content)
    if importer is not register:
        _refuse_buyer(content.name, buyer)
    imported = importer.read(content)
    if not imported.rows:
        raise UnreadableFile(f"{content.name} has a header line and nothing below it: there is nothing to import.")
    day = _dating(content, imported, as_of)
    return Reading(source=imported.source, as_of=day.day, as_of_reason=day.reason, rows=imported.rows)


def _refuse_buyer(name: str, buyer: str) -> None:
    if buyer:
        raise UnreadableFile(f"{name} is no contracts register: import it without naming a buyer.")


def read_content(path: Path) -> Content:
    """The entries of a CSV, JSON or JSON Lines file, or of an Excel workbook."""
    data = read_bytes(path)
    modified = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    if is_archive(data):
        return _table_content(path.name, modified, _sheet(path.name, data))
    text = decoded(path.name, data)
    if looks_like_json(text):
        entries = read_items(path.name, text)
        return Content(name=path.name, form="json", modified=modified, fields=keys(entries), entries=entries)
    return _table_content(path.name, modified, read_table(path.name, text, register.is_register))


def _sheet(name: str, data: bytes) -> Table:
    """The first visible sheet with a header the hub knows, else the first that holds anything."""
    first: Table | None = None
    for sheet in visible_sheets(name, data):
        table = read_sheet(name, sheet.lines, register.is_register) if sheet.lines else None
        if table and table.is_known:
            return table
        first = first or table
    if first is None:
        raise UnreadableFile(f"{name} is a workbook whose visible sheets are empty.")
    return first


def _table_content(name: str, modified: date, table: Table) -> Content:
    return Content(
        name=name,
        form="csv",
        modified=modified,
        fields=table.header,
        entries=table.entries,
        header_place=table.header_place,
        comments=table.comments,
        titles=table.titles,
    )


def _importer(content: Content) -> Importer:
    for importer in IMPORTERS:
        if importer.recognises(content):
            return importer
    known = "; ".join([*(importer.FORMAT for importer in IMPORTERS), ocds.FORMAT])
    seen = ", ".join(shortened(tidy(name), 60) for name in content.fields[:8] if name) or "nothing that can be read"
    what = "columns" if content.form == "csv" else "keys"
    hint = f"{register.hint(content.fields)} " if content.form == "csv" else ""
    message = f"{content.name} is in no format the hub knows. {hint}Its {what}: {seen}. The hub reads: {known}."
    raise UnreadableFile(message.replace("  ", " "))


def _dating(content: Content, imported: Imported, as_of: date | None) -> Dating:
    if as_of is not None:
        return dating.as_given(as_of)
    return imported.dating or dating.from_name(content.name) or dating.from_saving(content.modified)
