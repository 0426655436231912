"""Recovery codes: new ones, shown once, and the same as a file to keep."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from hub import auth, brand
from hub.db import get_session, get_writers
from hub.models import Account
from hub.people import second_factor
from hub.security import policy
from hub.web.context import now
from hub.web.people import asking

bp = Blueprint("recovery_codes", __name__)

NOT_THEIRS = "These are not your recovery codes any more. Make new ones"


@bp.get("/account/recovery-codes")
@policy("account")
def recovery_codes() -> str:
    return _form({})


@bp.post("/account/recovery-codes")
@policy("account form")
def renew() -> Response | tuple[str, int]:
    """They are shown in the answer, and never again."""
    if wrong := asking.password_problem(request.form.get("current", "")):
        return _form({"current": wrong}), 400
    with get_writers().begin() as session:
        account = session.get_one(Account, auth.actor().account)
        codes = second_factor.renew_recovery_codes(session, account, now())
    return asking.unshared(render_template("people/recovery_codes.html", codes=codes, new=False))


@bp.post("/account/recovery-codes.txt")
@policy("account form")
def as_text() -> Response | tuple[str, int]:
    """The codes of the page this was sent from, as a file: the hub does not know them any more. Writes nothing."""
    codes = request.form.getlist("code")[: second_factor.RECOVERY_CODES]
    account = get_session().get_one(Account, auth.actor().account)
    if not second_factor.are_of(get_session(), account, codes):
        return _form({"current" if account.second_factor else "": NOT_THEIRS}), 400
    answer = asking.unshared("\n".join([f"Recovery codes for the {brand.NAME}", "Each works once.", "", *codes, ""]))
    answer.mimetype = "text/plain"
    answer.headers["Content-Disposition"] = 'attachment; filename="recovery-codes.txt"'
    return answer


def _form(wrong: dict[str, str]) -> str:
    account = get_session().get_one(Account, auth.actor().account)
    left = second_factor.recovery_codes_left(get_session(), account)
    return render_template("people/new_recovery_codes.html", account=account, left=left, wrong=wrong)
