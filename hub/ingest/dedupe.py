"""Are two descriptions of frameworks one framework? Pure.

What identity is sure of is merged without asking (levels A and B). Level C only ever asks a person: the same owner,
and a reference, a title or a notice that points to the other one, while nothing tells the two apart. Two references
of one owner, two generations, a lot and its framework, a call-off, or two entries of one list with different titles
are two frameworks however much alike they sound.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from rapidfuzz import fuzz

from hub.ingest import titles
from hub.ingest.profiles import Candidate, Profile
from indexer.analysis import reference_key, scheme

START_WITHIN = timedelta(days=31)
SAME_TITLE_START_WITHIN = timedelta(days=183)
"""A planned start slips by months; one owner's next framework of the same title starts years later."""

END_WITHIN = timedelta(days=7)
ALIKE = 85.0
"""How alike in per cent two words must be to be one, misspelt."""

COVERED = 0.5
"""The share of a longer title's telling words that a shorter one must have; where dates do not agree, two thirds."""

TELLING, TELLING_ALONE = 0.6 + 0.25 * COVERED, 0.6 + 0.25 * 2 / 3
SAME_TITLE = 0.95
UNDATED = "One of them has no published dates"


class Outcome(StrEnum):
    """What becomes of a pair."""

    MERGED = "merged"
    PROPOSED = "proposed"
    APART = "apart"


@dataclass(frozen=True)
class Verdict:
    """What becomes of a pair, how likely it is one framework (0 to 1), and the evidence in short sentences."""

    outcome: Outcome
    score: float = 0.0
    evidence: tuple[str, ...] = ()


APART = Verdict(Outcome.APART)


def verdict(a: Candidate, b: Candidate) -> Verdict:
    """Merged without asking, proposed to a person, or apart."""
    return judge(Profile(a), Profile(b))


def judge(a: Profile, b: Profile) -> Verdict:
    """The verdict on two profiles."""
    if a.it.owner != b.it.owner:
        return APART
    if a.it.entries & b.it.entries:
        return Verdict(Outcome.MERGED, 1.0, ("One entry of one source",))
    if a.key and a.key == b.key and not _terms_part(a.it, b.it):
        return Verdict(Outcome.MERGED, 0.95, ("The same owner and reference",))
    if _told_apart(a, b):
        return APART
    return _proposal(a, b)


def _terms_part(a: Candidate, b: Candidate) -> bool:
    """Both terms are known, and one ends before the other starts."""
    if not (a.start and a.end and b.start and b.end):
        return False
    return max(a.start, b.start) > min(max(a.start, a.end), max(b.start, b.end))


def _told_apart(a: Profile, b: Profile) -> bool:
    """Something published says that these are two: whatever else agrees, nobody need look."""
    return (
        a.title.calls_off
        or b.title.calls_off
        or a.lots != b.lots
        or a.parent != b.parent
        or (a.is_dps, b.is_dps) in ((True, False), (False, True))
        or _series_differ(a.stated, b.stated)
        or _numbered_otherwise(a, b)
        or _numbered_otherwise(b, a)
        or _listed_before_it_began(a, b)
        or _listed_before_it_began(b, a)
    )


def _series_differ(stated: str, other: str) -> bool:
    """Two references of one series are two frameworks; numbers of two series may both be one's."""
    return bool(stated and other and stated != other and scheme(stated) == scheme(other))


def _numbered_otherwise(one: Profile, other: Profile) -> bool:
    """The title of one ends in a number that looks like the other's reference and is not: 0719 is not 2322."""
    if one.stated or not other.stated:
        return False
    alike = {key for key in map(reference_key, one.title.references) if _form(key) == _form(other.key)}
    return bool(alike) and other.key not in alike


def _form(key: str) -> str:
    return re.sub(r"\d", "9", key)


def _listed_before_it_began(listed: Profile, other: Profile) -> bool:
    """What a directory showed in June 2023 is not what starts in 2025."""
    day, start = listed.it.listed_on, other.earliest_start
    return bool(day and start and not listed.it.start and start > day + START_WITHIN)


