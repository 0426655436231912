"""What the things somebody follows have to tell, since they were told last. Reads only.

What is over is never told of as new.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from hub.clock import today
from hub.follows.framework_news import standing_of, succession
from hub.follows.lines import Line, line
from hub.follows.matching import Catalogue, standing, words_found
from hub.follows.timing import is_due
from hub.formatters import listing
from hub.models import Follow, Framework
from indexer import IndexUnavailable

SHOWN = 20
"""Frameworks a letter tells of one follow; of the rest it says how many they are."""


@dataclass(frozen=True)
class Check:
    """What one follow has to tell, and how it stands once that is told.

    ``cadence`` and ``checked_at`` are as they were when it was looked at. ``new`` are the keys it has led to for the
    first time. Of a framework: ``subject`` is where its key leads now, ``successors`` (keys and titles) are to be
    followed from now on, and ``moved``: it is over and they are followed in its place.
    """

    follow: int
    kind: str
    subject: str
    title: str
    cadence: str
    checked_at: datetime
    lines: Sequence[Line] = ()
    new: Sequence[str] = ()
    known_end: date | None = None
    known_status: str = ""
    successors: Sequence[tuple[str, str]] = ()
    moved: bool = False

    @property
    def more(self) -> int:
        """How many of the new ones the lines leave out."""
        return max(len(self.new) - SHOWN, 0)


def gather(catalogue: Catalogue, account: int, at: datetime, changed: datetime | None) -> list[Check]:
    """What every due follow of an account has to tell. While the index cannot be read, searches wait."""
    theirs = select(Follow).where(Follow.account_id == account).order_by(Follow.id)
    found: list[Check] = []
    for row in catalogue.session.scalars(theirs):
        if is_due(row.cadence, row.checked_at, at, changed):
            try:
                found.append(_check(catalogue, row, today(lambda: at)))
            except IndexUnavailable:
                continue
    return found


def _check(catalogue: Catalogue, row: Follow, day: date) -> Check:
    if row.kind == "framework":
        return _of_framework(catalogue, row, day)
    found = catalogue.new(row, day)
    lines = [line(each, day, _why(catalogue, row, each, day)) for each in found[:SHOWN]]
    return Check(
        row.id, row.kind, row.subject, row.title, row.cadence, row.checked_at, lines, [each.key for each in found]
    )


def _why(catalogue: Catalogue, row: Follow, framework: Framework, day: date) -> str:
    """Which follow led to it; for a search, by which words."""
    if row.kind != "search":
        return f"New: you follow the {row.kind} {row.title}."
    words = words_found(catalogue, catalogue.query(row.subject, day), framework.key)
    matched = f" Words that matched: {listing(words)}." if words else ""
    return f"New: you follow the search for {row.title}.{matched}"


def _of_framework(catalogue: Catalogue, row: Follow, day: date) -> Check:
    """A framework that is not listed any more has nothing to tell, and is what it was if it comes back."""
    session, framework = catalogue.session, standing(catalogue.session, row.subject)
    about = (row.id, row.kind)
    was = (row.cadence, row.checked_at)
    if framework is None:
        return Check(*about, row.subject, row.title, *was, known_end=row.known_end, known_status=row.known_status)
    now = standing_of(framework, row.known_end, row.known_status, day)
    ahead = succession(session, framework, row.account_id, day)
    lines = [line(framework, day, f"{said} You follow this framework.") for said in (*now.changes, *ahead.said)]
    return Check(
        *(*about, framework.key, framework.title, *was, lines),
        known_end=framework.end,
        known_status=now.status.value,
        successors=[(each.key, each.title) for each in ahead.fresh],
        moved=now.is_over and ahead.is_named,
    )
