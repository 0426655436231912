"""The inbox of problems: what sources say that the hub could not read, and where they disagree with a set value."""

from flask import Blueprint, redirect, render_template, request
from sqlalchemy import ColumnElement, func, select
from werkzeug.wrappers import Response

from hub import issues as desk
from hub.auth import actor
from hub.db import get_session, get_writers
from hub.ingest.disputes import KIND
from hub.models import Framework, Issue
from hub.personal import problem
from hub.security import policy
from hub.web.context import now
from hub.web.next_page import next_page
from hub.web.quality import public
from hub.web.values import LABELS

bp = Blueprint("inbox_problems", __name__, url_prefix="/moderation")

SHOWN = 50
LONGEST_NOTE = 1000


@bp.get("/problems")
@policy("moderator")
def problems() -> str:
    return _page("Problems with what sources say", Issue.kind != KIND, "inbox_problems.problems")


@bp.get("/disputes")
@policy("moderator")
def disputes() -> str:
    return _page("Sources that disagree with a value you set", Issue.kind == KIND, "inbox_problems.disputes")


@bp.post("/problems/<int:number>/clear")
@policy("moderator form")
def clear(number: int) -> Response:
    """It has been seen to; what was written of how stays in the audit trail, where no person is named."""
    note = request.form.get("note", "").strip()[:LONGEST_NOTE]
    with get_writers().begin() as session:
        desk.clear(session, number, actor(), now(), "" if problem(note, LONGEST_NOTE) else note)
    return redirect(next_page(request.form.get("next", ""), "inbox_problems.problems"), 303)


@bp.post("/problems/<int:number>/reopen")
@policy("moderator form")
def reopen(number: int) -> Response:
    with get_writers().begin() as session:
        desk.reopen(session, number, actor(), now())
    return redirect(next_page(request.form.get("next", ""), "inbox_problems.problems"), 303)


def _page(title: str, kind: ColumnElement[bool], endpoint: str) -> str:
    session, source = get_session(), request.args.get("source", "")
    still = [Issue.cleared_at.is_(None), kind]
    counts = select(Issue.source, func.count()).where(*still).group_by(Issue.source).order_by(Issue.source)
    wanted = [*still, Issue.source == source] if source else still
    waiting = session.scalars(select(Issue).where(*wanted).order_by(Issue.first_seen, Issue.id).limit(SHOWN)).all()
    cleared = select(Issue).where(Issue.cleared_at.is_not(None), kind).order_by(Issue.cleared_at.desc()).limit(10)
    keys = {issue.place for issue in waiting if issue.kind == KIND}
    rows = session.scalars(select(Framework).where(Framework.key.in_(keys)))
    by_source = dict(session.execute(counts).all())
    return render_template(
        "moderation/problems.html",
        title=title,
        waiting=waiting,
        total=by_source.get(source, 0) if source else sum(by_source.values()),
        cleared=session.scalars(cleared).all(),
        frameworks={row.key: row for row in rows},
        sources=by_source,
        source=source,
        endpoint=endpoint,
        labels=LABELS,
        public=public,
    )
