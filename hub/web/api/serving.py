"""From a request to an answer: read strictly, answered as JSON, with an ETag, open to programs on any site."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from flask import Flask, Response as FlaskResponse, request
from werkzeug.wrappers import Response

from hub.web.api import asking
from hub.web.api.operation import Asked, Operation
from hub.web.api.parameters import check_encoding, read

PREFIX = "/api/v1"

OPEN_TO_ALL = MappingProxyType(
    {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "ETag, Retry-After",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
)
"""What is public anyway, and the same for everyone: no cookie is read, so none need be kept from other sites."""

ASKED_BEFORE = MappingProxyType(
    {
        "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
        "Access-Control-Allow-Headers": "Authorization, If-None-Match",
        "Access-Control-Max-Age": "86400",
    }
)
"""What a browser wants to know before it lets a program of another site ask."""


def is_for_programs() -> bool:
    """Whether this request is the API's to answer, with a problem where need be."""
    return request.path == PREFIX or request.path.startswith(f"{PREFIX}/")


def init_app(app: Flask) -> None:
    app.before_request(_recognise)
    app.after_request(_open)


def answering(operation: Operation) -> Callable[..., Response]:
    """The view of an operation."""

    def view(**path: str) -> Response:
        answer = operation.view(_asked(operation, path))
        response = Response(answer.model_dump_json(), content_type="application/json")
        response.headers["Cache-Control"] = "no-cache"  # kept by whoever likes, and asked about before it is used
        response.add_etag()
        return response.make_conditional(request.environ)

    return view


def _asked(operation: Operation, path: Mapping[str, str]) -> Asked:
    """Raises Unacceptable."""
    check_encoding(request.query_string)
    given = {name: request.args.getlist(name) for name in request.args}
    return Asked(operation, path, read(operation.in_query, given))


def _recognise() -> Response | None:
    return asking.recognise() if is_for_programs() else None


def _open(response: FlaskResponse) -> FlaskResponse:
    if is_for_programs():
        response.headers.update(OPEN_TO_ALL)
        if request.method == "OPTIONS":
            response.headers.update(ASKED_BEFORE)
    return response
