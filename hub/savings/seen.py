"""Which claims somebody may see: those of their organisations, their reporter's, and those of networks they moderate.

Whoever may not see a claim is not told that it is there. An organisation's claims are seen by those that follow it.
"""

from collections.abc import Collection

from sqlalchemy import CTE, ColumnElement, Select, and_, or_, select, true
from sqlalchemy.orm import Session

from hub.actor import Actor
from hub.errors import NotFound
from hub.models import CallOffSharer, Network, Organisation, SavingClaim, SavingPart, SavingVersion, Succession
from hub.savings import states
from hub.savings.states import Case


def claims(actor: Actor) -> Select[SavingClaim]:
    """All that somebody may see."""
    return select(SavingClaim).where(_visible(actor))


def find(session: Session, key: str, actor: Actor) -> SavingClaim:
    """A claim by its key. Raises NotFound, whether there is none or it is not theirs to see."""
    found = session.scalar(claims(actor).where(SavingClaim.key == key))
    if found is None:
        raise NotFound(states.NOT_YOURS)
    return found


def require(claim: SavingClaim, actor: Actor) -> None:
    """Raises NotFound for who may not see it."""
    if not states.may_see(case_of(claim), actor):
        raise NotFound(states.NOT_YOURS)


def may_see(session: Session, claim: SavingClaim, actor: Actor) -> bool:
    return session.scalar(claims(actor).where(SavingClaim.id == claim.id)) is not None


def why_not(step: str, claim: SavingClaim, actor: Actor) -> str:
    """Why somebody who sees a claim may not take a step (hub.savings.states.STEPS); empty where they may."""
    return states.why_not(step, case_of(claim), actor)


def after(step: str, claim: SavingClaim, actor: Actor) -> str:
    """The state a step leads to. Raises NotFound, Refused."""
    return states.after(step, case_of(claim), actor)


def case_of(claim: SavingClaim) -> Case:
    """What decisions about who may do what need of a claim."""
    session = Session.object_session(claim)
    if session is None:
        raise ValueError("a claim outside of a session")
    return Case(
        state=claim.state,
        account=claim.reporter_id,
        authors=authors(session, claim),
        verifier=claim.verified_by,
        holders=following(session, {claim.organisation_id}),
        sharers=following(session, _sharers(session, claim)),
        network=claim.network.slug if claim.network else "",
        submitted=claim.submitted_at is not None,
    )


def authors(session: Session, claim: SavingClaim) -> frozenset[str]:
    """The handles of all who had a hand in what a claim says."""
    wrote = select(SavingVersion.changed_by).where(
        SavingVersion.claim_id == claim.id, SavingVersion.step.in_(states.AUTHORS)
    )
    now = {claim.reported_by, claim.reporter.handle if claim.reporter else ""}
    return frozenset({*session.scalars(wrote), *now} - {""})


def followed(slugs: Collection[str]) -> CTE:
    """The ids of organisations and of all that they follow."""
    theirs = select(Organisation.id).where(Organisation.slug.in_(slugs)).cte("followed", recursive=True)
    links = select(Succession.predecessor_id).where(Succession.provisional.is_(False))
    return theirs.union(links.join(theirs, Succession.successor_id == theirs.c.id))


def following(session: Session, organisations: Collection[int]) -> frozenset[str]:
    """The slugs of organisations, by their ids, and of all that follow them."""
    theirs = select(Organisation.id).where(Organisation.id.in_(organisations)).cte("followers", recursive=True)
    links = select(Succession.successor_id).where(Succession.provisional.is_(False))
    found = theirs.union(links.join(theirs, Succession.predecessor_id == theirs.c.id))
    return frozenset(session.scalars(select(Organisation.slug).where(Organisation.id.in_(select(found.c.id)))))


def _visible(actor: Actor) -> ColumnElement[bool]:
    if actor.roles & {"administrator", "operator"}:
        return true()
    mine = select(followed(_organisations(actor)).c.id)
    moderated = {right.network for right in actor.rights if right.role == "moderator" and right.network}
    parts = select(SavingPart.claim_id).where(SavingPart.organisation_id.in_(mine))
    joint = select(CallOffSharer.call_off_id).where(CallOffSharer.organisation_id.in_(mine))
    networks = select(Network.id).where(Network.slug.in_(moderated))
    concerned = or_(SavingClaim.id.in_(parts), SavingClaim.call_off_id.in_(joint), SavingClaim.network_id.in_(networks))
    return or_(SavingClaim.organisation_id.in_(mine), and_(SavingClaim.submitted_at.is_not(None), concerned))


def _organisations(actor: Actor) -> set[str]:
    return {right.organisation for right in actor.rights if right.role in ("member", "contributor")} - {""}


def _sharers(session: Session, claim: SavingClaim) -> set[int]:
    joint = select(CallOffSharer.organisation_id).where(CallOffSharer.call_off_id == claim.call_off_id)
    parts = select(SavingPart.organisation_id).where(SavingPart.claim_id == claim.id)
    return {each for each in session.scalars(joint.union(parts)) if each is not None}
