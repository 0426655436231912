"""Many savings from one file: looked at first, row by row, and then made drafts of, all or none."""

import json
from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, redirect, render_template, request, url_for
from sqlalchemy import or_, select
from werkzeug.wrappers import Response as AnyResponse

from hub.auth import actor
from hub.db import get_session, get_writers
from hub.errors import HubError, Refused
from hub.models import Framework, listed
from hub.savings import importing, sheet_columns, sheets, typed
from hub.savings.sheets import Sheet
from hub.security import policy
from hub.sent_files import Refusal
from hub.web.context import now
from hub.web.forms import takes
from hub.web.savings import sums
from hub.web.savings.entering import plain
from hub.web.savings.own import organisation

bp = Blueprint("saving_bulk", __name__)

SHOWN = 50
ROOM = 1_000_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHOOSE = "Choose a file that holds something"


@bp.get("/savings/bulk")
@policy("account")
def bulk() -> str:
    return _page()


@bp.get("/savings/bulk/template.csv")
@policy("public")
def template_csv() -> Response:
    return _file(sheet_columns.template_csv().encode("utf-8-sig"), "text/csv; charset=utf-8", "savings.csv")


@bp.get("/savings/bulk/template.xlsx")
@policy("public")
def template_xlsx() -> Response:
    return _file(sheet_columns.template_xlsx(), XLSX, "savings.xlsx")


@bp.post("/savings/bulk")
@policy("account form")
@takes(sheets.LARGEST + ROOM)
def send() -> AnyResponse | str | tuple[str, int]:
    """Show what a file says; what was looked at and is in order becomes drafts by the second button."""
    organisation()
    try:
        if request.form.get("do") == "drafts":
            return _make(_looked_at())
        file = request.files.get("file")
        data = file.read() if file else b""
        if not data:
            raise Refusal(CHOOSE)
        sheet = sheets.read(data, _framework)
    except HubError as reason:
        return _page(wrong=str(reason)), reason.status
    return (_page(sheet), 422) if sheet.faults else _page(sheet)


def _make(several: Sequence[Mapping[str, str]]) -> AnyResponse:
    with get_writers().begin() as session:
        made = importing.add(session, actor(), several, now())
    return redirect(url_for("saving_bulk.bulk", made=made), 303)


def _looked_at() -> list[dict[str, str]]:
    """The claims as the page had them. Each is read once more: a page can be changed before it is sent."""
    try:
        found = json.loads(request.form.get("claims", ""))
        several = [plain(each) for each in found]
    except (ValueError, TypeError, AttributeError) as reason:
        raise Refused(CHOOSE) from reason
    if not several or len(several) > sheets.MOST_ROWS or any(typed.read(each)[1] for each in several):
        raise Refused("Something in it is not as it was shown. Send the file again")
    return several


def _framework(named: str) -> str | None:
    """The key of a framework by its address, its key or its reference, where one has it."""
    key = named.partition("/frameworks/")[2].partition("/")[0] or named
    wanted = select(Framework.key).where(or_(Framework.key == key, Framework.reference == named), *listed())
    found = get_session().scalars(wanted.limit(2)).all()
    return found[0] if len(found) == 1 else None


def _page(sheet: Sheet | None = None, wrong: str = "") -> str:
    claims = sheet.claims if sheet and not sheet.faults else ()
    made = request.args.get("made", "")
    return render_template(
        "savings/bulk.html",
        organisation=organisation(),
        sheet=sheet,
        claims=[(each, sums.of_entered(each.entered)) for each in claims[:SHOWN]],
        packed=json.dumps([dict(each.entered) for each in claims]),
        faults=sheet.faults if sheet else (),
        shown=SHOWN,
        made=int(made) if made.isascii() and made.isdigit() and len(made) < 5 else 0,
        most_rows=sheets.MOST_ROWS,
        megabytes=sheets.LARGEST // 1_000_000,
        wrong=wrong,
    )


def _file(body: bytes, kind: str, name: str) -> Response:
    response = Response(body, content_type=kind)
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response
