"""The inbox of needs: what people looked for, did not find and told the network of."""

from flask import Blueprint, render_template

from hub import needs as desk
from hub.db import get_session
from hub.security import policy

bp = Blueprint("inbox_needs", __name__, url_prefix="/moderation/needs")

SHOWN = 100


@bp.get("/")
@policy("moderator")
def needs() -> str:
    found = desk.unmet_needs(get_session())
    named = {"regions": desk.regions(), "kinds": desk.kinds()}
    return render_template("moderation/needs.html", needs=found[:SHOWN], total=len(found), **named)
