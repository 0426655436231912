"""What every request is checked for before its page is made: may this person ask for it, and did they send it?"""

from flask import Flask, current_app, redirect, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from hub.auth import actor
from hub.security import POLICIES, SAFE, policy_of
from hub.web import forms

FORM = "account"
"""What the forms of those who are signed in are signed as."""


def init_app(app: Flask) -> None:
    app.before_request(require)


def require() -> Response | tuple[str, int] | None:
    """Nothing, if the request may go on; else the way to sign in, or why not."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None:
        return None
    name = policy_of(view)
    held = POLICIES[name]
    if not held.allows(actor()):
        return _turned_away(name, held.needs)
    if request.method in SAFE or name.startswith("public"):
        return None
    return _refused_form(forms.room_of(view))


def _refused_form(room: int) -> tuple[str, int] | None:
    """How much may be sent is settled before any of it is read."""
    request.max_content_length = room
    try:
        refusal, status = forms.refusal(FORM), 400
    except RequestEntityTooLarge:
        refusal, status = forms.too_large(room), 413
    return (render_template("errors/form.html", message=refusal), status) if refusal else None


def _turned_away(name: str, needs: str) -> Response | tuple[str, int]:
    """Visitors are led to sign in and back, who is halfway in to the code; others are told what they lack."""
    if actor().halfway:
        return redirect(url_for("second_factor.code", next=_here()), 303)
    if actor().account is None:
        return redirect(url_for("sign_in.sign_in", next=_here()), 303)
    if name.startswith("halfway"):
        return redirect(url_for("account.account"), 303)
    return render_template("errors/403.html", needs=needs), 403


def _here() -> str | None:
    """The address to come back to; there is none after something was sent."""
    return request.full_path.rstrip("?") if request.method in SAFE else None
