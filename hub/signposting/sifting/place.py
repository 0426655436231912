"""Where: the region the contract is for, beside the regions published."""

from collections.abc import Sequence

from hub.data.regions import region_ancestors, regions
from hub.signposting.evidence import Confidence, Evidence
from hub.signposting.sifting.candidate import Candidate
from hub.signposting.sifting.finding import Finding, Question, Verdict
from hub.signposting.sifting.needs import Needs

MOST_NAMED = 5


def where(candidate: Candidate, needs: Needs) -> tuple[Finding, ...]:
    """Out if the framework itself names regions and neither they nor its lots' touch the one that is asked for."""
    if not needs.region:
        return ()
    published = candidate.regions or candidate.lot_regions
    if not published:
        return (Finding(Question.WHERE, Verdict.NOT_PUBLISHED, "The regions it covers"),)
    field, subject = ("regions", "It") if candidate.regions else ("lots", "A lot")
    verdict, words = _beside(published, needs.region, subject)
    if verdict is Verdict.RULES_OUT and not candidate.regions:
        verdict, words = Verdict.OPEN, f"{words}; the framework as a whole names none"
    evidence = Evidence(quote=_names(published), field=field, confidence=Confidence.STATED)
    return (Finding(Question.WHERE, verdict, words, (evidence,)),)


def _beside(published: Sequence[str], wanted: str, subject: str) -> tuple[Verdict, str]:
    around = (wanted, *reversed(region_ancestors(wanted)))
    covering = next((code for code in around if code in published), "")
    name = regions()[wanted].name
    if covering:
        part = "" if covering == wanted else f", which {name} is a part of"
        return Verdict.FITS, f"{subject} covers {regions()[covering].name}{part}"
    parts = [code for code in published if wanted in region_ancestors(code)]
    if parts:
        return Verdict.OPEN, f"{subject} covers a part of {name}: {_names(parts)}"
    return Verdict.RULES_OUT, f"{name} is not among the published regions: {_names(published)}"


def _names(codes: Sequence[str]) -> str:
    named = [regions()[code].name if code in regions() else code for code in codes]
    more = len(named) - MOST_NAMED
    return ", ".join(named[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
