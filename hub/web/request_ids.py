"""An id for each request: sent with its answer, shown with an error, written to the log and to the audit trail.

It is the hub's own: one that came with the request could be anything. The log also has the handle of who is signed in.
"""

import logging
import secrets
import time
from typing import Any

from flask import Flask, Response, g, request

from hub.actor import VISITOR, Actor
from hub.audit import REQUEST_ID
from hub.logs import EXTRA

HEADER = "X-Request-ID"

log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Before whatever else looks at a request."""
    app.before_request(begin)
    app.after_request(tell)
    app.teardown_request(end)
    app.log_exception = log_exception  # type: ignore[method-assign]


def request_id() -> str:
    """That of this request; empty outside of one."""
    return REQUEST_ID.get()


def begin() -> None:
    REQUEST_ID.set(secrets.token_hex(8))
    g.began = time.perf_counter()


def tell(response: Response) -> Response:
    response.headers[HEADER] = request_id()
    milliseconds = round((time.perf_counter() - g.began) * 1000)
    log.info("answered", extra={EXTRA: {**_asked(), "status": response.status_code, "ms": milliseconds}})
    return response


def end(_error: BaseException | None) -> None:
    REQUEST_ID.set("")


def log_exception(exc_info: Any) -> None:
    """In place of Flask's own, which would write the address that was asked for: some addresses are secret."""
    logging.getLogger("hub").error("Unforeseen error", exc_info=exc_info, extra={EXTRA: _asked()})


def _asked() -> dict[str, str]:
    """What was asked for, and by whom if they are signed in."""
    route = {"method": request.method, "route": request.url_rule.rule if request.url_rule else ""}
    who: Actor = g.get("actor", VISITOR)  # nobody is looked up for the log: a broken database would break it too
    return route | ({"account": who.name} if who.account is not None else {})
