"""Framework owners and what they have."""

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, render_template

from hub import catalogue, data
from hub.db import get_session
from hub.models import Framework, Organisation
from hub.security import policy
from hub.status import OVER, Status
from hub.web.cards import Entry, entries
from hub.web.context import today
from hub.web.visible import visible

bp = Blueprint("owners", __name__)

HEADINGS = {
    "In force": (Status.LIVE, Status.EXTENDED),
    "To come": (Status.PLANNED, Status.TENDERING, Status.AWARDED),
    "Suspended": (Status.SUSPENDED,),
    "Unconfirmed or undated": (Status.UNCONFIRMED, Status.UNKNOWN),
    "Ended or cancelled": tuple(OVER),
}


@bp.get("/owners")
@policy("public")
def owners() -> str:
    return render_template("owners/owners.html", owners=catalogue.owners(get_session()))


@bp.get("/owners/<slug>")
@policy("public")
def owner(slug: str) -> str:
    found = visible(Organisation, slug)
    before, after = catalogue.neighbours(get_session(), found)
    return render_template(
        "owners/owner.html",
        owner=found,
        kind=kind_of(found),
        groups=by_status(catalogue.frameworks_of(get_session(), found), today()),
        former_names=[name for name in found.names if name.kind == "former"],
        before=before,
        after=after,
    )


def kind_of(organisation: Organisation) -> str:
    """What kind of organisation it is; empty where the hub does not know."""
    kind = data.organisation_kinds().get(organisation.kind)
    return kind.label if kind else ""


def by_status(frameworks: Sequence[Framework], day: date) -> dict[str, list[Entry]]:
    """Frameworks under the headings they have some for, in force first."""
    found = entries(frameworks, day)
    groups = {heading: [entry for entry in found if entry.status in statuses] for heading, statuses in HEADINGS.items()}
    return {heading: members for heading, members in groups.items() if members}
