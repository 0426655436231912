"""Who asks: the cookie of somebody who is signed in.

The cookie carries what finds the session's row in the database, and the time it was last used, signed: reading a page
writes nothing, and yet a session ends when it is not used. What was made for somebody is kept in no cache.
"""

from datetime import datetime, timedelta

from flask import Flask, Response, current_app, g, request
from itsdangerous import BadData, TimestampSigner
from werkzeug.wrappers import Response as AnyResponse

from hub import clock
from hub.actor import VISITOR, Actor
from hub.db import get_session
from hub.people import roles, sessions
from hub.people.passwords import Passwords

ANEW_AFTER = timedelta(minutes=1)
"""A cookie younger than this is not sent again."""


class Signer(TimestampSigner):
    """By the hub's own clock."""

    def get_timestamp(self) -> int:
        return int(_now().timestamp())


def init_app(app: Flask) -> None:
    app.extensions["hub.passwords"] = Passwords(app.config["PASSWORD_MEMORY_KIB"], app.config["PASSWORD_ROUNDS"])
    app.jinja_env.globals["actor"] = actor
    app.after_request(_keep_apart)


def passwords() -> Passwords:
    found: Passwords = current_app.extensions["hub.passwords"]
    return found


def actor() -> Actor:
    """Who asks, worked out once for each request."""
    if "actor" not in g:
        found = sessions.find(get_session(), token(), _now()) if token() else None
        g.actor = roles.actor_of(found) if found else VISITOR
    who: Actor = g.actor
    return who


def keep(response: AnyResponse, fresh: str) -> None:
    """Give the browser the cookie of a session that has begun."""
    value = _signer().sign(fresh).decode()
    response.set_cookie(cookie_name(), value, secure=request.is_secure, httponly=True, samesite="Lax", path="/")


def go_on(fresh: str) -> None:
    """From here on this request is of the session of that cookie, which the browser gets with the answer."""
    get_session().rollback()  # what was read before does not know of it
    g.session_token, g.session_used = fresh, _now() - ANEW_AFTER
    g.pop("actor", None)


def recognise(who: Actor) -> None:
    """This request comes from a program, not from a browser: its cookies say nothing."""
    g.session_token, g.session_used, g.actor = "", _now(), who


def forget(response: AnyResponse) -> None:
    """Take the cookie away."""
    response.delete_cookie(cookie_name(), secure=request.is_secure, httponly=True, samesite="Lax", path="/")


def token() -> str:
    """What the cookie of this request carries; empty without one, or when it has not been used for too long."""
    if "session_token" not in g:
        g.session_token, g.session_used = _read(request.cookies.get(cookie_name(), ""))
    found: str = g.session_token
    return found


def cookie_name() -> str:
    """The prefix has browsers refuse it to anybody but this very host; they know it only where the hub has https."""
    return "__Host-session" if request.is_secure else "session"


def _keep_apart(response: Response) -> Response:
    if request.endpoint == "static" or not token():
        return response
    response.headers["Cache-Control"] = "no-store, private"
    response.vary.add("Cookie")
    if actor().account is not None and not _sets_it(response) and _now() - g.session_used >= ANEW_AFTER:
        keep(response, token())
    return response


def _sets_it(response: Response) -> bool:
    return any(value.startswith(f"{cookie_name()}=") for value in response.headers.getlist("Set-Cookie"))


def _read(cookie: str) -> tuple[str, datetime]:
    """What was signed, and when. Visitors have none, and are spared an error whose traceback holds up their answer."""
    if not cookie:
        return "", _now()
    try:
        value, used = _signer().unsign(cookie, max_age=int(sessions.IDLE.total_seconds()), return_timestamp=True)
    except BadData:
        return "", _now()
    return value.decode(errors="replace"), used


def _signer() -> TimestampSigner:
    return Signer(current_app.config["SECRET_KEY"], salt="hub.auth")


def _now() -> datetime:
    moment: datetime = current_app.config.get("CLOCK", clock.now)()
    return moment
