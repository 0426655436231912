"""Who looks after somebody's things when they leave, and leaving."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from hub import auth, mail
from hub.db import get_session, get_writers
from hub.errors import Refused
from hub.models import Account
from hub.people import handing_over, leaving
from hub.security import policy
from hub.web.context import now
from hub.web.people import asking

bp = Blueprint("leaving", __name__, url_prefix="/account")


@bp.get("/leaving")
@policy("account")
def leave() -> str:
    return _page({})


@bp.post("/deputy")
@policy("account form")
def deputy() -> Response | tuple[str, int]:
    who = auth.actor()
    try:
        with get_writers().begin() as session:
            account = session.get_one(Account, who.account)
            leaving.name_deputy(session, account, request.form.get("deputy", ""), who, now())
    except Refused as reason:
        return _page({"deputy": str(reason).rstrip(".")}), 400
    return redirect(url_for("leaving.leave", named=1), 303)


@bp.post("/leaving")
@policy("account form")
def left() -> Response | tuple[str, int]:
    """They go: what they look after is a colleague's, and their account is disabled."""
    try:
        with get_writers().begin() as session:
            account = session.get_one(Account, auth.actor().account)
            hand_over_and_leave(session, account, request.form.get("successor", ""))
    except Refused as reason:
        return _page({"successor": str(reason).rstrip(".")}), 400
    answer = redirect(url_for("home.home"), 303)
    auth.forget(answer)
    return answer


def hand_over_and_leave(session: Session, account: Account, successor: str) -> None:
    """And tell whoever takes over. Raises Refused."""
    chosen = leaving.colleague(session, account, successor) if successor else None
    handed = leaving.leave(session, account, chosen, auth.actor(), now())
    if chosen is not None and handed:
        things = [f"{name}: {count}" for name, count in handed.items()]
        facts: dict[str, Any] = {"name": account.name, "things": things, "link": asking.link("account.account")}
        mail.post(session, mail.write("handed_over", chosen.email or "", **facts), now())


def _page(wrong: dict[str, str]) -> str:
    session = get_session()
    account = session.get_one(Account, auth.actor().account)
    return render_template(
        "people/leaving.html",
        account=account,
        deputy=session.get(Account, account.deputy_id) if account.deputy_id else None,
        colleagues=leaving.colleagues(session, account),
        held=handing_over.held(session, account),
        named="named" in request.args,
        wrong=wrong,
    )
