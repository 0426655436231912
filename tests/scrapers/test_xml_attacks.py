"""Attacks by XML on whatever reads it, workbooks and sitemaps, and on pages: nothing is resolved, nothing fetched."""

import builtins
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scrapers import sitemap
from scrapers.files import open_file
from scrapers.html_page import HtmlPage
from scrapers.parse.markup import plain_text
from scrapers.site import PageChanged
from scrapers.source import UnreadableFile
from tests.assurance import Figure
from tests.packing import gzipped
from tests.scrapers.conftest import FileWriter
from tests.scrapers.sites.pages import Web
from tests.scrapers.workbooks import MAIN, Book, SheetXml

SECRET = "the-secret-of-this-machine"
PARTS = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml",
         "xl/worksheets/sheet1.xml")  # fmt: skip
LAUGHS = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
PARAMETERS = '<!ENTITY % a0 "ha">' + "".join(f'<!ENTITY % a{n} "{f"%a{n - 1};" * 10}">' for n in range(1, 12))
QUADRATIC = f'<!ENTITY b "{"x" * 50_000}">'

ATTACKS = {
    "a file": '<!DOCTYPE r [<!ENTITY b SYSTEM "{file}">]><r>&b;</r>',
    "a file by its plain name": '<!DOCTYPE r [<!ENTITY b SYSTEM "{path}">]><r>&b;</r>',
    "a file in an attribute": '<!DOCTYPE r [<!ENTITY b SYSTEM "{file}">]><r a="&b;"/>',
    "a file by a public name": '<!DOCTYPE r [<!ENTITY b PUBLIC "-//x//y" "{file}">]><r>&b;</r>',
    "an unparsed file": '<!DOCTYPE r [<!NOTATION n SYSTEM "x"><!ENTITY b SYSTEM "{file}" NDATA n>]><r>b</r>',
    "a page": '<!DOCTYPE r [<!ENTITY b SYSTEM "{web}/b">]><r>&b;</r>',
    "a page over ftp": '<!DOCTYPE r [<!ENTITY b SYSTEM "ftp://127.0.0.1:{port}/b">]><r>&b;</r>',
    "a program": '<!DOCTYPE r [<!ENTITY b SYSTEM "expect://id">]><r>&b;</r>',
    "a filter": '<!DOCTYPE r [<!ENTITY b SYSTEM "php://filter/read=convert.base64-encode/resource={path}">]><r>&b;</r>',
    "an external document type": '<!DOCTYPE r SYSTEM "{web}/x.dtd"><r/>',
    "a document type in a file": '<!DOCTYPE r SYSTEM "{file}"><r/>',
    "a public document type": '<!DOCTYPE r PUBLIC "-//x//y" "{web}/x.dtd"><r/>',
    "a parameter entity": '<!DOCTYPE r [<!ENTITY % b SYSTEM "{web}/x.dtd"> %b;]><r>&c;</r>',
    "a file sent away": '<!DOCTYPE r [<!ENTITY % f SYSTEM "{file}"><!ENTITY % b SYSTEM "{web}/x.dtd">%b;%c;]><r/>',
    "a file told by an error": '<!DOCTYPE r [<!ENTITY % f SYSTEM "{file}"><!ENTITY % e SYSTEM "file:///no/%f;">%e;]><r/>',
    "a billion laughs": f"<!DOCTYPE r [{LAUGHS}]><r>&a11;</r>",
    "a billion laughs in an attribute": f'<!DOCTYPE r [{LAUGHS}]><r a="&a11;"/>',
    "a billion laughs of parameters": f"<!DOCTYPE r [{PARAMETERS}%a11;]><r/>",
    "a quadratic blow-up": f"<!DOCTYPE r [{QUADRATIC}]><r>{'&b;' * 50_000}</r>",
    "an entity of itself": '<!DOCTYPE r [<!ENTITY b "&c;"><!ENTITY c "&b;">]><r>&b;</r>',
    "default attributes": '<!DOCTYPE r [<!ATTLIST r a CDATA "{web}/b">]><r/>',
    "an inclusion": '<r xmlns:x="http://www.w3.org/2001/XInclude"><x:include href="{file}" parse="text"/></r>',
    "an inclusion of a page": '<r xmlns:x="http://www.w3.org/2001/XInclude"><x:include href="{web}/b"/></r>',
    "a schema": '<r xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:schemaLocation="urn:x {web}/x.xsd"/>',
    "a stylesheet": '<?xml-stylesheet type="text/xsl" href="{web}/x.xsl"?><r/>',
}  # fmt: skip
IN_UTF_16 = ("a file", "a page", "a billion laughs")


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """What an attack would have fetched."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.fixture
def attacks(tmp_path: Path, listening: socket.socket) -> dict[str, bytes]:
    secret, port = tmp_path / "secret.txt", listening.getsockname()[1]
    secret.write_text(SECRET, encoding="ascii")
    places = {"file": secret.as_uri(), "path": str(secret), "web": f"http://127.0.0.1:{port}", "port": str(port)}
    made = {}
    for name, attack in ATTACKS.items():
        for place, value in places.items():
            attack = attack.replace(f"{{{place}}}", value)
        made[name] = f'<?xml version="1.0"?>{attack}'.encode()
    return made | {f"{name} in UTF-16": made[name].decode().encode("utf-16") for name in IN_UTF_16}


@pytest.fixture
def nothing_else_is_opened(listening: socket.socket, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Neither the file with the secret nor the server was asked for anything."""
    opened, really_open = list[str](), builtins.open

    def noting(file: Any, *arguments: Any, **named: Any) -> Any:
        opened.append(str(file))
        return really_open(file, *arguments, **named)

    monkeypatch.setattr(builtins, "open", noting)
    yield
    assert [each for each in opened if "secret" in each] == []
    with pytest.raises(BlockingIOError):
        listening.accept()


