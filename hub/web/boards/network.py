"""The savings of a network. Its moderators see all of them; its members what everybody sees, in one place."""

from functools import partial

from flask import Blueprint, render_template, url_for

from hub.auth import actor
from hub.db import get_session
from hub.errors import NotFound
from hub.models import Network, SavingClaim
from hub.people import networks
from hub.reports import targets
from hub.reports.selection import MEMBER
from hub.security import policy
from hub.web.boards.everybody import network_view, released, shown_with
from hub.web.boards.shown import Scope, claims_page, dashboard, visible_facts
from hub.web.context import now
from hub.web.people.account import in_hand

bp = Blueprint("network_savings", __name__, url_prefix="/savings/networks")

NOT_YOURS = "There is no such network, or its savings are not yours to see."


@bp.get("/<slug>")
@policy("account")
def network(slug: str) -> str:
    found = networks.network(get_session(), slug) if _may_see(slug) else _nobody()
    if actor().may("moderator", network=slug):
        return dashboard(_scope(found), network=found)
    release = released()
    shown = shown_with(release) | {"organisations": in_hand()["organisations"]}
    return render_template("boards/network.html", network=found, view=network_view(found, release), **shown)


@bp.get("/<slug>/claims")
@policy("account")
def claims(slug: str) -> str:
    if not actor().may("moderator", network=slug):
        _nobody()
    return claims_page(_scope(networks.network(get_session(), slug)))


def _may_see(slug: str) -> bool:
    """Its moderators and contributors, administrators, and whoever is of an organisation in it."""
    if actor().may("administrator") or any(right.network == slug for right in actor().rights):
        return True
    if not actor().organisations:
        return False
    members = networks.organisations(get_session(), _or_nobody(slug), now())
    return bool({each.slug for each in members} & set(actor().organisations))


def _or_nobody(slug: str) -> Network:
    found = {each.slug: each for each in networks.all_networks(get_session())}
    return found[slug] if slug in found else _nobody()


def _nobody() -> Network:
    raise NotFound(NOT_YOURS)


def _scope(found: Network) -> Scope:
    return Scope(
        f"Savings of {found.name}",
        "The parts of members of the network",
        visible_facts(SavingClaim.network_id == found.id, SavingClaim.submitted_at.is_not(None)),
        partial(url_for, "network_savings.network", slug=found.slug),
        partial(url_for, "network_savings.claims", slug=found.slug),
        part=MEMBER,
        targets=[row for row in targets.of_network(get_session(), found) if row.organisation_id is None],
    )
