"""Drafts that nobody has touched for a year go; so do their files, when hub.savings.evidence.sweep passes."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hub import audit
from hub.actor import HUB
from hub.models import SavingClaim, SavingVersion

KEPT_FOR = timedelta(days=365)


def tidy(session: Session, at: datetime) -> int:
    """Delete drafts that were never submitted and that nobody has changed for so long; gives how many."""
    old = select(SavingClaim).where(SavingClaim.state.in_(("draft", "withdrawn")), SavingClaim.submitted_at.is_(None))
    gone = session.scalars(old.where(SavingClaim.changed_at <= at - KEPT_FOR).order_by(SavingClaim.id)).all()
    for claim in gone:
        session.execute(delete(SavingVersion).where(SavingVersion.claim_id == claim.id))
        session.delete(claim)
    session.flush()
    if gone:
        audit.note(session, HUB, "delete abandoned drafts of savings", "saving claims", at, {"deleted": len(gone)})
    return len(gone)
