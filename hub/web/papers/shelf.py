"""The reports and tables that somebody may read, in one place."""

from flask import Blueprint, render_template

from hub.auth import actor
from hub.db import get_session
from hub.reports import period as years, readers
from hub.reports.period import Period
from hub.security import policy
from hub.web.context import today

bp = Blueprint("shelf", __name__)

BACK = 3
"""So many years are offered; the address of each other is the same with its year."""


@bp.get("/savings/reports")
@policy("account")
def reports() -> str:
    session, who, this = get_session(), actor(), years.of_day(today())
    return render_template(
        "papers/shelf.html",
        networks=[(each, who.may("moderator", network=each.slug)) for each in readers.networks(session, who)],
        organisations=readers.organisations(session, who),
        years=[Period(this.begins - back) for back in range(BACK)],
    )
