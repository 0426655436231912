"""What machines ask for: is it alive, what may be crawled, where is the icon."""

from flask import Blueprint, Response, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from hub.security import policy

bp = Blueprint("health", __name__)

ROBOTS = (
    "User-agent: *\nDisallow: /search\nDisallow: /out/\nDisallow: /frameworks/*/why\nDisallow: /*shortlist=\n"
    "Disallow: /compare\nDisallow: /notes\nAllow: /\n"
)
"""A search has endlessly many addresses; the lists lead to everything it finds. A signpost leads away."""


@bp.get("/health")
@policy("public")
def health() -> Response:
    """Alive: asks nothing of the database or the index."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/robots.txt")
@policy("public")
def robots() -> Response:
    return Response(ROBOTS, mimetype="text/plain")


@bp.get("/favicon.ico")
@policy("public")
def favicon() -> AnyResponse:
    return redirect(url_for("static", filename="favicon.svg"), 301)
