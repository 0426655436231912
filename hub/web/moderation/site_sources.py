"""Sources: how each is doing, whether the hub may visit it, and pausing and resuming that."""

from collections.abc import Callable, Mapping
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from hub.actor import Actor
from hub.auth import actor
from hub.crawl import permission
from hub.crawl.doors import sites
from hub.db import get_session, get_writers
from hub.errors import NotFound, Refused
from hub.personal import problem
from hub.security import policy
from hub.source_health import source_health
from hub.web.context import now
from hub.web.quality import entry
from scrapers.site import Site

bp = Blueprint("site_sources", __name__, url_prefix="/administration/sources")

LONGEST = 1000


@bp.get("/")
@policy("administrator")
def sources() -> str:
    return _page("", {})


@bp.post("/<name>/permit")
@policy("administrator form")
def permit(name: str) -> Response | tuple[str, int]:
    """It may be visited, for a reason."""
    return _settled(name, permission.permit)


@bp.post("/<name>/forbid")
@policy("administrator form")
def forbid(name: str) -> Response | tuple[str, int]:
    """It is paused: not visited until somebody permits it again, whatever else allows it."""
    return _settled(name, permission.forbid)


def _settled(name: str, settle: Callable[[Session, Site, Actor, datetime, str], object]) -> Response | tuple[str, int]:
    """Permit or forbid it for the reason that was typed; else the page again, with what is wrong with the reason."""
    site, because = _site(name), request.form.get("because", "").strip()
    try:
        if wrong := problem(because, LONGEST):
            raise Refused(wrong)
        with get_writers().begin() as session:
            settle(session, site, actor(), now(), because)
    except Refused as refusal:
        return _page(because, {f"because-{name}": str(refusal).rstrip(".")}), 400
    return redirect(url_for("site_sources.sources", _anchor=name), 303)


def _site(name: str) -> Site:
    if name not in sites():
        raise NotFound("There is no such source that the hub can visit.")
    return sites()[name]


def _page(because: str, wrong: Mapping[str, str]) -> str:
    found = [(each, entry(each, now())) for each in source_health(get_session(), sites())]
    may = {each.name: permission.standing(each.site, each.state).permitted for each, _ in found if each.site}
    shown = {"sources": [each for _, each in found], "may": may, "because": because, "wrong": wrong}
    return render_template("moderation/sources.html", **shown)
