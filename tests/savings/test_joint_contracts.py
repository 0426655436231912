"""A contract that several share is claimed once, in whichever book and order its claims are entered (R2)."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from hub.actor import Actor
from hub.errors import Refused
from hub.models import SavingClaim
from hub.savings import call_offs, desk, validating
from hub.savings.ruling import RuleRefused
from tests.moments import NOON
from tests.savings.people import a_claim, a_draft, an_actor
from tests.savings.test_attacks import AT_ONCE, counted, race, submitting, validate_all

JOINT = {"route": "joint_contract", "reference": "ocds-h6vhtk-0a1b2c"}


def shared_by(*names: str) -> dict[str, str]:
    """The fields of a joint contract, the lead first, each with the same part."""
    fields = dict(JOINT)
    for number, name in enumerate(names, start=1):
        fields |= {f"sharer{number}_name": name, f"sharer{number}_share": f"1/{len(names)}"}
    return fields


@pytest.fixture
def partner(session: Session) -> Actor:
    return an_actor(session, organisation="breckland")


@pytest.fixture
def lead(session: Session) -> Actor:
    return an_actor(session)


def submit(session: Session, claim: SavingClaim, actor: Actor) -> None:
    desk.submit(session, claim, actor, NOON)


def test_who_claims_before_the_lead_names_them_is_not_counted_beside_it(
    session: Session, lead: Actor, partner: Actor
) -> None:
    a_claim(session, partner, "validated", reference="OCDS-h6vhtk-0a1b2c")
    claim = a_draft(session, lead, NOON, **shared_by("fenland", "breckland"))

    with pytest.raises(RuleRefused, match=r"claimed by Breckland already.* another reference") as refused:
        submit(session, claim, lead)
    assert refused.value.decision.rule == "R2"


def test_the_lead_claims_for_all_once_the_other_has_withdrawn(session: Session, lead: Actor, partner: Actor) -> None:
    theirs = a_claim(session, partner, reference=JOINT["reference"])
    desk.withdraw(session, theirs, partner, NOON)
    claim = a_draft(session, lead, NOON, **shared_by("fenland", "breckland"))
    submit(session, claim, lead)

    assert claim.state == "submitted"


def test_a_claim_given_back_is_not_sent_again_beside_the_leads(session: Session, lead: Actor, partner: Actor) -> None:
    theirs = a_claim(session, partner, "verified", reference=JOINT["reference"])
    validating.give_back(session, theirs, an_actor(session, "moderator"), "Who led?", NOON)
    submit(session, a_draft(session, lead, NOON, **shared_by("fenland", "breckland")), lead)

    with pytest.raises(RuleRefused, match="claimed by Fenland already"):
        submit(session, theirs, partner)


@pytest.mark.parametrize("how", ["one more", "all anew"])
def test_nobody_becomes_a_sharer_who_claims_the_contract_for_themselves(
    session: Session, lead: Actor, partner: Actor, how: str
) -> None:
    a_claim(session, partner, reference=JOINT["reference"])
    call_off = a_claim(session, lead, "validated", NOON, **JOINT).call_off
    assert call_off is not None

    with pytest.raises(Refused, match="claimed by Breckland already"):
        if how == "one more":
            call_offs.add_sharer(session, call_off, lead, "breckland", "50%", True, NOON)
        else:
            call_offs.set_sharers(session, call_off, lead, [("fenland", "1/2", True), ("breckland", "1/2", True)], NOON)


def test_the_same_reference_of_a_council_that_shares_nothing_is_its_own_contract(
    session: Session, lead: Actor, partner: Actor
) -> None:
    a_claim(session, partner, reference="Contract 12")
    claim = a_draft(session, lead, NOON, **shared_by("fenland", "swaffham") | {"reference": "Contract 12"})
    submit(session, claim, lead)

    assert claim.state == "submitted"


def test_eight_councils_each_claim_the_contract_they_share_and_one_has_it(sessions: Any) -> None:
    names = [f"council-{number}" for number in range(AT_ONCE)]
    with sessions.begin() as session:
        officers = [an_actor(session, organisation=name) for name in names]
        several = [
            (a_draft(session, each, NOON, **shared_by(name, *(other for other in names if other != name))).key, each)
            for name, each in zip(names, officers, strict=True)
        ]
    done, told = race(sessions, submitting(several))
    validate_all(sessions)

    assert (done, len(told)) == (1, AT_ONCE - 1)
    assert counted(sessions) == 10_000


def test_seven_partners_claim_for_themselves_while_the_lead_claims_for_all(sessions: Any) -> None:
    names = [f"council-{number}" for number in range(AT_ONCE)]
    with sessions.begin() as session:
        officers = [an_actor(session, organisation=name) for name in names]
        alone = [{"reference": JOINT["reference"]}] * (AT_ONCE - 1)
        fields = [shared_by(*names), *alone]
        several = [
            (a_draft(session, each, NOON, **said).key, each) for said, each in zip(fields, officers, strict=True)
        ]
    done, _ = race(sessions, submitting(several))
    validate_all(sessions)

    assert counted(sessions) == done * 10_000  # the lead for all, or each for itself
    assert done in (1, AT_ONCE - 1)
