"""The inbox of pairs that may be one supplier."""

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub.auth import actor
from hub.db import get_session
from hub.ingest import supplier_review as desk
from hub.security import policy
from hub.web.context import now
from hub.web.moderation.deciding import deciding
from hub.web.moderation.reasons import VERDICTS, faults

bp = Blueprint("inbox_suppliers", __name__, url_prefix="/moderation/suppliers")

SHOWN = 50


@bp.get("/")
@policy("moderator")
def suppliers() -> str:
    return _page(0, "", {})


@bp.post("/<int:number>/decide")
@policy("moderator form")
def decide(number: int) -> Response | tuple[str, int]:
    said, why = request.form.get("verdict", ""), request.form.get("reason", "").strip()
    if wrong := faults(number, said, why):
        return _page(number, why, wrong), 400
    with deciding() as session:
        desk.decide_supplier(session, number, said, actor(), now(), why)
    return redirect(url_for("inbox_suppliers.suppliers"), 303)


@bp.post("/<int:number>/undo")
@policy("moderator form")
def undo(number: int) -> Response:
    with deciding() as session:
        desk.undo_supplier(session, number, actor(), now())
    return redirect(url_for("inbox_suppliers.suppliers"), 303)


def _page(asked: int, why: str, wrong: Mapping[str, str]) -> str:
    """The inbox; with what was typed for the pair that was asked about, and what is wrong with it."""
    pairs, decided = desk.supplier_queue(get_session()), desk.supplier_decisions(get_session())
    shown = {"pairs": pairs[:SHOWN], "total": len(pairs), "decided": decided[:SHOWN]}
    return render_template("moderation/suppliers.html", verdicts=VERDICTS, asked=asked, why=why, wrong=wrong, **shown)
