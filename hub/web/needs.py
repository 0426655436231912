"""The form by which people tell the network what they could not find."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub import needs as desk
from hub.actor import VISITOR
from hub.db import get_writers
from hub.errors import Refused
from hub.needs import Need
from hub.security import policy
from hub.web import forms
from hub.web.choices import words_of
from hub.web.context import now

bp = Blueprint("needs", __name__)

FORM = "needs"


@bp.get("/needs")
@policy("public")
def needs() -> str:
    need = Need(text=words_of(request.args)[: desk.LONGEST_SEARCH])
    return render_template("needs/needs.html", told="told" in request.args, **form(need))


@bp.post("/needs")
@policy("public form")
def tell() -> Response | tuple[str, int]:
    """Keep what was sent; else the form again, with all that was written and what is wrong."""
    need = Need(**{name: request.form.get(name, "").strip() for name in ("text", "wanted", "region", "kind")})
    wrong = dict(desk.problems(need))
    if refusal := forms.refusal(FORM):
        wrong[""] = refusal
    if not wrong:
        try:
            with get_writers().begin() as session:
                desk.record(session, need, VISITOR, now())
            return redirect(url_for("needs.needs", told=1), 303)
        except Refused as reason:
            wrong[""] = str(reason)
    return render_template("needs/needs.html", told=False, **form(need, wrong)), 400


def form(need: Need, wrong: dict[str, str] | None = None) -> dict[str, Any]:
    """What the form's template shows, here and below a search that found nothing. ``wrong`` by field, or by ""."""
    return {
        "need": need,
        "wrong": wrong or {},
        "token": forms.token(FORM),
        "regions": desk.regions(),
        "kinds": desk.kinds(),
        "longest": desk.LONGEST_WANTED,
    }
