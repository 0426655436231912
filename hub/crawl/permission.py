"""Whether the hub may read a site by itself: what its publisher allows, and what a person said here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.actor import Actor
from hub.audit import note
from hub.crawl.runs import state_of
from hub.errors import Refused
from hub.models import CrawlState
from scrapers.site import Grounds, Site

PERMITTED, FORBIDDEN = "permitted", "forbidden"


@dataclass(frozen=True)
class Standing:
    """Whether a site may be read, and on what that rests, in words."""

    permitted: bool
    words: str


def standing(site: Site, state: CrawlState | None) -> Standing:
    """A person's word counts; without one, the open licence or agreement the site itself declares."""
    said = state.permission if state else ""
    if state is not None and said:
        on = f"{state.permission_at:%Y-%m-%d}" if state.permission_at else "a day not noted"
        return Standing(said == PERMITTED, f"{said} by {state.permission_by} on {on}: {state.permission_because}")
    declared = site.permission
    words = f"{declared.grounds.value} ({declared.words})" if declared.words else declared.grounds.value
    return Standing(declared.grounds is not Grounds.NONE, words)


def require_permission(site: Site, state: CrawlState | None) -> None:
    """Raises Refused, with what to do, unless the site may be read and has been tried."""
    name, stands = site.source.name, standing(site, state)
    if not stands.permitted:
        why = f"{site.source.title} may not be crawled: its permission is “{stands.words}”."
        raise Refused(f'{why} Once its owner agrees, note that with `hub sources permit {name} --because "..."`.')
    if not is_tried(site, state):
        why = f"{site.source.title} has never been tried against the live site."
        raise Refused(f"{why} Run `hub probe {name}` first and look at what it finds.")


def is_tried(site: Site, state: CrawlState | None) -> bool:
    """Whether anyone has seen the hub read the live site: who wrote its file, or a person with `hub probe`."""
    return bool(site.met) or (state is not None and state.probed_at is not None)


def permit(session: Session, site: Site, actor: Actor, at: datetime, because: str) -> None:
    """A person notes why the site may be read. Raises Refused without a reason."""
    if not because.strip():
        raise Refused("Say on what the permission rests: who agreed, when, and where that can be read.")
    _say(session, site, PERMITTED, actor, at, because.strip())


def forbid(session: Session, site: Site, actor: Actor, at: datetime, because: str = "") -> None:
    """A person notes that the site may not be read, whatever else allows it."""
    _say(session, site, FORBIDDEN, actor, at, because.strip() or "no reason given")


def _say(session: Session, site: Site, said: str, actor: Actor, at: datetime, because: str) -> None:
    state = state_of(session, site)
    state.permission, state.permission_because = said, because
    state.permission_by, state.permission_at = actor.name, at
    action = "permit source" if said == PERMITTED else "forbid source"
    detail = {"because": because}
    note(session, actor, action, f"source {site.source.name}", at, detail)


def states_of(session: Session) -> Mapping[str, CrawlState]:
    """How the hub stands with every site anything was noted of, by name."""
    return {row.source: row for row in session.scalars(select(CrawlState))}
