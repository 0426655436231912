"""R7: nothing is saved after the end of the contract, nor on money that was not spent."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from hub.savings.book import HeldCallOff, HeldClaim, Line
from hub.savings.entry import Finding
from hub.savings.pence import rounded, shown
from hub.savings.rules.case import Case
from hub.savings.standing import spent_share
from hub.savings.worth import Known, reaches_past, rests_on, worth


def after_the_end(case: Case) -> Iterator[Finding]:
    """R7: a claim loses what is dated after the end; with nothing before it, it is refused."""
    call_off = case.call_off
    if call_off.lapsed or all(not _before(line, call_off.end) for line in case.claim.lines):
        yield case.reject("R7", _wholly_after(call_off))
    elif reaches(case.claim, call_off.end):
        yield case.adjust("R7", _cut(call_off.end))


def below_cost(case: Case) -> Iterator[Finding]:
    """R7: of a saving on more than was spent only the part for what was spent counts."""
    past = reaches(case.claim, case.call_off.end)
    claim = replace(case.claim, cut_at=case.call_off.end) if past else case.claim
    for line in claim.lines:
        if words := spent_less(claim, line, case.call_off.actual_spend_pence):
            yield case.adjust("R7", words, line)


def reaches(claim: HeldClaim, end: date) -> bool:
    """Whether something of a claim that is not cut off yet is dated after that day."""
    return any(reaches_past(line, end, claim.cut_at) for line in claim.lines)


def spent_less(claim: HeldClaim, line: Line, spent: int | None) -> str:
    """What is told where less was spent than a line of a claim rests on; empty where not."""
    if spent is None or spent_share(claim, line, spent) == 1:
        return ""
    cost = rounded(rests_on(line, claim.lines, claim.cut_at) or Fraction(0))
    return (
        f"The saving rests on {shown(cost)} bought through the framework, but {shown(spent)} was spent. "
        "The same part of the saving counts. If more was spent, correct the spend on the call-off."
    )


def cut_words(name: str, end: date) -> str:
    return f"{name}: {_cut(end)}"


def _before(line: Line, end: date) -> bool:
    """Whether anything of a line falls before the end; an empty one is not after it."""
    return bool(worth(line, Known(ended=end))) or not worth(line, Known())


def _cut(end: date) -> str:
    return (
        f"The contract ends on {day(end)}. What is dated after that does not count; of an amount for a period the "
        "part for the days up to the end does. If the contract was extended, record that and claim the later years."
    )


def _wholly_after(call_off: HeldCallOff) -> str:
    if call_off.lapsed:
        return "The contract ended before it began, so nothing was saved on it. The claim was not taken."
    return (
        f"The contract ends on {day(call_off.end)}, and all of this saving is dated after that. "
        "The claim was not taken. If the contract was extended, record that first."
    )


def day(when: date) -> str:
    """31 March 2026."""
    return f"{when.day} {when:%B %Y}"
