"""How much waits in each of the moderators' inboxes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub import corrections
from hub.ingest.disputes import KIND
from hub.ingest.links import unconfirmed
from hub.ingest.review import queue
from hub.ingest.supplier_review import supplier_queue
from hub.models import Issue, UnmetNeed


@dataclass(frozen=True)
class Inbox:
    """One inbox: the endpoint of its page, what is in it, how many wait, and how many of these are late."""

    endpoint: str
    title: str
    waiting: int
    late: int = 0


def inboxes(session: Session, day: date) -> list[Inbox]:
    """All of them; those in which something is late come first."""
    asked = corrections.counts(session, day)
    counted: Sequence[tuple[str, str, Callable[[Session], int], int]] = (
        ("inbox_corrections.corrections", "Corrections asked for", lambda _: asked["open"], asked["overdue"]),
        ("inbox_problems.disputes", "Sources that disagree with a value you set", _disputes, 0),
        ("inbox_problems.problems", "Problems with what sources say", _problems, 0),
        ("inbox_merges.merges", "Pairs that may be one framework", lambda it: len(queue(it)), 0),
        ("inbox_suppliers.suppliers", "Pairs that may be one supplier", lambda it: len(supplier_queue(it)), 0),
        ("inbox_links.links", "Contracts linked by their words alone", lambda it: len(unconfirmed(it)), 0),
        ("inbox_needs.needs", "Needs nobody could meet", _needs, 0),
    )
    found = [Inbox(endpoint, title, count(session), late) for endpoint, title, count, late in counted]
    return sorted(found, key=lambda inbox: not inbox.late)


def _disputes(session: Session) -> int:
    return _issues(session, Issue.kind == KIND)


def _problems(session: Session) -> int:
    return _issues(session, Issue.kind != KIND)


def _issues(session: Session, kind: object) -> int:
    counted = select(func.count()).select_from(Issue).where(Issue.cleared_at.is_(None), kind)  # type: ignore[arg-type]
    return session.scalar(counted) or 0


def _needs(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(UnmetNeed)) or 0
