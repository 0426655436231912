"""Frameworks that somebody looks after go to who takes over when they leave (hub.people.handing_over)."""

from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from hub import audit
from hub.actor import Actor
from hub.models import Account, Stewardship
from hub.people import handing_over
from hub.people.handing_over import Kind
from hub.stewards import rota


def hand_over(session: Session, from_account: Account, to_account: Account, actor: Actor, at: datetime) -> int:
    """Hand over only these, whether or not somebody leaves. Returns how many."""
    count = _count(session, from_account)
    pass_on(session, from_account, to_account, at)
    detail = {"to": to_account.handle, "frameworks": count}
    audit.note(session, actor, "hand over frameworks", from_account.handle, at, detail)
    return count


def pass_on(session: Session, leaver: Account, successor: Account, at: datetime) -> None:
    """What they look after is the successor's, and so is what they are the deputy for; nobody is their own deputy."""
    for row in rota.held_by(session, leaver.id):
        if row.account_id == leaver.id:
            rota.give(session, row, successor)
        if row.deputy_id == leaver.id:
            row.deputy_id = successor.id if row.account_id != successor.id else None
    session.flush()


def _count(session: Session, account: Account) -> int:
    theirs = or_(Stewardship.account_id == account.id, Stewardship.deputy_id == account.id)
    return session.scalar(select(func.count()).select_from(Stewardship).where(theirs)) or 0


handing_over.register(Kind("frameworks they look after, or are the deputy for", _count, pass_on))
