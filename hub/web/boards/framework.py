"""Who bought through a framework and what they saved: a part of its page, and a page of its own."""

from flask import Blueprint, render_template
from sqlalchemy.orm import Session

from hub.db import get_session
from hub.models import Framework
from hub.reports.peers import Peers, peers
from hub.savings.pence import one_decimal, shown
from hub.security import policy
from hub.web.boards.everybody import released
from hub.web.links import framework_savings_link
from hub.web.values import reference_beside
from hub.web.visible import visible

bp = Blueprint("framework_savings", __name__)

FEW = 5
"""How many organisations a framework's own page names."""


@bp.get("/frameworks/<key>/savings")
@policy("public")
def savings(key: str) -> str:
    found = visible(Framework, key, framework_savings_link)
    return render_template(
        "boards/framework.html",
        framework=found,
        reference=reference_beside(found),
        peers=peers_view(get_session(), found),
        few=None,
        one_decimal=one_decimal,
        shown=shown,
    )


def peers_view(session: Session, framework: Framework) -> Peers:
    return peers(session, framework, released())
