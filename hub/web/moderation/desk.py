"""The moderators' front page: the contributions that wait, and how much waits in each inbox and to be validated."""

from flask import Blueprint, render_template

from hub.auth import actor
from hub.contributions import states
from hub.db import get_session
from hub.moderation import inboxes, queue
from hub.savings import validating
from hub.security import policy
from hub.web.context import today

bp = Blueprint("moderation", __name__)


@bp.get("/moderation")
@policy("moderator")
def moderation() -> str:
    session, who = get_session(), actor()
    return render_template(
        "moderation/moderation.html",
        waiting=queue.waiting(session, who, today()),
        answered=[(each, queue.title_of(session, each)) for each in queue.answered(session, who)],
        inboxes=inboxes.inboxes(session, today()),
        savings=len(validating.queue(session, who)),
        states=states.STATES,
        within=states.ANSWERED_WITHIN.days,
    )
