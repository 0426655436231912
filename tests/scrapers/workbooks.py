"""Excel workbooks made by hand, honest and hostile: the least that Excel itself would open, or nearly."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
DATE_STYLE = 1
"""The cell format of the styles below that shows a date."""

STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="dd\\/mm\\/yyyy;@"/>'
    '<numFmt numFmtId="165" formatCode="[Red]&quot;day&quot;0.00"/></numFmts><cellStyleXfs><xf numFmtId="14"/>'
    '</cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>'
    "</styleSheet>"
)


@dataclass(frozen=True)
class Cell:
    """A cell as its XML says it: ``inside`` is what stands between <c> and </c>."""

    inside: str
    kind: str = ""
    style: int = 0


@dataclass(frozen=True)
class SheetXml:
    title: str
    rows: Sequence[Sequence[object]] = ()
    hidden: str = ""
    merged: Sequence[str] = ()
    dimension: str = ""
    raw: str = ""


@dataclass
class Book:
    """A workbook by its parts; ``packed()`` zips it."""

    sheets: Sequence[SheetXml]
    strings: Sequence[str] = ()
    begins_1904: bool = False
    parts: dict[str, str | bytes] = field(default_factory=dict)

    def packed(self) -> bytes:
        return zipped(self._parts() | self.parts)

    def _parts(self) -> dict[str, str | bytes]:
        parts: dict[str, str | bytes] = {
            "[Content_Types].xml": f"{DECLARATION}<Types/>",
            "xl/workbook.xml": self._workbook(),
            "xl/_rels/workbook.xml.rels": self._relations(),
            "xl/styles.xml": STYLES,
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{"".join(self.strings)}</sst>',
        }
        return parts | {f"xl/worksheets/sheet{at}.xml": sheet_xml(each) for at, each in enumerate(self.sheets, 1)}

    def _workbook(self) -> str:
        sheets = "".join(
            f'<sheet name={quoteattr(each.title)} sheetId="{at}" r:id="rId{at}"'
            + (f' state="{each.hidden}"' if each.hidden else "")
            + "/>"
            for at, each in enumerate(self.sheets, 1)
        )
        since = '<workbookPr date1904="1"/>' if self.begins_1904 else ""
        return (
            f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{since}<sheets>{sheets}</sheets></workbook>'
        )

    def _relations(self) -> str:
        kinds = [(f"rId{at}", "worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(self.sheets) + 1)]
        kinds += [("s1", "styles", "styles.xml"), ("s2", "sharedStrings", "/xl/sharedStrings.xml")]
        relations = (f'<Relationship Id="{a}" Type="{RELATIONS}/{b}" Target="{c}"/>' for a, b, c in kinds)
        return f'{DECLARATION}<Relationships xmlns="{PACKAGE}">{"".join(relations)}</Relationships>'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def workbook(*rows: Sequence[object]) -> bytes:
    """A workbook of one sheet."""
    return Book([SheetXml("Register", rows)]).packed()


def sheet_xml(sheet: SheetXml) -> str:
    if sheet.raw:
        return sheet.raw
    dimension = f'<dimension ref="{sheet.dimension}"/>' if sheet.dimension else ""
    rows = "".join(_row(number, cells) for number, cells in enumerate(sheet.rows, 1))
    merged = "".join(f'<mergeCell ref="{reference}"/>' for reference in sheet.merged)
    merged = f"<mergeCells>{merged}</mergeCells>" if merged else ""
    return f'<worksheet xmlns="{MAIN}">{dimension}<sheetData>{rows}</sheetData>{merged}</worksheet>'


def _row(number: int, cells: Sequence[object]) -> str:
    filled = "".join(
        _cell(f"{_letters(at)}{number}", value) for at, value in enumerate(cells, 1) if value not in ("", None)
    )
    return f'<row r="{number}">{filled}</row>'


def _cell(place: str, value: object) -> str:
    if isinstance(value, Cell):
        kind = f' t="{value.kind}"' if value.kind else ""
        return f'<c r="{place}" s="{value.style}"{kind}>{value.inside}</c>'
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
