"""The highlight report of a network for a year. Moderators read every sum, and what their members read."""

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, request, url_for

from hub.auth import actor
from hub.db import get_session
from hub.reports import highlight_paper, period as years, readers
from hub.reports.highlight import MEMBERS, MODERATORS, highlight
from hub.reports.paper import Paper
from hub.security import policy
from hub.web.context import today
from hub.web.papers import sending

bp = Blueprint("highlights", __name__, url_prefix="/savings/highlights")


@bp.get("/<network>/<period>")
@policy("account")
def report(network: str, period: str) -> str:
    paper, reader = _paper(network, period)
    other = MEMBERS if reader == MODERATORS else MODERATORS
    moderates = actor().may("moderator", network=network)
    return sending.page(
        paper,
        lambda form: url_for("highlights.as_file", form=form, **_place(network, period, reader)),
        other=(f"The report for {other}", _address(network, period, other)) if moderates else None,
    )


@bp.get("/<network>/<period>.<any(pdf, json):form>")
@policy("account")
def as_file(network: str, period: str, form: str) -> Response:
    paper, reader = _paper(network, period)
    return sending.sent(paper, form, f"highlights-{network}-{years.read(period).year}-for-{reader}")


def _paper(slug: str, period: str) -> tuple[Paper, str]:
    """The report and for whom it is. Raises NotFound for somebody else's network, Refused for no year."""
    session, counters = get_session(), Path(current_app.config["USAGE"])
    network = readers.network_of(session, actor(), slug)
    reader = MEMBERS if request.args.get("for") == MEMBERS else readers.reads_as(actor(), network)
    found = highlight(session, counters, network, years.read(period), today(), reader)
    return highlight_paper.printed(found, _address(slug, found.period.year, reader, full=True)), reader


def _address(network: str, period: str, reader: str, full: bool = False) -> str:
    return url_for("highlights.report", _external=full, **_place(network, period, reader))


def _place(network: str, period: str, reader: str) -> dict[str, Any]:
    """Where the report for a reader is: that for members at an address of its own, so that moderators can read it."""
    return {"network": network, "period": period, **({"for": MEMBERS} if reader == MEMBERS else {})}
