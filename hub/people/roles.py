"""Who may do what: roles given and ended, and the actor they make of somebody who is signed in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import audit
from hub.actor import Actor, Right
from hub.errors import Refused
from hub.models import Account, Grant, Network, Organisation, SignedIn
from hub.people.sessions import is_halfway

BOUND = {
    "member": (True, False),
    "contributor": (True, True),
    "moderator": (False, True),
    "administrator": (False, False),
}
"""Each role: whether it is for an organisation, and whether in a network."""

NEED_SECOND_FACTOR = frozenset({"moderator", "administrator"})


def give(
    session: Session,
    account: Account,
    role: str,
    actor: Actor,
    at: datetime,
    organisation: Organisation | None = None,
    network: Network | None = None,
) -> Grant:
    """Give somebody a role; what they have already is not given twice. Raises Refused."""
    before = len(account.grants)
    grant = add(account, role, actor, at, organisation, network)
    session.flush()
    if len(account.grants) > before:
        audit.note(session, actor, "give role", account.handle, at, _detail(grant))
    return grant


def add(
    account: Account,
    role: str,
    actor: Actor,
    at: datetime,
    organisation: Organisation | None = None,
    network: Network | None = None,
) -> Grant:
    """The same as part of something greater, which goes into the audit trail as one. Raises Refused."""
    if BOUND.get(role) != (organisation is not None, network is not None):
        raise Refused(f"A {role} is {bound_to(role)}.")
    for grant in standing(account):
        if (grant.role, grant.organisation, grant.network) == (role, organisation, network):
            return grant
    grant = Grant(role=role, organisation=organisation, network=network, given_at=at, given_by=actor.name)
    account.grants.append(grant)
    return grant


def end(session: Session, grant: Grant, actor: Actor, at: datetime) -> None:
    """Take a role away: the next page they ask for knows."""
    if grant.ended_at is None:
        grant.ended_at, grant.ended_by = at, actor.name
        audit.note(session, actor, "end role", grant.account.handle, at, _detail(grant))


def standing(account: Account) -> Sequence[Grant]:
    """The roles somebody has today."""
    return [grant for grant in account.grants if grant.ended_at is None]


def actor_of(signed_in: SignedIn) -> Actor:
    """What somebody may do in this browser, worked out anew for each request.

    Whoever moderates or administers must have shown a one-time code. An account that waits for approval has no roles.
    """
    account = signed_in.account
    halfway = is_halfway(signed_in)
    about = {"account": account.id, "session": signed_in.token_hash}
    if halfway or account.state != "active":
        return Actor(account.handle, halfway=halfway, **about)  # type: ignore[arg-type]
    rights = tuple(sorted((_right(grant) for grant in standing(account)), key=_in_order))
    held = [right for right in rights if signed_in.second_factor_at or right.role not in NEED_SECOND_FACTOR]
    organisations = tuple(dict.fromkeys(right.organisation for right in held if right.organisation))
    return Actor(
        account.handle,
        roles=frozenset(right.role for right in held),
        organisations=organisations,
        rights=tuple(held),
        withheld=frozenset(right.role for right in rights if right not in held),
        acting_for=_in_hand(signed_in.acting_for, organisations),
        network=_in_hand(signed_in.network, tuple(right.network for right in held if right.network)),
        **about,  # type: ignore[arg-type]
    )


def people(session: Session, role: str, network: Network | None = None) -> Sequence[Account]:
    """Those who have a role today, in a network where one is named."""
    found = select(Account).join(Grant).where(Grant.role == role, Grant.ended_at.is_(None), Account.state == "active")
    if network is not None:
        found = found.where(Grant.network_id == network.id)
    return session.scalars(found.order_by(Account.id).distinct()).all()


def words(role: str, organisation: Organisation | None, network: Network | None) -> str:
    """A role as people say it: “contributor for Essex County Council in Procurement East Network”."""
    of = f" for {organisation.name}" if organisation else ""
    return f"{role}{of}{f' in {network.name}' if network else ''}"


def is_only_administrator(session: Session, account: Account) -> bool:
    return [each.id for each in people(session, "administrator")] == [account.id]


def require_another_administrator(session: Session, account: Account) -> None:
    """Raises Refused for the only administrator there is: nobody could undo it."""
    if is_only_administrator(session, account):
        raise Refused("This is the only administrator. Make somebody else one first.")


def _right(grant: Grant) -> Right:
    return Right(
        grant.role,
        grant.organisation.slug if grant.organisation else "",
        grant.network.slug if grant.network else "",
    )


def _in_order(right: Right) -> tuple[str, str, str]:
    return (right.organisation, right.network, right.role)


def _in_hand(chosen: Organisation | Network | None, theirs: tuple[str, ...]) -> str:
    """What was chosen, as long as it is theirs; else the first."""
    if chosen is not None and chosen.slug in theirs:
        return chosen.slug
    return theirs[0] if theirs else ""


def bound_to(role: str) -> str:
    """What a role is bound to, completing “A moderator is …”."""
    if role not in BOUND:
        return f"not a role: use {', '.join(BOUND)}"
    organisation, network = BOUND[role]
    needs = [noun for noun, needed in (("an organisation", organisation), ("a network", network)) if needed]
    return f"one of {' in '.join(needs)}" if needs else "one of the whole hub"


def _detail(grant: Grant) -> dict[str, str]:
    right = _right(grant)
    return {"role": right.role, "organisation": right.organisation, "network": right.network}
