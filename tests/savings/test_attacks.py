"""Eight at once, each through a connection of their own: one wins, the others are told why, no money counts twice."""

import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub import audit
from hub.actor import Actor
from hub.errors import Gone, NotFound, Refused
from hub.models import ClaimedCallOff, SavingClaim
from hub.savings import call_offs, desk, finance_link, validating, verifying
from hub.savings.settling import settle
from tests.moments import NOON
from tests.savings.people import SECRET, a_claim, a_draft, an_actor, bring_to

AT_ONCE = 8
Act = Callable[[Session, int], Any]


def race(sessions: Any, act: Act) -> tuple[int, list[str]]:
    """All do it at the same time. Gives how many did, and what the others were told; anything else is raised."""
    ready, done, told, faults = threading.Barrier(AT_ONCE), list[int](), list[str](), list[BaseException]()

    def one(number: int) -> None:
        ready.wait()
        try:
            with sessions.begin() as session:
                act(session, number)
            done.append(number)
        except (Refused, NotFound, Gone) as refusal:
            told.append(str(refusal))
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == [], faults
    assert not any("locked" in each for each in told)
    return len(done), told


def claim_of(session: Session, key: str) -> SavingClaim:
    return session.scalars(select(SavingClaim).where(SavingClaim.key == key)).one()


def counted(sessions: Any) -> int:
    """The net of all validated council claims, whose years and parts agree; the trail is whole."""
    with sessions() as session:
        assert audit.verify(session).broken is None
        found = 0
        for claim in session.scalars(select(SavingClaim)):
            parts = sum(part.net_pence for part in claim.parts)
            assert parts == sum(year.net_pence for year in claim.years) == (claim.net_pence or 0) or not claim.years
            found += parts if claim.state == "validated" and claim.column != "owner_declared" else 0
        return found


def drafts(sessions: Any, **fields: str) -> list[tuple[str, Actor]]:
    """A draft of each of eight officers of one council."""
    with sessions.begin() as session:
        officers = [an_actor(session) for _ in range(AT_ONCE)]
        return [(a_draft(session, officer, NOON, **fields).key, officer) for officer in officers]


def submitting(several: Sequence[tuple[str, Actor]]) -> Act:
    def act(session: Session, number: int) -> None:
        key, officer = several[number]
        desk.submit(session, claim_of(session, key), officer, NOON)

    return act


def validate_all(sessions: Any) -> None:
    with sessions.begin() as session:
        for claim in session.scalars(select(SavingClaim).where(SavingClaim.state.in_(("submitted", "verified")))).all():
            bring_to(session, claim, "validated")


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({}, id="R1 the same saving"),
        pytest.param({"part1_kind": "tender_amount", "part1_amount": "50"}, id="R9 the cost of tendering"),
        pytest.param({"basis": "estimated"}, id="R1 the same estimate"),
    ],
)
def test_eight_submit_the_same_saving_and_one_has_it(sessions: Any, fields: dict[str, str]) -> None:
    done, told = race(sessions, submitting(drafts(sessions, **fields)))
    validate_all(sessions)

    assert (done, len(told)) == (1, AT_ONCE - 1)
    with sessions() as session:
        (net,) = session.scalars(select(SavingClaim.net_pence).where(SavingClaim.state == "validated")).all()
        assert session.scalar(select(func.count()).select_from(ClaimedCallOff)) == 1
    assert counted(sessions) == net


def test_eight_try_both_columns(sessions: Any) -> None:
    several = drafts(sessions)
    with sessions.begin() as session:
        for number, (key, _) in enumerate(several):
            claim_of(session, key).column = ("collaborative", "local")[number % 2]
    done, _ = race(sessions, submitting(several))
    validate_all(sessions)

    assert done == 1 and counted(sessions) == 10_000


def test_eight_estimates_and_actuals_of_one_year_count_once(sessions: Any) -> None:
    with sessions.begin() as session:
        officers = [an_actor(session) for _ in range(AT_ONCE)]
        bases = ("actual", "estimated")
        several = [(a_draft(session, each, basis=bases[n % 2]).key, each) for n, each in enumerate(officers)]
    done, told = race(sessions, submitting(several))
    validate_all(sessions)

    assert 1 <= done <= 2 and done + len(told) == AT_ONCE
    assert counted(sessions) == 10_000


def test_eight_declare_for_one_framework(sessions: Any) -> None:
    done, _ = race(sessions, submitting(drafts(sessions, claimant="framework_owner")))
    validate_all(sessions)

    assert done == 1 and counted(sessions) == 0  # what an owner declares is in no council's total


def test_eight_lower_prices_and_rises_of_the_same_goods_count_once(sessions: Any) -> None:
    """£10 to £9 for 100, and £11 asked for: £100 by price, and of the rise only what lies above £10."""
    goods = {"part1_now": "9.00", "part1_quantity": "100", "part1_goods": "A"}
    price = goods | {"part1_kind": "price_unit", "part1_before": "10.00"}
    rise = goods | {"part1_kind": "rise_unit", "part1_before": "11.00"}
    with sessions.begin() as session:
        officers = [an_actor(session) for _ in range(AT_ONCE)]
        several = [(a_draft(session, each, NOON, **(price, rise)[n % 2]).key, each) for n, each in enumerate(officers)]
    done, _ = race(sessions, submitting(several))
    validate_all(sessions)

    assert done == 2 and counted(sessions) == 20_000


