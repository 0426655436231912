"""The decision table: all rules in order, and what they say together."""

from collections.abc import Sequence

from hub.signposting.award.bars import BARS
from hub.signposting.award.conclusion import Conclusion, Finding, Verdict
from hub.signposting.award.doubts import DOUBTS
from hub.signposting.award.facts import Facts, Proposal
from hub.signposting.award.law import test_name
from hub.signposting.award.routes import route

RULES = (*BARS, *DOUBTS, route)
"""What bars a call-off, what must be known first, and then which way it goes."""


def conclude(facts: Facts) -> Conclusion:
    """What the facts come to. The strictest finding counts, so that no rule loosens what another said."""
    findings = [finding for rule in RULES if (finding := rule(facts))]
    verdict = min((finding.verdict for finding in findings), key=lambda found: found.strictness)
    leading = [finding for finding in findings if finding.verdict is verdict]
    return Conclusion(
        verdict=verdict,
        test=test_name(facts),
        reasons=tuple(dict.fromkeys(finding.reason for finding in leading)),
        basis=tuple(dict.fromkeys(text for finding in leading for text in finding.basis)),
        missing=tuple(finding.missing for finding in leading if finding.missing),
        also=_also(verdict, findings, facts),
        competes=facts.proposal is Proposal.COMPETE,
    )


def _also(verdict: Verdict, findings: Sequence[Finding], facts: Facts) -> tuple[str, ...]:
    """While something is missing: that an award without competition is ruled out whatever comes of it."""
    if verdict is not Verdict.CANNOT_TELL or facts.proposal is Proposal.COMPETE:
        return ()
    return tuple(finding.reason for finding in findings if finding.verdict is Verdict.ONLY_COMPETITION)
