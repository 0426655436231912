"""What machines ask for: is it alive, what may be crawled, where is the icon."""

from flask import Blueprint, Response, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from hub.security import policy

bp = Blueprint("health", __name__)

KEPT_OUT = (
    *("/search", "/find?", "/out/", "/frameworks/*/why", "/*shortlist=", "/compare", "/notes", "/follow"),
    "/api/v1/",
)
ROBOTS = "\n".join(("User-agent: *", *(f"Disallow: {path}" for path in KEPT_OUT), "Allow: /", ""))
"""A search has endlessly many addresses; the lists lead to everything it finds. A signpost leads away, and the API
says nothing that the pages do not."""


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
