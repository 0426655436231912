"""When and how long: a contract beside the published dates, and the published words on its length."""

from hub.signposting.evidence import Confidence, Evidence
from hub.signposting.sifting.candidate import Candidate
from hub.signposting.sifting.finding import Finding, Question, Verdict
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
    """Whether the contract would end inside the published dates; words on the length of call-offs leave that open."""
    if needs.months is None:
        return ()
    if needs.start is None:
        return (_by_its_words(candidate, "How long a contract under it may be"),)
    found = check(candidate.term, needs.start, needs.months)
    if found.fit in OUTSIDE or _is_over(candidate, needs):
        return ()
    if candidate.term.end is None:
        return (_by_its_words(candidate, "Its end date"),)
    reason = _noted(found.reason, candidate)
    if candidate.length_words:
        return (_by_its_words(candidate, reason),)
    verdict = Verdict.FITS if found.fit is Fit.INSIDE else Verdict.OPEN
    return (_finding(Question.HOW_LONG, verdict, reason, candidate),)


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


def _by_its_words(candidate: Candidate, otherwise: str) -> Finding:
    """Open where words on the length of a call-off are published, which a person must read."""
    if not candidate.length_words:
        return Finding(Question.HOW_LONG, Verdict.NOT_PUBLISHED, otherwise)
    said = f"{otherwise} " if otherwise.endswith(".") else ""
    words = f"{said}Read the published words on how long a contract may be."
    return Finding(Question.HOW_LONG, Verdict.OPEN, words, candidate.length_words)


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
