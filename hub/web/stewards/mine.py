"""The frameworks somebody looks after, with what waits for them; taking another one on."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub.auth import actor
from hub.db import get_session, get_writers
from hub.formatters import dated_text
from hub.models import Framework
from hub.security import policy
from hub.status import Status
from hub.stewards import rota
from hub.stewards.waiting import Duty, duties
from hub.web.context import now, today
from hub.web.values import day_of
from hub.web.visible import visible

bp = Blueprint("stewards", __name__)

SORTS: Mapping[str, tuple[str, Callable[[Duty], Any]]] = {
    "title": ("Title", lambda duty: duty.framework.title_sort if duty.framework else ""),
    "status": ("Status", lambda duty: _order(duty)),
    "ends": ("End", lambda duty: duty.framework.end or date.max if duty.framework else date.max),
    "review": ("Review due", lambda duty: duty.row.review_on),
    "waiting": ("Most waiting", lambda duty: -duty.waiting.total),
}
"""What the list can be sorted by; the first review comes first unless they say otherwise."""

USUAL = "review"


@bp.get("/my-frameworks")
@policy("contributor")
def my_frameworks() -> str:
    found = duties(get_session(), actor())
    sort = request.args.get("sort", USUAL)
    sort = sort if sort in SORTS else USUAL
    return render_template(
        "stewards/mine.html",
        duties=_sorted([duty for duty in found if duty.framework], sort),
        gone=[duty for duty in found if not duty.framework],
        sort=sort,
        sorts={name: label for name, (label, _) in SORTS.items()},
        usual=USUAL,
        today=today(),
        end_text=lambda framework: dated_text(day_of(framework, "end")),
        given_up=request.args.get("done") == "given-up",
    )


@bp.post("/frameworks/<key>/stewards")
@policy("contributor form")
def take_on(key: str) -> Response:
    framework = visible(Framework, key)
    with get_writers().begin() as session:
        row = rota.take_on(session, session.get_one(Framework, framework.id), actor(), now())
        number = row.id
    return redirect(url_for("steward.steward", number=number, done="taken-on"), 303)


def _order(duty: Duty) -> int:
    """Statuses in the order of a framework's life."""
    assessment = duty.assessment(today())
    return list(Status).index(assessment.status) if assessment else len(Status)


def _sorted(found: Sequence[Duty], sort: str) -> list[Duty]:
    by_title = sorted(found, key=SORTS["title"][1])
    return sorted(by_title, key=SORTS[sort][1])
