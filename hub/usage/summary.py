"""What the counters say, for the people who run the hub."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, case, func, select

from hub.usage.batch import NONE
from hub.usage.tables import all_searches, named, opened, signposts

Days = tuple[date, date]
"""The first and the last."""


@dataclass(frozen=True)
class Search:
    """A search whose text is kept, how often it was made, and how often it found nothing."""

    text: str
    times: int
    empty: int


@dataclass(frozen=True)
class Signpost:
    """How often people went from the framework of a key to its owner's page, a notice or a document."""

    framework: str
    times: int


@dataclass(frozen=True)
class Summary:
    """All searches, those that found nothing, signposts followed; then by text and by framework, most first."""

    searches: int = 0
    empty: int = 0
    followed: int = 0
    by_text: Sequence[Search] = ()
    by_framework: Sequence[Signpost] = ()


def summary(path: Path, since: date, until: date = date.max) -> Summary:
    """The counts from a day on, and to another. All are nought if there is no file. Raises Refused if it cannot be
    read.
    """
    if not path.exists():
        return Summary()
    days = (since, until)
    with opened(path) as connection:
        searches, empty = _searches(connection, days)
        by_framework = _by_framework(connection, days)
        return Summary(
            searches=searches,
            empty=empty,
            followed=sum(signpost.times for signpost in by_framework),
            by_text=_by_text(connection, days),
            by_framework=by_framework,
        )


def counted_since(path: Path) -> date | None:
    """The first day of which counts are held: before it nobody knows. None if there are none."""
    if not path.exists():
        return None
    with opened(path) as connection:
        firsts = [connection.scalar(select(func.min(table.c.day))) for table in (all_searches, signposts)]
    return min((day for day in firsts if day), default=None)


def remembered(path: Path) -> Sequence[str]:
    """Every search whose text is kept, most frequent first. None if there is no file."""
    return [search.text for search in summary(path, date.min).by_text]


def _searches(connection: Connection, days: Days) -> tuple[int, int]:
    columns = all_searches.c
    by_results = (
        select(columns.results, func.sum(columns.count)).where(columns.day.between(*days)).group_by(columns.results)
    )
    counts = {results: int(count) for results, count in connection.execute(by_results)}
    return sum(counts.values()), counts.get(NONE, 0)


def _by_text(connection: Connection, days: Days) -> Sequence[Search]:
    columns = named.c
    times = func.sum(columns.count)
    empty = func.sum(case((columns.results == NONE, columns.count), else_=0))
    wanted = select(columns.text, times, empty).where(columns.day.between(*days)).group_by(columns.text)
    return [Search(*row) for row in connection.execute(wanted.order_by(times.desc(), columns.text))]


def _by_framework(connection: Connection, days: Days) -> Sequence[Signpost]:
    columns = signposts.c
    times = func.sum(columns.count)
    wanted = select(columns.framework, times).where(columns.day.between(*days)).group_by(columns.framework)
    return [Signpost(*row) for row in connection.execute(wanted.order_by(times.desc(), columns.framework))]
