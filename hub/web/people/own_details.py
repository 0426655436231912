"""The name and the e-mail address of somebody's own account."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub import auth, mail
from hub.db import get_session, get_writers
from hub.errors import Refused
from hub.models import Account
from hub.people import domains, own_details, roles
from hub.security import policy
from hub.web import forms
from hub.web.context import now
from hub.web.people import asking

bp = Blueprint("own_details", __name__)

FORM = "new address"


@bp.get("/account/name")
@policy("account")
def name() -> str:
    return _name(_account().name, {})


@bp.post("/account/name")
@policy("account form")
def renamed() -> Response | tuple[str, int]:
    wanted = request.form.get("name", "")
    try:
        with get_writers().begin() as session:
            own_details.rename(session, session.get_one(Account, auth.actor().account), wanted, now())
    except Refused as reason:
        return _name(wanted, {"name": str(reason).rstrip(".")}), 400
    return redirect(url_for("account.account", done="name"), 303)


@bp.get("/account/email")
@policy("account")
def email() -> str:
    return _email("", {})


@bp.post("/account/email")
@policy("account form")
def ask() -> Response | tuple[str, int]:
    """Send a letter to the new address. Whether it has an account already stands in the letter only."""
    wanted = request.form.get("email", "").strip()
    wrong = {"email": domains.problem(wanted)}
    if not wrong["email"]:
        wrong["current"] = asking.password_problem(request.form.get("current", ""))
    if not any(wrong.values()):
        try:
            return _sent(wanted)
        except Refused as reason:
            wrong["email"] = str(reason).rstrip(".")
    return _email(wanted, {field: message for field, message in wrong.items() if message}), 400


@bp.get("/new-address/<token>")
@policy("public")
def new_address(token: str) -> Response:
    """The page behind the link. Looking at it uses nothing up."""
    return _confirmation(token, {}, 200)


@bp.post("/new-address/<token>")
@policy("public form")
def confirmed(token: str) -> Response:
    """The account has another address, and everybody who was signed in to it is signed out."""
    if refusal := forms.refusal(FORM):
        return _confirmation(token, {"": refusal}, 400)
    try:
        with get_writers().begin() as session:
            own_details.change_address(session, token, request.form.getlist("organisation"), now())
    except Refused as reason:
        return _confirmation(token, {"organisation": str(reason).rstrip(".")}, 400)
    return redirect(url_for("sign_in.sign_in", done="address"), 303)


def _sent(wanted: str) -> Response:
    with get_writers().begin() as session:
        account = session.get_one(Account, auth.actor().account)
        token = own_details.ask_for_address(session, account, wanted, now())
        link = asking.link("own_details.new_address", token=token) if token else ""
        letter = mail.write("new_address", domains.settled(wanted), new=bool(token), link=link)
        mail.post(session, letter, now())
    return redirect(url_for("account.account", done="email"), 303)


def _account() -> Account:
    return get_session().get_one(Account, auth.actor().account)


def _name(entered: str, wrong: dict[str, str]) -> str:
    return render_template("people/name.html", name=entered, wrong=wrong)


def _email(entered: str, wrong: dict[str, str]) -> str:
    return render_template("people/email.html", account=_account(), email=entered, wrong=wrong)


def _confirmation(token: str, wrong: dict[str, str], status: int) -> Response:
    account, address = own_details.asked_for(get_session(), token, now())
    before = [grant.organisation.slug for grant in roles.standing(account) if grant.organisation]
    page = render_template(
        "people/new_address.html",
        link=token,
        email=address,
        organisations=domains.organisations(get_session(), address),
        chosen=request.form.getlist("organisation") or before,
        wrong=wrong,
    )
    return asking.unshared(page, status)
