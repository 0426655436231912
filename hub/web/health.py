"""What machines ask for: is it alive, can it answer, what may be crawled, where is the icon."""

from flask import Blueprint, Response, current_app, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from hub import clock, readiness
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


@bp.get("/ready")
@policy("public")
def ready() -> Response:
    """Whether people can be sent here: each part, and status 503 where one does not do its work."""
    extensions = current_app.extensions
    found = readiness.parts(current_app.config, extensions["hub.engine"], extensions["hub.index"], clock.now())
    lines = [f"{part.name}: {part.trouble or 'ok'}\n" for part in found]
    answer = Response("".join(lines), status=503 if any(part.trouble for part in found) else 200, mimetype="text/plain")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/robots.txt")
@policy("public")
def robots() -> Response:
    return Response(ROBOTS, mimetype="text/plain")


@bp.get("/favicon.ico")
@policy("public")
def favicon() -> AnyResponse:
    return redirect(url_for("static", filename="favicon.svg"), 301)
