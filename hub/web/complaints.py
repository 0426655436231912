"""The form by which anybody complains about how the hub treats data about people, and where weaknesses are told."""

from datetime import UTC, datetime, time, timedelta

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from hub import complaints as desk
from hub.db import get_writers
from hub.mail.letter import is_address
from hub.people import domains
from hub.security import policy
from hub.web import forms
from hub.web.context import now, today
from hub.web.people import asking

bp = Blueprint("complaints", __name__)

FORM = "complaint"
GOOD_FOR = timedelta(days=180)
"""How long /.well-known/security.txt says it can be believed; RFC 9116 asks for less than a year."""


@bp.get("/about/privacy/complaint")
@policy("public")
def form() -> str:
    return _form({"said": "", "email": ""}, {})


@bp.post("/about/privacy/complaint")
@policy("public form")
def complain() -> AnyResponse | tuple[str, int]:
    """Keep it; else the form again, with all that was written and what is wrong."""
    entered = {name: request.form.get(name, "").strip() for name in ("said", "email")}
    wrong = {name: message for name, message in _problems(entered).items() if message}
    if not wrong:
        with get_writers().begin() as session:
            if asking.may_ask(session):
                row = desk.complain(session, entered["said"], entered["email"], now())
                return redirect(url_for("complaints.kept", code=row.code), 303)
            wrong[""] = asking.TOO_OFTEN
    return _form(entered, wrong), 400


@bp.get("/about/privacy/complaint/kept")
@policy("public")
def kept() -> str:
    return render_template("complaints/kept.html", code=request.args.get("code", "")[:20], within=WITHIN)


WITHIN = desk.ACKNOWLEDGED_WITHIN.days


@bp.get("/.well-known/security.txt")
@policy("public")
def security_txt() -> Response | tuple[str, int]:
    """Where somebody who found a weakness tells of it (RFC 9116)."""
    contact, address = current_app.config["OPERATOR_EMAIL"], current_app.config["ADDRESS"].rstrip("/")
    if not contact:
        return render_template("errors/404.html", message="No address has been set for this hub."), 404
    until = datetime.combine(today() + GOOD_FOR, time(), tzinfo=UTC)
    lines = [f"Contact: mailto:{contact}", f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}", "Preferred-Languages: en"]
    if address:
        lines.append(f"Canonical: {address}{url_for('complaints.security_txt')}")
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


def _problems(entered: dict[str, str]) -> dict[str, str]:
    can_be_answered = not entered["email"] or is_address(domains.settled(entered["email"]))
    return {
        "said": desk.problem(entered["said"]),
        "email": "" if can_be_answered else "Enter an e-mail address in the usual form, such as name@example.com",
        "": forms.refusal(FORM),
    }


def _form(entered: dict[str, str], wrong: dict[str, str]) -> str:
    facts = {"within": WITHIN, "kept": desk.KEPT_FOR.days, "longest": desk.LONGEST}
    return render_template("complaints/complaint.html", entered=entered, wrong=wrong, **facts)
