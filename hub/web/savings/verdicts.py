"""What others say to a claim: the council verifies it or returns it, the network validates, returns or rejects it."""

from collections.abc import Callable

from flask import Blueprint, current_app, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from hub.auth import actor
from hub.db import get_session, get_writers
from hub.errors import Refused
from hub.models import SavingClaim
from hub.savings import finance_link, seen, validating, verifying
from hub.savings.workings import years_shown
from hub.security import policy
from hub.web.context import now
from hub.web.people.asking import link
from hub.web.savings import claim as pages
from hub.web.savings.own import seen_claim, version

bp = Blueprint("saving_verdicts", __name__, url_prefix="/savings/claims")


def address_of(key: str) -> str:
    """A claim's page, for a letter."""
    return f"{link('home.home').rstrip('/')}/savings/claims/{key}"


def secret() -> str:
    return str(current_app.config["SECRET_KEY"])


@bp.post("/<key>/verify")
@policy("account form")
def verify(key: str) -> Response | tuple[str, int]:
    def step(session: Session, claim: SavingClaim) -> None:
        verifying.verify(session, claim, actor(), _words(), now(), secret(), version(), address_of(key))

    return _decided(key, step, "verified")


@bp.post("/<key>/return")
@policy("account form")
def give_back(key: str) -> Response | tuple[str, int]:
    """The council before it is verified, the network afterwards."""

    def step(session: Session, claim: SavingClaim) -> None:
        giving = verifying if claim.state == "submitted" else validating
        giving.give_back(session, claim, actor(), _words(), now(), version(), address_of(key))

    return _decided(key, step, "returned")


@bp.post("/<key>/validate")
@policy("moderator form")
def validate(key: str) -> Response | tuple[str, int]:
    def step(session: Session, claim: SavingClaim) -> None:
        validating.validate(session, claim, actor(), _words(), now(), version(), address_of(key))

    return _decided(key, step, "validated")


@bp.post("/<key>/reject")
@policy("moderator form")
def reject(key: str) -> Response | tuple[str, int]:
    def step(session: Session, claim: SavingClaim) -> None:
        validating.reject(session, claim, actor(), _words(), now(), version(), address_of(key))

    return _decided(key, step, "rejected")


@bp.post("/<key>/finance")
@policy("account form")
def send_to_finance(key: str) -> Response | tuple[str, int]:
    """Write to somebody in finance, who has no account."""

    def step(session: Session, claim: SavingClaim) -> None:
        email = request.form.get("email", "")
        finance_link.send(session, claim, actor(), email, now(), lambda token: link("saving_finance.look", token=token))

    return _decided(key, step, "link", "email")


def _words() -> str:
    return request.form.get("words", "")


def _decided(
    key: str, step: Callable[[Session, SavingClaim], None], said: str, field: str = "words"
) -> Response | tuple[str, int]:
    """Decide in one transaction; what was written and why it could not be done stay on the page."""
    seen_claim(key)
    try:
        with get_writers().begin() as session:
            step(session, seen.find(session, key, actor()))
    except Refused as reason:
        get_session().rollback()
        return pages.page(seen_claim(key), {field: years_shown(str(reason))}, request.form.get(field, "")), 400
    return redirect(url_for("saving_claims.claim", key=key, said=said), 303)
