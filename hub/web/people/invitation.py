"""The page behind the link of an invitation."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub import auth
from hub.db import get_session, get_writers
from hub.errors import Refused
from hub.models import Network, Organisation
from hub.people import accounts, invitations, roles, sessions
from hub.people.passwords import LONGEST, SHORTEST
from hub.security import policy
from hub.web import forms
from hub.web.context import now

bp = Blueprint("invitation", __name__)

FORM = "invitation"


@bp.get("/invitation/<token>")
@policy("public")
def invitation(token: str) -> Response:
    return _page(token, "", {}, 200)


@bp.post("/invitation/<token>")
@policy("public form")
def accept(token: str) -> Response:
    """Take it up: with a name and a password where the address has no account, else at once."""
    wrong: dict[str, str] = {}
    name, password = request.form.get("name", ""), request.form.get("password", "")
    _, account = invitations.invited(get_session(), token, now())
    if refusal := forms.refusal(FORM):
        wrong[""] = refusal
    elif account is None or not account.password:
        wrong |= {"name": accounts.name_problem(name)} if accounts.name_problem(name) else {}
        wrong |= {"again": "Enter the same password twice"} if password != request.form.get("again", "") else {}
    if not wrong:
        try:
            return _accept(token, name, password)
        except Refused as reason:
            wrong["password"] = str(reason).rstrip(".")
    return _page(token, name, wrong, 400)


def _accept(token: str, name: str, password: str) -> Response:
    """Whoever had no account is signed in; others sign in as ever, as the letter is no proof of their password."""
    with get_writers().begin() as session:
        _, known = invitations.invited(session, token, now())
        is_new = known is None or not known.password
        account = invitations.accept(session, token, name, password, auth.passwords(), now())
        fresh = sessions.begin(session, account, now()) if is_new else ""
    answer = redirect(url_for("account.account", new=1) if is_new else url_for("sign_in.sign_in"), 303)
    if fresh:
        auth.keep(answer, fresh)
    return answer


def _page(token: str, name: str, wrong: dict[str, str], status: int) -> Response:
    """No other site is told its address."""
    session = get_session()
    link, account = invitations.invited(session, token, now())
    organisation = session.query(Organisation).filter_by(slug=link.detail["organisation"]).one_or_none()
    network = session.query(Network).filter_by(slug=link.detail["network"]).one_or_none()
    page = render_template(
        "people/invitation.html",
        link=token,
        email=link.detail["email"],
        right=roles.words(link.detail["role"], organisation, network),
        is_new=account is None or not account.password,
        name=name,
        wrong=wrong,
        shortest=SHORTEST,
        longest=LONGEST,
    )
    answer = current_app.make_response((page, status))
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "no-store"
    return answer
