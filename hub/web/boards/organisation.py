"""The savings of an organisation: for its members, the moderators of its networks, and administrators."""

from functools import partial

from flask import Blueprint, url_for

from hub.auth import actor
from hub.db import get_session
from hub.errors import NotFound
from hub.models import Organisation
from hub.people import networks
from hub.reports import targets
from hub.reports.facts import has_part
from hub.security import policy
from hub.web.boards.shown import Scope, claims_page, dashboard, visible_facts
from hub.web.visible import visible

bp = Blueprint("organisation_savings", __name__, url_prefix="/savings/organisations")

NOT_YOURS = "There is no such organisation, or its savings are not yours to see."


@bp.get("/<slug>")
@policy("account")
def organisation(slug: str) -> str:
    return dashboard(_scope(_theirs(slug)))


@bp.get("/<slug>/claims")
@policy("account")
def claims(slug: str) -> str:
    return claims_page(_scope(_theirs(slug)))


def _theirs(slug: str) -> Organisation:
    """Raises NotFound, whether there is none or it is not theirs to see."""
    who = actor()
    if slug in who.organisations or who.may("administrator"):
        return visible(Organisation, slug)
    if not who.may("moderator"):
        raise NotFound(NOT_YOURS)
    found = visible(Organisation, slug)
    acts_in = [row.network.slug for row in networks.memberships(get_session(), found)]
    if not any(who.may("moderator", network=network) for network in acts_in):
        raise NotFound(NOT_YOURS)
    return found


def _scope(found: Organisation) -> Scope:
    return Scope(
        f"Savings of {found.name}",
        f"The parts of {found.name} in claims that you may see",
        visible_facts(has_part([found.id]), part_of=[found.id]),
        partial(url_for, "organisation_savings.organisation", slug=found.slug),
        partial(url_for, "organisation_savings.claims", slug=found.slug),
        targets=targets.of_organisation(get_session(), found),
    )
