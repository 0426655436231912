"""Files somebody chose to add as evidence: checked by what is in them, kept under a hash outside of what is served.

Nothing in them is ever run or shown: they are handed out as downloads only, under a name of our making.
"""

import hashlib
import io
import os
import re
import struct
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.actor import Actor
from hub.errors import NotFound, Refused
from hub.models import SavingClaim, SavingFile
from hub.savings import history, seen, states
from hub.savings.harm import require_harmless

LARGEST = 5_000_000
MOST = 5
LONGEST_NAME = 80

SIGNATURES = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
OFFICE = {"xl/workbook.xml": "xlsx", "word/document.xml": "docx"}
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv",
    "txt": "text/plain",
}
TAKEN = "Send a PDF, a PNG or JPEG image, an Excel or Word file without macros, or plain text"


def add(
    session: Session, claim: SavingClaim, actor: Actor, name: str, data: bytes, folder: Path, at: datetime
) -> SavingFile:
    """Keep a file with a claim, as its reporter. Raises NotFound, Refused."""
    seen.after("save", claim, actor)
    if len(claim.files) >= MOST:
        raise Refused(f"A claim has at most {MOST} files. Take one out first")
    kind = kind_of(name, data)
    digest = hashlib.sha256(data).hexdigest()
    _store(folder, digest, data)
    row = SavingFile(
        claim_id=claim.id,
        name=f"{_stem(name)}.{kind}",
        media_type=MEDIA_TYPES[kind],
        size=len(data),
        digest=digest,
        added_at=at,
    )
    claim.files.append(row)
    session.flush()
    history.note(session, "add file to", actor, claim, at, {"file": row.id})
    return row


def remove(session: Session, claim: SavingClaim, actor: Actor, number: int, at: datetime) -> None:
    """Take a file out again; ``sweep`` takes it from the folder when no claim has it. Raises NotFound, Refused."""
    seen.after("save", claim, actor)
    if claim.state not in states.OPEN:
        raise Refused("Others look at this claim, or have approved it, with its files. They stay")
    row = found(claim, number)
    claim.files.remove(row)
    session.flush()
    history.note(session, "take file out of", actor, claim, at, {"file": number})


def found(claim: SavingClaim, number: int) -> SavingFile:
    """A file of a claim by its number. Raises NotFound."""
    row = next((each for each in claim.files if each.id == number), None)
    if row is None:
        raise NotFound("There is no such file, or it is not yours to see.")
    return row


def read(row: SavingFile, folder: Path) -> bytes:
    """The bytes of a file. Raises NotFound where the folder has lost it, or has another in its place."""
    path = _path(folder, row.digest)
    data = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(data).hexdigest() != row.digest:
        raise NotFound("This file is not there any more, or not as it was. Ask its reporter for it.")
    return data


def kind_of(name: str, data: bytes) -> str:
    """What a file is by its content. Raises Refused for whatever is not taken."""
    if not data:
        raise Refused("Choose a file that holds something")
    if len(data) > LARGEST:
        raise Refused(f"This file is larger than {LARGEST // 1_000_000} MB. Send a smaller one")
    if data.startswith(OLD_OFFICE):
        raise Refused(f"This is an old or a locked Office file. {TAKEN}")
    kind = next((kind for start, kind in SIGNATURES.items() if data.startswith(start)), None)
    if kind is None:
        kind = _office(data) if data.startswith(b"PK\x03\x04") else _text(name, data)
    require_harmless(kind, data)
    return kind


def sweep(session: Session, folder: Path, at: datetime) -> int:
    """Delete what no claim has any more; what came in within the last hour may be of one not yet kept."""
    kept, gone = set(session.scalars(select(SavingFile.digest))), 0
    for path in sorted(folder.glob("*/*")):
        if path.name not in kept and path.stat().st_mtime <= at.timestamp() - 3600:
            path.unlink()
            gone += 1
    return gone


def _office(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, struct.error) as reason:
        raise Refused(TAKEN) from reason
    kind = next((kind for part, kind in OFFICE.items() if part in names), None)
    if kind is None:
        raise Refused(TAKEN)
    return kind


def _text(name: str, data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        raise Refused(TAKEN) from reason
    if any(ord(char) < 32 and char not in "\t\r\n" for char in text) or text.lstrip().startswith("<"):
        raise Refused(TAKEN)
    return "csv" if name.casefold().endswith(".csv") else "txt"


def _stem(name: str) -> str:
    """What it was called, as far as a name can be trusted: letters, figures, spaces and hyphens."""
    stem = re.split(r"[\\/]", name)[-1].rpartition(".")[0] or name
    return " ".join(re.sub(r"[^\w -]", " ", stem).split())[:LONGEST_NAME] or "file"


def _store(folder: Path, digest: str, data: bytes) -> None:
    path = _path(folder, digest)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, aside = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    finally:
        Path(aside).unlink(missing_ok=True)


def _path(folder: Path, digest: str) -> Path:
    return folder / digest[:2] / digest
