"""Who reads which report: people see those of their own organisations and networks, and are not told of others."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, select, true
from sqlalchemy.orm import Session

from hub.actor import Actor
from hub.errors import NotFound
from hub.models import Network, NetworkMember, Organisation, SavingClaim, SavingPart, SavingTarget
from hub.reports.facts import has_part
from hub.reports.highlight import MEMBERS, MODERATORS
from hub.savings import seen
from hub.savings.years import years_between

NOT_YOURS = "There is no report at this address, or it is not yours to see."


def network_of(session: Session, actor: Actor, slug: str) -> Network:
    """A network whose highlight report somebody may read. Raises NotFound."""
    found = session.scalar(select(Network).where(Network.slug == slug, _in_reach(actor)))
    if found is None:
        raise NotFound(NOT_YOURS)
    return found


def networks(session: Session, actor: Actor) -> Sequence[Network]:
    return session.scalars(select(Network).where(_in_reach(actor)).order_by(Network.name)).all()


def reads_as(actor: Actor, network: Network) -> str:
    """For whom the highlight report is that they get."""
    return MODERATORS if actor.may("moderator", network=network.slug) else MEMBERS


def organisation_of(session: Session, actor: Actor, slug: str) -> Organisation:
    """An organisation whose statement somebody may read: their own, or one of whose networks they moderate all.

    Raises NotFound.
    """
    found = session.scalar(select(Organisation).where(Organisation.slug == slug))
    if found is None or not (found.slug in _own(actor) or _moderates(session, actor, found)):
        raise NotFound(NOT_YOURS)
    return found


def organisations(session: Session, actor: Actor) -> Sequence[Organisation]:
    """Their own."""
    return session.scalars(
        select(Organisation).where(Organisation.slug.in_(_own(actor))).order_by(Organisation.name)
    ).all()


def years_of_network(session: Session, actor: Actor, network: Network) -> set[str]:
    """Financial years with a claim of the network that somebody may open, or with a target of all its members."""
    theirs = SavingPart.claim_id.in_(_seen(actor, SavingClaim.network_id == network.id))
    shared = (SavingTarget.network_id == network.id) & SavingTarget.organisation_id.is_(None)
    return _years(session, theirs, shared)


def years_of_organisation(session: Session, actor: Actor, organisation: Organisation) -> set[str]:
    """Financial years with a part of it in a claim that somebody may open, or with a target of its own."""
    theirs = SavingPart.claim_id.in_(_seen(actor)) & (SavingPart.organisation_id == organisation.id)
    return _years(session, theirs, SavingTarget.organisation_id == organisation.id)


def _seen(actor: Actor, *conditions: ColumnElement[bool]) -> Select[int]:
    return seen.claims(actor).where(*conditions).with_only_columns(SavingClaim.id)


def _years(session: Session, parts: ColumnElement[bool], targets: ColumnElement[bool]) -> set[str]:
    found = set(session.scalars(select(SavingPart.year).where(parts).distinct()))
    for row in session.scalars(select(SavingTarget).where(targets)):
        found |= set(years_between(row.first_year, row.last_year))
    return found


def _moderates(session: Session, actor: Actor, organisation: Organisation) -> bool:
    """Whether they see all that a statement is made of: claims are seen by the moderators of their own network."""
    if actor.may("administrator"):
        return True
    joined = select(Network.slug).join(NetworkMember).where(NetworkMember.organisation_id == organisation.id)
    claims = select(Network.slug).select_from(SavingClaim).outerjoin(Network, Network.id == SavingClaim.network_id)
    theirs = claims.where(has_part([organisation.id]), SavingClaim.submitted_at.is_not(None))
    slugs = {*session.scalars(joined), *session.scalars(theirs)}
    return bool(slugs) and all(slug and actor.may("moderator", network=slug) for slug in slugs)


def _in_reach(actor: Actor) -> ColumnElement[bool]:
    """Networks they moderate, and those in which their organisations act today."""
    if actor.may("administrator"):
        return true()
    mine = select(Organisation.id).where(Organisation.slug.in_(_own(actor)))
    joined = select(NetworkMember.network_id).where(
        NetworkMember.organisation_id.in_(mine), NetworkMember.ends_on.is_(None)
    )
    moderated = {right.network for right in actor.rights if right.role == "moderator"}
    return Network.id.in_(joined) | Network.slug.in_(moderated)


def _own(actor: Actor) -> set[str]:
    return {right.organisation for right in actor.rights if right.role in ("member", "contributor")} - {""}
