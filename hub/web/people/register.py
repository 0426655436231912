"""Registering with a work e-mail address, and the page behind the link that is sent there."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub import auth, mail
from hub.db import get_session, get_writers
from hub.errors import Refused
from hub.models import Account, Organisation
from hub.people import accounts, domains, links, sessions
from hub.people.passwords import LONGEST, SHORTEST
from hub.security import policy
from hub.web import forms
from hub.web.context import now
from hub.web.people import asking

bp = Blueprint("register", __name__)

FORM = "register"
CONFIRMATION = "confirm"


@bp.get("/register")
@policy("public")
def register() -> str:
    return _form({"email": "", "name": ""}, {})


@bp.post("/register")
@policy("public form")
def send() -> Response | tuple[str, int]:
    """Send a letter, whoever the address belongs to; what is wrong with the form is said of the form only."""
    entered = {name: request.form.get(name, "").strip() for name in ("email", "name")}
    wrong = _problems(entered)
    if not wrong:
        with get_writers().begin() as session:
            if asking.may_ask(session):
                _write(*accounts.register(session, entered["email"], entered["name"], now()), session)
            else:
                wrong[""] = asking.TOO_OFTEN
    if wrong:
        return _form(entered, wrong), 400
    return redirect(url_for("register.sent"), 303)


@bp.get("/register/sent")
@policy("public")
def sent() -> str:
    return render_template("people/sent.html", days=links.GOOD_FOR["confirm"].days)


@bp.get("/confirm/<token>")
@policy("public")
def confirm(token: str) -> Response:
    return _confirmation(token, {"": ()}, {}, 200)


@bp.post("/confirm/<token>")
@policy("public form")
def confirmed(token: str) -> Response:
    """A password and organisations chosen: the account is there, and its holder signed in."""
    wrong: dict[str, str] = {}
    if refusal := forms.refusal(CONFIRMATION):
        wrong[""] = refusal
    elif request.form.get("password", "") != request.form.get("again", ""):
        wrong["again"] = "Enter the same password twice"
    wanted = request.form.getlist("organisation")
    if not wrong:
        try:
            return _begin(token, request.form.get("password", ""), wanted)
        except Refused as reason:
            wrong["organisation" if "organisation" in str(reason) else "password"] = str(reason).rstrip(".")
    return _confirmation(token, {"": wanted}, wrong, 400)


def _begin(token: str, password: str, wanted: list[str]) -> Response:
    with get_writers().begin() as session:
        account = accounts.confirm(session, token, password, wanted, auth.passwords(), now())
        fresh = sessions.begin(session, account, now())
    answer = redirect(url_for("account.account", new=1), 303)
    auth.keep(answer, fresh)
    return answer


def _problems(entered: dict[str, str]) -> dict[str, str]:
    wrong = {"email": domains.problem(entered["email"]), "name": accounts.name_problem(entered["name"])}
    if refusal := forms.refusal(FORM):
        wrong[""] = refusal
    return {field: message for field, message in wrong.items() if message}


def _write(account: Account, token: str, session: Any) -> None:
    """The letter to whoever has just registered, or is told that they have an account already."""
    to, days = account.email or "", links.GOOD_FOR["confirm"].days
    if token:
        letter = mail.write("register", to, link=asking.link("register.confirm", token=token), days=days)
    else:
        letter = mail.write("registered", to, link=asking.link("sign_in.sign_in"))
    mail.post(session, letter, now())


def _form(entered: dict[str, str], wrong: dict[str, str]) -> str:
    return render_template("people/register.html", entered=entered, wrong=wrong)


def _confirmation(token: str, chosen: dict[str, Any], wrong: dict[str, str], status: int) -> Response:
    """The page behind the link."""
    account = links.find(get_session(), "confirm", token, now()).account
    page = render_template(
        "people/confirm.html",
        link=token,
        account=account,
        organisations=_organisations(account),
        chosen=chosen[""],
        wrong=wrong,
        shortest=SHORTEST,
        longest=LONGEST,
    )
    return asking.unshared(page, status)


def _organisations(account: Account | None) -> list[Organisation]:
    return list(domains.organisations(get_session(), account.email or "")) if account else []
