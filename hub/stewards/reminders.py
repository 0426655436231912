"""Letters to those who look after frameworks whose review is due: one letter for all of somebody's, once a month."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hub import audit, mail
from hub.actor import Actor
from hub.clock import day_of
from hub.models import Account, Stewardship
from hub.stewards import rota

AGAIN_AFTER = timedelta(days=30)
MOST = 100
"""Frameworks that a letter names; of the others it says how many there are."""

HUB = Actor("hub")
"""Who acts when a day has come."""


@dataclass(frozen=True)
class Due:
    """A framework whose review is due, for somebody who looks after it or stands in."""

    title: str
    on: date


def remind(session: Session, page: str, at: datetime) -> int:
    """Write to those whose reviews are due; ``page`` is where they see them. Returns how many letters.

    From the second letter on the deputy gets one, too, and at once where nobody else is there. Asked again on the same
    day it writes none.
    """
    today = day_of(at)
    rows = _due(session, today)
    frameworks = rota.leading(session, {row.home for row in rows})
    letters: dict[int, list[Due]] = defaultdict(list)
    readers: dict[int, Account] = {}
    for row in rows:
        told = list(_readers(row)) if row.home in frameworks else []
        for reader in told:
            readers[reader.id] = reader
            letters[reader.id].append(Due(frameworks[row.home].title, row.review_on))
        row.reminded_on = today if told else row.reminded_on
    for account, due in letters.items():
        mail.post(session, mail.write("review_due", readers[account].email or "", **_facts(due, page)), at)
    if letters:
        audit.note(session, HUB, "remind stewards", "frameworks", at, {"letters": len(letters), "due": len(rows)})
    return len(letters)


def _due(session: Session, today: date) -> Sequence[Stewardship]:
    unheard = or_(Stewardship.reminded_on.is_(None), Stewardship.reminded_on <= today - AGAIN_AFTER)
    wanted = select(Stewardship).where(Stewardship.review_on <= today, unheard)
    return session.scalars(wanted.order_by(Stewardship.review_on, Stewardship.id)).all()


def _readers(row: Stewardship) -> Iterator[Account]:
    there = [each for each in (row.account, row.deputy) if rota.is_there(row, each)]
    for each in there if row.reminded_on else there[:1]:
        if each is not None and each.email:
            yield each


def _facts(due: Sequence[Due], page: str) -> Mapping[str, Any]:
    return {"due": due[:MOST], "rest": len(due) - MOST, "count": len(due), "link": page}
