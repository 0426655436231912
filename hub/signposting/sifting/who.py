"""Who: what the published words say of each body that is to use the framework."""

from dataclasses import replace

from hub.signposting.buyer import Buyer
from hub.signposting.eligibility import Answer, EligibilityAnswer, answer
from hub.signposting.sifting.candidate import Candidate
from hub.signposting.sifting.finding import Finding, Question, Verdict
from hub.signposting.sifting.needs import Needs

VERDICTS = {
    Answer.NAMED: Verdict.FITS,
    Answer.COVERED: Verdict.FITS,
    Answer.PROBABLY: Verdict.OPEN,
    Answer.NOT_SHOWN: Verdict.OPEN,
    Answer.EXCLUDED: Verdict.RULES_OUT,
    Answer.NOT_PUBLISHED: Verdict.NOT_PUBLISHED,
}


def who(candidate: Candidate, needs: Needs) -> tuple[Finding, ...]:
    """One finding for each body: a contract for all of them needs words that shut out none."""
    rules = [rule for rule, _ in candidate.rules]
    return tuple(_finding(candidate, buyer, answer(rules, buyer)) for buyer in needs.buyers)


def _finding(candidate: Candidate, buyer: Buyer, found: EligibilityAnswer) -> Finding:
    verdict = Verdict.RULES_OUT if _no_lot_left(candidate, found) else VERDICTS[found.answer]
    if verdict is Verdict.NOT_PUBLISHED:
        return Finding(Question.WHO, verdict, f"Who may use it ({buyer.name})")
    cited = next((cited for rule, cited in candidate.rules if rule == found.rule), None)
    lots = {each.rule.quote for each in found.by_lot}
    evidence = [replace(cited, quote=found.quote)] if cited and found.is_told else []
    evidence += [words for rule, words in candidate.rules if rule.lots and rule.quote in lots]
    words = f"{buyer.name}: {found.answer.value}. {found.reason}"
    return Finding(Question.WHO, verdict, words, tuple(evidence))


def _no_lot_left(candidate: Candidate, found: EligibilityAnswer) -> bool:
    """Do the words of every lot shut the buyer out?"""
    return bool(candidate.lots) and {lot.name for lot in candidate.lots} <= found.excluded_lots
