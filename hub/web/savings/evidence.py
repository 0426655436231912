"""Files with a claim: added by its reporter who chooses to, handed out as downloads to whoever sees the claim."""

from pathlib import Path

from flask import Blueprint, Response, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from hub.auth import actor
from hub.db import get_session, get_writers
from hub.errors import Refused
from hub.savings import evidence, seen
from hub.security import policy
from hub.web.context import now
from hub.web.forms import takes
from hub.web.savings import claim as pages
from hub.web.savings.own import seen_claim

bp = Blueprint("saving_evidence", __name__, url_prefix="/savings/claims")

ROOM = 1_000_000
"""Bytes beside the file, so that one a little too large is told so on the page."""


def folder() -> Path:
    """Where files of evidence are kept: beside the database, in no folder that is served."""
    return Path(current_app.config["HOME"]) / "evidence"


@bp.get("/<key>/files/<int:number>")
@policy("account")
def download(key: str, number: int) -> Response:
    row = evidence.found(seen_claim(key), number)
    response = Response(evidence.read(row, folder()), content_type="application/octet-stream")
    response.headers.set("Content-Disposition", "attachment", filename=row.name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@bp.post("/<key>/files")
@policy("account form")
@takes(evidence.LARGEST + ROOM)
def add(key: str) -> AnyResponse | tuple[str, int]:
    seen_claim(key)
    file = request.files.get("file")
    name, data = (file.filename or "", file.read()) if file else ("", b"")
    try:
        with get_writers().begin() as session:
            evidence.add(session, seen.find(session, key, actor()), actor(), name, data, folder(), now())
    except Refused as reason:
        get_session().rollback()
        return pages.page(seen_claim(key), {"file": str(reason)}), 400
    return redirect(url_for("saving_claims.claim", key=key, said="file"), 303)


@bp.post("/<key>/files/<int:number>/remove")
@policy("account form")
def remove(key: str, number: int) -> AnyResponse:
    with get_writers().begin() as session:
        evidence.remove(session, seen.find(session, key, actor()), actor(), number, now())
    return redirect(url_for("saving_claims.claim", key=key), 303)
