"""Complaints about how the hub treats data about people: acknowledged within 30 days, and emptied when they are over.

The 30 days are those of section 164A of the Data Protection Act 2018, which the Data (Use and Access) Act 2025 added.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import audit, mail
from hub.actor import VISITOR, Actor
from hub.clock import LONDON
from hub.errors import NotFound, Refused
from hub.models import DataComplaint
from hub.people import domains
from hub.people.secrets import word

LONGEST = 4000
ACKNOWLEDGED_WITHIN = timedelta(days=30)
KEPT_FOR = timedelta(days=90)
"""After it was closed: what was said and by whom. That there was one, and what came of it, stays."""

OUTCOMES = {"put right": "Put right", "explained": "Explained", "not upheld": "Not upheld", "withdrawn": "Withdrawn"}


def problem(said: str) -> str:
    """What is wrong with the text of a complaint; empty when it can be taken."""
    if not said.strip():
        return "Say what is wrong"
    return f"Use {LONGEST:,} characters or fewer" if len(said.strip()) > LONGEST else ""


def complain(session: Session, said: str, email: str, at: datetime) -> DataComplaint:
    """Note a complaint. ``email`` may be empty: then it cannot be answered but by its code."""
    day = at.astimezone(LONDON).date()
    row = DataComplaint(code=word(), said=said.strip(), email=domains.settled(email), received_on=day)
    row.due_on = day + ACKNOWLEDGED_WITHIN
    session.add(row)
    session.flush()
    audit.note(session, VISITOR, "complain", f"complaint {row.id}", at)
    return row


def complaint(session: Session, number: int) -> DataComplaint:
    """Raises NotFound."""
    found = session.get(DataComplaint, number)
    if found is None:
        raise NotFound("There is no such complaint.")
    return found


def waiting(session: Session) -> Sequence[DataComplaint]:
    """Those that are not closed, due first comes first."""
    still = select(DataComplaint).where(DataComplaint.closed_at.is_(None))
    return session.scalars(still.order_by(DataComplaint.due_on, DataComplaint.id)).all()


def closed(session: Session, most: int) -> Sequence[DataComplaint]:
    """Those closed last, newest first."""
    over = select(DataComplaint).where(DataComplaint.closed_at.is_not(None))
    return session.scalars(over.order_by(DataComplaint.closed_at.desc(), DataComplaint.id.desc()).limit(most)).all()


def acknowledge(session: Session, row: DataComplaint, actor: Actor, at: datetime) -> None:
    """Tell whoever complained that it has been read, where they can be told. Raises Refused for the second time."""
    if row.acknowledged_at is not None or row.closed_at is not None:
        raise Refused("This complaint has been acknowledged already.")
    row.acknowledged_at, row.decided_by = at, actor.name
    if row.email:
        mail.post(session, mail.write("complaint_acknowledged", row.email, code=row.code), at)
    audit.note(session, actor, "acknowledge complaint", f"complaint {row.id}", at, {"told": bool(row.email)})


def close(session: Session, row: DataComplaint, outcome: str, answer: str, actor: Actor, at: datetime) -> None:
    """What came of it, told to whoever complained, where they can be told; the answer itself is not kept.

    Raises Refused.
    """
    if row.closed_at is not None:
        raise Refused("This complaint is closed already.")
    if outcome not in OUTCOMES:
        raise Refused("Choose what came of it.")
    if not answer.strip() or len(answer) > LONGEST:
        raise Refused(f"Write the answer, in {LONGEST:,} characters or fewer.")
    row.closed_at, row.outcome, row.decided_by = at, outcome, actor.name
    row.acknowledged_at = row.acknowledged_at or at
    if row.email:
        facts: dict[str, Any] = {"code": row.code, "outcome": OUTCOMES[outcome], "lines": answer.strip().splitlines()}
        mail.post(session, mail.write("complaint_closed", row.email, **facts), at)
    audit.note(session, actor, "close complaint", f"complaint {row.id}", at, {"outcome": outcome})


def tidy(session: Session, at: datetime) -> int:
    """Empty those that were closed long enough ago. Returns how many."""
    old = select(DataComplaint).where(DataComplaint.closed_at <= at - KEPT_FOR)
    found = session.scalars(old.where((DataComplaint.said != "") | (DataComplaint.email != ""))).all()
    for row in found:
        row.said = row.email = ""
    return len(found)
