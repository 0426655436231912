"""What everybody may see of savings: the public tables of each network (hub.reports.public)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template

from hub.db import get_session
from hub.models import Network, SavingTarget
from hub.people import networks
from hub.reports import public, targets
from hub.reports.bands import BANDS, COLUMNS, KINDS
from hub.reports.boards import category_title
from hub.reports.public import TABLES, Figure, Release
from hub.reports.selection import KNOWN
from hub.savings.pence import shown
from hub.savings.years import year_shown
from hub.security import policy
from hub.web.boards.shown import progress
from hub.web.context import today
from hub.web.memory import catalogue_version, remembered
from hub.web.people.account import in_hand

bp = Blueprint("savings", __name__)

HEADS = {
    "year": ("By financial year", "Year"),
    "column": ("Collaborative and local", "Column"),
    "cashable": ("Cashable or not", "Class"),
    "kind": ("By kind", "Kind"),
    "category": ("By category", "Category"),
}


@dataclass(frozen=True)
class NetworkView:
    """The public tables of a network: caption, head, and rows of a label and a figure."""

    network: Network
    total: Figure | None
    tables: Mapping[str, tuple[str, str, Sequence[tuple[str, Figure]]]]
    targets: Sequence[SavingTarget]
    progress: Sequence[Any]


@bp.get("/savings")
@policy("public")
def savings() -> str:
    session, found = get_session(), released()
    views = [network_view(network, found) for network in networks.all_networks(session)]
    return render_template("boards/public.html", views=views, bands=BANDS, **shown_with(found), **in_hand())


def shown_with(found: Release) -> dict[str, Any]:
    """What the templates of public tables need beside them."""
    return {"release": found, "as_of": found.as_of, "shown": shown}


def released() -> Release:
    """The figures of the last quarter, worked out once for each state of the database."""
    day = today()
    return remembered(catalogue_version(), f"savings {day}", lambda: public.release(get_session(), day))


def network_view(network: Network, release: Release) -> NetworkView:
    rows = [row for row in targets.of_network(get_session(), network) if row.organisation_id is None]
    years = {year: figure.pence for year, figure in release.table(network.slug, "year").items()}
    return NetworkView(
        network,
        release.total(network.slug),
        {by: (*HEADS[by], _rows(release, network.slug, by)) for by in TABLES},
        rows,
        progress(rows, years),
    )


def _rows(release: Release, network: str, by: str) -> list[tuple[str, Figure]]:
    words = {"column": COLUMNS, "cashable": KNOWN["cashable"], "kind": KINDS}.get(by, {})
    found = release.table(network, by)
    title = {"category": category_title, "year": year_shown}.get(by, lambda value: words.get(value, value))
    in_order = sorted(found, key=list(words).index) if words else list(found)
    return [(title(value), found[value]) for value in in_order]
