"""Is a file note what was frozen? Its hash or its JSON, held against what the hub holds. Nothing sent here is kept."""

from flask import Blueprint, render_template, request

from hub import notes
from hub.db import get_session
from hub.errors import Refused
from hub.notes import Verdict
from hub.security import policy

bp = Blueprint("verify", __name__)

LARGEST_BODY = 2_000_000
NOTHING_GIVEN = "Paste the JSON of a file note, or choose its file"


@bp.get("/verify")
@policy("public")
def verify() -> str | tuple[str, int]:
    """By a hash in the address, or the form."""
    sha256 = request.args.get("hash", "")
    if not sha256:
        return _page()
    try:
        return _page(notes.check_hash(get_session(), sha256), sha256=sha256)
    except Refused as reason:
        return _page(sha256=sha256, wrong={"hash": str(reason)}), 400


@bp.post("/verify")
@policy("public form")
def verify_text() -> str | tuple[str, int]:
    """By the JSON, pasted or as a file. It writes nothing, so it asks for no token."""
    request.max_content_length = request.max_form_memory_size = LARGEST_BODY
    text = request.form.get("text", "")
    try:
        return _page(notes.check_text(get_session(), _uploaded() or text), text=text)
    except Refused as reason:
        return _page(text=text, wrong={"text": str(reason)}), 400


def _uploaded() -> str:
    file = request.files.get("file")
    body = file.read() if file else b""
    try:
        found = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("This file is not text in UTF-8. Download the note's JSON again and choose that file") from None
    if not found and not request.form.get("text", "").strip():
        raise Refused(NOTHING_GIVEN)
    return found


def _page(verdict: Verdict | None = None, sha256: str = "", text: str = "", wrong: dict[str, str] | None = None) -> str:
    told = verdict and verdict.at and notes.moment_text(verdict.at)
    return render_template(
        "verify/verify.html",
        verdict=verdict,
        at=told or "",
        sha256=notes.clean(sha256),
        text=notes.clean(text),
        wrong=wrong or {},
    )
