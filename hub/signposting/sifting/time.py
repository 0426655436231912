"""When and how long: a contract beside the published dates, and the published words on its length."""

from datetime import date

from hub.signposting.evidence import Confidence, Evidence
from hub.signposting.sifting.candidate import Candidate
from hub.signposting.sifting.finding import Finding, Question, Verdict
from hub.signposting.sifting.limits import LENGTH, beside_limits
from hub.signposting.sifting.needs import Needs
from hub.signposting.term import Fit, check
from hub.status import OVER, Status

IN_FORCE = frozenset({Status.LIVE, Status.EXTENDED})
OUTSIDE = frozenset({Fit.STARTS_BEFORE, Fit.STARTS_AFTER})


def when(candidate: Candidate, needs: Needs) -> tuple[Finding, ...]:
    """Out if it is over, or the start is before or after its published dates. Asked of every framework."""
    if _is_over(candidate, needs):
        return (_finding(Question.WHEN, Verdict.RULES_OUT, candidate.status.reason, candidate),)
    if needs.start is None:
        return ()
    found = check(candidate.term, needs.start, 1)
    if found.fit in OUTSIDE:
        return (_finding(Question.WHEN, Verdict.RULES_OUT, _noted(found.reason, candidate), candidate),)
    if candidate.term.end is None:
        return (Finding(Question.WHEN, Verdict.NOT_PUBLISHED, "Its end date"),)
    if found.fit is Fit.CANNOT_SAY:
        return (_finding(Question.WHEN, Verdict.OPEN, _noted(found.reason, candidate), candidate),)
    return (_within(candidate),)


def how_long(candidate: Candidate, needs: Needs) -> tuple[Finding, ...]:
    """Whether the contract would end inside the published dates, and is within the published limits to its length."""
    if needs.months is None or (needs.start and _starts_outside(candidate, needs.start)) or _is_over(candidate, needs):
        return ()
    lots = [lot.name for lot in candidate.lots]
    limits = beside_limits(LENGTH, candidate.length_limits, lots, needs.months, needs.months)
    if any(finding.verdict is Verdict.RULES_OUT for finding in limits):
        return limits
    return (*_beside_the_end(candidate, needs.start, needs.months, bool(limits)), *limits)


def _beside_the_end(candidate: Candidate, start: date | None, months: int, limited: bool) -> tuple[Finding, ...]:
    """Nothing to say without a start where limits to its length are published."""
    if start is None:
        unknown = Finding(Question.HOW_LONG, Verdict.NOT_PUBLISHED, "How long a contract under it may be")
        return () if limited else (unknown,)
    if candidate.term.end is None:
        return (Finding(Question.HOW_LONG, Verdict.NOT_PUBLISHED, "Its end date"),)
    found = check(candidate.term, start, months)
    verdict = Verdict.FITS if found.fit is Fit.INSIDE else Verdict.OPEN
    return (_finding(Question.HOW_LONG, verdict, _noted(found.reason, candidate), candidate),)


def _starts_outside(candidate: Candidate, start: date) -> bool:
    return check(candidate.term, start, 1).fit in OUTSIDE


def _is_over(candidate: Candidate, needs: Needs) -> bool:
    end = candidate.term.end
    return candidate.status.status in OVER or (end is not None and end.latest < needs.today)


def _within(candidate: Candidate) -> Finding:
    """Inside the dates; but dates alone make no framework live."""
    inside = f"Your start is inside its published dates, {candidate.dates}."
    status = candidate.status
    if status.status in IN_FORCE:
        return _finding(Question.WHEN, Verdict.FITS, _noted(f"{status.status.label}. {inside}", candidate), candidate)
    words = _noted(f"{status.status.label}: {status.reason} {inside}", candidate)
    return _finding(Question.WHEN, Verdict.OPEN, words, candidate)


def _noted(words: str, candidate: Candidate) -> str:
    """The words, with what to know about the dates they speak of."""
    note = f"Its end is {candidate.end_note}." if candidate.end_note else ""
    lots = "Some of its lots have dates of their own." if candidate.lots_differ else ""
    return " ".join(filter(None, (words, note, lots)))


def _finding(question: Question, verdict: Verdict, words: str, candidate: Candidate) -> Finding:
    published = {"end": candidate.dates, "parent_reference": candidate.whole_ended}
    if question is Question.WHEN:
        published["stage"] = candidate.called
    evidence = (Evidence(quote=quote, field=field, confidence=Confidence.STATED) for field, quote in published.items())
    return Finding(question, verdict, words, tuple(each for each in evidence if each.quote))
