"""How much: a contract's value beside the published ceilings and limits. Nothing is subtracted from a ceiling."""

from hub.signposting.evidence import Confidence, Evidence
from hub.signposting.sifting.candidate import Candidate, Ceiling, LotCeiling
from hub.signposting.sifting.finding import Finding, Question, Verdict
from hub.signposting.sifting.limits import VALUE, beside_limits
from hub.signposting.sifting.needs import Needs

FOR_ALL = "That ceiling is for all buyers together; what is left of it is not published."
STERLING = ("GBP", None)


def how_much(candidate: Candidate, needs: Needs) -> tuple[Finding, ...]:
    """Out if even the least is more than the published ceiling of the whole, or of each of its lots, or the contract is
    outside the published limits to one order.
    """
    if needs.least is None or needs.most is None:
        return ()
    whole = _against(candidate.ceiling, needs.least, needs.most)
    if candidate.ceiling and whole is Verdict.RULES_OUT:
        words = f"More than the published ceiling for all buyers together, {candidate.ceiling.text}"
        return (_finding(whole, words, candidate.ceiling, "max_value"),)
    lots = [lot.name for lot in candidate.lots]
    limits = beside_limits(VALUE, candidate.value_limits, lots, needs.least, needs.most)
    return (_too_small_lots(candidate, needs) or _beside(candidate, whole, needs), *limits)


def _too_small_lots(candidate: Candidate, needs: Needs) -> Finding | None:
    """The finding where every lot has a ceiling and all are too low."""
    ceilings = [lot.ceiling for lot in candidate.lots if lot.ceiling]
    below = [_against(each, needs.least or 0, needs.most or 0) for each in ceilings]
    if not candidate.lots or len(ceilings) < len(candidate.lots) or set(below) != {Verdict.RULES_OUT}:
        return None
    largest = max(ceilings, key=lambda ceiling: ceiling.net_pence or ceiling.gross_pence or 0)
    words = f"More than the published ceiling of every lot; the highest is {largest.text}"
    return _finding(Verdict.RULES_OUT, words, largest, "lots")


def _beside(candidate: Candidate, whole: Verdict, needs: Needs) -> Finding:
    if candidate.ceiling and whole is Verdict.FITS:
        words = f"Within the published ceiling, {candidate.ceiling.text}. {FOR_ALL}"
        return _finding(whole, words, candidate.ceiling, "max_value")
    lot = _fitting_lot(candidate, needs)
    if lot and lot.ceiling and not candidate.ceiling:
        words = f"Within the published ceiling of {lot.name}, {lot.ceiling.text}. {FOR_ALL}"
        return _finding(Verdict.FITS, words, lot.ceiling, "lots")
    if candidate.ceiling:
        return _finding(whole, _unsettled(candidate.ceiling), candidate.ceiling, "max_value")
    published = next((lot for lot in candidate.lots if lot.ceiling), None)
    if published and published.ceiling:
        words = (
            f"Not plainly within the ceiling of any lot that publishes one; {published.name}: {published.ceiling.text}"
        )
        return _finding(Verdict.OPEN, words, published.ceiling, "lots")
    return Finding(Question.HOW_MUCH, Verdict.NOT_PUBLISHED, "Its ceiling")


def _fitting_lot(candidate: Candidate, needs: Needs) -> LotCeiling | None:
    fitting = (
        lot for lot in candidate.lots if _against(lot.ceiling, needs.least or 0, needs.most or 0) is Verdict.FITS
    )
    return next(fitting, None)


def _against(ceiling: Ceiling | None, least: int, most: int) -> Verdict:
    """A value without VAT that is more than a ceiling with VAT is too much all the same; one below it is open."""
    if ceiling is None or (ceiling.net_pence is None and ceiling.gross_pence is None):
        return Verdict.NOT_PUBLISHED
    if ceiling.currency not in STERLING:
        return Verdict.OPEN
    limit = ceiling.gross_pence if ceiling.net_pence is None else ceiling.net_pence
    if limit is not None and least > limit:
        return Verdict.RULES_OUT
    return Verdict.FITS if ceiling.net_pence is not None and most <= ceiling.net_pence else Verdict.OPEN


def _unsettled(ceiling: Ceiling) -> str:
    if ceiling.currency not in STERLING:
        return f"Its ceiling, {ceiling.text}, is not in pounds, and the hub converts none"
    if ceiling.net_pence is None:
        return f"Its ceiling, {ceiling.text}, is published with VAT only, your value is without. {FOR_ALL}"
    return f"The upper end of your range is above the published ceiling, {ceiling.text}. {FOR_ALL}"


def _finding(verdict: Verdict, words: str, ceiling: Ceiling, field: str) -> Finding:
    evidence = Evidence(quote=ceiling.text, field=field, confidence=Confidence.STATED)
    return Finding(Question.HOW_MUCH, verdict, words, (evidence,))
