"""Signing in and out."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub import audit, auth
from hub.db import get_session, get_writers
from hub.people import domains, sessions, signing_in
from hub.security import policy
from hub.web import forms
from hub.web.context import now
from hub.web.next_page import next_page
from hub.web.people import asking

bp = Blueprint("sign_in", __name__)

FORM = "sign in"
DONE = {
    "password": "Your password has been changed. Sign in with the new one.",
    "address": "Your e-mail address has been changed. Sign in with the new one.",
    "everywhere": "You are signed out everywhere.",
}
UNKNOWN = "The e-mail address or the password is not right"


@bp.get("/sign-in")
@policy("public")
def sign_in() -> str:
    return _form("", {})


@bp.post("/sign-in")
@policy("public form")
def enter() -> Response | tuple[str, int]:
    """A session begins, if address and password are right. Whichever is not, the answer is the same."""
    email = domains.settled(request.form.get("email", ""))
    refusal = forms.refusal(FORM)
    if not refusal:
        fresh, refusal = _try(email, request.form.get("password", ""))
    if refusal:
        return _form(email, {"email" if refusal == UNKNOWN else "": refusal}), 400
    auth.go_on(fresh)
    wanted = request.form.get("next", "")
    return redirect(url_for("second_factor.code", next=wanted) if auth.actor().halfway else next_page(wanted), 303)


def _try(email: str, password: str) -> tuple[str, str]:
    """What the cookie carries, or why there is none. Tries are counted apart, so that they count whatever follows."""
    with get_writers().begin() as session:
        if not asking.may_sign_in(session, email):
            return "", asking.TOO_OFTEN
    fresh = ""
    if proof := signing_in.prove(get_session(), email, password, auth.passwords()):
        with get_writers().begin() as session:
            fresh = signing_in.enter(session, proof, auth.token(), now())
            asking.was_right(session, email)
    return fresh, "" if fresh else UNKNOWN


@bp.post("/sign-out")
@policy("public form")
def sign_out() -> Response | tuple[str, int]:
    """This browser's session ends, and with it every copy of its cookie."""
    who = auth.actor()
    if who.account is not None:
        if refusal := forms.refusal("account"):
            return render_template("errors/form.html", message=refusal), 400
        with get_writers().begin() as session:
            sessions.end(session, auth.token())
            audit.note(session, who, "sign out", who.name, now())
    answer = redirect(url_for("home.home"), 303)
    auth.forget(answer)
    return answer


def _form(email: str, wrong: dict[str, str]) -> str:
    wanted = request.values.get("next", "")
    return render_template(
        "people/sign_in.html",
        email=email,
        wrong=wrong,
        next=wanted[:2000],
        told=DONE.get(request.args.get("done", ""), ""),
    )
