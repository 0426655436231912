"""The front page: one search box, what the catalogue holds, what ends and what began."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, render_template

from hub import catalogue
from hub.db import get_session
from hub.security import policy
from hub.status import OVER, Status
from hub.web.cards import entries
from hub.web.context import today
from hub.web.links import search_link

bp = Blueprint("home", __name__)

GROUPS: Sequence[tuple[str, Sequence[Status]]] = (
    ("live", (Status.LIVE, Status.EXTENDED)),
    ("planned or tendering", (Status.PLANNED, Status.TENDERING, Status.AWARDED)),
    ("unconfirmed or undated", (Status.UNCONFIRMED, Status.UNKNOWN)),
    ("suspended", (Status.SUSPENDED,)),
    ("ended", tuple(sorted(OVER))),
)
"""How the front page sums up statuses; every status is in one of them."""


@bp.get("/")
@policy("public")
def home() -> str:
    session = get_session()
    counts = catalogue.counts_by_status(session)
    return render_template(
        "home/home.html",
        total=sum(counts.values()),
        groups=groups(counts),
        ending=entries(catalogue.ending_soon(session, today()), today()),
        started=entries(catalogue.started_last(session, today()), today()),
        categories=catalogue.top_categories(session),
    )


def groups(counts: Mapping[Status, int]) -> list[tuple[str, int, str]]:
    """What to call each group of statuses, how many frameworks are in it, and the search that lists them."""
    return [
        (name, count, search_link(status=[status.value for status in statuses]))
        for name, statuses in GROUPS
        if (count := sum(counts.get(status, 0) for status in statuses))
    ]
