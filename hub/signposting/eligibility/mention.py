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
    r"\b(?:[A-Z][\w’'-]{1,30}\s{1,3}(?:(?:of|and|etc\.?|&)\s{1,3}){0,2}(?:\([A-Z][\w\s]{1,40}\)\s{1,3}){0,2}){1,8}"
    r"(?:Acts?|Regulations?|Order|Directive)\b"
)
DEFINITION = re.compile(
    r"\((?:as\s+)?(?:further\s+)?defined\s+(?:in|by|under|at)\b[^()\[\]]{0,200}(?:\([^()]{0,40}\)[^()\[\]]{0,100}){0,2}[\])]?",
    re.IGNORECASE,
)


LABEL = re.compile(
    r"\((?:(?:the|together|collectively|each|hereafter)\b|(?:contract(?:ing)?|call[\s-]off|partner|participating|"
    r"purchasing|client|joint|lead)\s+(?:authorit|bod|organisation|council))[^()]{0,80}\)",
    re.IGNORECASE,
)
"""What a text calls bodies it has named: (the Partner Authorities)."""


ADDRESS = re.compile(r"(?:https?://|\bwww\.)(\S+)")


def without_addresses(stretch: str) -> str:
    """Web addresses blanked out but for their first letters: the names in them are no bodies."""
    return ADDRESS.sub(lambda found: found.group().removesuffix(found.group(1)).ljust(len(found.group())), stretch)


def without_statutes(stretch: str) -> str:
    """Names of Acts blanked out: the Local Government Act is no local government."""
    return STATUTE.sub(_blank, stretch)


def without_definitions(stretch: str) -> str:
    """Brackets that say where a class is defined, or what bodies are called, blanked out: they limit nobody."""
    return LABEL.sub(_blank, DEFINITION.sub(_blank, stretch))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())
