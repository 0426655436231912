"""The framework CSV's template as an Excel workbook: a header and examples, and what each column is for."""

import csv
import io
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from scrapers import framework_csv
from scrapers.framework_csv.columns import COLUMNS


def workbook() -> bytes:
    """Its first sheet is to be filled in; rows whose owner begins with EXAMPLE are never taken."""
    book = Workbook(write_only=True)
    sheet, explained = book.create_sheet("Frameworks"), book.create_sheet("Columns")
    sheet.freeze_panes = "A2"
    header, *examples = _rows()
    sheet.append([_bold(sheet, name) for name in header])
    for row in examples:
        sheet.append(row)
    for column in COLUMNS:
        explained.append([_bold(explained, column.name), column.explains])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _rows() -> list[list[str]]:
    lines = (line for line in framework_csv.template().splitlines() if not line.startswith("#"))
    return list(csv.reader(lines))


def _bold(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell
