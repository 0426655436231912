"""Workbooks: what a sheet's cells say, which sheet counts, and every hostile one refused in words, fast and small."""

import io
import random
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from scrapers import archive, xml_stream
from scrapers.files import open_file, read_content
from scrapers.source import UnreadableFile
from scrapers.workbook import visible_sheets
from tests.scrapers.conftest import FileWriter
from tests.scrapers.workbooks import DATE_STYLE, MAIN, Book, Cell, SheetXml, workbook, zipped
from tests.thorough import mostly_thorough

HEADER = ("Contract Ref", "Contract Title", "Supplier", "Start Date")
ROW = ("0021", "Kerb stones", "Acme Ltd", "01/04/2026")
CORNERS = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="{last}1048576"><v>1</v></c></row>'


def lines(data: bytes) -> list[tuple[str, ...]]:
    return [cells for sheet in visible_sheets("list.xlsx", data) for _, cells in sheet.lines]


def cell(inside: str, kind: str = "", style: int = 0) -> str:
    """What one cell of a sheet is read as."""
    found = lines(workbook((Cell(inside, kind, style),)))
    return found[0][0] if found else ""


def sheet(rows: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def hostile_sheet(rows: str) -> bytes:
    return Book([SheetXml("S", raw=sheet(rows))]).packed()


@pytest.mark.parametrize(
    ("inside", "value"),
    [("<v>1</v>", "1"), ("<v>0021</v>", "0021"), ("<v>1.1000000000000001</v>", "1.1"),
     ("<v>377501.12</v>", "377501.12"),
     ("<v>1E+05</v>", "100000"), ("<v>12345678901234567890</v>", "12345678901234567890"), ("<v>soon</v>", "soon"),
     ("<v>1e999</v>", "inf")],
)  # fmt: skip
def test_a_number_reads_as_it_was_typed(inside: str, value: str) -> None:
    assert cell(inside) == value


@pytest.mark.parametrize(
    ("number", "style", "value"),
    [("45748", DATE_STYLE, "2025-04-01"), ("45748", 2, "2025-04-01"), ("45748.5", DATE_STYLE, "2025-04-01 12:00:00"),
     ("0", DATE_STYLE, "00:00:00"), ("45748", 0, "45748"), ("45748", 3, "45748"), ("-3", DATE_STYLE, "-3"),
     ("99999999", DATE_STYLE, "99999999"), ("TBC", DATE_STYLE, "TBC")],
)  # fmt: skip
def test_a_number_that_is_shown_as_a_date_is_one(number: str, style: int, value: str) -> None:
    assert cell(f"<v>{number}</v>", style=style) == value


def test_days_may_be_counted_from_1904() -> None:
    book = Book([SheetXml("S", [(Cell("<v>44286</v>", style=DATE_STYLE),)])], begins_1904=True)
    assert lines(book.packed()) == [("2025-04-01",)]


@pytest.mark.parametrize(
    ("inside", "kind", "value"),
    [("<f>1+1</f><v>2</v>", "", "2"), ('<f>"x"</f><v>x</v>', "str", "x"), ("<f>1+1</f>", "", ""),
     ("<v>1</v>", "b", "TRUE"), ("<v>#REF!</v>", "e", "#REF!"), ("<v>2025-04-01</v>", "d", "2025-04-01"),
     ("<is><r><t>Ker</t></r><r><t>bs</t></r></is>", "inlineStr", "Kerbs"),
     ("<is><t>Kerbs</t><rPh><t>reading aid</t></rPh></is>", "inlineStr", "Kerbs"),
     ("<is><t>a_x000D_b</t></is>", "inlineStr", "a\rb")],
)  # fmt: skip
def test_a_cell_is_read_by_its_kind_and_a_formula_by_its_last_result(inside: str, kind: str, value: str) -> None:
    assert cell(inside, kind) == value


def test_shared_texts_are_looked_up_and_a_number_beyond_them_is_nothing() -> None:
    rows = [(Cell("<v>1</v>", "s"), Cell("<v>9</v>", "s"), Cell("<v>0</v>", "s"))]
    book = Book([SheetXml("S", rows)], strings=["<si><t>a</t></si>", "<si><r><t>b</t></r><r><t>c</t></r></si>"])
    assert lines(book.packed()) == [("bc", "", "a")]


def test_cells_and_rows_without_a_place_follow_each_other() -> None:
    assert lines(hostile_sheet("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")) == [
        ("1", "2"),
        ("3",),
    ]


def test_a_cell_merged_over_rows_counts_for_each_row_that_holds_something() -> None:
    rows = [("Acme", "a"), ("", "b"), ("", ""), ("", "d")]
    assert lines(Book([SheetXml("S", rows, merged=["A1:A4", "B1:C1"])]).packed()) == [
        ("Acme", "a"),
        ("Acme", "b"),
        ("Acme", "d"),
    ]


def test_the_first_visible_sheet_with_a_known_header_is_read(file: FileWriter) -> None:
    book = Book(
        [
            SheetXml("Old", [HEADER, ("1", "Hidden", "No Ltd", "")], hidden="hidden"),
            SheetXml("Older", [HEADER, ("1", "Very hidden", "No Ltd", "")], hidden="veryHidden"),
            SheetXml("Cover", [("Anytown Council",), ("Contracts register",)]),
            SheetXml("Register", [("Anytown Council contracts register",), (), HEADER, ROW]),
            SheetXml("Copy", [HEADER, ROW, ROW]),
        ]
    )
    content = read_content(file(book.packed(), "list.xlsx"))
    assert content.header_place == "row 3"
    assert content.titles == (("row 1", "Anytown Council contracts register"),)
    assert [entry.place for entry in content.entries] == ["row 4"]


def test_a_workbook_with_hidden_sheets_only_is_refused(file: FileWriter) -> None:
    book = Book([SheetXml("Old", [HEADER, ROW], hidden="hidden")])
    with pytest.raises(UnreadableFile, match="no sheet that is not hidden"):
        read_content(file(book.packed()))


def test_the_framework_template_may_be_filled_in_as_a_workbook(file: FileWriter) -> None:
    data = workbook(("# source: our_list",), ("Owner", "Reference", "Title"), ("Anytown", 1, "Kerb stones"))
    reading = open_file(file(data, "list.xlsx"))
    assert reading.source.name == "our_list"
    assert [(record.owner, record.reference) for record in reading.records()] == [("Anytown", "1")]


def test_macros_are_never_opened_and_do_no_harm(file: FileWriter) -> None:
    book = Book([SheetXml("Register", [HEADER, ROW])], parts={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 macros"})
    assert len(read_content(file(book.packed(), "list.xlsm")).entries) == 1


XXE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><worksheet>&b;</worksheet>'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + "]><worksheet>&a11;</worksheet>"
)


def noise(size: int) -> str:
    """Text no packer makes much smaller, so that the ratio shows nothing."""
    return random.Random(7).randbytes(size // 2).hex()  # noqa: S311


def raw(**parts: str | bytes) -> bytes:
    """An honest workbook with some parts replaced, named by what stands in ``PARTS``."""
    return Book(
        [SheetXml("S", [HEADER, ROW])], parts={PARTS[name]: content for name, content in parts.items()}
    ).packed()


PARTS = {
    "book": "xl/workbook.xml",
    "sheet": "xl/worksheets/sheet1.xml",
    "strings": "xl/sharedStrings.xml",
    "styles": "xl/styles.xml",
    "outside": "../../etc/cron.d/x",
    "absolute": "/etc/x",
    "drive": "C:/x",
    "backslash": "xl\\..\\..\\x",
    "nested": "xl/embeddings/inner.bin",
}


def changed(data: bytes, change: Callable[[zipfile.ZipInfo], None]) -> bytes:
    """The archive with every part's directory entry changed."""
    source, buffer = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            target.writestr(part, source.read(part.filename))
        for part in target.filelist:
            change(part)
    return buffer.getvalue()


def a_link(part: zipfile.ZipInfo) -> None:
    part.external_attr = (stat.S_IFLNK | 0o777) << 16


def encrypted(part: zipfile.ZipInfo) -> None:
    part.flag_bits |= 0x1


def all_in_one_place(part: zipfile.ZipInfo) -> None:
    part.header_offset = 0


def wrong_sum(part: zipfile.ZipInfo) -> None:
    part.CRC ^= 1


def packed_otherwise(part: zipfile.ZipInfo) -> None:
    part.compress_type = zipfile.ZIP_LZMA


def misplaced(data: bytes) -> bytes:
    """The directory says that it begins later than it does, so that parts lie before the file's beginning."""
    end = data.rindex(b"PK\x05\x06")
    begins = int.from_bytes(data[end + 16 : end + 20], "little") + 60
    return data[: end + 16] + begins.to_bytes(4, "little") + data[end + 20 :]


def claims_more(part: zipfile.ZipInfo) -> None:
    if part.filename.endswith("sheet1.xml"):
        part.file_size = 278_000_000


def claims_less(part: zipfile.ZipInfo) -> None:
    part.file_size = 10


def twice_named() -> bytes:
    buffer = io.BytesIO(workbook(HEADER, ROW))
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return buffer.getvalue()


def many_parts() -> bytes:
    return zipped({f"part{number}": "x" for number in range(1001)})


def strings(count: int) -> str:
    words = noise(count * 8)
    return (
        f'<sst xmlns="{MAIN}">'
        + "".join(f"<si><t>{words[n * 8 : n * 8 + 8]}</t></si>" for n in range(count))
        + "</sst>"
    )


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "parts of 278 MB together": (lambda: changed(workbook(HEADER), claims_more), "278 MB when unpacked"),
    "a small file that unpacks to 9 MB": (lambda: raw(sheet=" " * 9_000_000), "more than 100 times its size"),
    "one part of many unpacks to 9 MB": (
        lambda: raw(sheet=" " * 9_000_000, strings=noise(1_000_000)), "more than 100 times its size"),
    "a cell in each corner": (lambda: hostile_sheet(CORNERS.format(last="XFD")), "more than 200 columns"),
    "too many rows": (
        lambda: hostile_sheet("".join(f"<row><c><v>{n}</v></c></row>" for n in range(50_002))),
        "more than 50,000 rows"),
    "too many shared texts": (lambda: raw(strings=strings(200_001)), "more than 200,000 texts"),
    "one long text in a thousand cells": (
        lambda: Book([SheetXml("S", [(Cell("<v>0</v>", "s"),)] * 1000)],
                     strings=[f"<si><t>{noise(100_000)}</t></si>"]).packed(), "more than 30 million characters"),
    "a tag of 2 MB": (lambda: raw(sheet=f'<worksheet x="{noise(2_000_000)}"/>'), "more than a million characters"),
    "deep nesting": (lambda: raw(sheet="<a>" * 10_000), "nested more than 50 deep"),
    "an external entity": (lambda: raw(sheet=XXE), "declares a document type"),
    "an entity bomb": (lambda: raw(strings=LAUGHS), "declares a document type"),
    "an entity bomb in the workbook": (lambda: raw(book=LAUGHS), "declares a document type"),
    "an external document type": (
        lambda: raw(styles='<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>'), "declares a document type"),
    "broken XML": (lambda: raw(sheet="<worksheet><sheetData>"), "is no whole XML"),
    "XML in an unknown encoding": (
        lambda: raw(sheet='<?xml version="1.0" encoding="x-none"?><a/>'), "is in an unknown encoding"),
    "another archive inside": (lambda: raw(nested=workbook(HEADER)), "holds another archive"),
    "a name that leads outside": (lambda: raw(outside="x"), "leads out of the archive"),
    "an absolute name": (lambda: raw(absolute="x"), "leads out of the archive"),
    "a drive letter": (lambda: raw(drive="x"), "leads out of the archive"),
    "a name with backslashes": (lambda: raw(backslash="x"), "leads out of the archive"),
    "two parts of one name": (twice_named, "two parts of one name"),
    "too many parts": (many_parts, "1,001 parts; the limit is 200"),
    "a link": (lambda: changed(workbook(HEADER), a_link), "holds a link"),
    "encrypted": (lambda: changed(workbook(HEADER), encrypted), "locked with a password"),
    "parts inside each other": (lambda: changed(workbook(HEADER), all_in_one_place), "lie inside each other"),
    "a wrong check sum": (lambda: changed(workbook(HEADER), wrong_sum), "cannot be unpacked"),
    "a false size": (lambda: changed(workbook(HEADER), claims_less), "cannot be unpacked"),
    "a part before the beginning": (lambda: misplaced(workbook(HEADER)), "damaged"),
    "an unusual packing": (lambda: changed(workbook(HEADER), packed_otherwise), "packed in a way no workbook is"),
    "cut off": (lambda: workbook(HEADER)[:400], "damaged Excel workbook"),
    "a zip of something else": (lambda: zipped({"readme.txt": "hello"}), "no Excel workbook"),
    "a binary workbook": (lambda: zipped({"xl/workbook.bin": "x"}), "binary Excel workbook"),
    "OpenDocument": (lambda: zipped({"content.xml": "<x/>"}), "an OpenDocument file"),
}  # fmt: skip


@pytest.mark.assurance("I5", "A workbook that lies about what is in it is refused in words, before it is read")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused_in_words(name: str, file: FileWriter) -> None:
    make, why = HOSTILE[name]
    with pytest.raises(UnreadableFile, match=why) as refused:
        open_file(file(make(), "list.xlsx"))
    assert str(refused.value).startswith("list.xlsx")
    assert len(str(refused.value)) < 400


XML_ATTACKS = [name for name, (_, why) in HOSTILE.items() if "document type" in why]


@pytest.mark.assurance("I6", "A workbook with entities or a document type is refused")
@pytest.mark.parametrize("name", XML_ATTACKS)
def test_nothing_that_a_workbook_declares_is_looked_up(name: str, file: FileWriter) -> None:
    make, why = HOSTILE[name]
    with pytest.raises(UnreadableFile, match=why) as refused:
        open_file(file(make(), "list.xlsx"))
    assert "root:" not in str(refused.value)


def test_more_tags_than_can_be_parsed_soon_are_refused_before_parsing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_TAGS", 20_000)
    with pytest.raises(UnreadableFile, match="more than 20,000 tags"):
        lines(hostile_sheet("".join(f"<row><c><v>{n}</v></c></row>" for n in range(10_000))))


def test_more_elements_than_any_honest_sheet_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_stream, "MOST_ELEMENTS", 1000)
    with pytest.raises(UnreadableFile, match="more than 1,000 elements"):
        lines(hostile_sheet(f"<row>{'<c/>' * 1000}</row>"))


READ_AND_MEASURE = """
import sys
from pathlib import Path
from scrapers.files import open_file
from scrapers.source import UnreadableFile
try:
    open_file(Path(sys.argv[1]))
except UnreadableFile as refused:
    status = Path("/proc/self/status").read_text()
    print(status.split("VmHWM:")[1].split()[0], refused, sep="|")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
@pytest.mark.parametrize("name", mostly_thorough(["an entity bomb", "a tag of 2 MB", "too many shared texts"]))
def test_a_hostile_workbook_takes_little_memory(name: str, file: FileWriter) -> None:
    make, why = HOSTILE[name]
    command = [sys.executable, "-c", READ_AND_MEASURE, str(file(make(), "list.xlsx"))]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent.parent)
    kilobytes, message = done.stdout.split("|")
    assert why in message
    assert int(kilobytes) < 200_000
