"""Who asks, as far as limits and letters depend on it: from which machine, and at which address links lead back."""

from datetime import timedelta
from typing import Any

from flask import current_app, request, url_for
from sqlalchemy.orm import Session

from hub.people import attempts
from hub.people.attempts import Limit
from hub.web.context import now

SIGN_IN = Limit("sign in", 10, timedelta(minutes=5))
SIGN_IN_ANYWHERE = Limit("sign in anywhere", 100, timedelta(minutes=5))
"""To one account from all machines together: a stranger's tries do not lock its holder out for ever."""

ASK = Limit("ask for a letter", 20, timedelta(hours=1))

TOO_OFTEN = "That was tried too often. Wait five minutes, and try again"


def may_sign_in(session: Session, email: str) -> bool:
    """Count a try to sign in; False where there were too many."""
    machine = _machine()
    tries = ((SIGN_IN, machine), (SIGN_IN, f"{machine} {email}"), (SIGN_IN_ANYWHERE, email))
    counted = [_allowed(session, limit, who) for limit, who in tries]  # each of them, whatever the others say
    return all(counted)


def may_ask(session: Session) -> bool:
    """Count that this machine asks for a letter; False where it did too often."""
    return _allowed(session, ASK, _machine())


def link(endpoint: str, **values: Any) -> str:
    """The whole address of a page, for a letter: where the operator says that people reach the hub."""
    path = url_for(endpoint, **values)
    base = current_app.config["ADDRESS"].rstrip("/") or request.host_url.rstrip("/")
    return f"{base}{path}"


def _allowed(session: Session, limit: Limit, who: str) -> bool:
    return attempts.allowed(session, limit, who, current_app.config["SECRET_KEY"], now())


def _machine() -> str:
    """The address the request came from; with proxies before the hub, the one these tell (PROXIES)."""
    return request.remote_addr or ""
