"""The frameworks that a network looks after. No people."""

from flask import Blueprint, current_app, render_template, request, url_for

from hub.db import get_session
from hub.people import networks
from hub.security import policy
from hub.stewards import rota
from hub.web.cards import entries
from hub.web.context import today
from hub.web.paging import last_page, pagination

bp = Blueprint("of_network", __name__)


@bp.get("/networks/<slug>/frameworks")
@policy("public")
def frameworks(slug: str) -> str:
    session, size = get_session(), current_app.config["RESULTS_PER_PAGE"]
    network = networks.network(session, slug)
    found = [framework for framework, _ in rota.of_network(session, network)]
    asked, last = request.args.get("page", "1"), last_page(len(found), size)
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 and 1 <= int(asked) <= last else 1
    return render_template(
        "stewards/of_network.html",
        network=network,
        total=len(found),
        entries=entries(found[(page - 1) * size : page * size], today()),
        page=page,
        pagination=pagination(page, last, lambda number: url_for("of_network.frameworks", slug=slug, page=number)),
    )
