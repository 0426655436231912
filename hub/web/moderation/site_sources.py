"""Sources: how each is doing, whether the hub may visit it, and pausing and resuming that."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

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
    found = [(each, entry(each, now())) for each in source_health(get_session(), sites())]
    may = {each.name: permission.standing(each.site, each.state).permitted for each, _ in found if each.site}
    return render_template("moderation/sources.html", sources=[shown for _, shown in found], may=may)


@bp.post("/<name>/permit")
@policy("administrator form")
def permit(name: str) -> Response:
    """It may be visited, for a reason. Raises Refused without one."""
    with get_writers().begin() as session:
        permission.permit(session, _site(name), actor(), now(), _because())
    return redirect(url_for("site_sources.sources", _anchor=name), 303)


@bp.post("/<name>/forbid")
@policy("administrator form")
def forbid(name: str) -> Response:
    """It is paused: not visited until somebody permits it again, whatever else allows it."""
    with get_writers().begin() as session:
        permission.forbid(session, _site(name), actor(), now(), _because())
    return redirect(url_for("site_sources.sources", _anchor=name), 303)


def _site(name: str) -> Site:
    if name not in sites():
        raise NotFound("There is no such source that the hub can visit.")
    return sites()[name]


def _because() -> str:
    """The reason, which stands on the page of sources. Raises Refused."""
    text = request.form.get("because", "").strip()
    if wrong := problem(text, LONGEST):
        raise Refused(f"{wrong}.")
    return text
