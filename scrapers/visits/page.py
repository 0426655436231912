"""A page of notices that was fetched: checked as a whole, and read."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from scrapers import ocds
from scrapers.ocds.package import Package, Unsound, survey
from scrapers.record import Day
from scrapers.site import Body, PageChanged
from scrapers.source import Outcome, Reading, Row, Source, UnreadableFile

LONGEST_SHOWN = 10


@dataclass(frozen=True)
class Opened:
    """A page of notices. ``next`` is what it says of the next page; ``mark`` tells the same notices again."""

    reading: Reading
    next: object
    mark: str


def opened(body: Body, source: Source, may_lack_releases: bool = False) -> Opened:
    """The notices of a page of ``source``. Raises PageChanged where it is no such page, in words with its address.

    A page with an empty list is a page; one without a list is not, unless the portal gives such ones for "nothing".
    """
    package = _package(body)
    if package.releases is None and not may_lack_releases:
        names = ", ".join(package.keys[:LONGEST_SHOWN]) or "nothing"
        raise PageChanged(f"{body.address} has no list of releases; it has: {names}.")
    reading = _read(body, source) if package.releases else nothing_on(body, source)
    return Opened(reading, package.next, package.mark)


def nothing_on(body: Body, source: Source) -> Reading:
    """The reading of a page that holds no notices."""
    day = Day(value=body.fetched_at.date())
    return Reading(source=source, as_of=day, as_of_reason="the day it was fetched; it holds no notices")


def with_rows(reading: Reading, further: Iterable[Row]) -> Reading:
    """The reading with rows before its own."""
    before = tuple(further)
    return replace(reading, rows=(*before, *reading.rows)) if before else reading


def missing(ocid: str, reason: str) -> Row:
    """A procurement that was asked for by itself and could not be had."""
    return Row(place=f"procurement {ocid}", outcome=Outcome.REJECTED, reason=reason)


def _package(body: Body) -> Package:
    try:
        return survey(body.path)
    except Unsound as fault:
        raise PageChanged(f"{body.address} is not the JSON it should be: it {fault}.") from fault


def _read(body: Body, source: Source) -> Reading:
    try:
        reading = ocds.read(body.path)
    except UnreadableFile as fault:
        raise PageChanged(f"{body.address} has releases, and none can be read: {fault}") from fault
    if reading.source.name != source.name:
        raise PageChanged(f"{body.address} holds {reading.source.title}, not {source.title}.")
    return reading
