"""The thesaurus: tried on remembered searches before it is kept."""

from collections.abc import Sequence
from contextlib import ExitStack
from importlib.resources import files

from flask import Blueprint, Flask, current_app, g, redirect, render_template, request, url_for
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from hub.auth import actor
from hub.db import get_session, get_writers
from hub.errors import Refused
from hub.moderation import thesaurus as desk
from hub.search.trial import FIRST, Trial, trial
from hub.security import policy
from hub.web.context import now, today
from hub.web.memory import catalogue_version, remembered
from hub.web.trying import as_asked, remembered_searches
from indexer.thesaurus import Thesaurus, trying

bp = Blueprint("thesaurus", __name__, url_prefix="/administration/thesaurus")

MOST = 200
"""Searches on which a change is tried here; the command `hub thesaurus try` makes them all."""


WITHOUT_SEARCHES = frozenset({"health", "metrics"})
"""They must answer while the database does not."""


def init_app(app: Flask) -> None:
    app.before_request(read_the_kept_one)
    app.teardown_request(leave_it)


def read_the_kept_one() -> None:
    """Searches of this request read the thesaurus in force. A database in trouble is for the page itself to tell."""
    if request.endpoint == "static" or request.blueprint in WITHOUT_SEARCHES:
        return
    try:
        (held,) = remembered(catalogue_version(), "thesaurus", _in_force)
    except SQLAlchemyError:
        return
    if held is not None:
        g.thesaurus = ExitStack()
        g.thesaurus.enter_context(trying(held))


def leave_it(error: BaseException | None) -> None:
    if stack := g.pop("thesaurus", None):
        stack.close()


def _in_force() -> tuple[Thesaurus | None]:
    with current_app.extensions["hub.readers"]() as session:
        return (desk.in_force(session),)


@bp.get("/")
@policy("administrator")
def thesaurus() -> str:
    return _page(_text(), "", None)


@bp.post("/try")
@policy("administrator form")
def try_it() -> str | tuple[str, int]:
    """What it would do to searches. Changes nothing."""
    text = request.form.get("text", "")
    try:
        other = desk.made(desk.read(text))
    except Refused as reason:
        return _page(text, str(reason), None), 400
    session, index = get_session(), current_app.extensions["hub.index"]
    searches = remembered_searches(current_app.config)[:MOST]
    return _page(text, "", trial(session, index, other, searches, as_asked(session, today())))


@bp.post("/keep")
@policy("administrator form")
def keep() -> Response | tuple[str, int]:
    text = request.form.get("text", "")
    try:
        with get_writers().begin() as session:
            desk.keep(session, text, request.form.get("reason", ""), actor(), now())
    except Refused as reason:
        return _page(text, str(reason), None), 400
    return redirect(url_for("thesaurus.thesaurus"), 303)


@bp.post("/undo")
@policy("administrator form")
def undo() -> Response:
    with get_writers().begin() as session:
        desk.undo(session, actor(), now())
    return redirect(url_for("thesaurus.thesaurus"), 303)


def _text() -> str:
    decision = desk.kept(get_session())
    if decision is not None:
        return str(decision.value["csv"])
    return (files("indexer") / "thesaurus.csv").read_text(encoding="utf-8")


def _page(text: str, wrong: str, tried: Trial | None) -> str:
    changes: Sequence[object] = [change for change in tried.changes if change] if tried else []
    return render_template(
        "moderation/thesaurus.html",
        text=text,
        wrong={"text": wrong} if wrong else {},
        tried=tried,
        changes=changes,
        first=FIRST,
        kept=desk.kept(get_session()),
    )
