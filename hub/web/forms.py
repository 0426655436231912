"""Forms of visitors the hub does not know: a signed, timed token and a look at the Origin, and no cookie."""

import secrets
from datetime import datetime
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from itsdangerous import BadData, TimestampSigner

from hub import clock

GOOD_FOR_SECONDS = 12 * 60 * 60


def init_app(app: Flask) -> None:
    app.jinja_env.globals["form_token"] = token
    app.config["SECRET_KEY"] = str(app.config["SECRET_KEY"]) or secrets.token_hex(32)


def token(form: str) -> str:
    """What a form must send back: its name and the time, signed."""
    return _signer().sign(form).decode()


def refusal(form: str) -> str:
    """Why what was sent cannot be taken; empty when it came from our own page and not long ago."""
    if urlsplit(request.headers.get("Origin", "")).netloc != request.host:
        return "Your browser did not say that it sent this from our own page. Check it, and send it again from here"
    try:
        signed = _signer().unsign(request.form.get("token", ""), max_age=GOOD_FOR_SECONDS)
    except BadData:
        signed = b""
    if signed != form.encode():
        return "This page had been open for too long. What you wrote is still here: check it, and send it again"
    return ""


def _signer() -> TimestampSigner:
    return _Signer(current_app.config["SECRET_KEY"], salt="hub.web.forms")


class _Signer(TimestampSigner):
    """By the hub's own clock."""

    def get_timestamp(self) -> int:
        moment: datetime = current_app.config.get("CLOCK", clock.now)()
        return int(moment.timestamp())
