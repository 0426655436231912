"""What may become of a contribution, and by whom."""

from datetime import date

import pytest

from hub.actor import OPERATOR, VISITOR, Actor, Right
from hub.contributions import states
from hub.contributions.states import Proposal
from hub.errors import NotFound, Refused

OFFICER = 1


def an_actor(account: int, *rights: Right, name: str = "") -> Actor:
    organisations = tuple(right.organisation for right in rights if right.organisation)
    roles = frozenset(right.role for right in rights)
    return Actor(name or f"account-{account}", roles, organisations, rights, account=account)


def a_proposal(state: str = "submitted", **fields: object) -> Proposal:
    held: dict[str, object] = {
        "account": OFFICER,
        "submitted_by": "" if state == "draft" else f"account-{OFFICER}",
        "organisation": "mid-suffolk",
        "network": "pen",
    }
    return Proposal(state, **held | fields)  # type: ignore[arg-type]


CONTRIBUTOR = Right("contributor", "mid-suffolk", "pen")
MODERATOR = Right("moderator", network="pen")
PROPOSER = an_actor(OFFICER, CONTRIBUTOR)
ADMINISTRATOR = an_actor(9, Right("administrator"))


@pytest.mark.parametrize("step", states.STEPS)
@pytest.mark.parametrize("state", states.STATES)
def test_a_step_is_open_only_from_its_states_and_leads_to_its_own(step: str, state: str) -> None:
    held = states.STEPS[step]
    actor = PROPOSER if held.whose == "proposer" else an_actor(2, MODERATOR)
    proposal = a_proposal(state, submitted_by="account-1")
    if state in held.before:
        assert states.after(step, proposal, actor) == (held.after or state)
    else:
        with pytest.raises(Refused, match=states.STATES[state]):
            states.after(step, proposal, actor)


@pytest.mark.parametrize("state", ["accepted", "rejected", "withdrawn"])
def test_what_was_answered_or_withdrawn_stays_so(state: str) -> None:
    assert not [step for step, held in states.STEPS.items() if state in held.before]


@pytest.mark.parametrize(
    "stranger",
    [
        VISITOR,
        an_actor(2, Right("contributor", "ipswich", "pen")),
        an_actor(3, Right("contributor", "mid-suffolk", "pen")),
        an_actor(4, Right("contributor", "mid-suffolk", "west")),
        an_actor(5, Right("moderator", network="west")),
        an_actor(OFFICER, Right("contributor", "mid-suffolk", "west")),
        an_actor(OFFICER),
    ],
)
def test_whose_it_is_not_does_not_learn_that_it_is_there(stranger: Actor) -> None:
    for step in states.STEPS:
        with pytest.raises(NotFound):
            states.after(step, a_proposal(), stranger)


def test_a_moderator_does_not_see_a_draft_that_was_never_submitted() -> None:
    assert not states.may_see(a_proposal("draft"), an_actor(2, MODERATOR))
    assert not states.may_see(a_proposal("withdrawn", submitted_by=""), ADMINISTRATOR)
    assert states.may_see(a_proposal("returned"), an_actor(2, MODERATOR))


@pytest.mark.parametrize("step", ["accept", "return", "reject"])
@pytest.mark.parametrize(
    ("proposal", "actor"),
    [
        (a_proposal(), an_actor(OFFICER, CONTRIBUTOR, MODERATOR)),
        (a_proposal(), an_actor(OFFICER, MODERATOR)),
        (a_proposal(), an_actor(OFFICER, Right("administrator"))),
        (a_proposal(), an_actor(OFFICER, Right("contributor", "ipswich", "pen"), MODERATOR)),
        (a_proposal(account=7), an_actor(OFFICER, MODERATOR)),
        (a_proposal(account=None), an_actor(OFFICER, MODERATOR)),
        (a_proposal(account=OFFICER, submitted_by="account-7"), an_actor(OFFICER, MODERATOR)),
    ],
    ids=["both", "no-longer-contributor", "administrator", "other-organisation", "handed-over", "left", "taken-over"],
)
def test_nobody_decides_on_their_own_by_any_route(step: str, proposal: Proposal, actor: Actor) -> None:
    with pytest.raises(Refused, match="yourself"):
        states.after(step, proposal, actor)


@pytest.mark.parametrize("role", ["member", "contributor"])
def test_nobody_decides_on_what_their_own_organisation_proposes(role: str) -> None:
    colleague = an_actor(2, Right(role, "mid-suffolk", "pen" if role == "contributor" else ""), MODERATOR)
    with pytest.raises(Refused, match="Your own organisation"):
        states.after("accept", a_proposal(), colleague)


def test_a_moderator_of_its_network_an_administrator_and_the_operator_may_decide() -> None:
    for actor in (an_actor(2, MODERATOR), ADMINISTRATOR, OPERATOR):
        assert states.after("accept", a_proposal(account=None), actor) == "accepted"


def test_nobody_but_its_proposer_changes_submits_or_withdraws_one() -> None:
    for step in ("save", "submit", "withdraw"):
        with pytest.raises(Refused, match="Only its proposer"):
            states.after(step, a_proposal("returned"), ADMINISTRATOR)


def test_it_is_to_be_answered_within_a_fortnight() -> None:
    assert states.due_on(date(2026, 11, 22)) == date(2026, 12, 6)
