"""What others saved on the same sort of thing, for the moderator who looks at a claim: its rate beside theirs.

The sort is the CPV division, the first two figures of the code. Only claims of the same network are looked at, which
its moderators see anyhow; reporters are told nothing of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.models import ClaimedCallOff, SavingClaim
from hub.savings import settling
from hub.savings.fields import decimal_text
from hub.savings.figures import work_out
from hub.savings.pence import rounded
from hub.savings.pricing import median


@dataclass(frozen=True)
class Peers:
    """``claims`` of others with a rate, their ``median`` in per cent to one decimal, and whether this one is far off.

    ``far`` is None where that cannot be said: fewer than five of them, or no two that differ from the middle.
    """

    division: str
    claims: int
    median: str
    far: bool | None


def of(session: Session, claim: SavingClaim) -> Peers | None:
    """The validated claims of other call-offs in the same division; None where there is nothing to compare."""
    division = claim.call_off.cpv[:2] if claim.call_off else ""
    own = claim.figures.get("rate_pct")
    if not division.isdecimal() or own is None:
        return None
    rates = _rates(session, claim, division)
    if not rates:
        return None
    worked = work_out(replace(settling.reckoned(claim), peer_rates_pct=tuple(rates)))
    middle = decimal_text(Fraction(rounded(median(list(rates)) * 10), 10))
    return Peers(division, len(rates), middle, worked.mad_note)


def _rates(session: Session, claim: SavingClaim, division: str) -> Sequence[Fraction]:
    wanted = (
        select(SavingClaim.figures)
        .join(ClaimedCallOff, ClaimedCallOff.id == SavingClaim.call_off_id)
        .where(
            SavingClaim.state == "validated",
            SavingClaim.network_id == claim.network_id,
            SavingClaim.call_off_id != claim.call_off_id,
            SavingClaim.claimant == "council",
            ClaimedCallOff.cpv.startswith(division),
        )
    )
    found = (figures.get("rate_pct") for figures in session.scalars(wanted))
    return [Fraction(rate) for rate in found if rate is not None]
