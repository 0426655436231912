"""The page of somebody's own account, and what they have in hand: the organisation and the network they act for."""

from flask import Blueprint, redirect, render_template, request
from sqlalchemy import select
from werkzeug.wrappers import Response

from hub import audit, auth
from hub.db import get_session, get_writers
from hub.errors import Refused
from hub.models import Account, Network, Organisation, SignedIn
from hub.people.secrets import hashed
from hub.security import policy
from hub.web.context import now
from hub.web.next_page import next_page

bp = Blueprint("account", __name__)

DONE = {
    "name": "Your name has been changed.",
    "password": "Your password has been changed. You are signed out everywhere else.",
    "email": "A letter is on its way to the new address. Follow the link in it within a day.",
    "codes-off": "One-time codes are switched off. You are signed out everywhere else.",
}


@bp.get("/account")
@policy("account")
def account() -> str:
    who = auth.actor()
    held = get_session().get_one(Account, who.account)
    return render_template("people/account.html", account=held, **in_hand(), new="new" in request.args, done=_done())


@bp.post("/account/acting-for")
@policy("account form")
def act_for() -> Response:
    """Take another organisation or network in hand. Raises Refused for one that is not theirs."""
    who = auth.actor()
    organisation, network = request.form.get("organisation", who.acting_for), request.form.get("network", who.network)
    networks = {right.network for right in who.rights}
    if organisation not in {*who.organisations, ""} or network not in {*networks, ""}:
        raise Refused("You do not act for that organisation or network. Choose one of yours.")
    with get_writers().begin() as session:
        row = session.scalars(select(SignedIn).where(SignedIn.token_hash == hashed(auth.token()))).one()
        row.acting_for = session.scalar(select(Organisation).where(Organisation.slug == organisation))
        row.network = session.scalar(select(Network).where(Network.slug == network))
        detail = {"organisation": organisation, "network": network}
        audit.note(session, who, "act for", who.name, now(), detail)
    return redirect(next_page(request.form.get("next", ""), "account.account"), 303)


def _done() -> str:
    return DONE.get(request.args.get("done", ""), "")


def in_hand() -> dict[str, list[Organisation] | list[Network]]:
    """The organisations and networks they may act for, by name."""
    who, session = auth.actor(), get_session()
    organisations = select(Organisation).where(Organisation.slug.in_(who.organisations)).order_by(Organisation.name)
    slugs = {right.network for right in who.rights if right.network}
    networks = select(Network).where(Network.slug.in_(slugs)).order_by(Network.name)
    return {"organisations": list(session.scalars(organisations)), "networks": list(session.scalars(networks))}
