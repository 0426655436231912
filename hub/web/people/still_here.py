"""Whether somebody is still here: the button behind a letter's link, and the one on the page of their account."""

from flask import Blueprint, current_app, redirect, render_template, url_for
from werkzeug.wrappers import Response

from hub import auth
from hub.db import get_session, get_writers
from hub.errors import Refused
from hub.models import Account
from hub.people import links, still_here
from hub.security import policy
from hub.web import forms
from hub.web.context import now

bp = Blueprint("still_here", __name__)

FORM = "still here"


@bp.get("/still-here/<token>")
@policy("public")
def question(token: str) -> Response:
    """No other site is told its address. Looking answers nothing: programs that check mail look as well."""
    links.find(get_session(), "still-here", token, now())
    answer = current_app.make_response(render_template("people/still_here.html", link=token))
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/still-here/<token>")
@policy("public form")
def answered(token: str) -> str:
    if refusal := forms.refusal(FORM):
        raise Refused(f"{refusal}.")
    with get_writers().begin() as session:
        still_here.answer_by_link(session, token, now())
    return render_template("people/still_here.html", link="")


@bp.post("/account/still-here")
@policy("account form")
def say() -> Response:
    who = auth.actor()
    with get_writers().begin() as session:
        still_here.answer(session, session.get_one(Account, who.account), who, now())
    return redirect(url_for("account.account"), 303)
