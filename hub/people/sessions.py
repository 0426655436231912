"""Who is signed in where: rows of the database, so that signing out ends it for every copy of the cookie."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hub.errors import Refused
from hub.models import Account, SignedIn
from hub.people.secrets import fresh, hashed

LASTS = timedelta(hours=12)
IDLE = timedelta(minutes=30)
"""Unused for so long it has ended; when it was last used stands in the cookie, signed."""


HALFWAY = timedelta(minutes=10)
"""So long the hub waits for the one-time code after the password."""

USABLE = frozenset({"active", "waiting"})
"""States of an account in which somebody may sign in."""


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
    if found is None or found.account.state not in USABLE or found.began_at + _lasts(found) <= at:
        return None
    return found


def renew(session: Session, token: str, at: datetime) -> str:
    """What the cookie of a session carries from now on; what it carried until now is good for nothing.

    Raises Refused if the session has ended meanwhile.
    """
    row = row_of(session, token)
    renewed = fresh()
    row.token_hash, row.began_at = hashed(renewed), at
    session.flush()
    return renewed


def row_of(session: Session, token: str) -> SignedIn:
    """The row of a session that has just been used. Raises Refused if it has ended meanwhile."""
    row = session.scalar(select(SignedIn).where(SignedIn.token_hash == hashed(token)))
    if row is None:
        raise Refused("You have been signed out meanwhile. Sign in again.")
    return row


def of(session: Session, account: Account, at: datetime) -> Sequence[SignedIn]:
    """Where somebody is signed in, the newest first."""
    found = select(SignedIn).where(SignedIn.account_id == account.id, SignedIn.began_at > at - LASTS)
    return session.scalars(found.order_by(SignedIn.began_at.desc(), SignedIn.id.desc())).all()


def end(session: Session, token: str) -> None:
    session.execute(delete(SignedIn).where(SignedIn.token_hash == hashed(token)))


def end_all(session: Session, account: Account, but: str = "") -> int:
    """End those of an account, in every browser, but the one whose cookie is named. Returns how many."""
    others = select(SignedIn).where(SignedIn.account_id == account.id, SignedIn.token_hash != hashed(but))
    rows = session.scalars(others).all()
    for row in rows:
        session.delete(row)
    session.flush()
    return len(rows)


def is_halfway(signed_in: SignedIn) -> bool:
    """Whether the password was right and the one-time code is yet to come."""
    return bool(signed_in.account.second_factor) and signed_in.second_factor_at is None


def forget(session: Session, at: datetime) -> None:
    """Those that have ended by themselves."""
    session.execute(delete(SignedIn).where(SignedIn.began_at <= at - LASTS))


def _lasts(signed_in: SignedIn) -> timedelta:
    return HALFWAY if is_halfway(signed_in) else LASTS
