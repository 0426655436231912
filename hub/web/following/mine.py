"""What somebody follows, and how often they hear of it."""

from collections.abc import Mapping

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub import follows
from hub.auth import actor
from hub.db import get_session, get_writers
from hub.errors import Refused
from hub.follows import CADENCES
from hub.follows.links import PATHS
from hub.security import policy
from hub.web.context import now

bp = Blueprint("following", __name__)

DONE = {
    "followed": "You follow it from now on. What it leads to today is not news.",
    "changed": "How often you hear of it has been changed.",
    "stopped": "You do not follow it any more.",
}


@bp.get("/following")
@policy("account")
def mine() -> str:
    return _page({})


@bp.post("/following/<int:number>")
@policy("account form")
def change(number: int) -> Response | tuple[str, int]:
    """Another pace. Raises NotFound for what is not theirs."""
    try:
        with get_writers().begin() as session:
            follows.change(session, actor(), number, request.form.get("cadence", ""), now())
    except Refused as refusal:
        return _page({f"cadence-{number}": str(refusal).rstrip(".")}), 400
    return redirect(url_for("following.mine", done="changed"), 303)


@bp.post("/following/<int:number>/stop")
@policy("account form")
def stop(number: int) -> Response:
    """Raises NotFound for what is not theirs."""
    with get_writers().begin() as session:
        follows.stop(session, actor(), number, now())
    return redirect(url_for("following.mine", done="stopped"), 303)


def _page(wrong: Mapping[str, str]) -> str:
    return render_template(
        "following/mine.html",
        rows=follows.mine(get_session(), actor()),
        cadences=CADENCES,
        wrong=wrong,
        paths=PATHS,
        done=DONE.get(request.args.get("done", ""), ""),
        sends=bool(current_app.config["MAIL_SERVER"] or current_app.config["MAIL"]),
    )
