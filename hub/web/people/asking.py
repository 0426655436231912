"""Who asks, as far as limits and letters depend on it: from which machine, and at which address links lead back."""

from datetime import timedelta
from typing import Any

from flask import Response, current_app, request, url_for
from sqlalchemy.orm import Session

from hub import auth
from hub.db import get_session, get_writers
from hub.models import Account
from hub.people import attempts
from hub.people.attempts import Limit
from hub.web.context import now
from hub.web.machine import machine

SIGN_IN = Limit("sign in", 10, timedelta(minutes=5))
SIGN_IN_ANYWHERE = Limit("sign in anywhere", 100, timedelta(minutes=5))
"""To one account from all machines together: a stranger's tries do not lock its holder out for ever."""

ASK = Limit("ask for a letter", 20, timedelta(hours=1))

OWN_PASSWORD = Limit("own password", 5, timedelta(minutes=5))
CODE = Limit("one-time code", 5, timedelta(minutes=5))

LONGEST_CODE = 100

NOT_YOURS = "This is not your password"

TOO_OFTEN = "That was tried too often. Wait five minutes, and try again"


def may_sign_in(session: Session, email: str) -> bool:
    """Count a try to sign in; False where there were too many."""
    counted = [_allowed(session, limit, who) for limit, who in _tries(email)]  # each of them, whatever the others say
    return all(counted)


def was_right(session: Session, email: str) -> None:
    """Somebody has signed in: many people may do so from one machine, and only wrong tries count on."""
    for limit, who in _tries(email):
        _take_back(session, limit, who)


def may_ask(session: Session) -> bool:
    """Count that this machine asks for a letter; False where it did too often."""
    return _allowed(session, ASK, machine())


def code_problem() -> str:
    """Count that somebody shows a one-time code; what to say where they were wrong too often."""
    return "" if _may_try(CODE) else TOO_OFTEN


def code_was_right(session: Session) -> None:
    _take_back(session, CODE, str(auth.actor().account))


def password_problem(password: str) -> str:
    """Why the password of whoever is signed in is not taken; empty if it is right."""
    if not _may_try(OWN_PASSWORD):
        return TOO_OFTEN
    account = get_session().get_one(Account, auth.actor().account)
    if not auth.passwords().matches(account.password, password):
        return NOT_YOURS
    with get_writers().begin() as session:
        _take_back(session, OWN_PASSWORD, str(account.id))
    return ""


def proof_problems() -> dict[str, str]:
    """By field, why somebody may not change how they sign in: they must know their password, and not try too often.

    The code itself is for the use-case to look at.
    """
    if wrong := password_problem(request.form.get("current", "")):
        return {"current": wrong}
    return {"code": wrong} if (wrong := code_problem()) else {}


def typed_code() -> str:
    return request.form.get("code", "")[:LONGEST_CODE]


def code_key() -> str:
    """What secrets of one-time codes are encrypted with."""
    return str(current_app.config["SECOND_FACTOR_KEY"] or current_app.config["SECRET_KEY"])


def unshared(page: str, status: int = 200) -> Response:
    """A page whose address or content is a secret: no other site is told, and nothing keeps it."""
    answer = current_app.make_response((page, status))
    answer.headers["Referrer-Policy"] = "same-origin"  # with no-referrer, browsers send forms without an Origin
    answer.headers["Cache-Control"] = "no-store"
    return answer


def link(endpoint: str, **values: Any) -> str:
    """The whole address of a page, for a letter: where the operator says that people reach the hub."""
    path = url_for(endpoint, **values)
    base = current_app.config["ADDRESS"].rstrip("/") or request.host_url.rstrip("/")
    return f"{base}{path}"


def _may_try(limit: Limit) -> bool:
    """Tries are counted apart, so that they count whatever follows."""
    with get_writers().begin() as session:
        return _allowed(session, limit, str(auth.actor().account))


def _allowed(session: Session, limit: Limit, who: str) -> bool:
    return attempts.allowed(session, limit, who, current_app.config["SECRET_KEY"], now())


def _take_back(session: Session, limit: Limit, who: str) -> None:
    attempts.take_back(session, limit, who, current_app.config["SECRET_KEY"])


def _tries(email: str) -> tuple[tuple[Limit, str], ...]:
    here = machine()
    return ((SIGN_IN, here), (SIGN_IN, f"{here} {email}"), (SIGN_IN_ANYWHERE, email))
