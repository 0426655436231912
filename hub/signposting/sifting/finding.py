"""What one question finds out about one framework."""

from dataclasses import dataclass
from enum import StrEnum

from hub.signposting.evidence import Evidence


class Question(StrEnum):
    """The six questions, in the order they are asked."""

    WHAT = "what"
    HOW_MUCH = "how much"
    HOW_LONG = "how long"
    WHEN = "when"
    WHERE = "where"
    WHO = "who"


class Verdict(StrEnum):
    """What the published facts say to an answer of the visitor. ``OPEN``: they do not settle it, so a person must."""

    FITS = "fits"
    RULES_OUT = "rules out"
    OPEN = "open"
    NOT_PUBLISHED = "not published"


@dataclass(frozen=True)
class Finding:
    """A verdict in a short line, and the published values or words it rests on: none where nothing is published."""

    question: Question
    verdict: Verdict
    words: str
    evidence: tuple[Evidence, ...] = ()
