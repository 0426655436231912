"""What somebody follows: begun, changed and ended by themselves. Each change is one row of the audit trail.

What is followed may say what somebody looks for, so the trail has numbers and no words of it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import audit
from hub.actor import VISITOR, Actor
from hub.clock import today
from hub.errors import NotFound, Refused
from hub.follows.links import PATHS
from hub.follows.timing import CADENCES, warning
from hub.models import Account, EndingTold, Follow, FollowSeen, Framework

MOST = 200
"""Things one person can follow."""

LONGEST_SUBJECT = 1000


@dataclass(frozen=True)
class Subject:
    """What is followed: its kind, its key, slug or search, and what it is called."""

    kind: str
    ident: str
    title: str


def follow(
    session: Session, actor: Actor, subject: Subject, cadence: str, known: Collection[str], at: datetime
) -> Follow:
    """Follow something from now on; what is followed already only changes how often.

    ``known`` are the keys of the frameworks it leads to now, which are not news. Raises Refused.
    """
    account = _account(actor)
    if subject.kind not in PATHS or not subject.ident.isprintable() or len(subject.ident) > LONGEST_SUBJECT:
        raise Refused("This cannot be followed. If it is a search, take some filters away.")
    if row := followed(session, actor, subject):
        return change(session, actor, row.id, cadence, at)
    _require_cadence(cadence)
    if len(mine(session, actor)) >= MOST:
        raise Refused(f"You follow {MOST} things, which is as many as the hub keeps. Stop following some first.")
    times = {"created_at": at, "checked_at": at}
    row = Follow(
        account_id=account, kind=subject.kind, subject=subject.ident, title=subject.title, cadence=cadence, **times
    )
    session.add(row)
    session.flush()
    session.add_all(FollowSeen(follow_id=row.id, framework=key) for key in sorted(set(known)))
    if row.kind == "framework":
        know(session, row, at)
    audit.note(session, actor, "follow", f"follow {row.id}", at, {"kind": row.kind, "cadence": cadence})
    return row


def know(session: Session, row: Follow, at: datetime) -> None:
    """Whoever follows a framework can read on its page how it stands and that it ends soon: that is no news."""
    framework = session.scalar(select(Framework).where(Framework.key == row.subject))
    if framework is None:
        return
    row.known_end, row.known_status = framework.end, framework.status
    if framework.end and (days := passed(framework.end, today(lambda: at))) is not None:
        session.merge(EndingTold(account_id=row.account_id, framework=row.subject, end=framework.end, days=days))


def passed(end: date, day: date) -> int | None:
    """Of the warnings before an end, the last whose day is over; one that is due today is still to come."""
    days = warning(end, day)
    return None if days == (end - day).days else days


def followed(session: Session, actor: Actor, subject: Subject) -> Follow | None:
    """Their follow of something; None where they do not follow it."""
    theirs = select(Follow).where(Follow.account_id == _account(actor), Follow.kind == subject.kind)
    return session.scalar(theirs.where(Follow.subject == subject.ident))


def mine(session: Session, actor: Actor) -> Sequence[Follow]:
    """All that they follow, by kind and name."""
    theirs = select(Follow).where(Follow.account_id == _account(actor))
    return sorted(session.scalars(theirs), key=lambda row: (list(PATHS).index(row.kind), row.title.casefold()))


def change(session: Session, actor: Actor, number: int, cadence: str, at: datetime) -> Follow:
    """Hear of it at another pace. Raises NotFound for what is not theirs, Refused."""
    row = _theirs(session, actor, number)
    _require_cadence(cadence)
    row.cadence = cadence
    audit.note(session, actor, "change follow", f"follow {row.id}", at, {"cadence": cadence})
    return row


def stop(session: Session, actor: Actor, number: int, at: datetime) -> None:
    """Follow it no longer. Raises NotFound for what is not theirs."""
    row = _theirs(session, actor, number)
    session.delete(row)
    audit.note(session, actor, "stop following", f"follow {number}", at)


def silence(session: Session, account: int, at: datetime) -> None:
    """No letter about anything somebody follows, until they ask for some again: whoever reads the letter says so."""
    rows = session.scalars(select(Follow).where(Follow.account_id == account, Follow.cadence != "never")).all()
    for row in rows:
        row.cadence = "never"
    who = session.get(Account, account)
    subject = who.handle if who else f"account {account}"
    audit.note(session, VISITOR, "stop letters", subject, at, {"follows": [row.id for row in rows]})


def _theirs(session: Session, actor: Actor, number: int) -> Follow:
    row = session.get(Follow, number)
    if row is None or row.account_id != _account(actor):
        raise NotFound("You do not follow this.")
    return row


def _account(actor: Actor) -> int:
    if actor.account is None:
        raise Refused("Sign in to follow something.")
    return actor.account


def _require_cadence(cadence: str) -> None:
    if cadence not in CADENCES:
        raise Refused("Choose how often you want to hear of it.")
