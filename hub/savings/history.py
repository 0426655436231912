"""Every step of a claim's life: the version before it is kept, and the audit trail gets one row.

Personal data and what was typed stay out of the trail: it holds ids, states and the names of fields.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import audit
from hub.actor import Actor
from hub.errors import Refused
from hub.models import SavingClaim, SavingVersion
from hub.savings.states import STATES


class Stale(Refused):
    """Somebody else, or the same person in another window, has changed it meanwhile."""


def require_version(claim: SavingClaim, version: int | None) -> None:
    """Raises Stale for another than the newest; None for whoever cannot have seen an older one."""
    if version is not None and version != claim.version:
        state = STATES[claim.state].lower()
        raise Stale(f"This claim was changed meanwhile: it is “{state}” now. Look at it as it is, and try again.")


def keep(session: Session, claim: SavingClaim, step: str, by: str, at: datetime) -> None:
    """The claim as it stands before a step of somebody's is kept, and its version goes up."""
    session.add(
        SavingVersion(
            claim_id=claim.id,
            version=claim.version,
            step=step,
            state=claim.state,
            entered=dict(claim.entered),
            inputs=dict(claim.inputs),
            net_pence=claim.net_pence,
            changed_by=by,
            changed_at=at,
        )
    )
    claim.version += 1
    claim.changed_at = at


def note(
    session: Session, step: str, actor: Actor, claim: SavingClaim, at: datetime, detail: Mapping[str, Any] = {}
) -> None:
    """The one row of the audit trail."""
    told = {"organisation": claim.organisation.slug, "state": claim.state, "version": claim.version, **detail}
    audit.note(session, actor, f"{step} saving claim", f"saving claim {claim.key}", at, told)


def versions(session: Session, claim: SavingClaim) -> Sequence[SavingVersion]:
    """The earlier versions, newest first."""
    kept = select(SavingVersion).where(SavingVersion.claim_id == claim.id)
    return session.scalars(kept.order_by(SavingVersion.version.desc())).all()
