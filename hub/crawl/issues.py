"""What a person should know about a crawl: one open issue for each source and matter, in the newest words."""

import hashlib
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.actor import Actor
from hub.models import Issue

KIND = "crawl"
VISIT, LENGTH = "visit", "length of the list"


def note(session: Session, source: str, matter: str, reason: str, done: str, at: datetime) -> None:
    """Say it again in today's words where it was said before, also where a person had cleared it."""
    issue = _issue(session, source, matter)
    if issue is None:
        issue = Issue(
            fingerprint=_fingerprint(source, matter),
            source=source,
            kind=KIND,
            place="crawl",
            field=matter,
            value="",
            first_seen=at,
        )
        session.add(issue)
    if issue.cleared_at is not None:
        issue.first_seen, issue.cleared_at, issue.cleared_by = at, None, ""
    issue.reason, issue.done = reason, done
    session.flush()


def clear_failure(session: Session, source: str, actor: Actor, at: datetime) -> None:
    """A good crawl answers for the failed ones before it."""
    issue = _issue(session, source, VISIT)
    if issue is not None and issue.cleared_at is None:
        issue.cleared_at, issue.cleared_by = at, actor.name


def _issue(session: Session, source: str, matter: str) -> Issue | None:
    return session.scalar(select(Issue).where(Issue.fingerprint == _fingerprint(source, matter)))


def _fingerprint(source: str, matter: str) -> str:
    return hashlib.sha256("\x1f".join((source, KIND, matter)).encode()).hexdigest()
