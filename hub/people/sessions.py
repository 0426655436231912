"""Who is signed in where: rows of the database, so that signing out ends it for every copy of the cookie."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hub.models import Account, SignedIn
from hub.people.secrets import fresh, hashed

LASTS = timedelta(hours=12)
IDLE = timedelta(minutes=30)
"""Unused for so long it has ended; when it was last used stands in the cookie, signed."""


def begin(session: Session, account: Account, at: datetime, second_factor_at: datetime | None = None) -> str:
    """What the cookie carries. The month in which somebody was last here is noted, and no more."""
    token = fresh()
    row = SignedIn(token_hash=hashed(token), account=account, began_at=at, second_factor_at=second_factor_at)
    account.seen_in = at.date().replace(day=1)
    session.add(row)
    session.flush()
    return token


def find(session: Session, token: str, at: datetime) -> SignedIn | None:
    """The session of a cookie, if it has not ended and its account is there to be used."""
    found = session.scalar(select(SignedIn).where(SignedIn.token_hash == hashed(token)))
    if found is None or found.began_at + LASTS <= at or found.account.state not in ("active", "waiting"):
        return None
    return found


def end(session: Session, token: str) -> None:
    session.execute(delete(SignedIn).where(SignedIn.token_hash == hashed(token)))


def end_all(session: Session, account: Account, but: str = "") -> int:
    """End those of an account, in every browser, but the one of a token hash. Returns how many."""
    rows = session.scalars(select(SignedIn).where(SignedIn.account_id == account.id, SignedIn.token_hash != but)).all()
    for row in rows:
        session.delete(row)
    session.flush()
    return len(rows)


def forget(session: Session, at: datetime) -> None:
    """Those that have ended by themselves."""
    session.execute(delete(SignedIn).where(SignedIn.began_at <= at - LASTS))
