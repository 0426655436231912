"""People who asked not to be named are not named on any public page, whatever the text came from.

What is stored is put right as well (hub.ingest.removing); this is for texts that are put right by nobody, such as a
note somebody wrote, and for the moment in between.
"""

import time

from flask import Flask, Response, current_app, request
from sqlalchemy.exc import OperationalError, ProgrammingError

from hub import removals
from hub.db import get_session
from hub.removals import Removals
from hub.security import policy_of

AGAIN_AFTER = 30.0
"""Seconds for which the list is not read again."""

TEXTS = frozenset({"text/html", "text/csv", "text/plain", "application/json", "application/atom+xml", "text/calendar"})


def init_app(app: Flask) -> None:
    app.after_request(_leave_out)
    forget(app)


def forget(app: Flask) -> None:
    """The list has changed: read it before the next page."""
    app.extensions["hub.removals"] = (Removals(), float("-inf"))


def _leave_out(response: Response) -> Response:
    if response.mimetype not in TEXTS or response.is_streamed or response.status_code != 200 or not _is_public():
        return response
    if found := _list():
        text = response.get_data(as_text=True)
        cleaned = found.applied(text)
        if cleaned != text:
            response.set_data(cleaned)
    return response


def _is_public() -> bool:
    """Administrators see what is there, and everybody their own name."""
    if request.endpoint in ("static", "health.health"):
        return False  # nothing of them comes from anywhere
    view = current_app.view_functions.get(request.endpoint or "")
    return view is not None and policy_of(view) == "public"


def _list() -> Removals:
    found, read_at = current_app.extensions["hub.removals"]
    if time.monotonic() - read_at > AGAIN_AFTER:
        try:
            found = removals.load(get_session())
        except (OperationalError, ProgrammingError):  # a page that needs no database is shown without one
            return Removals()
        current_app.extensions["hub.removals"] = (found, time.monotonic())
    kept: Removals = found
    return kept
