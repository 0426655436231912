"""Contributions on their way go to who takes over when their proposer leaves (hub.people.handing_over)."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from hub.contributions.states import UNDECIDED
from hub.models import Account, Contribution
from hub.people import handing_over
from hub.people.handing_over import Kind


def pass_on(session: Session, leaver: Account, successor: Account, at: datetime) -> None:
    """The successor sees those of organisations that they contribute for. What was decided stays as it is."""
    theirs = update(Contribution).where(Contribution.account_id == leaver.id, Contribution.state.in_(UNDECIDED))
    session.execute(theirs.values(account_id=successor.id))


def _count(session: Session, account: Account) -> int:
    theirs = (Contribution.account_id == account.id, Contribution.state.in_(UNDECIDED))
    return session.scalar(select(func.count()).select_from(Contribution).where(*theirs)) or 0


handing_over.register(Kind("contributions that are not decided on", _count, pass_on))
