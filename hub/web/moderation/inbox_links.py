"""The inbox of contracts that only their words link to a framework."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub.auth import actor
from hub.db import get_session
from hub.ingest import links as desk
from hub.security import policy
from hub.web.context import now
from hub.web.moderation.deciding import deciding

bp = Blueprint("inbox_links", __name__, url_prefix="/moderation/links")

SHOWN = 50


@bp.get("/")
@policy("moderator")
def links() -> str:
    waiting = desk.unconfirmed(get_session())
    return render_template("moderation/links.html", waiting=waiting[:SHOWN], total=len(waiting))


@bp.post("/<int:number>/confirm")
@policy("moderator form")
def confirm(number: int) -> Response:
    """The framework found is the right one, or another whose key was entered is."""
    with deciding() as session:
        desk.confirm(session, number, actor(), now(), request.form.get("framework", "").strip())
    return redirect(url_for("inbox_links.links"), 303)


@bp.post("/<int:number>/refuse")
@policy("moderator form")
def refuse(number: int) -> Response:
    with deciding() as session:
        desk.refuse(session, number, actor(), now())
    return redirect(url_for("inbox_links.links"), 303)
