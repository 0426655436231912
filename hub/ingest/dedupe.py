"""Which frameworks may be one although nothing identifies them as such (level C). Pure.

Level C only ever asks a person: the same owner, nearly the same title, and terms that agree. References, years and
words such as "framework agreement" are left out of the comparison; numbers that tell generations apart are not.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from rapidfuzz import fuzz

from hub.data import matching_form

ALIKE = 93.0
START_WITHIN_DAYS = 31
NOISE = re.compile(
    r"\b(rm\d+\w*|(19|20)\d\d|framework|frameworks|agreement|agreements|contract|dps|dynamic purchasing system|the)\b"
)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
GENERATION = re.compile(r"\b(\d+|[ivx]+)\b")


@dataclass(frozen=True)
class Candidate:
    """What is compared: one framework of the catalogue."""

    key: str
    owner: str
    title: str
    reference_key: str
    start: date | None
    end: date | None


@dataclass(frozen=True)
class Proposal:
    """Two keys, how alike they are (0 to 1), and the evidence in sentences."""

    keys: tuple[str, str]
    score: float
    evidence: tuple[str, ...]


def proposals(candidates: Iterable[Candidate]) -> Iterator[Proposal]:
    """Every pair a person should look at."""
    by_owner: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_owner[candidate.owner].append(candidate)
    for owned in by_owner.values():
        owned.sort(key=lambda c: c.key)
        for a, b in combinations(owned, 2):
            if (proposal := compare(a, b)) is not None:
                yield proposal


def compare(a: Candidate, b: Candidate) -> Proposal | None:
    """Are these two perhaps one framework? Two references of one owner are two frameworks."""
    if a.reference_key and b.reference_key and a.reference_key != b.reference_key:
        return None
    plain_a, plain_b = plain_title(a.title), plain_title(b.title)
    if not plain_a or generation(plain_a) != generation(plain_b) or not _years_agree(a.title, b.title):
        return None
    alike = fuzz.ratio(plain_a, plain_b)
    agreement = _terms_agree(a, b)
    if alike < ALIKE or agreement is None:
        return None
    evidence = (f"One owner, and titles {alike:.0f}% alike", agreement)
    return Proposal((a.key, b.key), round(alike / 100, 2), evidence)


def plain_title(title: str) -> str:
    """A title without references, years and the words every framework has."""
    return " ".join(NOISE.sub(" ", matching_form(title)).split())


def generation(plain: str) -> frozenset[str]:
    """The numbers in a title: "Print Marketplace 2" is not "Print Marketplace"."""
    return frozenset(GENERATION.findall(plain))


def _years_agree(title: str, other: str) -> bool:
    """ "Electricity 2020-2024" is not "Electricity 2024-2028", but a title without a year may be either."""
    years, other_years = set(YEAR.findall(title)), set(YEAR.findall(other))
    return not years or not other_years or years == other_years


def _terms_agree(a: Candidate, b: Candidate) -> str | None:
    if a.start and b.start and abs((a.start - b.start).days) <= START_WITHIN_DAYS:
        return "They start within 31 days of each other"
    if a.end and b.end and a.end == b.end:
        return "They end on the same day"
    if not (a.start or a.end) or not (b.start or b.end):
        return "One of them has no published dates"
    return None
