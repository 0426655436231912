"""Eight at once against the rules on baselines: what nobody paid is none, and a move counts one step (R10, R11)."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.models import ClaimedCallOff, SavingClaim
from hub.savings import call_offs, desk
from tests.moments import NOON
from tests.savings.people import a_claim, a_draft, an_actor
from tests.savings.test_attacks import AT_ONCE, claim_of, counted, race, submitting, validate_all

CEILINGS = ("framework_maximum", "gca_export", "pipeline", "target")


def test_eight_claims_against_what_nobody_paid_are_all_refused(sessions: Any) -> None:
    """A ceiling, an export of the government's tool, a pipeline and a target, while nobody else claims (R10)."""
    with sessions.begin() as session:
        officers = [an_actor(session) for _ in range(AT_ONCE)]
        several = [
            (a_draft(session, each, NOON, baseline_source=CEILINGS[n % len(CEILINGS)]).key, each)
            for n, each in enumerate(officers)
        ]
    done, told = race(sessions, submitting(several))

    assert (done, len(told)) == (0, AT_ONCE) and all("nobody paid it" in each for each in told)
    assert counted(sessions) == 0


BEFORE = {"reference": "Old", "framework_title": "The old one", "start": "01/04/2024", "end": "31/03/2025"}
UNIT = {"part1_kind": "price_unit", "part1_before": "15.00", "part1_now": "11.50", "part1_quantity": "100"}


def test_eight_claims_after_a_move_count_one_step_between_the_frameworks(sessions: Any) -> None:
    """£15 before the first framework, £12 on it, £11.50 on the next: £50 of 100 units, not £350, and once (R11)."""
    with sessions.begin() as session:
        officers = [an_actor(session) for _ in range(AT_ONCE)]
        before = a_claim(session, officers[0], at=NOON, **BEFORE).call_off
        drafts_of = [a_draft(session, each, NOON, **UNIT) for each in officers]
        first = a_claim(session, officers[0], part1_kind="benefit", part1_text="Fewer journeys").call_off
        assert before is not None and first is not None
        call_offs.predecessor(session, first, officers[0], before, 1_200, NOON)
        desk.withdraw(session, claim_on(session, before), officers[0], NOON)
        several = [(each.key, officer) for each, officer in zip(drafts_of, officers, strict=True)]
    done, _ = race(sessions, submitting(several))
    validate_all(sessions)

    assert done == 1 and counted(sessions) == 5_000


def claim_on(session: Session, call_off: ClaimedCallOff) -> SavingClaim:
    return session.scalars(select(SavingClaim).where(SavingClaim.call_off_id == call_off.id)).one()


def test_what_was_paid_before_is_learnt_by_eight_at_once_and_taken_off_once(sessions: Any) -> None:
    with sessions.begin() as session:
        officer = an_actor(session)
        before = a_claim(session, officer, at=NOON, **BEFORE).call_off
        claim = a_claim(session, officer, "validated", NOON, **UNIT)
        assert before is not None and claim.call_off is not None
        desk.withdraw(session, claim_on(session, before), officer, NOON)
        keys, claimed = (claim.call_off.key, before.key), claim.key
    assert counted(sessions) == 35_000

    def act(session: Session, number: int) -> None:
        here, there = (session.scalars(select(ClaimedCallOff).where(ClaimedCallOff.key == key)).one() for key in keys)
        call_offs.predecessor(session, here, officer, there, 1_200, NOON)

    done, _ = race(sessions, act)
    with sessions() as session:
        held = claim_of(session, claimed)
        assert done == AT_ONCE and (held.state, held.net_pence) == ("submitted", 5_000)
    assert counted(sessions) == 0  # a moved baseline opens both approvals again
    validate_all(sessions)
    assert counted(sessions) == 5_000
