"""The inbox of pairs that may be one supplier."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub.auth import actor
from hub.db import get_session
from hub.ingest import supplier_review as desk
from hub.security import policy
from hub.web.context import now
from hub.web.moderation.deciding import deciding
from hub.web.moderation.reasons import VERDICTS, reason, verdict

bp = Blueprint("inbox_suppliers", __name__, url_prefix="/moderation/suppliers")

SHOWN = 50


@bp.get("/")
@policy("moderator")
def suppliers() -> str:
    pairs, decided = desk.supplier_queue(get_session()), desk.supplier_decisions(get_session())
    shown = {"pairs": pairs[:SHOWN], "total": len(pairs), "decided": decided[:SHOWN]}
    return render_template("moderation/suppliers.html", verdicts=VERDICTS, **shown)


@bp.post("/<int:number>/decide")
@policy("moderator form")
def decide(number: int) -> Response:
    said = verdict(request.form.get("verdict", ""))
    with deciding() as session:
        desk.decide_supplier(session, number, said, actor(), now(), reason(request.form.get("reason", "")))
    return redirect(url_for("inbox_suppliers.suppliers"), 303)


@bp.post("/<int:number>/undo")
@policy("moderator form")
def undo(number: int) -> Response:
    with deciding() as session:
        desk.undo_supplier(session, number, actor(), now())
    return redirect(url_for("inbox_suppliers.suppliers"), 303)
