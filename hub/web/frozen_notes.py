"""A frozen file note at its public address, which nobody can guess: a page, a PDF, and the JSON that was hashed."""

from flask import Blueprint, Response, render_template

from hub import notes
from hub.db import get_session
from hub.errors import NotFound
from hub.security import policy
from hub.web.notes import keep_secret

bp = Blueprint("frozen_notes", __name__, url_prefix="/notes")
bp.after_request(keep_secret)


@bp.get("/<key>")
@policy("public")
def note(key: str) -> str:
    return render_template("notes/note.html", record=notes.record(notes.frozen(get_session(), key)))


@bp.get("/<key>.pdf")
@policy("public")
def as_pdf(key: str) -> Response:
    from hub.notes.pdf import as_pdf  # half a second that no other page needs

    record = notes.record(notes.frozen(get_session(), key))
    paper = as_pdf(record.title, _printed(record), record.address, record.hashes)
    return _file(paper, "application/pdf", "file-note.pdf")


def _printed(record: notes.Record) -> list[notes.Block]:
    frozen = notes.Facts([("Frozen", record.frozen_at)])
    return [*map(notes.Text, record.faults), frozen, *record.blocks]


@bp.get("/<key>.json")
@policy("public")
def as_json(key: str) -> Response:
    """The very bytes whose hash is the note's."""
    return _file(notes.frozen(get_session(), key).canonical.encode(), "application/json", "file-note.json")


@bp.get("/<key>/addenda/<int:number>.json")
@policy("public")
def addendum_as_json(key: str, number: int) -> Response:
    row = notes.frozen(get_session(), key)
    found = next((addendum for addendum in row.addenda if addendum.number == number), None)
    if found is None:
        raise NotFound("This file note has no such addendum.")
    return _file(found.canonical.encode(), "application/json", f"file-note-addendum-{number}.json")


def _file(body: bytes, kind: str, name: str) -> Response:
    return Response(body, mimetype=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
