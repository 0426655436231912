"""Forms: a signed, timed token and a look at the Origin.

Visitors need no cookie for it. The token of somebody who is signed in is good in their own session only.
"""

import secrets
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from itsdangerous import BadData

from hub.auth import Signer, actor

View = TypeVar("View", bound=Callable[..., Any])

GOOD_FOR_SECONDS = 12 * 60 * 60


LARGEST_BODY = 1_000_000
"""Bytes that a form of somebody signed in may come to, unless its view takes more."""


def takes(largest: int) -> Callable[[View], View]:
    """State how many bytes a view takes, as for a file. It is known before anything that was sent is read."""

    def state(view: View) -> View:
        view.largest_body = largest  # type: ignore[attr-defined]
        return view

    return state


def room_of(view: Callable[..., Any]) -> int:
    return int(getattr(view, "largest_body", LARGEST_BODY))


def too_large(room: int) -> str:
    most = f"at most {room // 1_000_000} MB, {request.max_form_memory_size:,} bytes of text in fields, and 1,000 fields"
    return f"This is more than the hub takes at once: {most}. Send less"


def init_app(app: Flask) -> None:
    app.jinja_env.globals["form_token"] = token
    app.config["SECRET_KEY_LASTS"] = bool(app.config["SECRET_KEY"])
    app.config["SECRET_KEY"] = str(app.config["SECRET_KEY"]) or secrets.token_hex(32)


def token(form: str) -> str:
    """What a form must send back: its name, whose it is and the time, signed."""
    return _signer().sign(_said(form)).decode()


def refusal(form: str) -> str:
    """Why what was sent cannot be taken; empty when it came from our own page and not long ago."""
    if urlsplit(request.headers.get("Origin", "")).netloc != request.host:
        return "Your browser did not say that it sent this from our own page. Check it, and send it again from here"
    try:
        signed = _signer().unsign(request.form.get("token", ""), max_age=GOOD_FOR_SECONDS)
    except BadData:
        signed = b""
    if signed != _said(form).encode():
        return "This page had been open for too long. What you wrote is still here: check it, and send it again"
    return ""


def _said(form: str) -> str:
    return f"{form} {actor().session}".rstrip()


def _signer() -> Signer:
    return Signer(current_app.config["SECRET_KEY"], salt="hub.web.forms")
