"""Files of evidence that would do harm are refused, and those of drafts go with them."""

import io
import struct
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from hub.errors import NotFound, Refused
from hub.models import SavingClaim
from hub.savings import abandoned, evidence
from tests.moments import NOON
from tests.savings.people import a_claim, a_draft, an_actor

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"
CSV = b"year,pence\n2025-26,10000\n"


def a_png(width: int, height: int) -> bytes:
    head = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", width, height) + b"\x08\x02\x00\x00\x00"
    return head + b"\x00" * 8 + b"\x00\x00\x00\x00IEND\xaeB`\x82"


def a_jpeg(width: int, height: int) -> bytes:
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    return b"\xff\xd8" + frame + b"\xff\xda\x00\x02" + b"\x00" * 4 + b"\xff\xd9"


def a_workbook(**members: str) -> bytes:
    file = io.BytesIO()
    Workbook().save(file)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(f"xl/{name.replace('_', '/')}", text)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [(PDF, "pdf"), (CSV, "csv"), (a_png(10, 10), "png"), (a_jpeg(10, 10), "jpg"), (a_workbook(), "xlsx")],
)
def test_what_people_send_is_taken(content: bytes, kind: str) -> None:
    assert evidence.kind_of("a.csv", content) == kind


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (PDF.replace(b"<<>>", b"<</Encrypt 2 0 R>>"), "password"),
        (PDF.replace(b"<<>>", b"<</S /JavaScript>>"), "runs"),
        (a_workbook(vbaProject="x"), "macros"),
        (a_workbook(embeddings_one="x"), "macros"),
        (a_workbook(sheet="0" * 51_000_000), "unpacks"),
        (a_png(10_000, 10_000), "million pixels"),
        (a_jpeg(60_000, 60_000), "million pixels"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, "old or a locked"),
    ],
)
def test_what_runs_is_locked_or_bursts_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        evidence.kind_of("a.csv", content)


def test_a_file_that_is_not_as_it_was_is_not_handed_out(sessions: Any, tmp_path: Path) -> None:
    with sessions.begin() as session:
        officer = an_actor(session)
        row = evidence.add(session, a_draft(session, officer), officer, "costs.csv", CSV, tmp_path, NOON)
        assert evidence.read(row, tmp_path) == CSV
        (path,) = tmp_path.glob("*/*")
        path.write_bytes(b"else")
        with pytest.raises(NotFound):
            evidence.read(row, tmp_path)


def test_files_stay_once_others_look_at_the_claim(sessions: Any, tmp_path: Path) -> None:
    with sessions.begin() as session:
        officer = an_actor(session)
        claim = a_claim(session, officer)
        row = evidence.add(session, claim, officer, "costs.csv", CSV, tmp_path, NOON)
        with pytest.raises(Refused, match="They stay"):
            evidence.remove(session, claim, officer, row.id, NOON)


def test_a_draft_left_for_a_year_goes_with_its_files(sessions: Any, tmp_path: Path) -> None:
    with sessions.begin() as session:
        officer = an_actor(session)
        draft, sent = a_draft(session, officer), a_claim(session, officer)
        for claim in (draft, sent):
            evidence.add(session, claim, officer, "a.csv", CSV + claim.key.encode(), tmp_path, NOON)
        key = sent.key
        assert abandoned.tidy(session, NOON + timedelta(days=364)) == 0
        assert abandoned.tidy(session, NOON + timedelta(days=365)) == 1
    with sessions() as session:
        later = NOON + timedelta(days=4_000)  # by the clock of the files, which is the machine's
        assert [claim.key for claim in session.query(SavingClaim)] == [key]
        assert evidence.sweep(session, tmp_path, later) == 1
        assert [path.read_bytes() for path in tmp_path.glob("*/*")] == [CSV + key.encode()]
