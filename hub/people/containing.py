"""What an operator does when somebody else may have a person's cookies or tokens, or everybody's."""

from datetime import datetime

from sqlalchemy import Delete, Update, delete, update
from sqlalchemy.orm import Session

from hub import audit
from hub.actor import Actor
from hub.models import Account, ApiToken, SignedIn


def sign_out(session: Session, account: Account | None, actor: Actor, at: datetime) -> int:
    """Sign somebody out wherever they are, or everybody. Gives in how many browsers."""
    rows = delete(SignedIn)
    count = _done(session, rows.where(SignedIn.account_id == account.id) if account else rows)
    audit.note(session, actor, "sign people out", _subject(account), at, {"sessions": count})
    return count


def end_tokens(session: Session, account: Account | None, actor: Actor, at: datetime) -> int:
    """End the API tokens of somebody, or of everybody. Gives how many."""
    rows = update(ApiToken).where(ApiToken.revoked_at.is_(None)).values(revoked_at=at)
    count = _done(session, rows.where(ApiToken.account_id == account.id) if account else rows)
    audit.note(session, actor, "end API tokens", _subject(account), at, {"tokens": count})
    return count


def _done(session: Session, change: Delete | Update) -> int:
    return int(session.execute(change).rowcount)  # type: ignore[attr-defined]


def _subject(account: Account | None) -> str:
    return account.handle if account else "everybody"
