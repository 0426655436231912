"""Whose register a file is: what whoever imports it says, what its column, its heading or its name says."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from scrapers.content import Content
from scrapers.parse import text
from scrapers.parse.text import shortened
from scrapers.source import UnreadableFile

BODY = (
    r"council|authority|corporation|assembly|commissioner|constabulary|police|trust|university|college|association|"
    r"partnership|service|nhs|borough|agency|consortium|icb|board|executive"
)
NAMES_A_BODY = re.compile(rf"\b(?:{BODY})\b", re.IGNORECASE)
LONGEST_HEADING = 300
LITTLE = r"of|the|and|for|in|on|upon|with|under|by|le|next|&|-|–"
NAME = rf"[A-Z][\w'’&.-]*(?:\s+(?:(?:{LITTLE})\s+)*[A-Z][\w'’&.-]*)*"
IN_A_HEADING = re.compile(
    rf"(?:(?i:(?:london |royal )?borough (?:council )?of)|(?i:university of)|(?i:city of))\s+{NAME}"
    rf"|{NAME}\s+(?:Council|COUNCIL|Authority|Corporation|Constabulary|Trust|University|College|Board|Commissioner)\b"
)
OF_A_REGISTER = re.compile(
    r"contracts?|registers?|list|data|transparency|published|publication|final|copy|download|updated?|version|v\d+|"
    r"current|live|awarded|procurement|register\w*|rebuilt|csv|xlsx?|export|report|open|"
    r"q[1-4]|quarter|\d+(?:st|nd|rd|th)?|january|february|march|april|may|june|july|august|september|october|november|"
    r"december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|to|of|the|for|and|as|at|over|above|[a-z]?\d[\w]*",
    re.IGNORECASE,
)
NAMES_CONTRACTS = re.compile(r"contract|register|procurement", re.IGNORECASE)


@dataclass(frozen=True)
class Whose:
    """The name of the body whose register it is, and in words where it comes from."""

    name: str
    reason: str


def whose(content: Content, published: Iterable[str]) -> Whose:
    """The body whose contracts these are; ``published`` are the cells of a publisher's column.

    Raises UnreadableFile where nothing says, or the column names several.
    """
    if content.buyer:
        return Whose(" ".join(content.buyer.split()), "given with the import")
    named = Counter(name for name in (text.line(cell).value for cell in published) if names_a_body(name))
    if len(named) == 1:
        return Whose(next(iter(named)), "a column of the file says so")
    found = _in_heading(content) or _in_name(content.name)
    if found:
        return found
    several = f"names {len(named)} buyers" if named else "does not say whose contracts it lists"
    raise UnreadableFile(
        f"{content.name} {several}. Say whose register it is: "
        f'hub import --buyer "Exeter City Council" {shortened(content.name, 80)}'
    )


def names_a_body(name: str) -> bool:
    """True for a name that says what kind of body it is. A code or a person's name says nothing of the sort."""
    return bool(NAMES_A_BODY.search(name))


def _in_heading(content: Content) -> Whose | None:
    for place, line in content.titles:
        match = IN_A_HEADING.search(line[:LONGEST_HEADING])
        if match:
            return Whose(_without_list_words(match[0]), f"its heading in {place} says so")
    return None


def _without_list_words(name: str) -> str:
    """ "Contracts Register of Anytown Council" without what it says of the list."""
    words = name.split()
    while len(words) > 2 and OF_A_REGISTER.fullmatch(words[0]):
        del words[0]
    while len(words) > 2 and OF_A_REGISTER.fullmatch(words[-1]):
        del words[-1]
    return " ".join(words).strip(" ,.-–")


def _in_name(name: str) -> Whose | None:
    """ "exeter_contracts_register_2026-04.csv" is said to be Exeter's, which is as much as its name says."""
    stem = PurePath(name).stem
    if not NAMES_CONTRACTS.search(stem):
        return None
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|[\W_]+", " ", stem).split()
    kept = [word for word in words if not OF_A_REGISTER.fullmatch(word)]
    if not kept or len(kept) > 6 or len("".join(kept)) < 4:
        return None
    said = " ".join(word if any(map(str.isupper, word)) else word.capitalize() for word in kept)
    return Whose(said, "guessed from the file's name; if it is wrong, import it with --buyer and the full name")
