"""What a framework that somebody follows has to tell: another end or status, and what is published to follow it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.catalogue import named_successors
from hub.follows.lines import facts, shortened
from hub.follows.matching import standing
from hub.formatters import date_text
from hub.models import Follow, Framework
from hub.status import LABELS, OVER, Status, assess, when

EXPECTED = frozenset({Status.ENDED, Status.ENDED_MAY_BE_EXTENDED})
"""An end that was published is no news when it comes: there were warnings before it."""

NEWS = frozenset(
    {*(Status.TENDERING, Status.AWARDED, Status.LIVE, Status.EXTENDED), Status.SUSPENDED, Status.CANCELLED}
)
"""What a source must have said. That the hub has heard nothing for long is no news of a framework."""


@dataclass(frozen=True)
class Standing:
    """How a framework stands, and in sentences what of it has changed."""

    status: Status
    changes: Sequence[str]

    @property
    def is_over(self) -> bool:
        return self.status in OVER


def standing_of(framework: Framework, known_end: date | None, known_status: str, day: date) -> Standing:
    """Against what its follower knew of it."""
    status = assess(framework, day).status
    said = []
    cut_short = known_end is not None and known_end >= day
    if framework.end != known_end and (status not in EXPECTED or cut_short):
        said.append(_end(known_end, framework))
    if status in NEWS and known_status not in ("", Status.UNKNOWN, status):
        said.append(f"Its status is now “{status.label}”. It was “{LABELS[Status(known_status)]}”.")
    return Standing(status, said)


def _end(before: date | None, framework: Framework) -> str:
    was = f"It was {date_text(before)}." if before else ""
    if framework.end is None:
        return f"Its end is not published any more. {was}"
    end = when(framework, "end")
    if before is None:
        return f"Its end has been published: {end}."
    if framework.end > before:
        return f"It has been extended: its published end is now {end}. {was}"
    return f"Its published end is now earlier: {end}. {was}"


@dataclass(frozen=True)
class Succession:
    """Whether sources name anything that follows a framework, what of it is not followed yet, and how to say so."""

    is_named: bool
    fresh: Sequence[Framework]
    said: Sequence[str]


def succession(session: Session, framework: Framework, account: int, day: date) -> Succession:
    """As far as it is listed and not over itself. What only looks like a successor is left to the framework's page."""
    keys = sorted(named_successors(session, framework.key).get(framework.key, ()))
    listed = {each.key: each for key in keys if (each := standing(session, key))}
    named = [each for key, each in listed.items() if key != framework.key and assess(each, day).status not in OVER]
    fresh = [each for each in named if not is_followed(session, account, each.key)]
    return Succession(bool(named), fresh, [_published(each, day) for each in fresh])


def _published(successor: Framework, day: date) -> str:
    title = shortened(successor.title)
    return f"Its successor has been published: {title} ({facts(successor, day)}). From now on you follow it too."


def is_followed(session: Session, account: int, key: str) -> bool:
    theirs = select(Follow.id).where(Follow.account_id == account, Follow.kind == "framework", Follow.subject == key)
    return session.scalar(theirs) is not None
