"""What only a demo has: people to sign in as, and the letters it would have sent, for anyone to read."""

import re
from collections.abc import Iterator, Mapping

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from hub import audit, auth
from hub.db import get_session, get_writers
from hub.demo import people
from hub.errors import NotFound
from hub.mail import outbox
from hub.people import accounts as of_people, second_factor, sessions
from hub.security import policy
from hub.web import forms
from hub.web.context import now
from hub.web.people import asking

bp = Blueprint("demo", __name__)

LATEST = 50
FORM = "sign in as"
ADDRESS = re.compile(r"https?://[^\s<>\"]+")


@bp.get("/demo/mail")
@policy("public")
def mail() -> str:
    """Raises NotFound in any hub but a demo: letters hold what signs people in."""
    _require_demo()
    letters = [(row, Markup("").join(_pieces(row.body))) for row in outbox.latest(get_session(), LATEST)]
    return render_template("demo/mail.html", letters=letters, most=LATEST)


@bp.get("/demo/accounts")
@policy("public")
def accounts() -> str:
    """Raises NotFound in any hub but a demo."""
    _require_demo()
    return _accounts()


@bp.post("/demo/accounts")
@policy("public form")
def sign_in_as() -> Response | tuple[str, int]:
    """A session of one of the demo's own people, as if they had given password and code.

    Raises NotFound in any hub but a demo.
    """
    _require_demo()
    if refusal := forms.refusal(FORM):
        return _accounts({"": refusal}), 400
    try:
        with get_writers().begin() as session:
            account = people.account_of(session, request.form.get("email", ""))
            sessions.end(session, auth.token())
            fresh = sessions.begin(session, account, now(), now() if second_factor.is_needed(account) else None)
            audit.note(session, of_people.holder(account), "sign in", account.handle, now())
    except NotFound:
        return _accounts({"people": "Choose one of the people of this demo"}), 400
    auth.go_on(fresh)
    return redirect(url_for("account.account"), 303)


def _require_demo() -> None:
    if current_app.config["MAIL"] != "demo":
        raise NotFound("There is no page at this address.")


def _accounts(wrong: Mapping[str, str] | None = None) -> str:
    shown = [
        (person, account.handle, people.code_of(account, asking.code_key(), now()))
        for person, account in people.everybody(get_session())
    ]
    return render_template("demo/accounts.html", people=shown, wrong=wrong or {}, organisations=people.ORGANISATIONS)


def _pieces(body: str) -> Iterator[Markup]:
    """A letter's text, with a link wherever it leads back to this hub and to nowhere else."""
    at = 0
    for found in ADDRESS.finditer(body):
        yield escape(body[at : found.start()])
        path = found[0].removeprefix(request.host_url)
        link = Markup('<a class="govuk-link" href="/{}">{}</a>').format(path.lstrip("/\\"), found[0])
        yield link if path != found[0] else escape(found[0])
        at = found.end()
    yield escape(body[at:])
