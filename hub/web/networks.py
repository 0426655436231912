"""The networks: which organisations keep the catalogue, and how their moderators are reached. No people."""

from flask import Blueprint, render_template

from hub.db import get_session
from hub.people import networks as rooms
from hub.security import policy
from hub.web.context import now

bp = Blueprint("networks", __name__)


@bp.get("/networks")
@policy("public")
def networks() -> str:
    session = get_session()
    shown = [
        (network, rooms.organisations(session, network, now()), rooms.moderators(session, network))
        for network in rooms.all_networks(session)
    ]
    return render_template("networks/networks.html", networks=shown)
