"""A contract beside the published limits to one call-off, lot by lot, where these are numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hub.formatters import count_text, money_text
from hub.signposting.award.limits import OrderLimit
from hub.signposting.sifting.finding import Finding, Question, Verdict


@dataclass(frozen=True)
class Measure:
    """What is measured: the question, how to say an amount of it, and what a person is asked to read."""

    question: Question
    text: Callable[[int], str]
    to_read: str


READ_VALUE = "Read the published words on how much one contract may be worth."
READ_LENGTH = "Read the published words on how long a contract may be."
VALUE = Measure(Question.HOW_MUCH, money_text, READ_VALUE)
LENGTH = Measure(Question.HOW_LONG, lambda months: count_text(months, "month"), READ_LENGTH)


def beside_limits(
    measure: Measure, limits: Sequence[OrderLimit], lots: Sequence[str], least: int, most: int
) -> tuple[Finding, ...]:
    """What the limits say of a contract of ``least`` to ``most``. Out only where limits to every order say so of the
    whole, or of every lot, and no words are left that a person must read.
    """
    unread = tuple(limit for limit in limits if not limit.is_number)
    found = _of_every_order([limit for limit in limits if limit.for_one_order], lots, least, most, measure)
    if found and found.verdict is Verdict.RULES_OUT and unread:
        found = Finding(measure.question, Verdict.OPEN, found.words, found.evidence)
    direct = [limit for limit in limits if limit.is_number and limit.without_competition]
    to_read = Finding(measure.question, Verdict.OPEN, measure.to_read, tuple(each.evidence for each in unread))
    return (
        *((found,) if found else ()),
        *(_without_competition(limit, least, most, measure) for limit in direct),
        *((to_read,) if unread else ()),
    )


def _of_every_order(
    limits: Sequence[OrderLimit], lots: Sequence[str], least: int, most: int, measure: Measure
) -> Finding | None:
    """None where no limit is a number."""
    if not limits:
        return None
    said = [(limit, _against(limit, least, most)) for limit in limits]
    whole = {verdict for limit, verdict in said if not limit.lots}
    by_lot = [{verdict for limit, verdict in said if not limit.lots or lot in limit.lots} for lot in lots]
    if {verdict for _, verdict in said} == {Verdict.RULES_OUT} and (whole or (by_lot and all(by_lot))):
        return _finding(Verdict.RULES_OUT, said, "Outside the published limit to one contract", measure)
    if whole <= {Verdict.FITS} and {Verdict.FITS} in (by_lot or [whole]):
        return _finding(Verdict.FITS, said, "Within the published limit to one contract", measure)
    return _finding(Verdict.OPEN, said, "Not plainly within the published limit to one contract", measure)


def _against(limit: OrderLimit, least: int, most: int) -> Verdict:
    """A value without VAT that is above a limit with VAT is too much all the same; one below it is open."""
    if limit.most is not None and least > limit.most:
        return Verdict.RULES_OUT
    if limit.least is not None and most < limit.least and not limit.with_vat:
        return Verdict.RULES_OUT
    inside = (limit.most is None or most <= limit.most) and (limit.least is None or least >= limit.least)
    return Verdict.FITS if inside and not limit.with_vat else Verdict.OPEN


def _without_competition(limit: OrderLimit, least: int, most: int, measure: Measure) -> Finding:
    """Above it, a competition is left; so it never rules a framework out."""
    verdict = _against(limit, least, most)
    words = f"the published limit to orders without competition{_where(limit)}, {_amount(limit, measure)}"
    if verdict is Verdict.FITS:
        return Finding(measure.question, Verdict.FITS, f"Within {words}", (limit.evidence,))
    above = verdict is Verdict.RULES_OUT
    told = f"Above {words}: what is left is a competition" if above else f"Not plainly within {words}"
    return Finding(measure.question, Verdict.OPEN, told, (limit.evidence,))


def _finding(verdict: Verdict, said: Sequence[tuple[OrderLimit, Verdict]], opening: str, measure: Measure) -> Finding:
    """The limits that speak for the verdict first; where others speak otherwise, they are told too."""
    leading = [limit for limit, each in said if each is verdict] or [limit for limit, _ in said]
    others = [limit for limit, _ in said if limit not in leading]
    words = f"{opening}: {_told(leading, measure)}"
    if others:
        words = f"{words}. Otherwise for {_told(others, measure)}"
    return Finding(measure.question, verdict, words, tuple(limit.evidence for limit in (*leading, *others)))


def _told(limits: Sequence[OrderLimit], measure: Measure) -> str:
    return "; ".join(dict.fromkeys(f"{_amount(limit, measure)}{_where(limit)}" for limit in limits))


def _amount(limit: OrderLimit, measure: Measure) -> str:
    least = measure.text(limit.least) if limit.least is not None else ""
    most = measure.text(limit.most) if limit.most is not None else ""
    amount = f"{least} to {most}" if least and most else f"at least {least}" if least else f"at most {most}"
    return f"{amount} with VAT" if limit.with_vat else amount


def _where(limit: OrderLimit) -> str:
    return f" ({', '.join(limit.lots)})" if limit.lots else ""
