"""Files that are two things at once, or not what they are called: refused, or kept where nothing runs them."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from hub.models import Contribution, SavingFile
from tests.assurance import Figure
from tests.hub.unsafe.savings import FIRST, SECOND
from tests.persons import Person, a_person

pytestmark = [pytest.mark.thorough, pytest.mark.once]

SCRIPT = b"<script>alert(1)</script>"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def packed(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, body in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), body)
    return file.getvalue()


WORKBOOK = packed(xl__workbook_xml=b"<workbook/>")

POLYGLOTS = {
    "a PDF that is a zip": PDF + packed(a_html=SCRIPT),
    "a PDF that is a workbook": PDF + WORKBOOK,
    "a PDF that is a page": PDF + SCRIPT,
    "a PDF that runs": PDF + b"2 0 obj<</S/JavaScript/JS(app.alert\\(1\\))>>endobj",
    "a GIF that is JavaScript": b"GIF89a/*\x01\x00*/=1;alert(1)",
    "a GIF of letters that is JavaScript": b"GIF89a=1;alert(1)",
    "a PNG that is a page": PNG + SCRIPT,
    "a PNG that is PHP": PNG + b"<?php system($_GET[0]); ?>",
    "a JPEG that is JavaScript": JPEG + b"*/=alert(1)/*",
    "a JPEG that is a zip": JPEG + packed(a_class=b"\xca\xfe\xba\xbe"),
    "a picture that is drawn by a program": SVG,
    "such a picture behind a declaration": b'<?xml version="1.0"?>' + SVG,
    "a page": b"<!doctype html>" + SCRIPT,
    "a page behind spaces": b"\xef\xbb\xbf \r\n\t" + SCRIPT,
    "a page in a table": b"code,what\n1," + SCRIPT + b"\n",
    "formulas in a table": b"code,what\n1,=cmd|'/c calc'!A0\n@SUM(1),+1\n",
    "a workbook that is a page": WORKBOOK + SCRIPT,
    "a zip behind a page": SCRIPT + WORKBOOK,
    "a document that is an application": packed(word__document_xml=b"<x/>", META_INF__MANIFEST_MF=b"x", A_class=b"x"),
    "a workbook with macros": packed(xl__workbook_xml=b"<x/>", xl__vbaProject_bin=b"x"),
    "a program": b"MZ\x90\x00" + PDF,
    "a shell script": b"#!/bin/sh\nid\n",
    "an old workbook": b"\xd0\xcf\x11\xe0" + SCRIPT,
    "a page in UTF-16": ("\ufeff" + SCRIPT.decode()).encode("utf-16-le"),
    "a page in UTF-7": b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "a letter that is a page": b"MIME-Version: 1.0\nContent-Type: text/html\n\n" + SCRIPT,
    "a message to a printer": b"%!PS\n(/etc/passwd) run\n",
}

NAMES = (
    *("invoice.pdf", "invoice.pdf.html", "invoice.html", "picture.svg.png", "list.csv.exe", "list.xlsm", "list.xls"),
    *("../../../etc/cron.d/x.pdf", "..\\..\\x.html", "C:\\x.html", "/etc/passwd", "a\r\nX-Zq8k: 1.html", 'a".html', ""),
    *("x.html;.pdf", "x.html%00.pdf", "x.php\x00.png", "CON.pdf", ".htaccess", "\u202egnp.exe", "é" * 300 + ".html"),
)
INERT_NAME = re.compile(r"attachment; filename(\*=UTF-8''|=)[^;/\\<>\r\n]+\.(pdf|png|jpg|xlsx|docx|csv|txt)\"?")


@pytest.fixture
def officer(app: Flask) -> Person:
    return a_person(app, "contributor", organisation="mid-suffolk", network="pen")


@pytest.fixture
def claim(officer: Person) -> str:
    begun = officer.send("/savings/new", {**FIRST, **SECOND, "do": "on"}).headers["Location"]
    return str(begun).removesuffix("/evidence")


def tries() -> Iterator[tuple[str, str, bytes]]:
    """Each file under a few names, and each name with a few files."""
    names, kinds = list(NAMES), list(POLYGLOTS.items())
    for number in range(2 * len(kinds)):
        what, data = kinds[number % len(kinds)]
        yield what, names[number % len(names)], data


def newest(app: Flask) -> int:
    with app.extensions["hub.readers"]() as session:
        return session.scalar(select(func.max(SavingFile.id))) or 0


def faults_of_download(answer: TestResponse, data: bytes) -> list[str]:
    """What is wrong with a file handed out: it is a download of a name of ours that no browser shows or runs."""
    headers = answer.headers
    rules = {
        "not as it was sent": answer.data == data,
        "of a kind that is shown": headers["Content-Type"] == "application/octet-stream",
        "of a name of its own": INERT_NAME.search(headers["Content-Disposition"]),
        "guessed at": headers["X-Content-Type-Options"] == "nosniff",
        "not in a sandbox": "sandbox" in headers["Content-Security-Policy"],
        "with a header of its own": "X-Zq8k" not in headers,
    }
    return [fault for fault, is_well in rules.items() if not is_well]


@pytest.mark.assurance("I7", "Files that are two things at once, under hostile names, are refused as evidence or inert")
def test_a_file_of_evidence_that_is_two_things_is_refused_or_never_run(
    app: Flask, officer: Person, claim: str, figure: Figure
) -> None:
    refused, inert, wrong = 0, 0, []
    for what, name, data in tries():
        status = officer.send(f"{claim}/files", {"file": (io.BytesIO(data), name)}).status_code
        if status == 400:
            refused += 1
            continue
        inert += 1
        number = newest(app)
        assert status == 303 and number, what
        wrong += [f"{what}, {name!r}: {f}" for f in faults_of_download(officer.get(f"{claim}/files/{number}"), data)]
        assert officer.send(f"{claim}/files/{number}/remove").status_code == 303

    assert wrong == []
    assert refused and inert
    kept = [path for path in Path(app.config["HOME"], "evidence").rglob("*") if path.is_file()]
    assert kept and all(re.fullmatch(r"[0-9a-f]{64}", path.name) for path in kept)
    figure(f"{refused} of {refused + inert} refused, {inert} inert")


@pytest.mark.assurance("I7", "Files that are two things at once are refused as uploads, or read as what they are")
def test_an_upload_that_is_two_things_is_refused_in_words(app: Flask, officer: Person) -> None:
    for number, (what, data) in enumerate(POLYGLOTS.items()):
        for address in ("/contributions/upload", "/savings/bulk"):
            answer = officer.send(address, {"file": (io.BytesIO(data), NAMES[number % len(NAMES)] or "x")})
            assert answer.status_code in (400, 422) and "alert(1)<" not in answer.text, (what, address)
    with app.extensions["hub.readers"]() as session:
        assert session.scalar(select(func.count()).select_from(Contribution)) == 0
