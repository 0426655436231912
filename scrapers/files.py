"""Any data file a public body publishes, recognised by its content and read."""

from datetime import UTC, date, datetime
from pathlib import Path

from scrapers import dating, dfe_list, framework_csv, gca_agreements, gca_website
from scrapers.content import Content, decoded, read_bytes
from scrapers.dating import Dating
from scrapers.importer import Imported, Importer
from scrapers.items import keys, looks_like_json, read_items
from scrapers.source import Reading, UnreadableFile
from scrapers.table import read_table

IMPORTERS: tuple[Importer, ...] = (gca_website, gca_agreements, dfe_list, framework_csv)
"""Every format the hub reads. The order does not matter: no file fits two."""


def open_file(path: Path, as_of: date | None = None, buyer: str = "") -> Reading:
    """Read a whole file: its source, the day it speaks of and one row for each line or item. Nothing is stored.

    ``as_of`` overrides every date the file shows. Raises UnreadableFile, with the place and the cure.
    """
    content = read_content(path)
    importer = _importer(content)
    imported = importer.read(content)
    if not imported.rows:
        raise UnreadableFile(f"{content.name} has a header line and nothing below it: there is nothing to import.")
    day = _dating(content, imported, as_of)
    return Reading(source=imported.source, as_of=day.day, as_of_reason=day.reason, rows=imported.rows)


def read_content(path: Path) -> Content:
    """The entries of a CSV, JSON or JSON Lines file."""
    text = decoded(path.name, read_bytes(path))
    modified = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    if looks_like_json(text):
        entries = read_items(path.name, text)
        return Content(name=path.name, form="json", modified=modified, fields=keys(entries), entries=entries)
    table = read_table(path.name, text)
    return Content(
        name=path.name,
        form="csv",
        modified=modified,
        fields=table.header,
        entries=table.entries,
        header_place=table.header_place,
        comments=table.comments,
    )


def _importer(content: Content) -> Importer:
    for importer in IMPORTERS:
        if importer.recognises(content):
            return importer
    known = "; ".join(importer.FORMAT for importer in IMPORTERS)
    seen = ", ".join(name for name in content.fields[:8] if name) or "nothing that can be read"
    what = "columns" if content.form == "csv" else "keys"
    raise UnreadableFile(f"{content.name} is in no format the hub knows. Its {what}: {seen}. The hub reads: {known}.")


def _dating(content: Content, imported: Imported, as_of: date | None) -> Dating:
    if as_of is not None:
        return dating.as_given(as_of)
    return imported.dating or dating.from_name(content.name) or dating.from_saving(content.modified)
