"""Restoring an earlier value of a field: moderators do, contributors propose it."""

from flask import Blueprint, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from hub import catalogue
from hub.auth import actor
from hub.catalogue import Saying
from hub.db import get_session, get_writers
from hub.errors import NotFound, Refused
from hub.ingest import locks
from hub.models import Framework
from hub.security import policy
from hub.stewards import restoring
from hub.web import values
from hub.web.context import now
from hub.web.links import history_link
from hub.web.moderation.deciding import deciding
from hub.web.values import reference_beside
from hub.web.visible import visible

bp = Blueprint("restore", __name__)

PLACE = "/frameworks/<key>/history/<field>/<ident>"


@bp.get(PLACE)
@policy("account")
def earlier(key: str, field: str, ident: str) -> str:
    return _page(visible(Framework, key), field, ident, {})


@bp.post(f"{PLACE}/restore")
@policy("moderator form")
def restored(key: str, field: str, ident: str) -> Response | tuple[str, int]:
    framework, reason = visible(Framework, key), request.form.get("reason", "")
    saying = _saying(get_session(), framework, field, ident)
    if wrong := locks.reason_problem(reason):
        return _page(framework, field, ident, {"reason": wrong}), 400
    with deciding() as session:
        same = session.get_one(Framework, framework.id)
        restoring.restore(session, same, field, saying, actor(), now(), reason)
    return redirect(history_link(framework, field, done="restored"), 303)


@bp.post(f"{PLACE}/propose")
@policy("contributor form")
def proposed(key: str, field: str, ident: str) -> Response | tuple[str, int]:
    framework, declared = visible(Framework, key), "declared" in request.form
    saying = _saying(get_session(), framework, field, ident)
    try:
        with get_writers().begin() as session:
            same = session.get_one(Framework, framework.id)
            restoring.propose(session, same, field, saying, actor(), declared, now())
    except Refused as reason:
        return _page(framework, field, ident, {"declared": str(reason).rstrip(".")}), 400
    return redirect(history_link(framework, field, done="proposed"), 303)


def _saying(session: Session, framework: Framework, field: str, ident: str) -> Saying:
    """Raises NotFound for a value that nobody gave, or that cannot be set."""
    found = catalogue.history(session, framework).saying(field, ident)
    if found is None or field not in locks.LOCKABLE:
        raise NotFound("There is no such value to restore.")
    return found


def _page(framework: Framework, field: str, ident: str, wrong: dict[str, str]) -> str:
    """Raises NotFound for who could do neither."""
    if not (actor().may("moderator") or actor().may("contributor")):
        raise NotFound("There is no such value to restore.")
    saying = _saying(get_session(), framework, field, ident)
    return render_template(
        "stewards/restore.html",
        framework=framework,
        reference=reference_beside(framework),
        field=field,
        label=values.LABELS[field],
        ident=ident,
        saying=saying,
        said=values.lines(field, saying.value),
        entered=request.form,
        wrong=wrong,
    )
