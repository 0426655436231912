"""What membership of a network costs, entered by its moderators for the statements of its members."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from hub.auth import actor
from hub.db import get_session, get_writers
from hub.errors import NotFound, Refused
from hub.models import Network, Organisation
from hub.people import networks as rooms
from hub.reports import fees, period as years
from hub.reports.readers import NOT_YOURS
from hub.savings import pence
from hub.security import policy
from hub.web.context import now, today

bp = Blueprint("fees", __name__, url_prefix="/savings/fees")

FIELDS = ("period", "organisation", "amount")


@bp.get("/<network>")
@policy("moderator")
def entered(network: str) -> str:
    return _page(_moderated(network), {"period": years.of_day(today()).shown}, {})


@bp.post("/<network>")
@policy("moderator form")
def enter(network: str) -> Response | tuple[str, int]:
    """Keep what was entered; an empty amount takes away what was entered before."""
    row, typed = _moderated(network), {name: request.form.get(name, "").strip() for name in FIELDS}
    if wrong := _faults(typed):
        return _page(row, typed, wrong), 400
    amount, period = _pence(typed["amount"]), years.read(typed["period"])
    try:
        with get_writers().begin() as session:
            payer = _organisation(session, typed["organisation"])
            fees.enter(session, actor(), rooms.network(session, network), period, payer, amount, now())
    except Refused as refusal:
        return _page(row, typed, {"organisation": str(refusal).rstrip(".")}), 400
    return redirect(url_for("fees.entered", network=network), 303)


def _moderated(slug: str) -> Network:
    """Raises NotFound for a network that is not theirs to moderate."""
    if not actor().may("moderator", network=slug):
        raise NotFound(NOT_YOURS)
    return rooms.network(get_session(), slug)


def _faults(typed: Mapping[str, str]) -> dict[str, str]:
    """Why a year or an amount cannot be read, by field."""
    found = {"period": _refusal(years.read, typed["period"]), "amount": _refusal(_pence, typed["amount"])}
    return {field: message for field, message in found.items() if message}


def _refusal(read: Callable[[str], object], text: str) -> str:
    try:
        read(text)
    except Refused as refusal:
        return str(refusal).rstrip(".")
    return ""


def _organisation(session: Session, slug: str) -> Organisation | None:
    """The organisation that was chosen; None for each of them."""
    found = session.scalar(select(Organisation).where(Organisation.slug == slug))
    if slug and found is None:
        raise Refused("Choose an organisation from the list.")
    return found


def _pence(text: str) -> int | None:
    """Raises Refused for what is no amount; None where it is empty."""
    if not text:
        return None
    try:
        amount = Decimal(text.removeprefix("£").replace(",", "")) * 100
        if amount == int(amount) and 0 <= amount < fees.MOST_PENCE:
            return int(amount)
    except (InvalidOperation, ValueError, OverflowError):
        pass
    raise Refused("Enter what membership costs in pounds and pence, such as 4,500 or 4500.00.")


def _page(network: Network, typed: Mapping[str, str], wrong: Mapping[str, str]) -> str:
    session = get_session()
    return render_template(
        "papers/fees.html",
        network=network,
        rows=[(row, pence.shown(row.pence)) for row in fees.entered(session, network)],
        organisations=rooms.organisations(session, network, now()),
        typed=typed,
        wrong=wrong,
    )
