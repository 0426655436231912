"""The page of somebody's own account, and what they have in hand: the organisation and the network they act for."""

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request
from sqlalchemy import select
from werkzeug.wrappers import Response

from hub import audit, auth
from hub.db import get_session, get_writers
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
    return _page({})


@bp.post("/account/acting-for")
@policy("account form")
def act_for() -> Response | tuple[str, int]:
    """Take another organisation or network in hand, of those that are theirs."""
    who = auth.actor()
    organisation, network = request.form.get("organisation", who.acting_for), request.form.get("network", who.network)
    if wrong := _not_theirs(organisation, network):
        return _page(wrong), 400
    with get_writers().begin() as session:
        row = session.scalars(select(SignedIn).where(SignedIn.token_hash == hashed(auth.token()))).one()
        row.acting_for = session.scalar(select(Organisation).where(Organisation.slug == organisation))
        row.network = session.scalar(select(Network).where(Network.slug == network))
        detail = {"organisation": organisation, "network": network}
        audit.note(session, who, "act for", who.name, now(), detail)
    return redirect(next_page(request.form.get("next", ""), "account.account"), 303)


def _page(wrong: Mapping[str, str]) -> str:
    held = get_session().get_one(Account, auth.actor().account)
    new = "new" in request.args
    return render_template("people/account.html", account=held, **in_hand(), new=new, done=_done(), wrong=wrong)


def _not_theirs(organisation: str, network: str) -> dict[str, str]:
    """What is wrong with either, by its field. Neither is none of theirs."""
    who, wrong = auth.actor(), {}
    if organisation not in {*who.organisations, ""}:
        wrong["organisation"] = "You do not act for that organisation. Choose one of yours"
    if network not in {*(right.network for right in who.rights), ""}:
        wrong["network"] = "You are not in that network. Choose one of yours"
    return wrong


def _done() -> str:
    return DONE.get(request.args.get("done", ""), "")


def in_hand() -> dict[str, list[Organisation] | list[Network]]:
    """The organisations and networks they may act for, by name."""
    who, session = auth.actor(), get_session()
    organisations = select(Organisation).where(Organisation.slug.in_(who.organisations)).order_by(Organisation.name)
    slugs = {right.network for right in who.rights if right.network}
    networks = select(Network).where(Network.slug.in_(slugs)).order_by(Network.name)
    return {"organisations": list(session.scalars(organisations)), "networks": list(session.scalars(networks))}
