"""The network looks at what councils have verified: method, duplicates, outliers. What it validates counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hub.actor import Actor
from hub.models import ClaimedCallOff, SavingClaim
from hub.savings import history, ledger, seen, settling, states, verifying
from hub.savings.entry import Validate
from hub.savings.ruling import ruled

LATEST = 20
"""Answered claims that the queue shows below those that wait."""


@dataclass(frozen=True)
class Waiting:
    """A claim in the queue. ``not_theirs`` is why this moderator may not decide on it; empty where they may.

    ``alike`` are other live claims of the network on the same reference: perhaps the same saving twice.
    """

    claim: SavingClaim
    not_theirs: str
    alike: Sequence[SavingClaim]


def queue(session: Session, actor: Actor) -> Sequence[Waiting]:
    """What waits in the networks somebody moderates, the longest first; drawn ones and outliers tell so themselves."""
    waiting = (
        seen.claims(actor).where(SavingClaim.state == "verified").order_by(SavingClaim.verified_at, SavingClaim.id)
    )
    moderated = [claim for claim in session.scalars(waiting) if _moderates(claim, actor)]
    return [Waiting(each, seen.why_not("validate", each, actor), alike(session, each)) for each in moderated]


def answered(session: Session, actor: Actor) -> Sequence[SavingClaim]:
    """What was decided last, newest first."""
    done = seen.claims(actor).where(SavingClaim.state.in_(("validated", "rejected")))
    newest = session.scalars(done.order_by(SavingClaim.changed_at.desc(), SavingClaim.id.desc()))
    return [claim for claim in newest if _moderates(claim, actor)][:LATEST]


def alike(session: Session, claim: SavingClaim) -> Sequence[SavingClaim]:
    """Other live claims of its network on a contract of the same reference, of whichever organisation."""
    if claim.call_off is None:
        return ()
    same = select(ClaimedCallOff.id).where(ClaimedCallOff.reference_key == claim.call_off.reference_key)
    found = select(SavingClaim).where(
        SavingClaim.id != claim.id,
        SavingClaim.state.in_(states.LIVE),
        SavingClaim.network_id == claim.network_id,
        or_(SavingClaim.call_off_id.in_(same), SavingClaim.call_off_id == claim.call_off_id),
    )
    return session.scalars(found.order_by(SavingClaim.id)).all()


def validate(
    session: Session,
    claim: SavingClaim,
    actor: Actor,
    words: str,
    at: datetime,
    version: int | None = None,
    link: str = "",
) -> None:
    """It counts from now on; an actual instead of its estimate, year by year. Raises NotFound, Refused, Stale."""
    state = seen.after("validate", claim, actor)
    history.require_version(claim, version)
    verifying.require_plain(words)
    decision = ruled(ledger.book(session, claim.call_off, claim), Validate(claim.key, actor.name))
    history.keep(session, claim, "validate", actor.name, at)
    claim.state, claim.answer = state, words.strip()
    claim.validated_at, claim.validated_by = at, actor.name
    session.flush()
    settling.carry_out(session, decision, actor, at)
    settling.settle(session, claim.call_off, at, claim)
    history.note(session, "validate", actor, claim, at, {"net": claim.net_pence, "sampled": claim.sampled})
    verifying.tell(session, claim, "validated", at, link)


def reject(
    session: Session,
    claim: SavingClaim,
    actor: Actor,
    words: str,
    at: datetime,
    version: int | None = None,
    link: str = "",
) -> None:
    """It is no saving, for good. Raises NotFound, Refused, Stale."""
    _answer(session, claim, actor, "reject", words, at, version)
    verifying.tell(session, claim, "rejected", at, link)


def give_back(
    session: Session,
    claim: SavingClaim,
    actor: Actor,
    words: str,
    at: datetime,
    version: int | None = None,
    link: str = "",
) -> None:
    """Back to its reporter with a question; the council verifies it anew. Raises NotFound, Refused, Stale."""
    _answer(session, claim, actor, "return", words, at, version)
    verifying.tell(session, claim, "returned", at, link)


def _answer(
    session: Session, claim: SavingClaim, actor: Actor, step: str, words: str, at: datetime, version: int | None
) -> None:
    state = seen.after(step, claim, actor)
    history.require_version(claim, version)
    verifying.answer(session, claim, actor, step, state, words, at)


def _moderates(claim: SavingClaim, actor: Actor) -> bool:
    return actor.may("moderator", network=claim.network.slug) if claim.network else actor.may("administrator")
