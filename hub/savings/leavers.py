"""Drafts and claims of somebody who leaves go to who takes over (hub.people.handing_over).

What they reported is still theirs in the history: neither of the two verifies or validates it.
"""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.models import Account, SavingClaim
from hub.people import handing_over
from hub.people.handing_over import Kind
from hub.savings import history
from hub.savings.states import LIVE, OPEN


def pass_on(session: Session, leaver: Account, successor: Account, at: datetime) -> None:
    """Their drafts and claims are the successor's, who answers what is asked about them."""
    theirs = select(SavingClaim).where(SavingClaim.reporter_id == leaver.id)
    for claim in session.scalars(theirs.order_by(SavingClaim.id)):
        history.keep(session, claim, "take over", successor.handle, at)
        claim.reporter_id = successor.id
    session.flush()


def _count(session: Session, account: Account) -> int:
    theirs = (SavingClaim.reporter_id == account.id, SavingClaim.state.in_((*OPEN, *LIVE)))
    return session.scalar(select(func.count()).select_from(SavingClaim).where(*theirs)) or 0


handing_over.register(Kind("drafts and claims of savings", _count, pass_on))
