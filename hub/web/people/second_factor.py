"""One-time codes: asked for after the password, set up on a device, moved to another, switched off."""

from io import BytesIO

import segno
from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from hub import auth
from hub.db import get_session, get_writers
from hub.errors import Refused
from hub.models import Account
from hub.people import one_time_codes, second_factor
from hub.security import policy
from hub.web.context import now
from hub.web.next_page import LONGEST, next_page
from hub.web.people import asking

bp = Blueprint("second_factor", __name__)


@bp.get("/sign-in/code")
@policy("halfway")
def code() -> str:
    return _code({})


@bp.post("/sign-in/code")
@policy("halfway form")
def enter() -> Response | tuple[str, int]:
    """The code after the password: the session goes on under another cookie."""
    wrong = asking.code_problem()
    if not wrong:
        try:
            with get_writers().begin() as session:
                mine, key = _mine(session), asking.code_key()
                renewed = second_factor.show(session, mine, asking.typed_code(), key, auth.token(), now())
                asking.code_was_right(session)
            auth.go_on(renewed)
            return redirect(next_page(request.form.get("next", "")), 303)
        except Refused as reason:
            wrong = str(reason).rstrip(".")
    return _code({"code": wrong}), 400


@bp.get("/account/one-time-codes")
@policy("account")
def codes() -> str:
    return _codes({})


@bp.get("/account/one-time-codes/set-up")
@policy("account")
def set_up() -> Response:
    return _set_up({}, 200)


@bp.get("/account/one-time-codes/set-up.svg")
@policy("account")
def square() -> Response:
    """The secret as a square code for the camera of a device."""
    picture = BytesIO()
    segno.make(one_time_codes.address(_pending(), _mine(get_session()).email or ""), error="m").save(
        picture, kind="svg", scale=5, dark="#0b0c0c", light="#ffffff", svgns=True, xmldecl=False
    )
    answer = asking.unshared(picture.getvalue().decode())
    answer.mimetype = "image/svg+xml"
    return answer


@bp.post("/account/one-time-codes/set-up")
@policy("account form")
def confirm() -> Response:
    """The device shows that it makes the codes. The recovery codes are shown in the answer, and never again."""
    wrong = asking.proof_problems()
    if wrong:
        return _set_up(wrong, 400)
    secret = _pending()
    try:
        with get_writers().begin() as session:
            mine, key = _mine(session), asking.code_key()
            done = second_factor.set_up(session, mine, secret, asking.typed_code(), key, auth.token(), now())
            asking.code_was_right(session)
    except Refused as reason:
        return _set_up({"code": str(reason).rstrip(".")}, 400)
    auth.go_on(done.cookie)
    return asking.unshared(render_template("people/recovery_codes.html", codes=done.recovery_codes, new=True))


@bp.post("/account/one-time-codes/off")
@policy("account form")
def off() -> Response | tuple[str, int]:
    wrong = asking.proof_problems()
    if wrong:
        return _codes(wrong), 400
    try:
        with get_writers().begin() as session:
            mine, key = _mine(session), asking.code_key()
            renewed = second_factor.switch_off(session, mine, asking.typed_code(), key, auth.token(), now())
            asking.code_was_right(session)
    except Refused as reason:
        return _codes({"code": str(reason).rstrip(".")}), 400
    auth.go_on(renewed)
    return redirect(url_for("account.account", done="codes-off"), 303)


def _mine(session: Session) -> Account:
    return session.get_one(Account, auth.actor().account)


def _pending() -> str:
    who = auth.actor()
    return one_time_codes.pending(asking.code_key(), who.name, who.session)


def _code(wrong: dict[str, str]) -> str:
    return render_template("people/code.html", next=request.values.get("next", "")[:LONGEST], wrong=wrong)


def _codes(wrong: dict[str, str]) -> str:
    session = get_session()
    mine = _mine(session)
    left = second_factor.recovery_codes_left(session, mine)
    needed = second_factor.is_needed(mine)
    return render_template("people/one_time_codes.html", account=mine, left=left, needed=needed, wrong=wrong)


def _set_up(wrong: dict[str, str], status: int) -> Response:
    mine = _mine(get_session())
    page = render_template("people/set_up_codes.html", account=mine, secret=_in_groups(_pending()), wrong=wrong)
    return asking.unshared(page, status)


def _in_groups(secret: str) -> str:
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
