"""My contributions: what somebody has drafted and proposed, and what became of it."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub.auth import actor
from hub.contributions import desk
from hub.contributions.states import OPEN, STATES
from hub.db import get_session, get_writers
from hub.security import policy
from hub.web.context import now

bp = Blueprint("my_contributions", __name__)


SENT = "Sent. A moderator of the network answers by the day below. Until then nothing changes in the catalogue."

SAID = {
    "saved": "Your draft is saved.",
    "submitted": SENT,
    "withdrawn": "Withdrawn. It stays here, to be copied.",
}


@bp.get("/contributions/mine")
@policy("contributor")
def mine() -> str:
    rows = desk.mine(get_session(), actor())
    return render_template(
        "contributions/mine.html",
        rows=rows,
        titles=desk.titles(get_session(), rows),
        states=STATES,
        open=OPEN,
        said=SAID.get(request.args.get("said", ""), ""),
        made=_number(request.args.get("made", "")),
    )


@bp.post("/contributions/<code>/withdraw")
@policy("contributor form")
def withdraw(code: str) -> Response:
    with get_writers().begin() as session:
        desk.withdraw(session, desk.find(session, code, actor()), actor(), now())
    return redirect(url_for("my_contributions.mine", said="withdrawn"), 303)


@bp.post("/contributions/<code>/copy")
@policy("contributor form")
def copy(code: str) -> Response:
    with get_writers().begin() as session:
        made = desk.copy(session, desk.find(session, code, actor()), actor(), now()).code
    return redirect(url_for("contribution_steps.step", code=made, step="what"), 303)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