def _proposal(a: Profile, b: Profile) -> Verdict:
    reference = _reference_agrees(a, b)
    score, title = _titles_agree(a, b)
    terms = _terms_agree(a.it, b.it, SAME_TITLE_START_WITHIN if score >= SAME_TITLE else START_WITHIN)
    notice = "A notice is named by both" if a.it.notices & b.it.notices else ""
    if reference and (score or (terms and a.sources.isdisjoint(b.sources))):
        return _proposed(0.9 if score else 0.7, reference, title, terms)
    if notice and score:
        return _proposed(0.9, notice, title, terms)
    sure = terms not in ("", UNDATED)
    if not terms or score < (TELLING if sure else TELLING_ALONE) or (a.stated and b.stated and not sure):
        return APART
    return _proposed(score, title, terms)


def _proposed(score: float, *evidence: str) -> Verdict:
    return Verdict(Outcome.PROPOSED, round(score, 2), ("The same owner", *filter(None, evidence)))


def _reference_agrees(a: Profile, b: Profile) -> str:
    """What shows the reference of one in the other."""
    if a.stated and a.stated == b.stated:
        return f"Both show the reference {a.stated.upper()}"
    for one, other in ((a, b), (b, a)):
        if _is_telling(one.stated) and one.stated in other.mentioned:
            return f"The title or address of one shows {one.it.reference or one.stated.upper()}, the other's reference"
    return ""


def _is_telling(reference: str) -> bool:
    return len(reference) >= 3 and not titles.YEAR.fullmatch(reference)


def _titles_agree(a: Profile, b: Profile) -> tuple[float, str]:
    """How alike the titles are, 0 for not enough, and the sentence that says so."""
    if a.title.numbers != b.title.numbers or _both_differ(a.title.references, b.title.references):
        return 0.0, ""
    if a.sources & b.sources:
        same = a.title.names[:1] == b.title.names[:1] and a.title.years == b.title.years
        return (0.85, "Two entries of one source with the same title") if same and a.title.names else (0.0, "")
    years = {a.title.years, b.title.years} - {frozenset()}
    return names_agree(a.title, b.title) if len(years) < 2 else (0.0, "")


def _both_differ(some: titles.Words, others: titles.Words) -> bool:
    """Both say something, and nothing of it is the same; where one is silent it may be either."""
    return bool(some and others and some.isdisjoint(others))


def names_agree(a: titles.Title, b: titles.Title) -> tuple[float, str]:
    """How alike two titles are but for their numbers and years, from 0 to 1, and the sentence that says so."""
    if not a.names or not b.names:
        return 0.0, ""
    if a.names[0] == b.names[0]:
        return SAME_TITLE, "The same title"
    if a.names[0] in b.names or b.names[0] in a.names:
        return 0.9, "The same title apart from what is in brackets or the owner's name"
    if (len(a.head) > 1 and a.head in b.names) or (len(b.head) > 1 and b.head in a.names):
        return 0.8, "One title begins with the other"
    return max((_nearly(one, other) for one in a.names for other in b.names), default=(0.0, ""))


def _nearly(one: titles.Words, other: titles.Words) -> tuple[float, str]:
    """One name has the telling words of the other, or differs in how one word is written."""
    short, long = sorted((titles.telling(one), titles.telling(other)), key=len)
    if len(short) > 1 and short <= long and len(short) >= COVERED * len(long):
        same = len(short) == len(long)
        sentence = "Nearly the same title" if same else "One title is part of the other"
        return 0.6 + 0.25 * len(short) / len(long), sentence
    left, right = one - other, other - one
    if len(left) == len(right) == 1 and len(one) > 1 and fuzz.ratio(*left, *right) >= ALIKE:
        return 0.8, "The same title but for the spelling of a word"
    return 0.0, ""


def _terms_agree(a: Candidate, b: Candidate, start_within: timedelta) -> str:
    """The sentence that says so; empty where dates disagree."""
    if a.start and b.start and abs(a.start - b.start) <= start_within:
        apart = abs(a.start - b.start).days
        return f"They start {apart} days apart" if apart else "They start on the same day"
    if a.end and b.end and abs(a.end - b.end) <= END_WITHIN:
        return "They end on the same day" if a.end == b.end else "They end within a week of each other"
    return "" if (a.start or a.end) and (b.start or b.end) else UNDATED
