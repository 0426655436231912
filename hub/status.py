"""The status of a framework: worked out from dates, what its source says, and today. Pure.

Dates alone never make a framework live: a planned start that has passed without evidence of award is unconfirmed.
An end date that has passed wins over a list that still calls the framework live, because lists lag behind.
A reason names the day its source spoke and its own words, so that nobody takes old news for today's.
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
    """What a status is worked out from: a framework, or a lot, which may lack the further facts below."""

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
        or _contradictory(framework, today)
        or _over(framework, today)
        or _pipeline(framework, today)
        or _not_started(framework, today)
        or _running(framework, today)
    )


def _stopped(framework: Dated) -> Assessment | None:
    if framework.stage == "cancelled":
        return Assessment(Status.CANCELLED, _said(framework))
    if framework.stage == "suspended":
        return Assessment(Status.SUSPENDED, _said(framework))
    return None


def _contradictory(framework: Dated, today: date) -> Assessment | None:
    start, end = framework.start, framework.end
    if start is None or end is None or start <= end or start <= today:
        return None
    reason = f"Its published start, {when(framework, 'start')}, is after its published end, {when(framework, 'end')}."
    return Assessment(Status.UNKNOWN, reason)


def _over(framework: Dated, today: date) -> Assessment | None:
    end, latest = framework.end, _further(framework, "max_end")
    if end is not None and end < today:
        return _extendable(framework, latest) if latest and latest >= today else _ended(framework)
    if framework.stage == "ended":
        published = f" The end date published is {when(framework, 'end')}." if end else " No end date is published."
        return Assessment(Status.ENDED, f"{_said(framework)}{published}")
    whole = _further(framework, "parent_end")
    if end is None and whole is not None and whole < today:
        return Assessment(Status.ENDED, f"It is part of a framework that ended on {day(whole)}.")
    return None


def _extendable(framework: Dated, latest: date) -> Assessment:
    reason = (
        f"Its end date, {when(framework, 'end')}, has passed. It may be extended to {day(latest)}, but no source we "
        "have read says that it was."
    )
    return Assessment(Status.ENDED_MAY_BE_EXTENDED, reason, until=latest + timedelta(days=1))


def _ended(framework: Dated) -> Assessment:
    end = when(framework, "end")
    if framework.stage in PIPELINE:
        reason = f"Its planned end, {end}, has passed. No source we have read says whether it ever began."
        return Assessment(Status.ENDED, reason)
    said = lagging(framework)
    listed = f" {on_day(framework)} its source still listed it as live." if said else ""
    return Assessment(Status.ENDED, f"Its end date, {end}, has passed.{listed}")


def lagging(framework: Dated) -> date | None:
    """The day on which a source listed as live what had ended; None if none did."""
    said = spoken(framework)
    if framework.stage == "live" and framework.end and said and said > framework.end:
        return said
    return None


def _pipeline(framework: Dated, today: date) -> Assessment | None:
    """A planned, tendered or just awarded framework, until its planned start passes or nothing is heard for a year."""
    status = PIPELINE.get(framework.stage or "")
    if status is None:
        return None
    if framework.start is None:
        return _undated_pipeline(status, framework, today)
    start = when(framework, "start")
    if framework.start > today:
        return Assessment(status, f"{_said(framework)} It is to start on {start}.", until=framework.start)
    reason = f"Its planned start, {start}, has passed, but no source we have read confirms that it began."
    until = framework.end and framework.end + timedelta(days=1)
    return Assessment(Status.UNCONFIRMED, f"{reason} {_said(framework)}", until)


def _undated_pipeline(status: Status, framework: Dated, today: date) -> Assessment:
    """A tender of years ago is no longer under way, whatever came of it."""
    expiry = _news_until(framework)
    if expiry is None or expiry > today:
        return Assessment(status, f"{_said(framework)} No start date is published.", expiry)
    reason = f"{_said(framework)} No start date is published, and no source we have read says what came of it."
    return Assessment(Status.UNKNOWN, reason)


def _not_started(framework: Dated, today: date) -> Assessment | None:
    if framework.start is None or framework.start <= today:
        return None
    status = Status.AWARDED if framework.stage == "live" else Status.PLANNED
    return Assessment(status, f"It starts on {when(framework, 'start')}.", until=framework.start)


def _running(framework: Dated, today: date) -> Assessment:
    """Neither stopped, planned, over nor yet to start."""
    if framework.end is None:
        return _endless(framework, today)
    until = framework.end + timedelta(days=1)
    end = when(framework, "end")
    if framework.stage == "live":
        began = f"It began on {when(framework, 'start')} and ends" if framework.start else "It ends"
        return Assessment(Status.LIVE, f"{began} on {end}. {_said(framework)}", until)
    if framework.start is None:
        return Assessment(Status.UNKNOWN, f"Only an end date is published: {end}.", until)
    reason = (
        f"Its published dates run from {when(framework, 'start')} to {end}, but no source we have read confirms that "
        "it was awarded."
    )
    return Assessment(Status.UNCONFIRMED, reason, until)


def _endless(framework: Dated, today: date) -> Assessment:
    """Fresh news of a framework without an end counts: a dynamic market need not have one. Old news does not."""
    if framework.stage != "live":
        return Assessment(Status.UNKNOWN, "No end date is published, so we cannot say whether it has ended.")
    expiry = _news_until(framework)
    if expiry is not None and expiry > today:
        return Assessment(Status.LIVE, f"{_said(framework)} No end date is published.", expiry)
    reason = f"{_said(framework)} No end date is published, so we cannot say whether it has ended since."
    return Assessment(Status.UNKNOWN, reason)


def _news_until(framework: Dated) -> date | None:
    said = spoken(framework)
    return said + NEWS_LASTS if said else None


def _said(framework: Dated) -> str:
    """When the source spoke and what it called the framework: GCA's "Underway (Pipeline)" is what we call tendering."""
    said, words = spoken(framework), getattr(framework, "source_status", "")
    on = f"{on_day(framework)} its source" if said else "Its source"
    if words:
        return f"{on} called it “{words}”."
    listed = "available" if framework.stage == "live" else LABELS[Status(framework.stage or "unknown")].lower()
    return f"{on} listed it as {listed}."


def spoken(framework: Dated) -> date | None:
    """The day for which the source of the stage spoke, where that is known."""
    return _further(framework, "stage_as_of")


def _further(framework: Dated, name: str) -> date | None:
    found: date | None = getattr(framework, name, None)
    return found


def on_day(framework: Dated) -> str:
    """When the source spoke: "On 3 March 2027", "In 2023", "About 30 November 2025"."""
    words = when(framework, "stage_as_of")
    precision = getattr(framework, "stage_as_of_precision", "day")
    if precision == "about":
        return f"A{words[1:]}"
    return f"{'On' if precision == 'day' else 'In'} {words}"


def when(framework: Dated, name: str) -> str:
    """A start or end as exactly as it was published: "3 March 2027", "March 2027", "2027"."""
    return exactly(getattr(framework, name), getattr(framework, f"{name}_precision", None))


def exactly(value: date, precision: str | None) -> str:
    """A date with the precision it is known with; "about" is one the hub worked out."""
    if precision == "month":
        return f"{value:%B %Y}"
    if precision == "about":
        return f"about {day(value)}"
    return f"{value:%Y}" if precision == "year" else day(value)


def day(value: date) -> str:
    """A date as people write it: 3 March 2027."""
    return f"{value.day} {value:%B %Y}"
