"""The short steps of a contribution. Each saves what was typed; the first also looks for what is there already."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from hub import data
from hub.auth import actor
from hub.contributions import desk, drafts
from hub.contributions.desk import Stale
from hub.contributions.fields import STEPS, Field, Step, step_called
from hub.contributions.matching import Alike, alike
from hub.contributions.present import framework_of
from hub.contributions.states import OPEN
from hub.db import get_session, get_writers
from hub.errors import Refused
from hub.models import Contribution, Framework, Organisation, listed
from hub.security import policy
from hub.status import Status, assess
from hub.web.context import now, today
from hub.web.contributions.own import own

bp = Blueprint("contribution_steps", __name__)

MOST_OWNERS = 500
IDENTITY = ("title", "owner", "reference")


@bp.get("/contributions/<code>/<any(what,time,use,details):step>")
@policy("contributor")
def step(code: str, step: str) -> str | Response:
    contribution = own(code)
    if contribution.state not in OPEN:
        return redirect(url_for("contribution_check.check", code=code), 303)
    return _page(contribution, step, _shown(contribution), {})


@bp.post("/contributions/<code>/<any(what,time,use,details):step>")
@policy("contributor form")
def save(code: str, step: str) -> Response | tuple[str, int]:
    """Save a step and go on to the next; with "later" whatever it says."""
    contribution = own(code)
    asked = _asked(contribution, step)
    typed = _typed(asked.fields)
    later = request.form.get("do") == "later"
    wrong = {} if later else _wrong(contribution, asked, typed)
    if not wrong:
        try:
            with get_writers().begin() as session:
                saved = desk.find(session, code, actor())
                desk.save(session, saved, actor(), typed, _version(), now())
                following = _following(saved, step, later)
            return redirect(following, 303)
        except Stale as reason:
            wrong = {"": str(reason)}
    return _page(contribution, step, _shown(contribution) | typed, wrong), 400


@bp.get("/contributions/<code>/duplicates")
@policy("contributor")
def duplicates(code: str) -> str:
    """What is there already and may be the same, before somebody goes on."""
    return _duplicates(code, {})


@bp.get("/contributions/<code>/alike")
@policy("contributor")
def while_typing(code: str) -> str:
    """The same list for what has been typed so far, for the script of the first step."""
    contribution = own(code)
    typed = {name: request.args.get(name, "")[:1000] for name in IDENTITY}
    found = _alike(contribution, {**contribution.draft, **typed})
    return render_template("contributions/alike.html", contribution=contribution, alike=found, status=_status)


@bp.post("/contributions/<code>/instead")
@policy("contributor form")
def instead(code: str) -> Response | tuple[str, int]:
    """Make a draft of a new framework a change of one that is there."""
    try:
        with get_writers().begin() as session:
            contribution = desk.find(session, code, actor())
            desk.turn(session, contribution, actor(), request.form.get("key", ""), now())
    except Refused as reason:
        return _duplicates(code, {"choices": str(reason).rstrip(".")}), 400
    return redirect(url_for("contribution_steps.step", code=code, step="what"), 303)


def _duplicates(code: str, wrong: Mapping[str, str]) -> str:
    contribution = own(code)
    return render_template(
        "contributions/duplicates.html",
        contribution=contribution,
        alike=_alike(contribution, contribution.draft),
        status=_status,
        wrong=wrong,
    )


def _page(contribution: Contribution, step: str, shown: Mapping[str, str], wrong: Mapping[str, str]) -> str:
    framework = framework_of(get_session(), contribution.home) if contribution.home else None
    more: dict[str, Any] = {"owners": _owners(), "alike": ()} if step == "what" else {"owners": (), "alike": ()}
    if step == "what" and not contribution.home:
        more["alike"] = _alike(contribution, shown)
    return render_template(
        "contributions/step.html",
        contribution=contribution,
        framework=framework,
        step=_asked(contribution, step),
        steps=STEPS,
        shown=shown,
        there=drafts.shown({}, desk.before_of(get_session(), contribution)),
        wrong=wrong,
        chosen=drafts.listed,
        status=_status,
        **more,
    )


def _asked(contribution: Contribution, step: str) -> Step:
    return step_called(step, contribution.draft) or abort(404)


def _shown(contribution: Contribution) -> dict[str, str]:
    return drafts.shown(contribution.draft, desk.before_of(get_session(), contribution))


def _typed(fields: Iterable[Field]) -> dict[str, str]:
    """What was sent of these fields, and nothing else that was sent. What is empty or not ticked need not be sent."""
    return {each.name: "; ".join(request.form.getlist(each.ident)) if each.shape == "choices"
            else request.form.get(each.ident, "") for each in fields}  # fmt: skip


def _wrong(contribution: Contribution, asked: Step, typed: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with the fields of this step, by the name they have on the page."""
    before = desk.before_of(get_session(), contribution)
    others = {name: value for name, value in contribution.draft.items() if name not in typed}
    found = drafts.read(others | drafts.kept(typed, before), before).wrong
    mine = {each.name: each.ident for each in asked.fields}
    told: dict[str, str] = {}
    for each in found:
        if each.field in mine:
            told.setdefault(mine[each.field], each.message)
    return told


def _version() -> int:
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _following(contribution: Contribution, step: str, later: bool) -> str:
    code = contribution.code
    if later:
        return url_for("my_contributions.mine", said="saved")
    if step == "what" and _alike(contribution, contribution.draft):
        return url_for("contribution_steps.duplicates", code=code)
    order = [each.ident for each in STEPS]
    following = order[order.index(step) + 1]
    if following == "check":
        return url_for("contribution_check.check", code=code)
    return url_for("contribution_steps.step", code=code, step=following)


def _alike(contribution: Contribution, draft: Mapping[str, str]) -> Sequence[Alike]:
    if contribution.kind != "new":
        return ()
    return alike(get_session(), current_app.extensions["hub.index"], draft)


def _status(framework: Framework) -> Status:
    return assess(framework, today()).status


def _owners() -> list[str]:
    """Names to choose an owner from: those of the catalogue, and those the hub knows."""
    owning = select(Organisation.name).join(Framework, Framework.owner_id == Organisation.id).where(*listed())
    names = set(get_session().scalars(owning.distinct().order_by(Organisation.name).limit(MOST_OWNERS)))
    return sorted(names | {owner.name for owner in data.owners().values()}, key=str.casefold)
