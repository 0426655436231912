"""The pages for what goes wrong.

Those for a broken hub are plain: they ask neither the database nor the index, and the one for an unforeseen error is
made before it is needed, so that it cannot fail itself. Programs are told the same as a problem (hub.web.api.problems).
"""

from flask import Flask, Response, abort, current_app, render_template, request
from markupsafe import escape
from sqlalchemy.exc import OperationalError, ProgrammingError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, SecurityError
from werkzeug.wrappers import Response as AnyResponse

from hub.errors import Gone, HubError, NotFound
from hub.trouble import NO_ROOM, Trouble, trouble_of
from hub.web.api import problems
from hub.web.api.serving import is_for_programs
from hub.web.links import search_link
from hub.web.request_ids import request_id

Answer = tuple[str, int] | tuple[str, int, dict[str, str]] | AnyResponse

BROKEN = "Something went wrong and the page could not be shown. It has been noted in the hub's log."
OTHER_HOST = "This hub does not answer for the address it was asked for."

ID = "0123456789abcdef"
"""Stands where the id of the request goes in a page that was made beforehand."""

UNREADABLE = "The hub cannot read its catalogue just now. Please try again in a few minutes."

LOCKED = "The hub is busy with many changes, and yours was not kept. Please try again in a minute."

FULL = (
    "The hub's disk is full, so nothing that you sent was kept. It has been noted in its log. Please try again later."
)

RETRY_AFTER = "60"
"""Seconds, with whatever cannot be answered just now."""


def init_app(app: Flask) -> None:
    broken = app.jinja_env.get_template("errors/500.html").render(message=BROKEN, request_id=ID)

    def unforeseen(error: Exception) -> Answer:
        return problems.problem(500, problems.BROKEN) if is_for_programs() else (broken.replace(ID, request_id()), 500)

    app.register_error_handler(HubError, told)
    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(OperationalError, unreadable)
    app.register_error_handler(ProgrammingError, unreadable)
    app.register_error_handler(OSError, unwritable)
    app.register_error_handler(500, unforeseen)
    app.before_request(refuse_an_address_with_a_zero)
    app.after_request(say_when_to_try_again)


def refuse_an_address_with_a_zero() -> None:
    """PostgreSQL takes no text with a zero byte in it, and nothing in the hub is called so."""
    if "\x00" in request.path:
        abort(404)


def told(error: HubError) -> Answer:
    """An error the hub raised on purpose, whose message is meant to be read."""
    if is_for_programs():
        return problems.told(error)
    if isinstance(error, NotFound):
        return render_template("errors/404.html", message=str(error)), 404
    if isinstance(error, Gone):
        return render_template("errors/410.html", title=str(error), search=search_link(q=str(error))), 410
    return plain(str(error), error.status)


def refused(error: HTTPException) -> Answer | HTTPException:
    """An address nobody knows, or a request that cannot be answered; redirects pass."""
    status = error.code or 500
    if error.response is not None or status < 400:
        return error
    if isinstance(error, SecurityError):
        error.description = OTHER_HOST  # which repeats the host otherwise
    if is_for_programs():
        return problems.refused(error)
    if status == 404:
        return render_template("errors/404.html", message="There is no page at this address."), 404
    if isinstance(error, MethodNotAllowed):
        return not_allowed(error)
    return plain(error.description or error.name, status)


def not_allowed(error: MethodNotAllowed) -> tuple[str, int, dict[str, str]]:
    """A form's address that was only looked at, or a page that something was sent to; with what can be done there."""
    page = render_template("errors/405.html", reading=request.method in ("GET", "HEAD"))
    return page, 405, {"Allow": ", ".join(sorted(error.valid_methods or ()))}


def unreadable(error: Exception) -> Answer:
    """The database does not answer, has not been set up, has no room, or is held by another program."""
    current_app.logger.error("The database could not be used: %s", error)
    why = trouble_of(error)
    if why is Trouble.FULL:
        return unavailable(FULL)
    return unavailable(LOCKED) if why is Trouble.LOCKED else unavailable(UNREADABLE, problems.UNREADABLE)


def unwritable(error: OSError) -> Answer:
    """A file could not be written, as there is no room. Any other fault of a file was not foreseen."""
    if error.errno not in NO_ROOM:
        raise error
    current_app.logger.error("The disk is full: %s", error.strerror)
    return unavailable(FULL)


def unavailable(message: str, to_programs: str = "") -> Answer:
    return problems.problem(503, to_programs or message) if is_for_programs() else plain(message, 503)


def say_when_to_try_again(response: Response) -> Response:
    if response.status_code == 503:
        response.headers.setdefault("Retry-After", RETRY_AFTER)
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def plain(message: str, status: int) -> tuple[str, int]:
    """A page that needs neither the database nor the request."""
    template = current_app.jinja_env.get_template("errors/500.html")
    return template.render(message=escape(message), request_id=request_id() if status >= 500 else ""), status