def test_eight_supersede_one_claim(sessions: Any) -> None:
    with sessions.begin() as session:
        officer = an_actor(session)
        claim = a_claim(session, officer, "validated")
        keys = [desk.supersede(session, claim, officer, NOON).key for _ in range(AT_ONCE)]
    done, _ = race(sessions, submitting([(key, officer) for key in keys]))
    validate_all(sessions)

    assert done == 1 and counted(sessions) == 10_000


def test_eight_share_what_is_left_of_a_joint_call_off(sessions: Any) -> None:
    with sessions.begin() as session:
        officer = an_actor(session)
        claim = a_claim(
            session,
            officer,
            "validated",
            route="joint_contract",
            sharer1_name="Fenland",
            sharer1_share="70%",
        )
        key = claim.call_off.key if claim.call_off else ""

    def act(session: Session, number: int) -> None:
        call_off = session.scalars(select(ClaimedCallOff).where(ClaimedCallOff.key == key)).one()
        call_offs.add_sharer(session, call_off, officer, f"Council {number}", "20%", True, NOON)

    done, told = race(sessions, act)

    assert (done, len(told)) == (1, AT_ONCE - 1) and "100%" in told[0]
    assert counted(sessions) == 10_000


def test_a_claim_is_verified_and_validated_once_whoever_tries(sessions: Any) -> None:
    with sessions.begin() as session:
        key = a_claim(session, an_actor(session)).key
        colleagues = [an_actor(session) for _ in range(AT_ONCE)]
        moderators = [an_actor(session, "moderator") for _ in range(AT_ONCE)]

    verified = race(
        sessions, lambda session, n: verifying.verify(session, claim_of(session, key), colleagues[n], "", NOON, SECRET)
    )
    validated = race(
        sessions, lambda session, n: validating.validate(session, claim_of(session, key), moderators[n], "", NOON)
    )

    assert verified[0] == validated[0] == 1 and counted(sessions) == 10_000


def kept(tokens: list[str], token: str) -> str:
    tokens.append(token)
    return f"https://hub.example/savings/verify/{token}"


def test_one_link_is_used_once(sessions: Any) -> None:
    tokens: list[str] = []
    with sessions.begin() as session:
        officer = an_actor(session)
        claim = a_claim(session, officer)
        finance_link.send(session, claim, officer, "ledger@fenland.gov.uk", NOON, partial(kept, tokens))
    done, told = race(sessions, lambda session, _: finance_link.verify(session, tokens[0], "", NOON, SECRET))

    assert (done, len(told)) == (1, AT_ONCE - 1)


def test_who_changes_and_who_verifies_at_once_never_leave_an_unseen_figure_approved(sessions: Any) -> None:
    with sessions.begin() as session:
        officer = an_actor(session)
        claim = a_claim(session, officer)
        key, version = claim.key, claim.version
        colleagues = [an_actor(session) for _ in range(AT_ONCE)]

    def act(session: Session, number: int) -> None:
        held = claim_of(session, key)
        if number % 2:
            verifying.verify(session, held, colleagues[number], "", NOON, SECRET, version)
        else:
            desk.save(session, held, officer, {"part1_now": "1.00", "outlier_note": "Less"}, version, NOON)

    done, told = race(sessions, act)
    with sessions() as session:
        held = claim_of(session, key)
        assert done == 1 and len(told) == AT_ONCE - 1
        assert (held.state, held.net_pence) in {("verified", 10_000), ("submitted", 99_900)}


def test_spend_and_end_recorded_at_once_leave_no_penny_counted_twice(sessions: Any) -> None:
    with sessions.begin() as session:
        officer = an_actor(session)
        claim = a_claim(session, officer, "validated")
        key = claim.call_off.key if claim.call_off else ""

    def act(session: Session, number: int) -> None:
        call_off = session.scalars(select(ClaimedCallOff).where(ClaimedCallOff.key == key)).one()
        if number % 2:
            call_offs.record_spend(session, call_off, officer, 45_000, NOON)
        else:
            call_offs.record_tender_run(session, call_off, officer, NOON)

    done, _ = race(sessions, act)

    assert done == AT_ONCE and counted(sessions) == 5_000


def test_the_database_itself_takes_no_place_twice(sessions: Any) -> None:
    """Whatever the rules let through, and whoever writes beside them."""
    with sessions.begin() as session:
        officer = an_actor(session)
        a_claim(session, officer)
        other = a_draft(session, officer)
        other.call_off = session.scalars(select(ClaimedCallOff)).one()
        first = session.scalars(select(SavingClaim).order_by(SavingClaim.id)).first()
        assert first is not None
        other.inputs, other.state, other.submitted_at = first.inputs, "submitted", NOON
        with pytest.raises(Refused, match="has this saving already"):
            settle(session, other.call_off, NOON)
        session.rollback()
