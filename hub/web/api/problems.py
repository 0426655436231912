"""What the API says when it cannot answer: a problem as RFC 9457 describes it, with the parameter and the cure."""

from flask import Response, request
from pydantic import Field
from werkzeug.exceptions import HTTPException

from hub.errors import HubError
from hub.web.api.models import Shape
from hub.web.api.parameters import Unacceptable
from hub.web.request_ids import request_id

PROBLEM_TYPE = "application/problem+json"

TITLES = {
    400: "The request cannot be used as it is",
    401: "The token is not good",
    404: "There is nothing of that name",
    405: "This address is for reading only",
    409: "The cursor belongs to another request",
    410: "It has been withdrawn",
    429: "You ask too often",
    500: "The hub made a mistake",
    503: "The hub cannot read its catalogue just now",
}
"""What each status means here; the API's page lists them."""

ANYWHERE = (401, 429)
"""Whatever is asked."""

CURES = {
    401: "Leave the header Authorization out, or make a token on the page of your account and show that.",
    404: "Take addresses, keys and slugs from an answer of the API. /api lists all that can be asked.",
    405: "Use GET, HEAD or OPTIONS.",
    410: "Search for what took its place.",
    429: "Wait as many seconds as the header Retry-After says, or ask with a token.",
    500: "Try again later. If it stays so, tell whoever runs this hub.",
    503: "Try again in a minute.",
}

NO_ADDRESS = "There is nothing at this address."
BROKEN = "Something went wrong. It has been noted in the hub's log."
UNREADABLE = "The hub cannot read its catalogue just now."


class Problem(Shape):
    """Why a request was not answered, and what to do."""

    type: str = Field(description="What kind of problem it is: a place on this hub's page about the API.")
    title: str = Field(description="The kind of problem in a few words.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What is wrong with this request.")
    parameter: str | None = Field(description="The parameter that is wrong; null where it is none.")
    cure: str = Field(description="What to do about it.")
    request_id: str | None = Field(description="Its number in the hub's log where the hub is at fault; else null.")


def problem(status: int, detail: str, parameter: str | None = None, cure: str = "") -> Response:
    """The answer that says so."""
    told = Problem(
        type=f"{request.root_path}/api#problem-{status if status in TITLES else 400}",
        title=TITLES.get(status, TITLES[400]),
        status=status,
        detail=detail,
        parameter=parameter,
        cure=cure or CURES.get(status, "See /api for what can be asked."),
        request_id=request_id() if status >= 500 else None,
    )
    response = Response(told.model_dump_json(), status=status, content_type=PROBLEM_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response


def told(error: HubError) -> Response:
    """An error the hub raised on purpose."""
    if isinstance(error, Unacceptable):
        return problem(error.status, str(error), error.parameter, error.cure)
    return problem(error.status, str(error))


def refused(error: HTTPException) -> Response:
    """An address nobody knows, or a request that cannot be answered."""
    status = error.code or 500
    detail = NO_ADDRESS if status == 404 else error.description or error.name
    response = problem(status, detail)
    if allowed := dict(error.get_headers()).get("Allow"):
        response.headers["Allow"] = allowed
    return response
