"""Invitations: moderators invite contributors to their network, administrators anybody."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub import mail
from hub.auth import actor
from hub.db import get_session, get_writers
from hub.errors import Refused
from hub.models import Network
from hub.people import domains, invitations, links, networks, roles
from hub.security import policy
from hub.web.administration import finding
from hub.web.context import now
from hub.web.people import asking

bp = Blueprint("invitations", __name__, url_prefix="/invitations")

SAID = {"sent": "The invitation is on its way.", "withdrawn": "The invitation is withdrawn: its link works no more."}
WHO = {"administrator": "An administrator", "moderator": "A moderator"}


@bp.get("/")
@policy("moderator")
def list_invitations() -> str:
    return _page({"email": "", "role": "contributor", "organisation": "", "network": ""}, {})


@bp.post("/")
@policy("moderator form")
def invite() -> Response | tuple[str, int]:
    """Send a link; else the form again, with all that was entered and what is wrong."""
    entered = {name: request.form.get(name, "").strip() for name in ("email", "role", "organisation", "network")}
    wrong = {"email": domains.problem(entered["email"])} if domains.problem(entered["email"]) else {}
    if not wrong:
        try:
            _send(entered)
            return redirect(url_for("invitations.list_invitations", done="sent"), 303)
        except Refused as reason:
            wrong[_field(str(reason))] = str(reason).rstrip(".")
    return _page(entered, wrong), 400


@bp.post("/<int:number>/withdraw")
@policy("moderator form")
def withdraw(number: int) -> Response:
    with get_writers().begin() as session:
        invitations.withdraw(session, number, actor(), now())
    return redirect(url_for("invitations.list_invitations", done="withdrawn"), 303)


def _send(entered: dict[str, str]) -> None:
    role = entered["role"]
    with get_writers().begin() as session:
        bound_organisation, bound_network = roles.BOUND.get(role, (False, False))
        organisation = finding.organisation_called(session, entered["organisation"]) if bound_organisation else None
        network = finding.network_called(session, entered["network"]) if bound_network else None
        token = invitations.invite(session, entered["email"], role, actor(), now(), organisation, network)
        facts: dict[str, Any] = {
            "link": asking.link("invitation.invitation", token=token),
            "days": links.GOOD_FOR["invite"].days,
            "inviter": WHO["administrator" if actor().may("administrator") else "moderator"],
            "right": roles.words(role, organisation, network),
        }
        mail.post(session, mail.write("invite", domains.settled(entered["email"]), **facts), now())


def _field(reason: str) -> str:
    """Which field a refusal is about."""
    if "account for this address" in reason:
        return "email"
    return "organisation" if "from the list" in reason or "does not act" in reason else "role"


def _page(entered: dict[str, str], wrong: dict[str, str]) -> str:
    session, theirs = get_session(), _networks()
    found: list[Any] = [row for network in theirs for row in invitations.outstanding(session, network.slug, now())]
    is_administrator = actor().may("administrator")
    if is_administrator:
        found += invitations.outstanding(session, "", now())
    members = {each.name for network in theirs for each in networks.organisations(session, network, now())}
    return render_template(
        "administration/invitations.html",
        above=_above(is_administrator),
        entered=entered,
        wrong=wrong,
        networks=theirs,
        organisations=finding.choosable(session) if is_administrator else sorted(members),
        roles=list(roles.BOUND) if is_administrator else ["contributor"],
        outstanding=found,
        days=links.GOOD_FOR["invite"].days,
        said=SAID.get(request.args.get("done", ""), ""),
    )


def _above(is_administrator: bool) -> tuple[str, str]:
    """The page above this one: where whoever is here came from."""
    if is_administrator:
        return "Administration", url_for("people.administration_page")
    return "Your account", url_for("account.account")


def _networks() -> list[Network]:
    """Those this person moderates; all of them for an administrator."""
    every = networks.all_networks(get_session())
    return [network for network in every if actor().may("moderator", network=network.slug)]
