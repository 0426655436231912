"""How far a visit has come, as it is stored after each page and read again when the visit goes on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

WHEN = ("since", "from", "to")


@dataclass(frozen=True, kw_only=True)
class Place:
    """``since`` is where the visit began. ``held`` is the last procurement that was asked for by itself.

    ``start``, ``end`` and ``next`` are the window that is under way and its next page; ``start`` alone is where the
    next window begins.
    """

    since: datetime
    held: str = ""
    start: datetime | None = None
    end: datetime | None = None
    next: str = ""

    def stored(self) -> Mapping[str, str]:
        """Only what there is to say."""
        times = {"since": self.since, "from": self.start, "to": self.end}
        texts = {name: time.isoformat() for name, time in times.items() if time}
        return texts | {name: text for name, text in (("held", self.held), ("next", self.next)) if text}


def resumed(stored: Mapping[str, str], since: datetime) -> Place:
    """Where a visit from ``since`` on begins: at the place stored, unless that visit itself began only later."""
    times = {name: _time(stored.get(name, "")) for name in WHEN}
    began = times["since"]
    if began is None or began > since:
        return Place(since=since)
    return Place(
        since=began,
        held=stored.get("held", ""),
        start=times["from"],
        end=times["to"],
        next=stored.get("next", ""),
    )


def _time(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written).astimezone(UTC)
    except ValueError:
        return None
