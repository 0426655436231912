"""Links in letters: good once, for a while, and kept as a hash."""

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from hub.errors import Gone
from hub.models import Account, MailedLink
from hub.people.secrets import fresh, hashed

GOOD_FOR = {
    "confirm": timedelta(days=7),
    "reset": timedelta(hours=1),
    "invite": timedelta(days=14),
    "change-email": timedelta(days=1),
    "still-here": timedelta(days=60),
    "verify-saving": timedelta(days=14),
}

NOBODY = 0
"""No account has this id."""

USED_UP = "This link has been used, or is too old. Ask for a new one"


def make(session: Session, purpose: str, account: Account | None, at: datetime, **detail: Any) -> str:
    """What the link carries. Earlier ones of that purpose to the same account stop working.

    One for nobody is as much work, so that it takes no less time.
    """
    _end(session, purpose, account.id if account else NOBODY, at)
    token = fresh()
    good_until = at + GOOD_FOR[purpose]
    row = MailedLink(token_hash=hashed(token), purpose=purpose, account=account, detail=detail, made_at=at)
    row.good_until = good_until
    session.add(row)
    session.flush()
    return token


def find(session: Session, purpose: str, token: str, at: datetime) -> MailedLink:
    """The link, still good. Nothing is used up by looking. Raises Gone."""
    found = session.scalar(select(MailedLink).where(MailedLink.token_hash == hashed(token)))
    if found is None or found.purpose != purpose or found.used_at is not None or found.good_until <= at:
        raise Gone(USED_UP)
    return found


def use(session: Session, purpose: str, token: str, at: datetime) -> MailedLink:
    """Use it up: of several at the same time one gets it, and the others Gone."""
    found = find(session, purpose, token, at)
    unused = update(MailedLink).where(MailedLink.id == found.id, MailedLink.used_at.is_(None)).values(used_at=at)
    if cast("CursorResult[Any]", session.execute(unused)).rowcount != 1:
        raise Gone(USED_UP)
    return found


def end(session: Session, purpose: str, account: Account, at: datetime) -> None:
    """No link of that purpose sent to this account before works any more."""
    _end(session, purpose, account.id, at)


def end_all(session: Session, account: Account, at: datetime) -> None:
    """No link sent to this account before works any more."""
    for purpose in GOOD_FOR:
        _end(session, purpose, account.id, at)


def _end(session: Session, purpose: str, account: int, at: datetime) -> None:
    unused = update(MailedLink).where(MailedLink.account_id == account, MailedLink.purpose == purpose)
    session.execute(unused.where(MailedLink.used_at.is_(None)).values(used_at=at))
