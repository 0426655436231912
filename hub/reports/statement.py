"""What a network's member had of it in a year, on one page: an organisation's own statement.

Nothing of it is of a person: what people follow or look at is counted for the organisation or not at all.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from hub.models import (
    CallOff,
    CallOffSharer,
    ClaimedCallOff,
    FileNote,
    Follow,
    Framework,
    Grant,
    Organisation,
    SavingClaim,
)
from hub.reports import fees
from hub.reports.bands import COUNCIL, LIVE, VALIDATED
from hub.reports.facts import Part, has_part, read
from hub.reports.fees import Fee
from hub.reports.period import Period, moments
from hub.savings import pence
from hub.savings.seen import followed
from hub.savings.years import anniversary

FEWEST = 3
"""What fewer people follow is not told: it would tell of one of them."""


@dataclass(frozen=True)
class Ending:
    """A contract that ends, with the framework it was awarded under as far as that is known."""

    title: str
    framework: str
    supplier: str
    ends_on: date


@dataclass(frozen=True)
class Statement:
    """``following`` are the frameworks its people follow, None where too few people do for it to be told.

    ``notes`` are file notes that name it, ``noted`` the frameworks in them; ``call_offs`` are contracts that began,
    ``used`` the frameworks they were awarded under. ``parts`` are its savings of the year.
    """

    organisation: Organisation
    period: Period
    day: date
    following: int | None
    notes: int
    noted: int
    call_offs: int
    used: int
    ending: Sequence[Ending]
    parts: Sequence[Part]
    fees: Sequence[Fee]

    @property
    def validated(self) -> Sequence[Part]:
        return [each for each in self.parts if each.claim.band == VALIDATED]

    @property
    def cost_pence(self) -> int | None:
        """What it pays all its networks; None where that of one is not known, or it takes part in none."""
        known = [fee.pence for fee in self.fees if fee.pence is not None]
        return sum(known) if known and len(known) == len(self.fees) else None

    @property
    def cashable_pence(self) -> int | None:
        """Validated, cashable and through frameworks or joint contracts, after costs; None where nothing is."""
        counted = [each for each in self.validated if each.claim.column == "collaborative"]
        return sum(each.pence for each in counted if each.cashable) if counted else None

    @property
    def ratio(self) -> str:
        """How often the saving goes into the cost, to one decimal; empty where either is not known."""
        if not self.cost_pence or self.cashable_pence is None:
            return ""
        return pence.one_decimal(Fraction(self.cashable_pence, self.cost_pence))


def statement(session: Session, organisation: Organisation, period: Period, day: date) -> Statement:
    """What an organisation had in a year, as far as it has come by a day, and which contracts end in the year after."""
    last = period.until(day)
    notes = _notes(session, organisation, period.first, last)
    begun = _begun(session, organisation, period.first, last)
    return Statement(
        organisation=organisation,
        period=period,
        day=day,
        following=_following(session, organisation),
        notes=len(notes),
        noted=len({key for keys in notes for key in keys}),
        call_offs=len(begun),
        used=len(set(begun) - {""}),
        ending=ending(session, organisation, day),
        parts=_parts(session, organisation, period),
        fees=fees.fees(session, organisation, period),
    )


def _parts(session: Session, organisation: Organisation, period: Period) -> list[Part]:
    """Its part of what councils claim for a year."""
    live = SavingClaim.state.in_(LIVE), SavingClaim.column.in_(COUNCIL)
    found = read(session, *live, has_part([organisation.id]), part_of=[organisation.id])
    return [each for each in found.parts if each.year == period.year]


def _following(session: Session, organisation: Organisation) -> int | None:
    people = select(Grant.account_id).where(Grant.organisation_id == organisation.id, Grant.ended_at.is_(None))
    theirs = Follow.account_id.in_(people), Follow.kind == "framework"
    counts = select(func.count(Follow.subject.distinct()), func.count(Follow.account_id.distinct())).where(*theirs)
    frameworks, followers = session.execute(counts).one()
    return frameworks if not followers or followers >= FEWEST else None


def _notes(session: Session, organisation: Organisation, first: date, last: date) -> list[set[str]]:
    """The frameworks in each file note that was frozen in these days and names the organisation as it is called."""
    begin, end = moments(first, last)
    rows = session.scalars(
        select(FileNote.canonical).where(
            FileNote.frozen_at >= begin,
            FileNote.frozen_at < end,
            FileNote.canonical.icontains(organisation.name, autoescape=True),
        )
    )
    said = [json.loads(text).get("note", {}) for text in rows]
    theirs = [note for note in said if note.get("organisation", "").casefold() == organisation.name.casefold()]
    return [{entry.get("key", "") for entry in note.get("frameworks", ())} for note in theirs]


def _begun(session: Session, organisation: Organisation, first: date, last: date) -> list[str]:
    """The framework, empty where it is not in the catalogue, of each contract that began in these days."""
    rows = session.scalars(_published(organisation).where(CallOff.start.between(first, last))).all()
    others = session.scalars(_claimed(organisation).where(ClaimedCallOff.start.between(first, last))).all()
    known = {row.id for row in rows}
    return [
        *(row.framework.key if row.framework else "" for row in rows),
        *(row.framework_home for row in others if row.call_off_id not in known),
    ]


def ending(session: Session, organisation: Organisation, day: date) -> list[Ending]:
    """The contracts of an organisation, and of those it follows, that end in the twelve months from a day on.

    What was said for a claim of a saving, such as an extension, wins over what was published.
    """
    until = anniversary(day)
    claimed = session.scalars(_claimed(organisation)).all()
    told = {row.call_off_id for row in claimed}
    published = session.scalars(_published(organisation).where(CallOff.end.between(day, until))).all()
    titles = _titles(session, {row.framework_home for row in claimed} - {""})
    found = [_of_published(row) for row in published if row.id not in told]
    found += [_of_claimed(row, titles) for row in claimed if day <= (row.ended_on or row.ends_on) <= until]
    return sorted(found, key=lambda each: (each.ends_on, each.title))


def _published(organisation: Organisation) -> Select[CallOff]:
    """The contracts of an organisation and of all it follows."""
    mine = select(followed([organisation.slug]).c.id)
    return select(CallOff).where(CallOff.buyer_id.in_(mine)).options(joinedload(CallOff.framework))


def _claimed(organisation: Organisation) -> Select[ClaimedCallOff]:
    """The call-offs on which it has claimed a saving, or of which it has a share: drafts are nobody else's to see."""
    mine = select(followed([organisation.slug]).c.id)
    joint = select(CallOffSharer.call_off_id).where(CallOffSharer.organisation_id.in_(mine))
    submitted = select(SavingClaim.call_off_id).where(SavingClaim.submitted_at.is_not(None))
    theirs = or_(ClaimedCallOff.organisation_id.in_(mine), ClaimedCallOff.id.in_(joint))
    return select(ClaimedCallOff).where(theirs, ClaimedCallOff.id.in_(submitted))


def _of_published(row: CallOff) -> Ending:
    framework = row.framework.title if row.framework else row.framework_title or row.reference_as_written
    supplier = row.suppliers[0].name if row.suppliers else ""
    return Ending(row.title or row.reference, framework, supplier, row.end or date.max)


def _of_claimed(row: ClaimedCallOff, titles: Mapping[str, str]) -> Ending:
    framework = titles.get(row.framework_home, "") or row.framework_title
    return Ending(row.title or row.reference, framework, row.supplier, row.ended_on or row.ends_on)


def _titles(session: Session, keys: set[str]) -> Mapping[str, str]:
    rows = session.execute(select(Framework.key, Framework.title).where(Framework.key.in_(keys)))
    return dict(iter(rows))
