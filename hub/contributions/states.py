"""What may become of a contribution, and by whom. Pure.

Nobody decides on what they proposed: not for another organisation of theirs, not after handing it over, and not as an
administrator. Nor does anybody decide on what their own colleagues propose.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from hub.actor import Actor
from hub.errors import NotFound, Refused

STATES = {
    "draft": "Draft",
    "submitted": "Waiting for an answer",
    "returned": "Returned with a question",
    "accepted": "Accepted",
    "rejected": "Not accepted",
    "withdrawn": "Withdrawn",
}

OPEN = ("draft", "returned")
"""In these its proposer may change it."""

UNDECIDED = (*OPEN, "submitted")
"""In these it is on its way: it can still be withdrawn."""

ANSWERED_WITHIN = timedelta(days=14)
"""The network's own aim."""


@dataclass(frozen=True)
class Step:
    """From which states, to which (empty: it stays as it is), and whose step it is: proposer or moderator."""

    before: tuple[str, ...]
    after: str
    whose: str


STEPS = {
    "save": Step(OPEN, "", "proposer"),
    "submit": Step(OPEN, "submitted", "proposer"),
    "withdraw": Step(UNDECIDED, "withdrawn", "proposer"),
    "accept": Step(("submitted",), "accepted", "moderator"),
    "return": Step(("submitted",), "returned", "moderator"),
    "reject": Step(("submitted",), "rejected", "moderator"),
}


@dataclass(frozen=True)
class Proposal:
    """What these decisions need of a contribution: slugs of its organisation and network, and who proposed it."""

    state: str
    account: int | None
    submitted_by: str
    organisation: str
    network: str


def after(step: str, proposal: Proposal, actor: Actor) -> str:
    """The state a step leads to.

    Raises NotFound for somebody who is not to know of the contribution, Refused for a step that is not open to them.
    """
    if not may_see(proposal, actor):
        raise NotFound("There is no such contribution, or it is not yours to see.")
    if refusal := why_not(step, proposal, actor):
        raise Refused(refusal)
    return STEPS[step].after or proposal.state


def may_see(proposal: Proposal, actor: Actor) -> bool:
    """Its proposer, as long as they contribute for its organisation; from when it was submitted also the moderators
    of its network.
    """
    if is_proposer(proposal, actor):
        return True
    return bool(proposal.submitted_by) and actor.may("moderator", network=proposal.network)


def why_not(step: str, proposal: Proposal, actor: Actor) -> str:
    """Why somebody may not take a step; empty where they may."""
    held = STEPS[step]
    if held.whose == "proposer" and not is_proposer(proposal, actor):
        return "Only its proposer can do that."
    if held.whose == "moderator" and (refusal := _why_not_decide(proposal, actor)):
        return refusal
    if proposal.state not in held.before:
        return f"That is not open any more, or not yet: this contribution is “{STATES[proposal.state]}”."
    return ""


def is_proposer(proposal: Proposal, actor: Actor) -> bool:
    """Whose it is, and who still contributes for its organisation in its network."""
    theirs = actor.account is not None and actor.account == proposal.account
    return theirs and actor.may("contributor", network=proposal.network, organisation=proposal.organisation)


def _why_not_decide(proposal: Proposal, actor: Actor) -> str:
    if not actor.may("moderator", network=proposal.network):
        return "Only a moderator of its network can do that."
    if actor.account is not None and actor.account == proposal.account or actor.name == proposal.submitted_by:
        return "You proposed this yourself. Another moderator must decide on it."
    if proposal.organisation in actor.organisations:
        return "Your own organisation proposed this. A moderator of another organisation must decide on it."
    return ""


def due_on(day: date) -> date:
    """The day by which the network means to have answered what was submitted on a day."""
    return day + ANSWERED_WITHIN
