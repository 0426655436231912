"""What a stretch of text mentions."""

import re
from dataclasses import dataclass

from hub.signposting.eligibility.rules import Who


@dataclass(frozen=True)
class Mention:
    """Characters ``start`` to ``end`` of the stretch. ``name`` as in ``Rule``; ``loose``: only "other such bodies".

    ``some``: not all of the class, and which is not said ("its local authority partners").
    """

    who: Who
    name: str
    start: int
    end: int
    loose: bool = False
    some: bool = False


STATUTE = re.compile(
    r"\b(?:[A-Z][\w’'-]{1,30}\s{1,3}(?:(?:of|and|etc\.?|&)\s{1,3}){0,2}(?:\([A-Z][\w\s]{1,40}\)\s{1,3})?){1,8}"
    r"(?:Acts?|Regulations?|Order|Directive)\b"
)
DEFINITION = re.compile(
    r"\(as\s+(?:further\s+)?defined\s+(?:in|by|under)\b[^()\[\]]{0,200}(?:\([^()]{0,40}\)[^()\[\]]{0,100}){0,2}[\])]?",
    re.IGNORECASE,
)


def without_statutes(stretch: str) -> str:
    """Names of Acts blanked out: the Local Government Act is no local government."""
    return STATUTE.sub(_blank, stretch)


def without_definitions(stretch: str) -> str:
    """What stands in brackets on where a class is defined limits nobody."""
    return DEFINITION.sub(_blank, stretch)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())
