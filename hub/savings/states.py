"""What may become of a claim of a saving, and by whom. Pure.

Three people stand behind what counts: who reports it, somebody else of the council who verifies it, and a moderator
of the network who validates it. Nobody is two of these on one claim: not by another role of theirs, not after handing
it over, and not as an administrator.
"""

from collections.abc import Collection
from dataclasses import dataclass

from hub.actor import Actor
from hub.errors import NotFound, Refused

STATES = {
    "draft": "Draft",
    "submitted": "Waiting for the council",
    "returned": "Returned with a question",
    "verified": "Verified by the council, waiting for the network",
    "validated": "Validated by the network: it counts",
    "rejected": "Rejected",
    "withdrawn": "Withdrawn",
    "superseded": "Superseded by another claim",
    "lapsed": "Lapsed: the contract never began",
}

OPEN = ("draft", "returned")
"""In these a claim takes no place and counts nowhere."""

LIVE = ("submitted", "verified", "validated")
"""In these it takes the places that no other claim may take."""

DEAD = ("rejected", "withdrawn", "superseded", "lapsed")
"""In these it counts no longer, and only words beside it may change."""

NOT_YOURS = "There is no such claim, or it is not yours to see."


@dataclass(frozen=True)
class Step:
    """From which states, to which (empty: it stays as it is), and whose step it is: reporter, council or moderator."""

    before: tuple[str, ...]
    after: str
    whose: str


STEPS = {
    "save": Step((*OPEN, *LIVE), "", "reporter"),
    "annotate": Step(DEAD, "", "reporter"),
    "submit": Step(OPEN, "submitted", "reporter"),
    "withdraw": Step((*OPEN, *LIVE), "withdrawn", "reporter"),
    "supersede": Step(LIVE, "", "reporter"),
    "send link": Step(("submitted",), "", "reporter"),
    "take over": Step((*OPEN, *LIVE), "", "council"),
    "verify": Step(("submitted",), "verified", "council"),
    "give back": Step(("submitted",), "returned", "council"),
    "validate": Step(("verified",), "validated", "moderator"),
    "return": Step(("verified", "validated"), "returned", "moderator"),
    "reject": Step(LIVE, "rejected", "moderator"),
}

AUTHORS = frozenset({"begin", "copy", "save", "submit", "supersede", "take over"})
"""Steps of whoever has a hand in what a claim says."""


@dataclass(frozen=True)
class Case:
    """What these decisions need of a claim: slugs of those whose it is and of its network, and who did what.

    ``holders`` are its organisation and those that follow it; ``sharers`` others that have a part. ``authors`` are the
    handles of all who had a hand in what it says.
    """

    state: str
    account: int | None
    authors: Collection[str]
    verifier: str
    holders: Collection[str]
    sharers: Collection[str]
    network: str
    submitted: bool


def after(step: str, claim: Case, actor: Actor) -> str:
    """The state a step leads to.

    Raises NotFound for somebody who is not to know of the claim, Refused for a step that is not open to them.
    """
    if not may_see(claim, actor):
        raise NotFound(NOT_YOURS)
    if refusal := why_not(step, claim, actor):
        raise Refused(refusal)
    return STEPS[step].after or claim.state


def may_see(claim: Case, actor: Actor) -> bool:
    """Its organisation and administrators; from when it was submitted also sharers and moderators of its network."""
    if actor.roles & {"administrator", "operator"} or acts_for(actor, claim.holders):
        return True
    if not claim.submitted:
        return False
    moderates = bool(claim.network) and actor.may("moderator", network=claim.network)
    return moderates or acts_for(actor, claim.sharers)


def why_not(step: str, claim: Case, actor: Actor) -> str:
    """Why somebody may not take a step; empty where they may."""
    held = STEPS[step]
    refusal = {"reporter": _why_not_report, "council": _why_not_verify, "moderator": _why_not_decide}[held.whose]
    if step == "take over":
        refusal = _why_not_take_over
    if said := refusal(claim, actor):
        return said
    if claim.state not in held.before:
        return f"That is not open any more, or not yet: this claim is “{STATES[claim.state]}”."
    return ""


def is_reporter(claim: Case, actor: Actor) -> bool:
    """Whose it is, and who is still of its organisation."""
    theirs = actor.account is not None and actor.account == claim.account
    return theirs and acts_for(actor, claim.holders)


def acts_for(actor: Actor, organisations: Collection[str]) -> bool:
    """Whether somebody is a member or contributor of one of these."""
    return any(
        right.role in ("member", "contributor") and right.organisation in organisations for right in actor.rights
    )


def _why_not_report(claim: Case, actor: Actor) -> str:
    return "" if is_reporter(claim, actor) else "Only its reporter can do that."


def _why_not_verify(claim: Case, actor: Actor) -> str:
    if _is_own(claim, actor):
        return "You reported this or had a hand in it. Somebody else of your organisation must verify it."
    if not acts_for(actor, claim.holders):
        return "Only somebody of the organisation that reported it can do that."
    if claim.account is None:
        return "Whoever reported this has left. A colleague must take it over before it can be verified."
    return ""


def _why_not_take_over(claim: Case, actor: Actor) -> str:
    if claim.account is not None:
        return "It has a reporter, who can hand it over."
    if not acts_for(actor, claim.holders) or actor.account is None:
        return "Only somebody of the organisation that reported it can do that."
    return "You verified this. Somebody else must take it over." if actor.name == claim.verifier else ""


def _why_not_decide(claim: Case, actor: Actor) -> str:
    if not (claim.network and actor.may("moderator", network=claim.network) or actor.may("administrator")):
        return "Only a moderator of its network can do that."
    if _is_own(claim, actor):
        return "You reported this or had a hand in it. Another moderator must decide on it."
    if claim.verifier and actor.name == claim.verifier:
        return "You verified this for the council. Another moderator must decide on it."
    if acts_for(actor, claim.holders):
        return "Your own organisation reported this. A moderator of another organisation must decide on it."
    return ""


def _is_own(claim: Case, actor: Actor) -> bool:
    return actor.account is not None and actor.account == claim.account or actor.name in claim.authors
