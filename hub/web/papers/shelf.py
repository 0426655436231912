"""The reports and tables that somebody may read, in one place."""

from collections.abc import Collection

from flask import Blueprint, render_template

from hub.auth import actor
from hub.db import get_session
from hub.reports import period as years, readers
from hub.reports.period import Period
from hub.security import policy
from hub.web.boards import everybody
from hub.web.context import today

bp = Blueprint("shelf", __name__)

BACK = 3
"""So many years are always offered, beside those with something in them."""


@bp.get("/savings/reports")
@policy("account")
def reports() -> str:
    session, who = get_session(), actor()
    networks, organisations = readers.networks(session, who), readers.organisations(session, who)
    public = everybody.released()
    return render_template(
        "papers/shelf.html",
        networks=[
            (each, _years(readers.years_of_network(session, who, each) | set(public.table(each.slug, "year"))))
            for each in networks
        ],
        organisations=[(each, _years(readers.years_of_organisation(session, who, each))) for each in organisations],
        moderated={each.slug for each in networks if who.may("moderator", network=each.slug)},
    )


def _years(filled: Collection[str]) -> list[Period]:
    """The latest, and those with something in them; newest first, and none that has not begun."""
    this = years.of_day(today()).begins
    begun = {int(year[:4]) for year in filled if int(year[:4]) <= this}
    return [Period(begins) for begins in sorted(begun | set(range(this - BACK + 1, this + 1)), reverse=True)]
