"""Where somebody is signed in, and how they end it there."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from hub import audit, auth
from hub.db import get_session, get_writers
from hub.errors import NotFound
from hub.models import Account, SignedIn
from hub.people import sessions
from hub.people.secrets import hashed
from hub.security import policy
from hub.web.context import now

bp = Blueprint("signed_in", __name__)


@bp.get("/account/signed-in")
@policy("account")
def signed_in() -> str:
    account = get_session().get_one(Account, auth.actor().account)
    rows = sessions.of(get_session(), account, now())
    return render_template("people/signed_in.html", rows=rows, this=hashed(auth.token()), hours=_hours())


@bp.post("/account/signed-in/<int:number>/end")
@policy("account form")
def end(number: int) -> Response:
    """Raises NotFound for one that is not theirs."""
    who = auth.actor()
    with get_writers().begin() as session:
        row = session.get(SignedIn, number)
        if row is None or row.account_id != who.account:
            raise NotFound("You are not signed in there any more.")
        session.delete(row)
        audit.note(session, who, "sign out elsewhere", who.name, now())
    return redirect(url_for("signed_in.signed_in"), 303)


@bp.post("/account/signed-in/end")
@policy("account form")
def end_all() -> Response:
    """Everywhere, here too."""
    who = auth.actor()
    with get_writers().begin() as session:
        count = sessions.end_all(session, session.get_one(Account, who.account))
        audit.note(session, who, "sign out everywhere", who.name, now(), {"sessions": count})
    answer = redirect(url_for("sign_in.sign_in", done="everywhere"), 303)
    auth.forget(answer)
    return answer


def _hours() -> int:
    return int(sessions.LASTS.total_seconds() // 3600)
