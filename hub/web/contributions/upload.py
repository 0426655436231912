"""Many drafts from one file. It is read and not kept."""

from datetime import timedelta

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from hub.auth import actor
from hub.contributions import desk, sheets
from hub.contributions.sheets import Sheet
from hub.db import get_session, get_writers
from hub.errors import HubError
from hub.people import attempts
from hub.people.attempts import Limit
from hub.security import policy
from hub.sent_files import Refusal
from hub.web.context import now
from hub.web.forms import takes

bp = Blueprint("contribution_upload", __name__)

SHOWN = 20
ROOM = 2_000_000
"""Bytes that a request takes beside the file, so that one a little too large is told so on this page."""

FILES = Limit("files of contributions", 100, timedelta(days=1))


@bp.get("/contributions/upload")
@policy("contributor")
def upload() -> str:
    return _page()


@bp.post("/contributions/upload")
@policy("contributor form")
@takes(sheets.LARGEST + ROOM)
def send() -> AnyResponse | str | tuple[str, int]:
    """Make drafts of the rows that are in order; with "problems" only give everything that is wrong, as a file."""
    file = request.files.get("file")
    body = file.read() if file else b""
    try:
        sheet = _sheet(body)
        if request.form.get("do") == "problems":
            return _problems(sheet)
        if sheet.drafts:
            with get_writers().begin() as session:
                desk.add_file(session, actor(), list(sheet.drafts.values()), now())
    except HubError as reason:
        return _page(wrong=str(reason)), reason.status
    if sheet.faults or not sheet.drafts:
        return _page(sheet)
    return redirect(url_for("my_contributions.mine", made=len(sheet.drafts)), 303)


def _sheet(body: bytes) -> Sheet:
    """Read before anything is written: nobody else has to wait for it. Raises Refusal."""
    if not body:
        raise Refusal("Choose a file that holds something")
    with get_writers().begin() as session:
        if not attempts.allowed(session, FILES, str(actor().account), current_app.config["SECRET_KEY"], now()):
            raise Refusal(f"You have sent {FILES.most} files in a day. Try again tomorrow.")
    mine = desk.mine(get_session(), actor())
    return sheets.read(body, [each.draft for each in mine if each.kind == "new"])


def _problems(sheet: Sheet) -> Response:
    response = Response(sheets.as_csv((*sheet.remarks, *sheet.faults)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = "attachment; filename=problems.csv"
    return response


def _page(sheet: Sheet | None = None, wrong: str = "") -> str:
    return render_template(
        "contributions/upload.html",
        sheet=sheet,
        wrong=wrong,
        shown=SHOWN,
        megabytes=sheets.LARGEST // 1_000_000,
        most_rows=sheets.MOST_ROWS,
    )
