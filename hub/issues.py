"""Data issues: what a source says that the hub could not read or does not believe, until a person has seen to it.

A cleared issue stays cleared when the same file is read again; another value in the same place is another issue.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub import audit
from hub.actor import Actor
from hub.errors import NotFound, Refused
from hub.models import Issue

EXAMPLES = 3


@dataclass(frozen=True)
class IssueGroup:
    """The open issues of one kind with one field: how many, and the first few of them."""

    kind: str
    field: str
    count: int
    examples: Sequence[Issue]


def grouped(session: Session, examples: int = EXAMPLES) -> list[IssueGroup]:
    """The issues nobody has cleared, by kind and field; what there is most of comes first. Reads only the examples."""
    alike = (Issue.kind, Issue.field)
    nth = func.row_number().over(partition_by=alike, order_by=Issue.id).label("nth")
    size = func.count().over(partition_by=alike).label("size")
    ranked = select(Issue.id, nth, size).where(Issue.cleared_at.is_(None)).subquery()
    rows = session.execute(
        select(Issue, ranked.c.size)
        .join(ranked, ranked.c.id == Issue.id)
        .where(ranked.c.nth <= examples)
        .order_by(ranked.c.size.desc(), *alike, Issue.id)
    )
    return [
        IssueGroup(kind, field, count, [issue for issue, _ in members])
        for (kind, field, count), members in groupby(rows, key=lambda row: (row[0].kind, row[0].field, row[1]))
    ]


def open_issues(session: Session, source: str = "", field: str = "") -> Sequence[Issue]:
    """The issues nobody has cleared, by source and in the order first seen; perhaps of one source or field only."""
    wanted = select(Issue).where(Issue.cleared_at.is_(None)).order_by(Issue.source, Issue.id)
    if source:
        wanted = wanted.where(Issue.source == source)
    if field:
        wanted = wanted.where(Issue.field == field)
    return session.scalars(wanted).all()


def clear(session: Session, issue_id: int, actor: Actor, at: datetime, note: str = "") -> Issue:
    """A person has seen to an issue. ``note`` says how, for whoever reads it later."""
    issue = _issue(session, issue_id)
    if issue.cleared_at is not None:
        raise Refused(f"Issue {issue_id} was cleared on {issue.cleared_at:%Y-%m-%d} by {issue.cleared_by} already.")
    issue.cleared_at, issue.cleared_by = at, actor.name
    _audit(session, "clear issue", issue, actor, at, note)
    return issue


def reopen(session: Session, issue_id: int, actor: Actor, at: datetime) -> Issue:
    """Undo the clearing of an issue."""
    issue = _issue(session, issue_id)
    if issue.cleared_at is None:
        raise Refused(f"Issue {issue_id} is open already.")
    issue.cleared_at, issue.cleared_by = None, ""
    _audit(session, "reopen issue", issue, actor, at)
    return issue


def _issue(session: Session, issue_id: int) -> Issue:
    issue = session.get(Issue, issue_id)
    if issue is None:
        raise NotFound(f"There is no issue {issue_id}. Run `hub review issues` to list them.")
    return issue


def _audit(session: Session, action: str, issue: Issue, actor: Actor, at: datetime, note: str = "") -> None:
    detail = {"note": note} if note else {}
    audit.note(session, actor, action, f"issue {issue.id}", at, detail)
