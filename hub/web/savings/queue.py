"""What waits for the moderators of a network, the longest first, and who stands behind claims how often."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, render_template
from sqlalchemy import select

from hub.auth import actor
from hub.clock import LONDON
from hub.db import get_session
from hub.models import Network
from hub.savings import sampling, validating
from hub.savings.pence import shown
from hub.savings.validating import Waiting
from hub.security import policy
from hub.web.context import today

bp = Blueprint("saving_queue", __name__)

WITHIN = timedelta(days=14)
"""In so many days the network means to answer."""


@dataclass(frozen=True)
class Row:
    """A claim that waits: for how many days, and by when it is to be answered."""

    waiting: Waiting
    age: int
    due: date
    late: bool
    net: str


@bp.get("/savings/queue")
@policy("moderator")
def queue() -> str:
    session = get_session()
    rows = [_row(each) for each in validating.queue(session, actor())]
    networks = session.scalars(select(Network).order_by(Network.name)).all()
    mine = [each for each in networks if actor().may("moderator", network=each.slug)]
    return render_template(
        "savings/queue.html",
        rows=rows,
        answered=validating.answered(session, actor()),
        pairs=[(network, sampling.pairs(session, network)) for network in mine],
        within=WITHIN.days,
        shown=shown,
    )


def _row(waiting: Waiting) -> Row:
    since = (waiting.claim.verified_at or waiting.claim.changed_at).astimezone(LONDON).date()
    due = since + WITHIN
    return Row(waiting, (today() - since).days, due, today() > due, shown(waiting.claim.net_pence or 0))
