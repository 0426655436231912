"""How often something may be tried: counted in the database, so that every process knows of every try."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from hub.models import Attempt


@dataclass(frozen=True)
class Limit:
    """``most`` tries of one kind within a time."""

    name: str
    most: int
    within: timedelta


def allowed(session: Session, limit: Limit, who: str, key: str, at: datetime) -> bool:
    """Whether it may be tried once more, and if so count it. ``who`` is kept as a hash keyed with the hub's ``key``."""
    name = _name(limit, who, key)
    recent = select(func.count()).select_from(Attempt).where(Attempt.key == name, Attempt.at > at - limit.within)
    if (session.scalar(recent) or 0) >= limit.most:
        return False
    session.add(Attempt(key=name, at=at))
    session.flush()
    return True


def take_back(session: Session, limit: Limit, who: str, key: str) -> None:
    """The last try was right: only those that are not count on."""
    newest = select(func.max(Attempt.id)).where(Attempt.key == _name(limit, who, key)).scalar_subquery()
    session.execute(delete(Attempt).where(Attempt.id == newest).execution_options(synchronize_session=False))


def forget(session: Session, before: datetime) -> None:
    """Tries of long ago count no more."""
    session.execute(delete(Attempt).where(Attempt.at < before))


def _name(limit: Limit, who: str, key: str) -> str:
    return hmac.new(key.encode(), f"{limit.name} {who}".encode(), hashlib.sha256).hexdigest()
