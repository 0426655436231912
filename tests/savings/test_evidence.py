"""Files of evidence: taken for what is in them, kept outside of what is served, handed out as downloads only."""

import io
import zipfile
from pathlib import Path

import pytest
from flask import Flask

from hub.errors import Refused
from hub.savings import evidence
from tests.hub.unsafe.savings import FIRST, SECOND
from tests.persons import Person, a_person


def archive(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("invoice.exe", b"%PDF-1.7 ...", "pdf"),
        ("x.png", b"\x89PNG\r\n\x1a\n...", "png"),
        ("x.xlsx", archive("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        ("x.docx", archive("[Content_Types].xml", "word/document.xml"), "docx"),
        ("ledger.csv", "code,£\n1,2\n".encode(), "csv"),
        ("note", b"Paid in May.", "txt"),
    ],
)
def test_a_file_is_what_is_in_it_whatever_it_is_called(name: str, data: bytes, kind: str) -> None:
    assert evidence.kind_of(name, data) == kind


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MZ\x90\x00",
        b"<html><script>",
        b"  <svg onload=x>",
        b"PK\x03\x04 broken",
        archive("a.txt"),
        archive("xl/workbook.xml", "xl/vbaProject.bin"),
        archive("word/document.xml", "word/embeddings/x.bin"),
        b"a" * 5_000_001,
    ],
)
def test_what_could_do_harm_or_is_too_large_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        evidence.kind_of("invoice.pdf", data)


@pytest.fixture
def officer(app: Flask) -> Person:
    return a_person(app, "contributor", organisation="mid-suffolk", network="pen")


@pytest.fixture
def address(officer: Person) -> str:
    begun = officer.send("/savings/new", {**FIRST, **SECOND, "do": "on"}).headers["Location"]
    return str(begun).removesuffix("/evidence")


def added(officer: Person, address: str, name: str = "a.pdf", data: bytes = b"%PDF-1.7 <script>") -> int:
    return officer.send(f"{address}/files", {"file": (io.BytesIO(data), name)}).status_code


def test_a_file_comes_back_as_a_download_that_nothing_runs(app: Flask, officer: Person, address: str) -> None:
    assert added(officer, address, "../../May <1> invoice;.html") == 303

    answer = officer.get(f"{address}/files/1")
    assert answer.data == b"%PDF-1.7 <script>"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="May 1 invoice.pdf"'
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    kept = [path for path in Path(app.config["HOME"]).rglob("*") if path.is_file() and b"%PDF" in path.read_bytes()[:5]]
    assert [path.parent.parent.name for path in kept] == ["evidence"]


def test_only_who_sees_the_claim_gets_its_files_and_only_its_reporter_adds_them(
    app: Flask, officer: Person, address: str
) -> None:
    added(officer, address)
    colleague = a_person(app, "member", organisation="mid-suffolk")
    stranger = a_person(app, "member", organisation="babergh")

    assert colleague.get(f"{address}/files/1").status_code == 200
    assert added(colleague, address) == 400
    assert stranger.get(f"{address}/files/1").status_code == 404
    assert added(stranger, address) == 404
    assert officer.get(f"{address}/files/2").status_code == 404


def test_a_claim_has_five_files_at_most_and_one_can_be_taken_out(officer: Person, address: str) -> None:
    assert [added(officer, address, f"{n}.txt", b"note %d" % n) for n in range(6)] == [303] * 5 + [400]
    assert officer.send(f"{address}/files/2/remove").status_code == 303
    assert officer.get(f"{address}/files/2").status_code == 404
    assert added(officer, address) == 303


def test_a_file_stays_once_others_rely_on_it(app: Flask, officer: Person, address: str) -> None:
    officer.send(f"{address}/evidence", {**SECOND, "version": "1", "do": "on"})
    added(officer, address)
    assert officer.send(f"{address}/submit", {"declared": "yes"}).status_code == 303

    assert officer.send(f"{address}/files/1/remove").status_code == 400
    assert officer.get(f"{address}/files/1").status_code == 200
