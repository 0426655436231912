"""The merge desk, to look at: pairs that may be one framework, or one supplier, and wait for a person."""

from flask import Blueprint, render_template

from hub.db import get_session
from hub.ingest.review import queue
from hub.ingest.supplier_review import supplier_queue
from hub.security import policy
from hub.web.cards import entry
from hub.web.context import today

bp = Blueprint("pairs", __name__, url_prefix="/about")

SHOWN = 50
"""Pairs of each kind that the page shows, most alike first."""


@bp.get("/pairs")
@policy("public")
def pairs() -> str:
    session, day = get_session(), today()
    frameworks, suppliers = queue(session), supplier_queue(session)
    return render_template(
        "quality/pairs.html",
        frameworks=[(pair.proposal, (entry(pair.left, day), entry(pair.right, day))) for pair in frameworks[:SHOWN]],
        framework_count=len(frameworks),
        suppliers=[(pair.proposal, (pair.left, pair.right)) for pair in suppliers[:SHOWN]],
        supplier_count=len(suppliers),
    )
