"""When councils merge or are split, what they saved passes to those that follow them, by share, on the day.

Nothing is added or lost: the parts of a claim are split so that each year and the whole life stay the same to the
penny. A claim keeps the organisation that made it, and each part the one that had it first; so the names of former
councils stay in its history. All of it follows from the successions in force and can be made again: when a
reorganisation is undone, everything is as it was.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.models import SavingClaim, SavingPart, Succession
from hub.savings.results import Part
from hub.savings.sharing import split
from hub.shares import share_of

Heirs = tuple[tuple[int, Fraction], ...]
"""Who follows an organisation, by id, and each one's share; the shares sum to 1."""


@dataclass(frozen=True)
class Held:
    """A piece of a saving with who has it now and who had it first, by id; None for what nobody has."""

    year: str
    bucket: str
    cashable: bool
    organisation: int | None
    former: int | None
    member: bool
    net_pence: int


def heirs(session: Session, organisation: int, on: date) -> Heirs:
    """Who follows an organisation on a day; empty where nobody does, or nobody said who gets how much."""
    links = select(Succession.successor_id, Succession.share, Succession.provisional, Succession.on)
    found = session.execute(links.where(Succession.predecessor_id == organisation).order_by(Succession.id)).all()
    standing = [(heir, share) for heir, share, planned, day in found if not planned and (day is None or day <= on)]
    if len(standing) == 1:
        return ((standing[0][0], Fraction(1)),)
    if not all(share for _, share in standing):
        return ()
    shares = tuple((heir, share_of(share)) for heir, share in standing)
    return shares if sum(share for _, share in shares) == 1 else ()


def passed_on(pieces: Sequence[Held], session: Session, on: date) -> list[Held]:
    """The same pieces with those who have them on a day. Each year of each former holder sums to the same as before."""
    found, seen = list(pieces), set[int]()
    while True:
        holders = dict.fromkeys(each.organisation for each in found if each.organisation is not None)
        passing = [(holder, new) for holder in holders if holder not in seen and (new := heirs(session, holder, on))]
        if not passing:
            return found
        for holder, new in passing:
            seen.add(holder)
            found = divided(found, holder, new)


def divided(pieces: Iterable[Held], holder: int, new: Heirs) -> list[Held]:
    """The pieces after what one holder has was split among its heirs; the rest stays."""
    theirs = sorted((each for each in pieces if each.organisation == holder), key=_order)
    rows = split([each.net_pence for each in theirs], [share for _, share in new])
    found = [each for each in pieces if each.organisation != holder]
    for each, row in zip(theirs, rows, strict=True):
        for (heir, _), pence in zip(new, row, strict=True):
            if pence or len(new) == 1:
                found.append(replace(each, organisation=heir, former=each.former or holder, net_pence=pence))
    return found


def write_parts(session: Session, claim: SavingClaim, pieces: Collection[Part], on: date) -> None:
    """Write the parts of a claim, each with who has it on a day."""
    held = [
        Held(each.year, each.bucket, each.cashable, *_holder(claim, each.sharer), each.net_pence) for each in pieces
    ]
    for each in passed_on(held, session, on):
        session.add(
            SavingPart(
                claim_id=claim.id,
                year=each.year,
                bucket=each.bucket,
                cashable=each.cashable,
                organisation_id=each.organisation,
                former_id=each.former,
                member=each.member,
                net_pence=each.net_pence,
            )
        )


def baselines(session: Session, claim: SavingClaim, on: date) -> Mapping[int | None, int]:
    """The baseline of a claim in pence, by the organisation that has it on a day: by share, as the saving."""
    lines = claim.figures.get("lines", ())
    total = sum(each["baseline_pence"] or 0 for each in lines if each.get("counted"))
    shares = [share_of(each.share) for each in claim.call_off.sharers] if claim.call_off else []
    row = split([total], [*shares, 1 - sum(shares, Fraction(0))])[0] if shares else [total]
    pieces = [
        Held("", "", True, *_holder(claim, place if place < len(shares) or not shares else None), pence)
        for place, pence in enumerate(row)
    ]
    found: dict[int | None, int] = {}
    for each in passed_on(pieces, session, on):
        found[each.organisation] = found.get(each.organisation, 0) + each.net_pence
    return found


def _order(piece: Held) -> tuple[str, str, bool, int, bool]:
    return (piece.year, piece.bucket, not piece.cashable, piece.former or 0, piece.member)


def _holder(claim: SavingClaim, sharer: int | None) -> tuple[int | None, int | None, bool]:
    """Who has a piece first (organisation, former, member): the sharer, or else whose claim it is."""
    sharers = claim.call_off.sharers if claim.call_off else []
    if not sharers:
        return claim.organisation_id, None, True
    if sharer is None:
        return None, None, False
    return sharers[sharer].organisation_id, None, sharers[sharer].member
