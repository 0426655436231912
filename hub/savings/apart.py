"""One contract in the books of two organisations that share it: what both claim on it is the same money (R2).

An organisation keeps call-offs of its own, so whoever claims on a contract before another names them as a sharer of
it has one of the same reference. The references are compared as call-offs compare them (reference_key).
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from hub.models import CallOffSharer, ClaimedCallOff, Organisation, SavingClaim
from hub.savings import seen, states


def claimants(session: Session, call_off: ClaimedCallOff) -> dict[str, str]:
    """Those that claim on a call-off elsewhere, slugs and names: its sharers by themselves, or its lead for all."""
    if call_off.sharers:
        return alone(session, call_off, {row.organisation_id for row in call_off.sharers if row.organisation_id})
    lineage = select(seen.followed([call_off.organisation.slug]).c.id)
    shared = select(CallOffSharer.call_off_id).where(CallOffSharer.organisation_id.in_(lineage))
    return _claiming(session, call_off, ClaimedCallOff.id.in_(shared))


def alone(session: Session, call_off: ClaimedCallOff, sharers: Collection[int]) -> dict[str, str]:
    """Those of some organisations, or of what they follow, that claim on a call-off by themselves: slugs and names.

    The lead, whose call-off it is, is none of them.
    """
    others = set(sharers) - {call_off.organisation_id}
    slugs = session.scalars(select(Organisation.slug).where(Organisation.id.in_(others))).all()
    lineage = select(seen.followed(slugs).c.id)
    return _claiming(session, call_off, ClaimedCallOff.organisation_id.in_(lineage))


def _claiming(session: Session, call_off: ClaimedCallOff, theirs: ColumnElement[bool]) -> dict[str, str]:
    same = (ClaimedCallOff.reference_key == call_off.reference_key, ClaimedCallOff.id != call_off.id)
    found = (
        select(Organisation.slug, Organisation.name)
        .join(ClaimedCallOff, ClaimedCallOff.organisation_id == Organisation.id)
        .join(SavingClaim, SavingClaim.call_off_id == ClaimedCallOff.id)
        .where(*same, theirs, SavingClaim.state.in_(states.LIVE))
    )
    return dict(session.execute(found.distinct().order_by(Organisation.slug)).all())
