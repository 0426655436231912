"""What people could not find, told to the network. Nothing about who told is asked for or kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub import data
from hub.actor import Actor
from hub.audit import note
from hub.clock import day_of
from hub.errors import Refused
from hub.models import UnmetNeed
from hub.personal import problem

LONGEST_SEARCH = 400
LONGEST_WANTED = 1000
MOST_A_DAY = 200
"""So many needs are taken in a day from everybody together: nothing is kept by which to tell people apart."""

WIDEST_REGIONS = 1
"""The level of regions and nations: a smaller area might say who asked."""


@dataclass(frozen=True)
class Need:
    """What somebody tells: the words searched for, what they want to buy, perhaps where and for what kind of body."""

    text: str = ""
    wanted: str = ""
    region: str = ""
    kind: str = ""


def problems(need: Need) -> Mapping[str, str]:
    """What is wrong with a need, by field, each with the cure. Empty when it can be taken."""
    found = {"text": problem(need.text, LONGEST_SEARCH), "wanted": problem(need.wanted, LONGEST_WANTED)}
    if not need.wanted.strip():
        found["wanted"] = "Say what you want to buy"
    if need.region and need.region not in regions():
        found["region"] = "Choose a region from the list"
    if need.kind and need.kind not in kinds():
        found["kind"] = "Choose a kind of organisation from the list"
    return {field: message for field, message in found.items() if message}


def regions() -> Mapping[str, str]:
    """The regions and nations to choose from: names by code."""
    return {code: region.name for code, region in data.regions().items() if region.level == WIDEST_REGIONS}


def kinds() -> Mapping[str, str]:
    """The kinds of organisation to choose from: labels by slug."""
    return {slug: kind.label for slug, kind in data.organisation_kinds().items()}


def record(session: Session, need: Need, actor: Actor, at: datetime) -> bool:
    """Keep a need; False if the very same was told that day already.

    Raises Refused if there is something wrong with it, or if so many were told that day that it must be a machine.
    """
    if wrong := problems(need):
        raise Refused(". ".join(wrong.values()) + ".")
    day = day_of(at)
    told = UnmetNeed(day=day, text=need.text, wanted=need.wanted, region=need.region or None, kind=need.kind or None)
    if _is_told(session, told):
        return False
    if _told_on(session, day) >= MOST_A_DAY:
        raise Refused("The hub has been told of more needs today than it can take. Please try again tomorrow.")
    session.add(told)
    session.flush()
    note(session, actor, "tell need", f"need {told.id}", at)
    return True


def _is_told(session: Session, told: UnmetNeed) -> bool:
    of_day = session.scalars(select(UnmetNeed).where(UnmetNeed.day == told.day))
    return any(
        (row.text, row.wanted, row.region, row.kind) == (told.text, told.wanted, told.region, told.kind)
        for row in of_day
    )


def _told_on(session: Session, day: date) -> int:
    return session.scalar(select(func.count()).select_from(UnmetNeed).where(UnmetNeed.day == day)) or 0


def unmet_needs(session: Session) -> Sequence[UnmetNeed]:
    """Every need that was told, newest first."""
    return session.scalars(select(UnmetNeed).order_by(UnmetNeed.day.desc(), UnmetNeed.id.desc())).all()
