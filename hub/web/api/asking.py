"""Which program asks the API, and whether it may just now. It is known by a token, and never by a cookie."""

from collections.abc import Iterator

from flask import current_app, request
from werkzeug.wrappers import Response

from hub import auth
from hub.actor import VISITOR, Actor
from hub.db import get_session
from hub.models import ApiToken
from hub.pace import Pace
from hub.people import api_tokens
from hub.web.api.problems import problem
from hub.web.context import now
from hub.web.machine import keyed, machine

TOKEN_NAMES = frozenset({"token", "access_token", "api_token", "api_key", "apikey", "key", "authorization", "bearer"})

IN_ADDRESS = "A token must not be part of an address, as logs and histories keep addresses."
USE_HEADER = "Send it in the header “Authorization: Bearer …”. If it is one of this hub's, end it: others may know it."
UNKNOWN = "This token is not one of the hub's, or has ended."
NO_BEARER = "The header Authorization does not hold a token."
TOO_OFTEN = "You have asked {most} times within a minute, which is as often as {who} may."


def recognise() -> Response | None:
    """Nothing, if the program may go on; else the problem."""
    auth.recognise(VISITOR)
    if request.method == "OPTIONS":
        return None
    if name := next(_in_address(), ""):
        return problem(400, IN_ADDRESS, name, USE_HEADER)
    shown = request.headers.get("Authorization", "")
    row = _holder(shown)
    if row is not None:
        auth.recognise(Actor(row.account.handle))
    if refused := _too_often(row):
        return refused
    return _unknown(shown) if shown and row is None else None


def _in_address() -> Iterator[str]:
    """Parameters that hold a token, or would if they could."""
    for name, values in request.args.lists():
        if name.casefold() in TOKEN_NAMES or any(value.startswith(api_tokens.PREFIX) for value in values):
            yield name


def _holder(shown: str) -> ApiToken | None:
    scheme, _, token = shown.partition(" ")
    if scheme.casefold() != "bearer" or not token.strip():
        return None
    return api_tokens.holder(get_session(), token.strip(), now())


def _too_often(row: ApiToken | None) -> Response | None:
    """Counted for each token, and for each machine without one; a wrong token is none."""
    setting = "API_PER_MINUTE_WITH_TOKEN" if row else "API_PER_MINUTE"
    most = int(current_app.config[setting])
    if not most:
        return None
    pace: Pace = current_app.extensions["hub.pace"]
    seconds = pace.wait(keyed(f"token {row.id}" if row else f"machine {machine()}"), most, now())
    if not seconds:
        return None
    who = "a program with a token" if row else "a machine without a token"
    answer = problem(429, TOO_OFTEN.format(most=most, who=who), cure=_slower(row is None, seconds))
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _slower(could_have_token: bool, seconds: int) -> str:
    better = " A program that shows a token may ask more often: see /api." if could_have_token else ""
    return f"Ask again in {seconds} seconds.{better}"


def _unknown(shown: str) -> Response:
    is_bearer = shown.partition(" ")[0].casefold() == "bearer"
    answer = problem(401, UNKNOWN if is_bearer else NO_BEARER)
    fault = "invalid_token" if is_bearer else "invalid_request"
    answer.headers["WWW-Authenticate"] = f'Bearer realm="api", error="{fault}"'
    return answer
