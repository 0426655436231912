"""What a change of organisations would do, told before it is made. Reads only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from hub.formatters import count_text, date_text, listing
from hub.ingest import keepers
from hub.ingest.organisations import organisation_slug
from hub.ingest.reorganised import DAY, called, rows
from hub.ingest.reorganising import Reorganisation
from hub.models import CallOff, EmailDomain, Framework, Grant, NetworkMember, Organisation, Succession, listed


@dataclass(frozen=True)
class Effect:
    """What becomes of one organisation, a sentence each."""

    name: str
    sentences: Sequence[str]


def of_rename(session: Session, slug: str, name: str, on: date) -> list[Effect]:
    row = called(session, slug)
    owned = count_text(_count(session, Framework.owner_id == row.id, *listed()), "framework")
    sentences = [
        f"It is called “{name}” on every page, from now on.",
        f"“{row.name}” is kept as its name until {date_text(on - DAY)}, and still finds it.",
        f"Search learns the new name of the owner of {owned}.",
        "Its address stays as it is.",
    ]
    return [Effect(row.name, sentences)]


def of_reorganisation(session: Session, change: Reorganisation) -> list[Effect]:
    """The predecessors first."""
    befores = [called(session, slug) for slug in change.predecessors]
    known = {row.slug: row for row in rows(session, map(organisation_slug, change.successors))}
    after = [(name, known.get(organisation_slug(name))) for name in change.successors]
    names = ", ".join(row.name if row else name for name, row in after)
    found = [Effect(row.name, list(_of_predecessor(session, row, names, change))) for row in befores]
    like = befores[0]
    return found + [Effect(row.name if row else name, list(_of_successor(row, like, change))) for name, row in after]


def _of_predecessor(session: Session, row: Organisation, names: str, change: Reorganisation) -> Iterator[str]:
    if change.provisional:
        yield f"Its page says that it is due to be followed by {names} on {date_text(change.on)}."
    else:
        yield f"It ends on {date_text(change.on - DAY)}, and its page says that it was followed by {names}."
    if others := session.scalars(_followers(row)).all():
        yield f"It is said to be followed by {', '.join(others)} already, and that stays."
    yield "Whoever buys for it is told who follows it, and when."
    stays = ", ".join(_standing_in_its_name(session, row))
    if stays:
        yield f"What stands in its name stays there, as it was published or given: {stays}."
    if passing := keepers.held(session, row.id):
        yield _passing_on(listing(passing), names, change)
    people = _count(session, Grant.organisation_id == row.id, Grant.ended_at.is_(None))
    if people:
        yield f"Roles do not move by themselves: {count_text(people, 'role')} to be given anew for the successor."


def _passing_on(held: str, names: str, change: Reorganisation) -> str:
    shares = f", by these shares: {', '.join(change.shares)}" if change.shares else ""
    if change.provisional:
        return f"What it has saved and is to save stays with it until this is confirmed: {held}."
    return f"What it has saved and is to save passes to {names} on {date_text(change.on)}{shares}: {held}."


def _standing_in_its_name(session: Session, row: Organisation) -> Iterator[str]:
    counted = (
        (_count(session, Framework.owner_id == row.id, *listed()), "framework", ""),
        (_count(session, CallOff.buyer_id == row.id), "contract", ""),
        (_count(session, NetworkMember.organisation_id == row.id, NetworkMember.ends_on.is_(None)),
         "membership of a network", "memberships of networks"),
        (_count(session, EmailDomain.organisation_id == row.id), "e-mail domain", ""),
    )  # fmt: skip
    yield from (count_text(count, noun, plural) for count, noun, plural in counted if count)


def _of_successor(row: Organisation | None, like: Organisation, change: Reorganisation) -> Iterator[str]:
    if row is None:
        yield f"It is new to the hub, and begins on {date_text(change.on)}."
        yield f"It is of the same kind and region as {like.name}, until somebody says otherwise."
    else:
        yield "The hub knows it already."
    verb = "is due to take over" if change.provisional else "took over"
    yield f"Its page says that it {verb} on {date_text(change.on)}."


def _followers(row: Organisation) -> Select[str]:
    names = select(Organisation.name).join(Succession, Succession.successor_id == Organisation.id)
    return names.where(Succession.predecessor_id == row.id).order_by(Organisation.name)


def _count(session: Session, *conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).where(*conditions)) or 0


def search(session: Session, text: str, most: int) -> Sequence[Organisation]:
    """Organisations by a part of their name or their slug; those of the hub's own list first."""
    like = or_(Organisation.name.icontains(text, autoescape=True), Organisation.slug == text)
    found = select(Organisation).where(like, Organisation.joined_to_id.is_(None))
    ordered = found.order_by(Organisation.curated.desc(), Organisation.name, Organisation.id)
    return session.scalars(ordered.limit(most)).all()
