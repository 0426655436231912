"""The visible sheets of an Excel workbook (.xlsx, .xlsm) as lines of cells, in the words Excel would show or CSV hold.

Read with Python's own zip and XML parsers, streaming and within limits: a 1.6 kB workbook with one cell in each
corner makes python-calamine 0.9 end the whole process, and openpyxl 3.1 takes 14 s for a million shared strings.
Formulas count by their last result and are never run; macros, pictures, links and hidden sheets are never opened.
"""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scrapers.archive import Archive
from scrapers.sheet import Line, SheetEvents, StringEvents, StyleEvents
from scrapers.source import UnreadableFile
from scrapers.xml_stream import Events, UnsafeXml, read_xml

MOST_IN_BOOK = 10_000
"""Elements of the parts that only list the others; a workbook has a handful of them."""

ZIP = b"PK\x03\x04"
BOOK = "xl/workbook.xml"
BINARY_BOOK = "xl/workbook.bin"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
STRICT_RELATION = "http://purl.oclc.org/ooxml/officeDocument/relationships id"
SAVE_AS_XLSX = "save it as “Excel workbook (.xlsx)” or as “CSV UTF-8”, then import that file"


@dataclass(frozen=True)
class Sheet:
    """One visible sheet: its title, and its lines by row number with the cells up to the last that is filled."""

    title: str
    lines: tuple[Line, ...]


def is_archive(data: bytes) -> bool:
    """True for a file that begins as every zip archive, and so every workbook, does."""
    return data.startswith(ZIP)


def visible_sheets(name: str, data: bytes) -> Iterator[Sheet]:
    """The visible sheets in their order, each read only when it is asked for. Raises UnreadableFile."""
    archive = Archive(name, data)
    if BOOK not in archive.files:
        raise UnreadableFile(f"{name} is {_what_else(archive)}; {SAVE_AS_XLSX}.")
    book = _BookEvents()
    _read(archive, BOOK, book, MOST_IN_BOOK)
    parts = _related(archive)
    shown = [(title, parts[relation]) for title, relation, hidden in book.sheets if not hidden and relation in parts]
    if not shown:
        raise UnreadableFile(f"{name} has no sheet that is not hidden; unhide the one to be imported.")
    strings, styles = StringEvents(), StyleEvents()
    _read_if_there(archive, parts.get("sharedStrings", ""), strings)
    _read_if_there(archive, parts.get("styles", ""), styles)
    for title, part in shown:
        sheet = SheetEvents(strings.values, styles.date_formats, book.begins_1904)
        _read_if_there(archive, part, sheet)
        yield Sheet(title, sheet.finished())


def _what_else(archive: Archive) -> str:
    if BINARY_BOOK in archive.files:
        return "a binary Excel workbook (.xlsb)"
    if "content.xml" in archive.files:
        return "an OpenDocument file"
    return "a zip archive and no Excel workbook"


def _read(archive: Archive, part: str, events: Events, most_elements: int | None = None) -> None:
    try:
        read_xml(archive.chunks(part), events, most_elements)
    except UnsafeXml as fault:
        raise UnreadableFile(f"{archive.name}: its part {part!r} {fault}; {SAVE_AS_XLSX}.") from fault


def _read_if_there(archive: Archive, part: str, events: Events, most_elements: int | None = None) -> None:
    if part in archive.files:
        _read(archive, part, events, most_elements)


def _related(archive: Archive) -> Mapping[str, str]:
    """The parts of the workbook by the id of their relation; shared strings and styles by what they are."""
    relations = _RelationEvents()
    _read_if_there(archive, "xl/_rels/workbook.xml.rels", relations, MOST_IN_BOOK)
    return relations.parts


class _BookEvents:
    """Title, relation and hiddenness of each sheet, and in which year the workbook's days begin."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.begins_1904 = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            relation = attributes.get(RELATION) or attributes.get(STRICT_RELATION, "")
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), relation, hidden))
        elif name == "workbookPr":
            self.begins_1904 = attributes.get("date1904") in ("1", "true")

    def end(self, name: str) -> None:
        """Everything stands in attributes."""

    def text(self, text: str) -> None:
        """Everything stands in attributes."""


class _RelationEvents:
    def __init__(self) -> None:
        self.parts: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        part = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", ""))).lstrip("/")
        kind = attributes.get("Type", "").rpartition("/")[2]
        if kind == "worksheet":
            self.parts[attributes.get("Id", "")] = part
        elif kind in ("sharedStrings", "styles"):
            self.parts[kind] = part

    def end(self, name: str) -> None:
        """Everything stands in attributes."""

    def text(self, text: str) -> None:
        """Everything stands in attributes."""
