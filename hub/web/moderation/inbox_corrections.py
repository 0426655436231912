"""The inbox of corrections people asked for: each is answered, or its answer undone."""

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from hub import corrections as desk
from hub.auth import actor
from hub.db import get_session, get_writers
from hub.models import Correction, Framework
from hub.personal import problem
from hub.security import policy
from hub.web.context import now, today
from hub.web.corrections import LATEST, STATES

bp = Blueprint("inbox_corrections", __name__, url_prefix="/moderation/corrections")

ANSWERS = {"made": "The record was put right", "refused": "The record stays as it is"}


@bp.get("/")
@policy("moderator")
def corrections() -> str:
    return _page({}, {})


@bp.post("/<int:number>/answer")
@policy("moderator form")
def answer(number: int) -> Response | tuple[str, int]:
    """Made or refused, which is the name of the button, with words for whoever told."""
    words, state = request.form.get("words", "").strip(), request.form.get("state", "")
    wrong = {
        f"words-{number}": problem(words, desk.LONGEST) if words else "Say why: whoever told will read it",
        f"state-{number}": "" if state in ANSWERS else "Choose one of the two answers",
    }
    if any(wrong.values()):
        return _page({field: message for field, message in wrong.items() if message}, {number: words}), 400
    with get_writers().begin() as session:
        desk.answer(session, number, state, words, actor(), now())
    return redirect(url_for("inbox_corrections.corrections"), 303)


@bp.post("/<int:number>/reopen")
@policy("moderator form")
def reopen(number: int) -> Response:
    with get_writers().begin() as session:
        desk.reopen(session, number, actor(), now())
    return redirect(url_for("inbox_corrections.corrections"), 303)


def _page(wrong: dict[str, str], words: dict[int, str]) -> str:
    session = get_session()
    answered = select(Correction).where(Correction.state.in_(desk.ANSWERS)).order_by(Correction.answered_at.desc())
    waiting = desk.waiting(session)
    keys = {row.ident for row in waiting if row.subject == "framework"}
    return render_template(
        "moderation/corrections.html",
        waiting=waiting,
        answered=session.scalars(answered.limit(LATEST)).all(),
        standing=set(session.scalars(select(Framework.key).where(Framework.key.in_(keys)))),
        fields=desk.FIELDS,
        roles=desk.ROLES,
        states=STATES,
        answers=ANSWERS,
        today=today(),
        wrong=wrong,
        words=words,
    )
