"""API tokens: what a program of somebody's shows the API. Each is shown once, and kept as a hash.

The API only reads what everybody may read, so a token gives none of its holder's roles: it lets the hub tell programs
apart, and lets them ask more often.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hub import audit
from hub.actor import Actor
from hub.errors import NotFound, Refused
from hub.models import Account, ApiToken
from hub.people.secrets import fresh, hashed
from hub.people.sessions import USABLE

SCOPES = {"read": "Read what is public, as often as a program with a token may"}
"""What a token can be for, in words for people."""

LIFETIMES = {30: "30 days", 90: "3 months", 365: "1 year"}
"""Days a token may be good for."""

PREFIX = "hub_"
"""By it people and programs that look for lost secrets know a token when they see one."""

MOST = 10
LONGEST_NAME = 120


def make(session: Session, account: Account, name: str, days: int, actor: Actor, at: datetime) -> str:
    """A token for a program, as the program shows it. Raises Refused."""
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise Refused(f"Say in 1 to {LONGEST_NAME} characters which program the token is for.")
    if days not in LIFETIMES:
        raise Refused(f"Choose how long the token is good for: {', '.join(LIFETIMES.values())}.")
    if len(standing(session, account, at)) >= MOST:
        raise Refused(f"You have {MOST} tokens. End one that is no longer used.")
    token = PREFIX + fresh()
    row = ApiToken(account=account, name=name.strip(), token_hash=hashed(token), scopes=[*SCOPES], made_at=at)
    row.good_until = at + timedelta(days=days)
    session.add(row)
    session.flush()
    audit.note(session, actor, "make API token", f"API token {row.id}", at, {"scopes": row.scopes, "days": days})
    return token


def standing(session: Session, account: Account, at: datetime) -> Sequence[ApiToken]:
    """Those of an account that are still good, the newest first."""
    found = select(ApiToken).where(ApiToken.account_id == account.id, ApiToken.revoked_at.is_(None))
    return session.scalars(found.where(ApiToken.good_until > at).order_by(ApiToken.id.desc())).all()


def holder(session: Session, token: str, at: datetime) -> ApiToken | None:
    """What is known of a token that is good and whose account may be used."""
    found = session.scalar(select(ApiToken).where(ApiToken.token_hash == hashed(token)))
    if found is None or found.revoked_at is not None or found.good_until <= at or found.account.state not in USABLE:
        return None
    return found


def revoke(session: Session, account: Account, number: int, actor: Actor, at: datetime) -> None:
    """A token of theirs is good for nothing from now on. Raises NotFound for one that is not theirs."""
    found = session.get(ApiToken, number)
    if found is None or found.account_id != account.id:
        raise NotFound("You have no such token.")
    found.revoked_at = found.revoked_at or at
    audit.note(session, actor, "end API token", f"API token {number}", at)


def revoke_all(session: Session, account: Account, at: datetime) -> None:
    """All tokens of an account, as part of something greater, which goes into the audit trail."""
    ended = update(ApiToken).where(ApiToken.account_id == account.id, ApiToken.revoked_at.is_(None))
    session.execute(ended.values(revoked_at=at))
