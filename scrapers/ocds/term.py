"""How long what a notice is about runs, and at what stage it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from scrapers.notes import Notes
from scrapers.ocds.notice import Notice
from scrapers.ocds.shape import Object, dig, objects, word
from scrapers.ocds.values import blocks, day, first, last
from scrapers.parse.dates import Edge
from scrapers.parse.terms import after
from scrapers.record import Basis, Day, Stage

CANCELLED = frozenset({"cancelled", "unsuccessful", "withdrawn"})
DAYS_IN_A_MONTH = 30
LONGEST = 99 * 12
ENDING_TYPES = {"UK11", "UK16"}
WORKING_DAYS_TO_SIGN = 8


@dataclass(frozen=True)
class Term:
    """From when to when; ``months`` is the length where only that is published."""

    start: Day | None = None
    end: Day | None = None
    max_end: Day | None = None
    months: int = 0


def term(notice: Notice, notes: Notes) -> Term:
    """The framework's own period, else its awards', contracts', lots' or tender's, else the day it was signed."""
    found = _first_said(_periods(notice), notes)
    start = found.start or _signed(notice, notes) or _expected(notice, notes)
    end = found.end or _worked_out(start, found.months)
    if start and end and end.value < start.value:
        notes.add("end", end.value.isoformat(), "is before the start", "kept as published")
    return Term(start, end, found.max_end, found.months)


def changed_term(notice: Notice, notes: Notes) -> Term:
    """What a notice of a change says of dates: those of its contracts and awards, and of nothing planned before."""
    periods = (*_of(notice.contracts, "period"), *_of(notice.awards, "contractPeriod"))
    return _said(_period(each, notes, "period") for each in periods)


def lot_term(lot: Object, notes: Notes) -> Term:
    found = _period(dig(lot, "contractPeriod"), notes, "lot period")
    return Term(found.start, found.end or _worked_out(found.start, found.months), found.max_end, found.months)


def extension(notice: Notice, notes: Notes) -> str:
    """What is said of extensions and options."""
    holders = (*notice.lots, *notice.contracts, *notice.awards, notice.tender)
    renewals = [dig(holder, "renewal").get("description") for holder in holders]
    options = [dig(holder, "options").get("description") for holder in holders]
    return blocks(notes, "extension", (*renewals, *options))


def duration(notice: Notice) -> str:
    """The longest length published in days, in words: "48 months". It is the end's basis where a start is known."""
    periods = (*_of(notice.lots, "contractPeriod"), dig(notice.tender, "contractPeriod"))
    months = max((_months(word(each.get("durationInDays"))) for each in periods), default=0)
    return f"{months} months" if months else ""


def stage(notice: Notice) -> Stage | None:
    """How far along the notice says it is. Tags of awards and contracts mostly come together and say "awarded"."""
    if notice.types & {"UK12"} or "tenderCancellation" in notice.tags:
        return Stage.CANCELLED if _is_all_cancelled(notice) else None
    if notice.types & ENDING_TYPES or "contractTermination" in notice.tags:
        return Stage.ENDED
    if notice.types & {"UK7", "UK14"}:
        return Stage.LIVE
    if notice.types & {"UK9", "UK10", "UK15"}:
        return None
    if notice.types & {"UK13"}:
        return Stage.PLANNED
    return _stage_of_tags(notice)


def _stage_of_tags(notice: Notice) -> Stage | None:
    if notice.award_suppliers or {"award", "contract"} & set(notice.tags):
        return Stage.LIVE if _is_signed(notice) else Stage.AWARDED
    if word(notice.tender.get("status")).casefold() in CANCELLED:
        return Stage.CANCELLED
    if any(tag.startswith("planning") for tag in notice.tags):
        return Stage.PLANNED
    return Stage.TENDERING if any(tag.startswith("tender") for tag in notice.tags) else None


def _is_signed(notice: Notice) -> bool:
    return any(word(contract.get("dateSigned")) for contract in notice.contracts)


