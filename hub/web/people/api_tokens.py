"""API tokens of somebody's own: listed, made and ended."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub import auth
from hub.db import get_session, get_writers
from hub.errors import Refused
from hub.models import Account
from hub.people import api_tokens
from hub.security import policy
from hub.web.context import now
from hub.web.people import asking

bp = Blueprint("api_tokens", __name__)


@bp.get("/account/api-tokens")
@policy("account")
def tokens() -> str:
    return _page({}, {})


@bp.post("/account/api-tokens")
@policy("account form")
def make() -> Response | tuple[str, int]:
    """The token is shown in the answer, and never again."""
    entered = {name: request.form.get(name, "") for name in ("name", "days")}
    days = int(entered["days"]) if entered["days"] in map(str, api_tokens.LIFETIMES) else 0
    try:
        with get_writers().begin() as session:
            account = session.get_one(Account, auth.actor().account)
            token = api_tokens.make(session, account, entered["name"], days, auth.actor(), now())
    except Refused as reason:
        field = "days" if "how long" in str(reason) else "name"
        return _page(entered, {field: str(reason).rstrip(".")}), 400
    return asking.unshared(render_template("people/api_token.html", token=token, name=entered["name"].strip()))


@bp.post("/account/api-tokens/<int:number>/end")
@policy("account form")
def end(number: int) -> Response:
    """Raises NotFound for one that is not theirs."""
    who = auth.actor()
    with get_writers().begin() as session:
        api_tokens.revoke(session, session.get_one(Account, who.account), number, who, now())
    return redirect(url_for("api_tokens.tokens"), 303)


def _page(entered: dict[str, str], wrong: dict[str, str]) -> str:
    account = get_session().get_one(Account, auth.actor().account)
    return render_template(
        "people/api_tokens.html",
        rows=api_tokens.standing(get_session(), account, now()),
        lifetimes=api_tokens.LIFETIMES,
        scopes=api_tokens.SCOPES,
        entered=entered,
        wrong=wrong,
    )
