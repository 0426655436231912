"""Organisations: renamed, merged, split and succeeded, with what that does shown before, and undone if need be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from hub.auth import actor
from hub.db import get_session
from hub.errors import Refused
from hub.ingest import reorganising as desk
from hub.ingest.organisations import organisation_slug
from hub.ingest.reorganised import called
from hub.ingest.reorganising import Reorganisation
from hub.models import Organisation
from hub.moderation import effects
from hub.security import policy
from hub.web.context import now
from hub.web.moderation.deciding import deciding

bp = Blueprint("organisations", __name__, url_prefix="/administration/organisations")

MOST = 50
FIELDS = ("what", "name", "on", "successors", "others", "provisional")
WHAT = {
    "rename": "It has another name",
    "succeed": "It is followed by others: succeeded, merged or split",
}
FIELD_OF = {"rename": "name", "succeed": "successors"}
"""Where what is wrong with each change is told."""

DATES = ("%d/%m/%Y", "%Y-%m-%d")


@dataclass(frozen=True)
class Asked:
    """A change as it was typed, and the organisation it begins with."""

    organisation: Organisation
    entered: Mapping[str, str]

    @property
    def on(self) -> date:
        """Raises Refused."""
        for form in DATES:
            try:
                return datetime.strptime(self.entered["on"].strip(), form).date()  # noqa: DTZ007  a day, no moment
            except ValueError:
                continue
        raise Refused("Enter the day as 01/04/2028")

    @property
    def change(self) -> Reorganisation:
        """Raises Refused."""
        others = [organisation_slug(name) for name in _lines(self.entered["others"])]
        befores = tuple(dict.fromkeys((self.organisation.slug, *others)))
        names, shares = _with_shares(_lines(self.entered["successors"]))
        return Reorganisation(befores, names, self.on, bool(self.entered["provisional"]), shares)


@bp.get("/")
@policy("administrator")
def organisations() -> str:
    session, text = get_session(), request.args.get("q", "").strip()[:200]
    found = effects.search(session, text, MOST) if text else []
    return render_template(
        "moderation/organisations.html", found=found, text=text, most=MOST, decisions=desk.decisions(session)
    )


@bp.get("/<slug>")
@policy("administrator")
def organisation(slug: str) -> str:
    return _form(Asked(called(get_session(), slug), dict.fromkeys(FIELDS, "")), {}, "")


@bp.get("/<slug>/effects")
@policy("administrator")
def show_effects(slug: str) -> str | tuple[str, int]:
    """What would come of a change that was typed; nothing is changed."""
    asked, reason = _asked(slug, request.args), request.args.get("reason", "")
    if wrong := _faults(asked):
        return _form(asked, wrong, reason), 400
    return _effects_page(asked, {}, reason)


@bp.post("/<slug>/change")
@policy("administrator form")
def change(slug: str) -> Response | tuple[str, int]:
    asked, reason = _asked(slug, request.form), request.form.get("reason", "")
    if wrong := _faults(asked):
        return _form(asked, wrong, reason), 400
    if problem := desk.reason_problem(reason):
        return _effects_page(asked, {"reason": problem}, reason), 400
    try:
        with deciding() as session:
            _decide(session, asked, reason)
    except Refused as refusal:
        return _form(asked, {FIELD_OF[asked.entered["what"]]: str(refusal)}, reason), 400
    return redirect(url_for("organisations.organisations"), 303)


@bp.post("/changes/<int:number>/confirm")
@policy("administrator form")
def confirm(number: int) -> Response:
    with deciding() as session:
        desk.confirm(session, number, actor(), now())
    return redirect(url_for("organisations.organisations"), 303)


@bp.post("/changes/<int:number>/undo")
@policy("administrator form")
def undo(number: int) -> Response:
    with deciding() as session:
        desk.undo(session, number, actor(), now())
    return redirect(url_for("organisations.organisations"), 303)


def _asked(slug: str, sent: Mapping[str, str]) -> Asked:
    return Asked(called(get_session(), slug), {name: sent.get(name, "")[:5000] for name in FIELDS})


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for each in text.splitlines() if (line := " ".join(each.split())))


def _with_shares(lines: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names, and what stands after a vertical bar as each one's share."""
    cut = [line.rpartition("|") for line in lines]
    names = tuple((name or rest).strip() if bar else rest for name, bar, rest in cut)
    return names, tuple(rest.strip() for _, bar, rest in cut if bar)


def _faults(asked: Asked) -> dict[str, str]:
    """What is wrong with a change, by the field it is about."""
    what = asked.entered["what"]
    if what not in WHAT:
        return {"what-rename": "Choose what becomes of it"}
    if problem := _day_problem(asked):
        return {"on": problem}
    if what == "rename":
        problem = desk.name_problem(asked.entered["name"])
    else:
        problem = desk.change_problem(get_session(), asked.change)
    return {FIELD_OF[what]: problem} if problem else {}


def _day_problem(asked: Asked) -> str:
    try:
        on = asked.on
    except Refused as refusal:
        return str(refusal)
    return desk.day_problem(on, now()) if asked.entered["what"] == "rename" else ""


def _decide(session: Session, asked: Asked, reason: str) -> None:
    """Raises Refused."""
    if asked.entered["what"] == "rename":
        name = asked.entered["name"].strip()
        desk.rename(session, asked.organisation.slug, name, asked.on, reason, actor(), now())
    else:
        desk.reorganise(session, asked.change, reason, actor(), now())


def _form(asked: Asked, wrong: Mapping[str, str], reason: str) -> str:
    shown = {"organisation": asked.organisation, "entered": asked.entered, "what": WHAT, "wrong": wrong}
    return render_template("moderation/organisation.html", reason=reason, **shown)


def _effects_page(asked: Asked, wrong: Mapping[str, str], reason: str) -> str:
    session, name = get_session(), asked.entered["name"].strip()
    if asked.entered["what"] == "rename":
        found = effects.of_rename(session, asked.organisation.slug, name, asked.on)
    else:
        found = effects.of_reorganisation(session, asked.change)
    shown = {"organisation": asked.organisation, "entered": asked.entered, "effects": found, "reason": reason}
    return render_template("moderation/organisation_effects.html", what=WHAT, wrong=wrong, **shown)
