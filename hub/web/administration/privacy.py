"""What people ask about themselves: complaints, removals, and what the hub holds on a framework."""

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from sqlalchemy import func, select
from werkzeug.wrappers import Response as AnyResponse

from hub import complaints as desk, disclosure, removals
from hub.auth import actor
from hub.db import get_session, get_writers
from hub.errors import NotFound, Refused
from hub.ingest.removing import remove_stored
from hub.models import Removal
from hub.security import policy
from hub.web import erasures, removed
from hub.web.context import now, today

bp = Blueprint("privacy", __name__, url_prefix="/administration")

CLOSED = 50


@bp.get("/complaints")
@policy("administrator")
def complaints() -> str:
    session = get_session()
    shown = {"waiting": desk.waiting(session), "closed": desk.closed(session, CLOSED)}
    return render_template("administration/complaints.html", today=today(), outcomes=desk.OUTCOMES, **shown)


@bp.get("/complaints/<int:number>")
@policy("administrator")
def complaint(number: int) -> str:
    return _complaint(number, {})


@bp.post("/complaints/<int:number>/acknowledge")
@policy("administrator form")
def acknowledge(number: int) -> AnyResponse:
    with get_writers().begin() as session:
        desk.acknowledge(session, desk.complaint(session, number), actor(), now())
    return redirect(url_for("privacy.complaint", number=number), 303)


@bp.post("/complaints/<int:number>/close")
@policy("administrator form")
def close(number: int) -> AnyResponse | tuple[str, int]:
    outcome, answer = request.form.get("outcome", ""), request.form.get("answer", "")
    try:
        with get_writers().begin() as session:
            desk.close(session, desk.complaint(session, number), outcome, answer, actor(), now())
    except Refused as reason:
        field = "outcome" if "came of it" in str(reason) else "answer"
        return _complaint(number, {field: str(reason).rstrip(".")}), 400
    return redirect(url_for("privacy.complaints"), 303)


@bp.get("/removals")
@policy("administrator")
def removals_page() -> str:
    return _removals("", {})


@bp.post("/removals")
@policy("administrator form")
def remove() -> AnyResponse | tuple[str, int]:
    """Name somebody no more. What is stored is put right in transactions of its own, and the index hears of it."""
    value = request.form.get("value", "")
    try:
        with get_writers().begin() as session:
            removals.ask(session, value, actor(), now())
    except Refused as reason:
        return _removals(value, {"value": str(reason).rstrip(".")}), 400
    remove_stored(get_writers(), now)
    removed.forget(current_app._get_current_object())  # type: ignore[attr-defined]
    erasures.write_down()
    return redirect(url_for("privacy.removals_page", done=1), 303)


@bp.get("/records")
@policy("administrator")
def records() -> str:
    return render_template("administration/records.html", key="", wrong={})


@bp.get("/records/download")
@policy("administrator")
def record() -> Response | tuple[str, int]:
    """Everything the hub holds on a framework, as a zip."""
    key = request.args.get("key", "").strip()
    try:
        body = disclosure.packed(get_session(), key)
    except NotFound as reason:
        return render_template("administration/records.html", key=key, wrong={"key": str(reason).rstrip(".")}), 404
    answer = Response(body, mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{key}-{today().isoformat()}.zip"'
    return answer


def _complaint(number: int, wrong: dict[str, str]) -> str:
    return render_template(
        "administration/complaint.html",
        complaint=desk.complaint(get_session(), number),
        outcomes=desk.OUTCOMES,
        today=today(),
        kept=desk.KEPT_FOR.days,
        entered=request.form,
        wrong=wrong,
    )


def _removals(value: str, wrong: dict[str, str]) -> str:
    count = get_session().scalar(select(func.count()).select_from(Removal))
    done = "done" in request.args
    return render_template("administration/removals.html", value=value, wrong=wrong, count=count, done=done)
