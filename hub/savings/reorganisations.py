"""Claims and targets follow when organisations are merged or split (hub.ingest.keepers, hub.savings.passing_on)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from hub import clock
from hub.formatters import count_text
from hub.ingest import keepers
from hub.ingest.keepers import Keeper
from hub.models import CallOffSharer, ClaimedCallOff, SavingClaim, SavingPart, SavingTarget, Succession
from hub.savings import passing_on, settling
from hub.savings.sharing import split


def held(session: Session, organisation: int) -> list[str]:
    """How many claims and targets an organisation has, or has a part of."""
    shared = select(ClaimedCallOff.id).join(CallOffSharer).where(CallOffSharer.organisation_id == organisation)
    parts = select(SavingPart.claim_id).where(SavingPart.organisation_id == organisation)
    theirs = or_(
        SavingClaim.organisation_id == organisation, SavingClaim.id.in_(parts), SavingClaim.call_off_id.in_(shared)
    )
    counted = (
        (select(func.count(SavingClaim.id)).where(theirs), "claim of a saving", "claims of savings"),
        (select(func.count(SavingTarget.id)).where(SavingTarget.organisation_id == organisation), "target", ""),
    )
    numbers = ((session.scalar(query) or 0, noun, plural) for query, noun, plural in counted)
    return [count_text(number, noun, plural) for number, noun, plural in numbers if number]


def follow(session: Session, organisations: Collection[int], at: datetime) -> None:
    """Settle anew what these organisations had first or have now, and put their targets where they belong."""
    session.flush()
    concerned = _with_former(session, organisations)
    for call_off, claim in _concerned(session, concerned):
        settling.settle(session, call_off, at, claim)
    for target in _targets(session, concerned):
        _place(session, target, clock.today(lambda: at))
    session.flush()


def catch_up(session: Session, at: datetime) -> int:
    """The day of a reorganisation has come: what it concerns passes on. Gives how many organisations it concerns."""
    today = clock.today(lambda: at)
    links = select(Succession.predecessor_id).where(Succession.provisional.is_(False), Succession.on <= today)
    waiting = [
        each
        for each in session.scalars(links.distinct())
        if passing_on.heirs(session, each, today) and _still_has(session, each)
    ]
    if waiting:
        follow(session, waiting, at)
    return len(waiting)


def _still_has(session: Session, organisation: int) -> bool:
    parts = select(SavingPart.id).where(SavingPart.organisation_id == organisation).limit(1)
    targets = select(SavingTarget.id).where(SavingTarget.organisation_id == organisation).limit(1)
    return any(session.scalars(each).first() is not None for each in (parts, targets))


def _with_former(session: Session, organisations: Collection[int]) -> set[int]:
    """These and whoever they follow, whose things have come to them."""
    found, newest = set(organisations), set(organisations)
    while newest:
        earlier = select(Succession.predecessor_id).where(Succession.successor_id.in_(newest))
        newest = set(session.scalars(earlier)) - found
        found |= newest
    return found


def _concerned(
    session: Session, organisations: Collection[int]
) -> Sequence[tuple[ClaimedCallOff | None, SavingClaim | None]]:
    """Each call-off with claims that concern them, once; of owners' claims the claim itself."""
    parts = select(SavingPart.claim_id).where(
        or_(SavingPart.organisation_id.in_(organisations), SavingPart.former_id.in_(organisations))
    )
    theirs = or_(SavingClaim.organisation_id.in_(organisations), SavingClaim.id.in_(parts))
    found: dict[object, tuple[ClaimedCallOff | None, SavingClaim | None]] = {}
    for claim in session.scalars(select(SavingClaim).where(theirs).order_by(SavingClaim.id)):
        if claim.call_off is not None:
            found[claim.call_off_id] = (claim.call_off, None)
        elif claim.submitted_at is not None:
            found[claim.key] = (None, claim)
    return list(found.values())


def _targets(session: Session, organisations: Collection[int]) -> Sequence[SavingTarget]:
    """The first piece of each target that one of them had first."""
    first = or_(
        SavingTarget.former_id.in_(organisations),
        SavingTarget.former_id.is_(None) & SavingTarget.organisation_id.in_(organisations),
    )
    whole = select(SavingTarget).where(SavingTarget.of_id.is_(None), first)
    return session.scalars(whole.order_by(SavingTarget.id)).all()


def _place(session: Session, target: SavingTarget, on: date) -> None:
    """Put the pieces of a target together again, and cut it for those who have it on a day."""
    others = session.scalars(select(SavingTarget).where(SavingTarget.of_id == target.id)).all()
    total = target.pence + sum(each.pence for each in others)
    for each in others:
        session.delete(each)
    session.flush()
    origin = target.former_id or target.organisation_id
    if origin is None:
        return
    holders = _holders(session, origin, on)
    cut = split([total], [share for _, share in holders])[0]
    for place, ((holder, _), pence) in enumerate(zip(holders, cut, strict=True)):
        row = target if place == 0 else _piece(target)
        row.organisation_id, row.pence = holder, pence
        row.former_id = origin if holder != origin else None
        session.add(row)


def _holders(session: Session, origin: int, on: date) -> list[tuple[int, Fraction]]:
    """Who has what an organisation had first, with each one's share."""
    found, passed = [(origin, Fraction(1))], set[int]()
    while passing := next((each for each, _ in found if each not in passed), None):
        passed.add(passing)
        if new := passing_on.heirs(session, passing, on):
            share = sum((part for each, part in found if each == passing), Fraction(0))
            found = [each for each in found if each[0] != passing] + [(heir, share * part) for heir, part in new]
    return found


def _piece(target: SavingTarget) -> SavingTarget:
    kept = ("network_id", "kind", "title", "first_year", "last_year", "reported_on", "example", "source")
    return SavingTarget(of_id=target.id, **{name: getattr(target, name) for name in kept})


keepers.register(Keeper("savings or targets", held, follow))
