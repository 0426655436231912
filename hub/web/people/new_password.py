"""A new password: for whoever forgot theirs, by a link in a letter, and for whoever knows it."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub import auth, mail
from hub.db import get_session, get_writers
from hub.errors import Refused
from hub.models import Account
from hub.people import domains, links, new_password
from hub.people.passwords import SHORTEST
from hub.security import policy
from hub.web import forms
from hub.web.context import now
from hub.web.people import asking

bp = Blueprint("new_password", __name__)

FORGOTTEN, RESET = "forgotten password", "reset"
TWICE = "Enter the same password twice"
MINUTES = int(links.GOOD_FOR["reset"].total_seconds() // 60)


@bp.get("/forgotten-password")
@policy("public")
def forgotten() -> str:
    return _forgotten("", {})


@bp.post("/forgotten-password")
@policy("public form")
def ask() -> Response | tuple[str, int]:
    """Send a letter, whoever the address belongs to: only the letter says whether there is an account."""
    email = request.form.get("email", "").strip()
    wrong = {"email": domains.problem(email), "": forms.refusal(FORGOTTEN)}
    if not any(wrong.values()):
        with get_writers().begin() as session:
            if asking.may_ask(session):
                asked = new_password.ask(session, email, now())
                mail.post(session, mail.write("reset", domains.settled(email), **_facts(asked)), now())
                return redirect(url_for("new_password.sent"), 303)
        wrong[""] = asking.TOO_OFTEN
    return _forgotten(email, {field: message for field, message in wrong.items() if message}), 400


@bp.get("/forgotten-password/sent")
@policy("public")
def sent() -> str:
    return render_template("people/reset_sent.html", minutes=MINUTES)


@bp.get("/reset/<token>")
@policy("public")
def reset(token: str) -> Response:
    """The page behind the link. Looking at it uses nothing up."""
    return _reset(token, {}, 200)


@bp.post("/reset/<token>")
@policy("public form")
def use(token: str) -> Response:
    """The link is used up, and every session of the account has ended."""
    wrong = {"": forms.refusal(RESET), "again": _not_twice()}
    if not any(wrong.values()):
        try:
            with get_writers().begin() as session:
                new_password.reset(session, token, request.form.get("password", ""), auth.passwords(), now())
            return redirect(url_for("sign_in.sign_in", done="password"), 303)
        except Refused as reason:
            wrong["password"] = str(reason).rstrip(".")
    return _reset(token, {field: message for field, message in wrong.items() if message}, 400)


@bp.get("/account/password")
@policy("account")
def change() -> str:
    return _change({})


@bp.post("/account/password")
@policy("account form")
def changed() -> Response | tuple[str, int]:
    """Whoever is signed in shows that they know the old one. Only this browser stays signed in, by a new cookie."""
    wrong = {"again": _not_twice()}
    if not any(wrong.values()):
        wrong["current"] = asking.password_problem(request.form.get("current", ""))
    if not any(wrong.values()):
        try:
            with get_writers().begin() as session:
                account = session.get_one(Account, auth.actor().account)
                chosen = request.form.get("password", "")
                renewed = new_password.change(session, account, chosen, auth.passwords(), auth.token(), now())
            auth.go_on(renewed)
            return redirect(url_for("account.account", done="password"), 303)
        except Refused as reason:
            wrong["password"] = str(reason).rstrip(".")
    return _change({field: message for field, message in wrong.items() if message}), 400


def _facts(asked: new_password.Asked) -> dict[str, Any]:
    link = asking.link("new_password.reset", token=asked.token)
    register = asking.link("register.register")
    state = asked.account.state if asked.account else "unknown"
    return {"state": "known" if asked.may_be_used else state, "link": link, "register": register, "minutes": MINUTES}


def _not_twice() -> str:
    return TWICE if request.form.get("password", "") != request.form.get("again", "") else ""


def _forgotten(email: str, wrong: dict[str, str]) -> str:
    return render_template("people/forgotten.html", email=email, wrong=wrong)


def _reset(token: str, wrong: dict[str, str], status: int) -> Response:
    account = links.find(get_session(), "reset", token, now()).account
    page = render_template("people/reset.html", link=token, account=account, wrong=wrong, shortest=SHORTEST)
    return asking.unshared(page, status)


def _change(wrong: dict[str, str]) -> str:
    account = get_session().get_one(Account, auth.actor().account)
    return render_template("people/change_password.html", account=account, wrong=wrong, shortest=SHORTEST)
