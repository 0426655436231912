"""Where the hub's crawls meet the web: the sites there are, and the door through which each is fetched."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from hub.errors import Refused
from scrapers.fetch import Bodies, Door
from scrapers.site import Fetch, Site
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
    if not config["USER_AGENT_CONTACT"]:
        why = "Publishers want to know who reads their site."
        raise Refused(f"{why} Set HUB_USER_AGENT_CONTACT to a page or address where you can be reached.")
    try:
        bodies = Bodies(Path(config["BODIES"]), site.source.name)
        return Door(site.manners, bodies, contact=config["USER_AGENT_CONTACT"], since=since)
    except ValueError as error:
        raise Refused(f"HUB_USER_AGENT_CONTACT cannot be used: {error}.") from error
