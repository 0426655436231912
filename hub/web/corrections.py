"""The form by which anyone says what is wrong with a record, and where they see what became of it."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub import corrections as desk
from hub.actor import VISITOR
from hub.corrections import Subject, Told
from hub.db import get_session, get_writers
from hub.errors import Refused
from hub.models import Framework, Organisation
from hub.security import policy
from hub.web import forms
from hub.web.context import now, today
from hub.web.links import framework_link, owner_link, supplier_link
from hub.web.visible import visible

bp = Blueprint("corrections", __name__)

FORM = "corrections"
WITHDRAWAL = "withdrawal"
LATEST = 50

STATES = {
    "open": "Waits for an answer",
    "made": "Made",
    "refused": "Not made",
    "withdrawn": "Taken back by whoever told",
}


@bp.get("/corrections")
@policy("public")
def corrections() -> str:
    session = get_session()
    return render_template(
        "corrections/corrections.html",
        counts=desk.counts(session, today()),
        latest=desk.latest(session, LATEST),
        fields=desk.FIELDS,
        states=STATES,
        within=desk.ANSWERED_WITHIN.days,
    )


@bp.get("/corrections/<code>")
@policy("public")
def correction(code: str) -> str:
    found = desk.by_code(get_session(), code)
    shown = {"fields": desk.FIELDS, "states": STATES, "told": "told" in request.args}
    return render_template("corrections/correction.html", correction=found, token=forms.token(WITHDRAWAL), **shown)


@bp.post("/corrections/<code>/withdraw")
@policy("public form")
def withdraw(code: str) -> Response:
    if refusal := forms.refusal(WITHDRAWAL):
        raise Refused(f"{refusal}.")
    with get_writers().begin() as session:
        desk.withdraw(session, desk.by_code(session, code), now())
    return redirect(url_for("corrections.correction", code=code), 303)


@bp.get("/frameworks/<ident>/correction", defaults={"noun": "frameworks"})
@bp.get("/owners/<ident>/correction", defaults={"noun": "owners"})
@bp.get("/suppliers/<ident>/correction", defaults={"noun": "suppliers"})
@policy("public")
def tell(noun: str, ident: str) -> str:
    return _form(noun, ident, Told(field=request.args.get("field", "")))


@bp.post("/frameworks/<ident>/correction", defaults={"noun": "frameworks"})
@bp.post("/owners/<ident>/correction", defaults={"noun": "owners"})
@bp.post("/suppliers/<ident>/correction", defaults={"noun": "suppliers"})
@policy("public form")
def keep(noun: str, ident: str) -> Response | tuple[str, int]:
    """Keep what was sent; else the form again, with all that was written and what is wrong."""
    names = ("field", "wrong", "right", "published_at", "role")
    told = Told(**{name: request.form.get(name, "").strip() for name in names})
    subject, _ = _subject(noun, ident)
    wrong = dict(desk.problems(told))
    if refusal := forms.refusal(FORM):
        wrong[""] = refusal
    if not wrong:
        try:
            with get_writers().begin() as session:
                code = desk.record(session, subject, told, VISITOR, now()).code
            return redirect(url_for("corrections.correction", code=code, told=1), 303)
        except Refused as reason:
            wrong[""] = str(reason)
    return _form(noun, ident, told, wrong), 400


def _form(noun: str, ident: str, told: Told, wrong: dict[str, str] | None = None) -> str:
    subject, address = _subject(noun, ident)
    shown: dict[str, Any] = {"noun": noun, "subject": subject, "address": address, "told": told, "wrong": wrong or {}}
    return render_template(
        "corrections/tell.html",
        token=forms.token(FORM),
        fields=desk.FIELDS,
        roles=desk.ROLES,
        longest=desk.LONGEST,
        within=desk.ANSWERED_WITHIN.days,
        waiting=desk.waiting(get_session(), subject),
        **shown,
    )


def _subject(noun: str, ident: str) -> tuple[Subject, str]:
    """What a correction is about, and the address of its page. Raises NotFound, Gone."""
    if noun == "frameworks":
        framework = visible(Framework, ident)
        return of_framework(framework), framework_link(framework)
    organisation = visible(Organisation, ident)
    link = owner_link if noun == "owners" else supplier_link
    return Subject("organisation", organisation.slug, organisation.name), link(organisation)


def of_framework(framework: Framework) -> Subject:
    return Subject("framework", framework.key, framework.title)
