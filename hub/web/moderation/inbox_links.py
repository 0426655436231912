"""The inbox of contracts that only their words link to a framework."""

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from hub.auth import actor
from hub.db import get_session
from hub.ingest import links as desk
from hub.models import Framework
from hub.security import policy
from hub.web.context import now
from hub.web.moderation.deciding import deciding

bp = Blueprint("inbox_links", __name__, url_prefix="/moderation/links")

SHOWN = 50

UNKNOWN = "No framework has these characters in its address. Copy them from the address of its page"


@bp.get("/")
@policy("moderator")
def links() -> str:
    return _page("", {})


@bp.post("/<int:number>/confirm")
@policy("moderator form")
def confirm(number: int) -> Response | tuple[str, int]:
    """The framework found is the right one, or another whose key was entered is."""
    key = request.form.get("framework", "").strip()
    if key and get_session().scalar(select(Framework.id).where(Framework.key == key)) is None:
        return _page(key, {f"framework-{number}": UNKNOWN}), 400
    with deciding() as session:
        desk.confirm(session, number, actor(), now(), key)
    return redirect(url_for("inbox_links.links"), 303)


@bp.post("/<int:number>/refuse")
@policy("moderator form")
def refuse(number: int) -> Response:
    with deciding() as session:
        desk.refuse(session, number, actor(), now())
    return redirect(url_for("inbox_links.links"), 303)


def _page(key: str, wrong: Mapping[str, str]) -> str:
    """The inbox; with the key that was typed where something is wrong with it."""
    waiting = desk.unconfirmed(get_session())
    shown = {"waiting": waiting[:SHOWN], "total": len(waiting), "key": key, "wrong": wrong}
    return render_template("moderation/links.html", **shown)
