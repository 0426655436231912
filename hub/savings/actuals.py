"""What an estimate has become: a claim of its own, linked to it.

The estimate counts until the actual is validated, and from then on only for the years the actual does not tell (R5).
"""

from datetime import datetime

from sqlalchemy.orm import Session

from hub.actor import Actor
from hub.errors import Refused
from hub.models import SavingClaim
from hub.savings import desk, seen


def begin(session: Session, estimate: SavingClaim, actor: Actor, at: datetime) -> SavingClaim:
    """A new draft of the actual, filled with what the estimate says. Raises NotFound, Refused."""
    seen.after("supersede", estimate, actor)
    if estimate.basis != "estimated":
        raise Refused("This is an actual already. Replace it by a new claim, or change it.")
    made = desk.begin(session, actor, {**estimate.entered, "basis": "actual"}, at, estimate.call_off)
    made.estimate_id = estimate.id
    session.flush()
    return made


def of(session: Session, claim: SavingClaim) -> SavingClaim | None:
    """The estimate a claim is the actual of."""
    return session.get(SavingClaim, claim.estimate_id) if claim.estimate_id else None
