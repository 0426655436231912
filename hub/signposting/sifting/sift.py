"""Which frameworks stay in, which are ruled out, and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from hub.signposting.sifting.candidate import Candidate
from hub.signposting.sifting.finding import Finding, Verdict
from hub.signposting.sifting.money import how_much
from hub.signposting.sifting.needs import Needs
from hub.signposting.sifting.place import where
from hub.signposting.sifting.time import how_long, when
from hub.signposting.sifting.what import what
from hub.signposting.sifting.who import who

MOST_IN = 20
MOST_OUT = 20
QUESTIONS = (what, how_much, how_long, when, where, who)


@dataclass(frozen=True)
class Judged:
    """A framework with all that the questions found out about it, in their order."""

    candidate: Candidate
    findings: tuple[Finding, ...]

    @property
    def ruled_out(self) -> bool:
        return bool(self.of(Verdict.RULES_OUT))

    def of(self, verdict: Verdict) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.verdict is verdict)


@dataclass(frozen=True)
class Sifted:
    """Those to look at and those ruled out, each in the order given; ``more_ins`` and ``more_outs`` were left off."""

    ins: tuple[Judged, ...]
    outs: tuple[Judged, ...]
    more_ins: int = 0
    more_outs: int = 0


def sift(candidates: Iterable[Candidate], needs: Needs) -> Sifted:
    """Candidates, most relevant first, kept in or ruled out. What is not published or open never rules one out."""
    judged = [judge(candidate, needs) for candidate in candidates]
    ins = [each for each in judged if not each.ruled_out]
    outs = [each for each in judged if each.ruled_out]
    return Sifted(
        tuple(ins[:MOST_IN]), tuple(outs[:MOST_OUT]), max(0, len(ins) - MOST_IN), max(0, len(outs) - MOST_OUT)
    )


def judge(candidate: Candidate, needs: Needs) -> Judged:
    """What each question finds out about one framework; a question that was not answered finds nothing."""
    return Judged(candidate, tuple(finding for question in QUESTIONS for finding in question(candidate, needs)))
