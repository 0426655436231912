"""The status of a framework: worked out from dates, what its source says, and today. Pure.

Dates alone never make a framework live: a planned start that has passed without evidence of award is unconfirmed.
An end date that has passed wins over a list that still calls the framework live, because lists lag behind.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol


class Status(StrEnum):
    """The words the hub uses for where a framework is in its life."""

    PLANNED = "planned"
    TENDERING = "tendering"
    AWARDED = "awarded"
    LIVE = "live"
    EXTENDED = "extended"
    ENDED = "ended"
    ENDED_MAY_BE_EXTENDED = "ended_may_be_extended"
    CANCELLED = "cancelled"
    SUSPENDED = "suspended"
    UNCONFIRMED = "unconfirmed"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Status.PLANNED: "Planned",
    Status.TENDERING: "Tendering",
    Status.AWARDED: "Awarded",
    Status.LIVE: "Live",
    Status.EXTENDED: "Extended",
    Status.ENDED: "Ended",
    Status.ENDED_MAY_BE_EXTENDED: "Ended (may be extended)",
    Status.CANCELLED: "Cancelled",
    Status.SUSPENDED: "Suspended",
    Status.UNCONFIRMED: "Unconfirmed",
    Status.UNKNOWN: "Unknown",
}

OVER = frozenset({Status.ENDED, Status.ENDED_MAY_BE_EXTENDED, Status.CANCELLED})
"""Known to be over: hidden from a search until asked for."""

NEWS_LASTS = timedelta(days=365)
"""How long a source's word that something is planned or out to tender counts, where it gives no dates."""

PIPELINE = {"planned": Status.PLANNED, "tendering": Status.TENDERING, "awarded": Status.AWARDED}


class Dated(Protocol):
    """What a status is worked out from: a framework, or a lot."""

    start: date | None
    end: date | None
    stage: str | None


@dataclass(frozen=True)
class Assessment:
    """A status, the reason in a plain sentence, and the first day on which it must be worked out again."""

    status: Status
    reason: str
    until: date | None = None


def assess(framework: Dated, today: date) -> Assessment:
    """The status of a framework on a day, with its reason."""
    return (
        _stopped(framework)
        or _over(framework, today)
        or _pipeline(framework, today)
        or _not_started(framework, today)
        or _running(framework)
    )


def _stopped(framework: Dated) -> Assessment | None:
    if framework.stage == "cancelled":
        return Assessment(Status.CANCELLED, "The source says it was cancelled.")
    if framework.stage == "suspended":
        return Assessment(Status.SUSPENDED, "The source says it is suspended.")
    return None


def _pipeline(framework: Dated, today: date) -> Assessment | None:
    """A planned, tendered or just awarded framework, until its planned start passes or nothing is heard for a year."""
    status = PIPELINE.get(framework.stage or "")
    if status is None:
        return None
    called = f"{_called(framework)} {status.label.lower()}"
    if framework.start is None:
        return _undated_pipeline(status, called, framework, today)
    if framework.start > today:
        return Assessment(status, f"{called}, to start on {day(framework.start)}.", until=framework.start)
    start = day(framework.start)
    reason = f"Its planned start, {start}, has passed, but no source we have read confirms that it began."
    until = framework.end and framework.end + timedelta(days=1)
    return Assessment(Status.UNCONFIRMED, f"{reason} {called}.", until)


def _called(framework: Dated) -> str:
    said = spoken(framework)
    return f"On {day(said)} its source called it" if said else "Its source calls it"


def _undated_pipeline(status: Status, called: str, framework: Dated, today: date) -> Assessment:
    """A tender of years ago is no longer under way, whatever came of it."""
    said = spoken(framework)
    if said is None or said + NEWS_LASTS > today:
        until = said + NEWS_LASTS if said else None
        return Assessment(status, f"{called}. No start date is published.", until)
    reason = f"{called}. No start date is published, and no source we have read says what came of it."
    return Assessment(Status.UNKNOWN, reason)


def spoken(framework: Dated) -> date | None:
    """The day for which the source of the stage spoke, where that is known."""
    said: date | None = getattr(framework, "stage_as_of", None)
    return said


def _over(framework: Dated, today: date) -> Assessment | None:
    end, latest = framework.end, getattr(framework, "max_end", None)
    if end is not None and end < today:
        if latest is not None and latest >= today:
            return _extendable(end, latest)
        return Assessment(Status.ENDED, _ended(framework, end))
    if framework.stage == "ended":
        published = f" The end date published is {day(end)}." if end else " No end date is published."
        return Assessment(Status.ENDED, "The source lists it as ended." + published)
    return None


def _extendable(end: date, latest: date) -> Assessment:
    reason = (
        f"Its end date, {day(end)}, has passed. It may be extended to {day(latest)}, but no source we have read "
        "says that it was."
    )
    return Assessment(Status.ENDED_MAY_BE_EXTENDED, reason, until=latest + timedelta(days=1))


def _ended(framework: Dated, end: date) -> str:
    if framework.stage in PIPELINE:
        return f"Its planned end, {day(end)}, has passed. No source we have read says whether it ever began."
    said = lagging(framework)
    listed = f", though its source still listed it as live on {day(said)}" if said else ""
    return f"Its end date, {day(end)}, has passed{listed}."


def lagging(framework: Dated) -> date | None:
    """The day on which a source listed as live what had ended; None if none did."""
    said = spoken(framework)
    if framework.stage == "live" and framework.end and said and said > framework.end:
        return said
    return None


def _not_started(framework: Dated, today: date) -> Assessment | None:
    if framework.start is None or framework.start <= today:
        return None
    status = Status.AWARDED if framework.stage == "live" else Status.PLANNED
    return Assessment(status, f"It starts on {day(framework.start)}.", until=framework.start)


def _running(framework: Dated) -> Assessment:
    """Neither stopped, planned, over nor yet to start."""
    start, end = framework.start, framework.end
    if end is None:
        return Assessment(Status.UNKNOWN, _undated(framework))
    until = end + timedelta(days=1)
    if framework.stage == "live":
        began = f"It began on {day(start)} and ends on" if start else "The source lists it as live. It ends on"
        return Assessment(Status.LIVE, f"{began} {day(end)}.", until)
    if start is None:
        return Assessment(Status.UNKNOWN, f"Only an end date is published: {day(end)}.", until)
    reason = (
        f"Its published dates run from {day(start)} to {day(end)}, but no source we have read confirms that it "
        "was awarded."
    )
    return Assessment(Status.UNCONFIRMED, reason, until)


def _undated(framework: Dated) -> str:
    listed = "The source lists it as available, but no" if framework.stage == "live" else "No"
    return f"{listed} end date is published, so we cannot say whether it has ended."


def day(value: date) -> str:
    """A date as people write it: 3 March 2027."""
    return f"{value.day} {value:%B %Y}"