def _is_all_cancelled(notice: Notice) -> bool:
    """A procurement may be ended for some of its lots only."""
    statuses = [word(lot.get("status")).casefold() for lot in notice.lots]
    return not statuses or all(status in CANCELLED for status in statuses)


def _periods(notice: Notice) -> Iterable[list[Object]]:
    """Lists of periods, the one to be heard first at the beginning."""
    yield [dig(each, "frameworkAgreement", "period") for each in notice.techniques]
    yield _of(notice.awards, "contractPeriod")
    yield _of(notice.contracts, "period")
    yield _of(notice.lots, "contractPeriod")
    yield [dig(notice.tender, "contractPeriod")]


def _of(holders: Iterable[Object], name: str) -> list[Object]:
    return [dig(holder, name) for holder in holders]


def _first_said(choices: Iterable[list[Object]], notes: Notes) -> Term:
    """Each of start, end and latest end from the first list that has it: from the earliest start to the last end."""
    found = Term()
    for periods in choices:
        said = _said(_period(each, notes, "period") for each in _distinct(periods))
        found = Term(
            found.start or said.start, found.end or said.end, found.max_end or said.max_end, found.months or said.months
        )
    return found


def _distinct(periods: Sequence[Object]) -> list[Object]:
    return list({tuple((name, word(value)) for name, value in each.items()): each for each in periods if each}.values())


def _said(terms: Iterable[Term]) -> Term:
    found = list(terms)
    return Term(
        start=first(each.start for each in found),
        end=last(each.end for each in found),
        max_end=last(each.max_end for each in found),
        months=max((each.months for each in found), default=0),
    )


def _period(period: Object, notes: Notes, field: str) -> Term:
    return Term(
        start=day(notes, f"{field} start", period.get("startDate")),
        end=day(notes, f"{field} end", period.get("endDate"), Edge.LAST),
        max_end=day(notes, f"{field} latest end", period.get("maxExtentDate"), Edge.LAST),
        months=_months(word(period.get("durationInDays"))),
    )


def _months(days: str) -> int:
    """Public Contracts Scotland and Sell2Wales count 30 days to a month: 720 days are 24 months."""
    whole = days.partition(".")[0]
    months = int(whole) // DAYS_IN_A_MONTH if whole.isdecimal() and len(whole) < 7 else 0
    return months if months <= LONGEST else 0


def _worked_out(start: Day | None, months: int) -> Day | None:
    return after(start, months) if start and months and start.value.year + months // 12 < 2100 else None


def _signed(notice: Notice, notes: Notes) -> Day | None:
    """The day it was signed, or is to be."""
    days = [day(notes, "date signed", each.get("dateSigned"), basis=Basis.AWARD) for each in notice.contracts]
    milestones = (
        each for holder in (notice.tender, *notice.awards, *notice.contracts) for each in objects(holder, "milestones")
    )
    due = [
        day(notes, "signature", each.get("dueDate"), basis=Basis.ESTIMATED)
        for each in milestones
        if word(each.get("type")) == "futureSignatureDate"
    ]
    return first(days) or first(due)


def _expected(notice: Notice, notes: Notes) -> Day | None:
    """The day after the standstill, or eight working days after the planned award."""
    standstill = last(
        day(notes, "standstill", dig(each, "standstillPeriod").get("endDate"))
        for each in (*notice.awards, notice.tender)
    )
    if standstill:
        return Day(value=standstill.value + timedelta(days=1), basis=Basis.ESTIMATED)
    award = day(notes, "award period", dig(notice.tender, "awardPeriod").get("endDate"))
    return _working_days_after(award) if award else None


def _working_days_after(award: Day) -> Day:
    value, left = award.value, WORKING_DAYS_TO_SIGN
    while left:
        value += timedelta(days=1)
        left -= value.weekday() < 5
    return Day(value=value, basis=Basis.ESTIMATED)
