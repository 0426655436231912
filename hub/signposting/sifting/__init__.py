"""What fits a need and what does not: frameworks sifted by six questions, each finding with what it rests on.

``sift`` asks what, how much, how long, when, where and who of every ``Candidate`` and keeps apart what the published
facts speak for, what they speak against, what they leave open and what is not published. Pure.
"""

from hub.signposting.sifting.candidate import Candidate, Ceiling, FoundIn, LotCeiling
from hub.signposting.sifting.finding import Finding, Question, Verdict
from hub.signposting.sifting.needs import Needs
from hub.signposting.sifting.sift import Judged, Sifted, judge, sift

__all__ = [
    "Candidate",
    "Ceiling",
    "Finding",
    "FoundIn",
    "Judged",
    "LotCeiling",
    "Needs",
    "Question",
    "Sifted",
    "Verdict",
    "judge",
    "sift",
]
