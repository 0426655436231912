"""One framework that somebody looks after: its review, its deputy, and handing it over."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from hub import auth
from hub.actor import Actor
from hub.db import get_session, get_writers
from hub.errors import Refused
from hub.models import Stewardship
from hub.security import policy
from hub.stewards import rota
from hub.web.context import now, today
from scrapers.parse import dates

bp = Blueprint("steward", __name__, url_prefix="/my-frameworks")

DONE = {
    "taken-on": "You look after this framework from now on.",
    "reviewed": "Noted: it has been reviewed today.",
    "planned": "The day of the next review has been changed.",
    "deputy": "The deputy has been changed.",
    "handed-over": "It has been handed over.",
}

Step = Callable[[Session, Stewardship], None]
WithColleague = Callable[[Session, Stewardship, str, Actor, datetime], None]


@bp.get("/<int:number>")
@policy("account")
def steward(number: int) -> str:
    return _page(number, {})


@bp.post("/<int:number>/reviewed")
@policy("account form")
def reviewed(number: int) -> Response | tuple[str, int]:
    """Somebody has looked at it: everything is as it should be."""
    return _done(number, "reviewed", "", lambda session, row: rota.review(session, row, auth.actor(), now()))


@bp.post("/<int:number>/next-review")
@policy("account form")
def plan(number: int) -> Response | tuple[str, int]:
    on = dates.calendar_day(request.form.get("review_on", "")[:40]).value
    return _done(
        number,
        "planned",
        "review_on",
        lambda session, row: rota.plan_review(session, row, on, auth.actor(), now()),
    )


@bp.post("/<int:number>/deputy")
@policy("account form")
def deputy(number: int) -> Response | tuple[str, int]:
    return _done_with_colleague(number, "deputy", "deputy", rota.name_deputy)


@bp.post("/<int:number>/hand-over")
@policy("account form")
def hand_over(number: int) -> Response | tuple[str, int]:
    return _done_with_colleague(number, "handed-over", "successor", rota.hand_over)


@bp.post("/<int:number>/give-up")
@policy("account form")
def give_up(number: int) -> Response:
    with get_writers().begin() as session:
        rota.give_up(session, rota.find(session, number, auth.actor()), auth.actor(), now())
    return redirect(url_for("stewards.my_frameworks", done="given-up"), 303)


def _done_with_colleague(number: int, done: str, field: str, step: WithColleague) -> Response | tuple[str, int]:
    """Take a step that names somebody, by the handle in the field."""
    handle = request.form.get(field, "")
    return _done(number, done, field, lambda session, row: step(session, row, handle, auth.actor(), now()))


def _done(number: int, done: str, field: str, step: Step) -> Response | tuple[str, int]:
    """Take a step, and come back to the page; the page of all of theirs where this is theirs no more."""
    try:
        with get_writers().begin() as session:
            row = rota.find(session, number, auth.actor())
            step(session, row)
            still = rota.is_theirs(row, auth.actor())
    except Refused as reason:
        return _page(number, {field: str(reason).rstrip(".")}), 400
    return redirect(_after(number, done) if still else url_for("account.account"), 303)


def _after(number: int, done: str) -> str:
    return url_for("steward.steward", number=number, done=done)


def _page(number: int, wrong: dict[str, str]) -> str:
    session = get_session()
    row = rota.find(session, number, auth.actor())
    return render_template(
        "stewards/one.html",
        row=row,
        framework=rota.leading(session, [row.home]).get(row.home),
        colleagues=rota.colleagues(session, row),
        is_mine=row.account_id == auth.actor().account,
        today=today(),
        most_months=rota.MOST_MONTHS,
        entered=request.form,
        wrong=wrong,
        done=DONE.get(request.args.get("done", ""), ""),
    )
