"""Sentences that say no more than where the list of users stands."""

from collections.abc import Sequence

from hub.signposting.eligibility.classes import EVERYONE
from hub.signposting.eligibility.phrases import phrase
from hub.signposting.eligibility.rules import Rule, Who
from hub.signposting.eligibility.stating import Context

ARE_LISTED = phrase(
    r"\b(?:that|who|which|permitted|entitled|eligible|able) (?:\w+ ){0,3}?"
    r"(?:use|access|call[\s-]?off|purchase|buy|participate|place|order)[^.;:]{0,80}?"
    r"\b(?:are|is|can be|will be|has been|have been) "
    r"(?:listed|named|identified|set out|detailed|found|shown|published|available|held|kept) "
    r"(?:in|at|on|within|by|below|above)\b",
    r"\bpurchasing on behalf of other (?:contracting )?(?:authorities|entities)\W{0,4}yes\b",
    r"^\W*(?:(?:for|see|an?|the|full|complete|current|further|details of|please|up[\s-]to[\s-]date|latest|"
    r"definitive|comprehensive|most|recent) ){0,5}lists? of [^.;:]{3,160}?"
    r"(?:,? (?:please )?(?:see|visit|refer to)|(?:is|are|can be|may be|will be) (?:also )?(?:found|available|viewed|"
    r"accessed|provided|given|set out|attached|contained|published|obtained|included|at|on|in))\b",
)
OTHER_BUYERS = phrase(r"\bother (?:contracting|public|participating) (?:sector )?(?:authorit|bod|entit|organi)")
"""Broad words for those whom a list elsewhere names."""


def listed_elsewhere(context: Context) -> list[Rule]:
    """ "Bodies that may use the framework are listed in the annex": all that is told is where the list stands."""
    if not ARE_LISTED.search(context.sentence.text):
        return []
    return [Rule(who=Who.ELSEWHERE, quote=context.sentence.text[:400], field=context.field)]


def without_those_listed(found: Sequence[Rule]) -> list[Rule]:
    """Without the broad words for those whom a list elsewhere names."""
    if not any(rule.who is Who.ELSEWHERE and ARE_LISTED.search(rule.quote) for rule in found):
        return list(found)
    return [
        rule for rule in found if not (rule.name == EVERYONE and rule.hedged and OTHER_BUYERS.search(rule.quote))
    ]
