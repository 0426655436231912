"""The link of every letter by which its reader gets no more of them: no signing in, one button.

The link itself is the proof of who asks, so the form has no other token: mail programs send it, too (RFC 8058), from
wherever they are. Opening the page changes nothing, as programs look at links before people do.
"""

from flask import Blueprint, current_app, render_template

from hub import follows
from hub.db import get_writers
from hub.security import policy
from hub.web.context import now

bp = Blueprint("stopping", __name__)


@bp.get("/following/stop/<token>")
@policy("public")
def ask(token: str) -> str:
    """Raises NotFound for a link the hub has not signed."""
    _account(token)
    return render_template("following/stop.html", token=token, done=False)


@bp.post("/following/stop/<token>")
@policy("public form")
def stop(token: str) -> str:
    """Raises NotFound for a link the hub has not signed."""
    with get_writers().begin() as session:
        follows.silence(session, _account(token), now())
    return render_template("following/stop.html", token=token, done=True)


def _account(token: str) -> int:
    return follows.account_of(token, str(current_app.config["SECRET_KEY"]))
