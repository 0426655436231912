"""The last step: everything at a glance, what would change on the page, and the declaration."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub.auth import actor
from hub.contributions import desk
from hub.contributions.drafts import listed
from hub.contributions.effect import effect, subject_of
from hub.contributions.fields import STEPS, Field, named, step_called, step_of
from hub.contributions.publishing import drafted
from hub.contributions.states import OPEN, STATES, STEPS as MOVES
from hub.db import get_session, get_writers
from hub.errors import Refused
from hub.models import Contribution
from hub.security import policy
from hub.web import values
from hub.web.context import now
from hub.web.contributions.own import own

bp = Blueprint("contribution_check", __name__)

DECLARE = "Confirm that nothing in it is from behind a login"


@bp.get("/contributions/<code>")
@policy("contributor")
def check(code: str) -> str:
    return _page(own(code), {})


@bp.post("/contributions/<code>/submit")
@policy("contributor form")
def submit(code: str) -> Response | tuple[str, int]:
    if request.form.get("declared") != "yes":
        return _page(own(code), {"declared": DECLARE}), 400
    try:
        with get_writers().begin() as session:
            desk.submit(session, desk.find(session, code, actor()), actor(), True, now())
    except Refused as reason:
        return _page(own(code), {"": str(reason)}), 400
    return redirect(url_for("my_contributions.mine", said="submitted"), 303)


def _page(contribution: Contribution, wrong: dict[str, str]) -> str:
    session = get_session()
    read = drafted(session, contribution)
    return render_template(
        "contributions/check.html",
        contribution=contribution,
        read=read,
        effects=effect(session, contribution, read.record) if read.record else (),
        framework=subject_of(session, contribution, read.record) if read.record else None,
        steps=[step_called(step.ident, contribution.draft) for step in STEPS if step.fields],
        named=named,
        step_of=step_of,
        typed=_typed,
        labels=values.LABELS,
        lines=values.lines,
        states=STATES,
        open=OPEN,
        can_withdraw=MOVES["withdraw"].before,
        wrong=wrong,
    )


def _typed(field: Field, value: str) -> list[str]:
    """What was typed, line by line; of choices the words that were chosen."""
    if not field.options:
        return value.splitlines()
    return [field.options.get(each, each) for each in listed(value)]