def read_workbook(write: FileWriter, parts: dict[str, bytes]) -> str:
    book = Book([SheetXml("S", [("owner", "title"), ("ESPO", "Salt")])], parts=dict(parts))
    try:
        return repr(open_file(write(book.packed(), "list.xlsx")))
    except UnreadableFile as refused:
        return str(refused)


def read_sitemap(folder: Path, answer: bytes) -> str:
    try:
        return repr(sitemap.addresses(Web(folder, {"https://fens.example/s.xml": answer}), "https://fens.example/s.xml"))
    except PageChanged as refused:
        return str(refused)


def read_page(markup: bytes) -> str:
    try:
        return HtmlPage("https://fens.example/", markup).soup.get_text()
    except PageChanged as refused:
        return str(refused)


@pytest.mark.assurance("I6", "Attacks by XML through each part of a workbook, sitemaps plain and packed, and pages")
@pytest.mark.filterwarnings("ignore::bs4.XMLParsedAsHTMLWarning")
@pytest.mark.usefixtures("nothing_else_is_opened")
def test_nothing_that_xml_names_is_looked_up_and_nothing_grows(
    attacks: dict[str, bytes], tmp_path: Path, file: FileWriter, figure: Figure
) -> None:
    for name, attack in attacks.items():
        told = [read_workbook(file, {part: attack}) for part in PARTS]
        told += [read_sitemap(tmp_path, each) for each in (attack, gzipped(attack))]
        told += [read_page(attack), plain_text(attack.decode("utf-8", "replace"))]

        assert not [words for words in told if SECRET in words or "ha" * 100 in words], name
        assert max(map(len, told)) < 10 * len(attack) + 1_000, name
        if b"DOCTYPE" in attack:
            assert all("declares a document type" in words for words in told[: len(PARTS) + 2]), name
    figure(f"{len(attacks)} attacks, {len(PARTS) + 4} ways in")


def test_a_sheet_that_includes_a_file_reads_as_if_it_did_not(file: FileWriter, tmp_path: Path) -> None:
    included = '<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>'
    cell = f'<c t="inlineStr"><is><t>Salt{included}</t></is></c>'
    rows = f'<row><c t="inlineStr"><is><t>title</t></is></c></row><row>{cell}</row>'
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'

    assert "root:" not in read_workbook(file, {"xl/worksheets/sheet1.xml": sheet.encode()})
