"""Where the hub's crawls meet the web: the sites there are, and the door through which each is fetched."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from hub.errors import Refused
from scrapers.fetch import Bodies, Door
from scrapers.site import Fetch, Manners, Pace, Site
from scrapers.sites import SITES


def sites() -> Mapping[str, Site]:
    """Every site the hub can visit, by the name of its source."""
    return SITES


def sites_called(names: Iterable[str]) -> list[Site]:
    """The sites of these names, each once. Raises Refused for a name there is no site of."""
    known = sites()
    unknown = [name for name in names if name not in known]
    if unknown:
        there = ", ".join(sorted(known)) or "none"
        raise Refused(f"There is no site called {', '.join(unknown)}. `hub sources` lists them: {there}.")
    return [known[name] for name in dict.fromkeys(names)]


def open_fetch(site: Site, config: Mapping[str, Any], since: datetime) -> Fetch:
    """The door to a site: with its manners, keeping bodies in BODIES, and naming the hub and whom to write to.

    What was fetched after ``since`` is read from what was kept. Raises Refused where nobody can be written to.
    """
    return _door(site.manners, site.source.name, config, since)


LINK_PACE = Pace(requests=1, seconds=10, apart=10)
LINK_BYTES = 100_000
"""As much of a page as is taken to see that it is there."""


def link_manners(hosts: Collection[str]) -> Manners:
    """How addresses are looked at to see whether they still lead anywhere: one in ten seconds on any host."""
    return Manners(hosts=tuple(sorted(hosts)), pace=LINK_PACE, body_limit=LINK_BYTES)


def open_link_fetch(hosts: Collection[str], config: Mapping[str, Any]) -> Fetch:
    """The door to the hosts that addresses in the catalogue are on. Raises Refused where nobody can be written to."""
    return _door(link_manners(hosts), "links", config)


def _door(manners: Manners, source: str, config: Mapping[str, Any], since: datetime | None = None) -> Door:
    contact = config["USER_AGENT_CONTACT"]
    if not contact:
        why = "Publishers want to know who reads their site."
        raise Refused(f"{why} Set HUB_USER_AGENT_CONTACT to a page or address where you can be reached.")
    try:
        return Door(manners, Bodies(Path(config["BODIES"]), source), contact=contact, since=since)
    except ValueError as error:
        raise Refused(f"HUB_USER_AGENT_CONTACT cannot be used: {error}.") from error
