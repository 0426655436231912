"""Many drafts from one file: good rows kept whole, bad ones told at their place, nothing kept of the file."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from hub.contributions import sheets
from hub.contributions.sheets import read
from hub.contributions.template import workbook
from hub.models import AuditEntry, Contribution
from hub.people import attempts
from hub.sent_files import Refusal
from hub.web.contributions.upload import FILES
from scrapers import framework_csv
from tests.conftest import NOON
from tests.pages import check_page, words
from tests.persons import Person

GOOD = b"owner,title,end\nESPO,Salt,31/03/2029\nESPO,Sand,31/03/2030\n"


@pytest.fixture
def officer(person: Callable[..., Person]) -> Person:
    return person("contributor", organisation="mid-suffolk", network="pen")


def send(somebody: Person, body: bytes, name: str = "frameworks.csv", **more: str) -> TestResponse:
    answer = somebody.send("/contributions/upload", {"file": (BytesIO(body), name), **more})
    answer.request.environ["wsgi.input"].close()  # the test's own copy of a large file
    return answer


def drafts(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(Contribution)) or 0


def an_xlsx(rows: list[list[str]]) -> bytes:
    book = Workbook()
    for row in rows:
        assert book.active is not None
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def test_each_row_of_a_file_becomes_a_draft_with_one_row_of_the_trail(officer: Person, session: Session) -> None:
    answer = send(officer, GOOD)

    assert answer.headers["Location"] == "/contributions/mine?made=2"
    assert drafts(session) == 2
    assert [row.draft["title"] for row in session.scalars(select(Contribution))] == ["Salt", "Sand"]
    rows = session.scalars(select(AuditEntry).where(AuditEntry.action == "import contributions")).all()
    assert [len(row.detail["contributions"]) for row in rows] == [2]


def test_a_workbook_does_as_well(officer: Person, session: Session) -> None:
    send(officer, an_xlsx([["Owner", "Title", "Fee_percent"], ["ESPO", "Salt", "0.5%"]]), "frameworks.xlsx")

    assert drafts(session) == 1
    (draft,) = session.scalars(select(Contribution.draft))
    assert draft == {"owner": "ESPO", "title": "Salt", "fee percent": "0.5%"}


def test_sending_a_file_again_changes_nothing(officer: Person, session: Session) -> None:
    """I3: the second upload of one file adds 0 drafts."""
    send(officer, GOOD)

    told = check_page(send(officer, GOOD))

    assert "2 rows said what a draft of yours says already" in words(told.select_one(".govuk-inset-text"))
    assert drafts(session) == 2


def test_bad_rows_are_told_at_their_place_and_good_ones_kept(officer: Person, session: Session) -> None:
    rows = b"".join(b"ESPO,Bad %d,soon\n" % number for number in range(30))
    answer = send(officer, GOOD + rows + b"ESPO,,2029\n")

    told = check_page(answer)
    assert drafts(session) == 2
    assert "the first 20 of 31" in words(told.select_one("#faults"))
    first, *others = told.select("#faults + ul li")
    assert words(first).startswith("Line 4, column “end”. End: “soon” is not a date the hub can read: write 31/03/2027")
    assert len(others) == 19


def test_everything_that_is_wrong_can_be_had_as_a_file_and_then_nothing_is_kept(
    officer: Person, session: Session
) -> None:
    rows = b"".join(b'ESPO,"=cmd|%d",soon\n' % number for number in range(30))

    answer = send(officer, GOOD + rows, do="problems")

    lines = answer.text.splitlines()
    assert answer.headers["Content-Disposition"] == "attachment; filename=problems.csv"
    assert (len(lines), lines[0], drafts(session)) == (31, "place,column,what is wrong", 0)


def test_what_the_top_of_a_file_says_of_its_voice_and_source_does_not_count() -> None:
    top = "# source: gca\n# voice: owner\n# owner: ESPO\n# licence: OGL\n"
    found = read(f"{top}title,source id,published,colour\nSalt,1,2026-01-01,red\n".encode())

    assert list(found.drafts.values()) == [{"owner": "ESPO", "title": "Salt"}]
    assert [each.field for each in found.remarks] == ["colour"]


@pytest.mark.alike
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_is_taken_as_it_is_and_its_examples_are_not(form: str, client: Any) -> None:
    body = client.get(f"/contributions/template.{form}").data

    with pytest.raises(Refusal, match="nothing below"):
        read(body)
    header = framework_csv.template().splitlines()[-3]
    if form == "xlsx":
        assert ",".join(str(cell.value) for cell in load_workbook(BytesIO(workbook())).active[1]) == header  # type: ignore[index]
    filled = f"{header}\n" + "ESPO,,Salt\n"
    assert len(read(filled.encode()).drafts) == 1


def a_zip(**parts: bytes) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), body)
    return file.getvalue()


BOMB = a_zip(xl__workbook_xml=b"<workbook/>", xl__worksheets__sheet1_xml=b"<a/>" * 30_000_000)
LAUGHS = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><workbook>&c;</workbook>'


@pytest.mark.alike
@pytest.mark.assurance("I7", "Files of another kind than their name says are refused in words")
@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "holds something"),
        (b"\x00" * 50, "is empty"),
        (b"owner,title\n", "nothing below"),
        (b"name,colour\nSalt,white\n", "no columns “owner” and “title”"),
        (b'{"owner": "ESPO"}', "no columns “owner” and “title”"),
        (b"<html><script>alert(1)</script></html>", "a web page or XML"),
        (b"<svg onload=alert(1)>owner,title", "no columns"),
        (b"%PDF-1.7 owner,title", "is a PDF"),
        (b"\xd0\xcf\x11\xe0owner,title\n", "an old Excel workbook"),
        (b"\x1f\x8bowner,title\n", "a gzip archive"),
        (b"PK\x03\x04 owner,title\n", "damaged Excel workbook"),
        (a_zip(a_csv=b"owner,title\nESPO,Salt\n"), "no Excel workbook"),
        (a_zip(content_xml=b"<x/>"), "an OpenDocument file"),
        (a_zip(xl__workbook_bin=b"x"), "a binary Excel workbook"),
        (BOMB, "unpacked"),
        (a_zip(xl__workbook_xml=LAUGHS), "your file: its part"),
        (b"owner,title\n" + b"ESPO,Salt\n" * 50_001, "more than 50,000 lines"),
        (b"owner,title\n" + b"".join(b"ESPO,Salt %d\n" % n for n in range(1_001)), "1,001 rows; the limit is 1,000"),
        (("owner,title," + ",".join(f"c{n}" for n in range(199)) + "\nESPO,Salt\n").encode(), "the limit is 200"),
        (b"owner,owner,title\nESPO,ESPO,Salt\n", "owner"),
        (b"x" * (sheets.LARGEST + 1), "larger than 10 MB"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_taken_is_refused_in_words_and_leaves_nothing(
    body: bytes, message: str, officer: Person, session: Session
) -> None:
    """Too much, bombs, lies about what it is: 422 with the reason, and 0 drafts."""
    answer = send(officer, body, "../../etc/passwd\x00.csv.xlsm")

    assert answer.status_code == 422
    assert message in words(check_page(answer).select_one(".govuk-error-summary"))
    assert drafts(session) == 0


@pytest.mark.assurance("I4", "More than a request may hold is refused before it is read")
def test_more_than_a_request_may_hold_is_refused_before_it_is_read(officer: Person, session: Session) -> None:
    """413 that names the limit, for a file, for any other form, for a field and for the number of fields."""
    much = send(officer, b"x" * 13_000_000)
    form = officer.send("/contributions/begin", {"from": "x" * 1_000_001})
    field = officer.client.post(
        "/contributions/upload",
        data={"token": officer.token(), "do": "x" * 500_001, "file": (BytesIO(GOOD), "x.csv")},
        headers={"Origin": "http://localhost"},
    )
    parts = officer.send("/contributions/upload", {f"f{n}": "x" for n in range(1_001)} | {"file": (BytesIO(GOOD), "x")})

    assert [each.status_code for each in (much, form, field, parts)] == [413] * 4
    assert "at most 12 MB" in much.text and "at most 1 MB" in form.text and "1,000 fields" in parts.text
    assert "500,000 bytes of text in fields" in field.text
    assert drafts(session) == 0


@pytest.mark.assurance("I4", "The hundred and first file of a day is refused")
def test_the_hundred_and_first_file_of_a_day_is_refused(officer: Person, session: Session, person: Any) -> None:
    """100 uploads in a day for one person; another's are not counted with them."""
    with officer.app.extensions["hub.writers"].begin() as writing:
        key = officer.app.config["SECRET_KEY"]
        assert all(attempts.allowed(writing, FILES, str(officer.account), key, NOON) for _ in range(100))

    refused = send(officer, GOOD)

    assert (refused.status_code, drafts(session)) == (422, 0)
    assert "100 files in a day" in refused.text
    other = person("contributor", organisation="ipswich", network="pen")
    assert send(other, GOOD).status_code == 303


def test_a_row_that_is_broken_costs_no_other_row() -> None:
    found = read(b'owner,title\nESPO,Salt\nESPO,"Sand\nESPO,Grit\n')

    assert [draft["title"] for draft in found.drafts.values()][:1] == ["Salt"]
    assert [each.place for each in found.faults][:1] == ["line 3"]
