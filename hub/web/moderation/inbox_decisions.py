"""Decisions about frameworks that are in force, each to be undone if need be."""

from flask import Blueprint, redirect, render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from hub.auth import actor
from hub.db import get_session
from hub.errors import NotFound
from hub.ingest import review as desk
from hub.models import Decision, Framework
from hub.security import policy
from hub.web.context import now
from hub.web.moderation.deciding import deciding

bp = Blueprint("inbox_decisions", __name__, url_prefix="/moderation/decisions")

SHOWN = 100

KINDS = {
    "join": "One framework",
    "never": "Two frameworks for good",
    "reject": "Not one, as far as was known",
    "detach": "Stands alone",
    "link": "A contract was awarded under it",
    "unlink": "A contract was not awarded under it",
}
"""What can be undone here. A set value is undone where it was set, a rule on who may use it on its own page."""


@bp.get("/")
@policy("moderator")
def decisions() -> str:
    found = [each for each in desk.decisions(get_session()) if each.kind in KINDS]
    keys = {key for each in found for key in (each.home, each.other_home) if key}
    rows = get_session().scalars(select(Framework).where(Framework.key.in_(keys)))
    titles = {row.key: row.title or row.key for row in rows}
    shown = {"decisions": found[:SHOWN], "total": len(found), "titles": titles}
    return render_template("moderation/decisions.html", kinds=KINDS, **shown)


@bp.post("/<int:number>/undo")
@policy("moderator form")
def undo(number: int) -> Response:
    """What it joined or parted is as it was before. Raises NotFound, Refused."""
    with deciding() as session:
        decision = session.get(Decision, number)
        if decision is None or decision.kind not in KINDS:
            raise NotFound("There is no such decision to undo here.")
        desk.undo(session, number, actor(), now())
    return redirect(url_for("inbox_decisions.decisions"), 303)
