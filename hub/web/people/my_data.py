"""What the hub holds of somebody: to be read, taken away, put right and deleted by them."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from hub import auth
from hub.db import get_session, get_writers
from hub.errors import Refused
from hub.models import Account
from hub.people import erasing, my_data
from hub.security import policy
from hub.web import erasures
from hub.web.context import now, today
from hub.web.people import asking

bp = Blueprint("my_data", __name__, url_prefix="/account")

WRONG = "This is not your password"


@bp.get("/data")
@policy("account")
def held() -> str:
    session = get_session()
    tables = my_data.held(session, session.get_one(Account, auth.actor().account))
    counts = {name: len(rows) for name, rows in tables.items() if rows}
    return render_template("people/my_data.html", counts=counts, names=NAMES)


NAMES = {
    "account": "Your account",
    "role_grant": "What you may do, now and before",
    "signed_in": "Where you are signed in",
    "mailed_link": "Links sent to you",
    "recovery_code": "Recovery codes, without the codes",
    "api_token": "API tokens, without the tokens",
    "outbox": "Letters to you",
    "audit_entry": "What you did, and what was done to your account",
    "follow": "What you follow",
    "contribution": "What you proposed",
}
"""Tables as people read of them; others by their own name."""


@bp.get("/data/download")
@policy("account")
def download() -> Response:
    """A zip with everything, as JSON and as CSV."""
    session = get_session()
    body = my_data.packed(session, session.get_one(Account, auth.actor().account))
    answer = Response(body, mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="my-data-{today().isoformat()}.zip"'
    return answer


@bp.get("/delete")
@policy("account")
def deletion() -> str:
    return render_template("people/delete.html", wrong={})


@bp.post("/delete")
@policy("account form")
def delete() -> AnyResponse | tuple[str, int]:
    """Only with the password: whoever finds a browser signed in shall not be able to do this."""
    try:
        _delete(request.form.get("password", ""))
    except Refused as reason:
        return render_template("people/delete.html", wrong={"password": str(reason).rstrip(".")}), 400
    erasures.write_down()
    answer = redirect(url_for("my_data.deleted"), 303)
    auth.forget(answer)
    return answer


@bp.get("/deleted")
@policy("public")
def deleted() -> str:
    return render_template("people/deleted.html")


def _delete(password: str) -> None:
    """Raises Refused. Tries are counted apart, so that they count whatever follows."""
    who = auth.actor()
    with get_writers().begin() as session:
        may_try = asking.may_sign_in(session, who.name)
    if not may_try:
        raise Refused(asking.TOO_OFTEN)
    with get_writers().begin() as session:
        account = session.get_one(Account, who.account)
        if not auth.passwords().matches(account.password, password):
            raise Refused(WRONG)
        erasing.erase(session, account, who, now())
