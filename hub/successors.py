"""What follows a framework when it ends: found, planned or missing, and how many days lie between. Pure.

What a source says counts. Where none says anything, the owner's next framework of the same title is a guess, and
marked as one. That nothing was found means that the hub's sources do not tell of it, not that nothing is planned.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import ceil

from hub.ingest import titles
from hub.ingest.dedupe import names_agree
from hub.ingest.profiles import Profile
from hub.status import OVER, PIPELINE, Status

TITLES_AGREE = 0.8
"""From here on two titles are one but for brackets, the owner's name or the spelling of a word."""

NEXT_BEGINS = timedelta(days=183)
"""The next framework begins at least this long after the one before it, else the two stand side by side."""

AHEAD = timedelta(days=730)
"""How long before the end its successor may begin: owners let the next one early rather than late."""


class Outcome(StrEnum):
    """What the hub holds of a successor."""

    FOUND = "found"
    PLANNED = "planned"
    MISSING = "missing"


@dataclass(frozen=True)
class Generation:
    """A framework among those of its owner. ``end`` is the latest day published on which it may be called off from."""

    profile: Profile
    status: Status
    start: date | None
    end: date | None

    @property
    def key(self) -> str:
        return self.profile.it.key


@dataclass(frozen=True)
class Outlook:
    """``published`` is whether a source names the successor. ``gap`` counts the days after the one and before the
    other; below 0 so many days belong to both, None where a date is not published.
    """

    outcome: Outcome
    successor: str = ""
    published: bool = False
    gap: int | None = None


def outlook(ending: Generation, others: Iterable[Generation], named: Collection[str] = ()) -> Outlook:
    """What follows a framework among the ``others`` of its owner; ``named`` are the keys that sources name."""
    usable = [other for other in others if other.key != ending.key and other.status not in OVER]
    stated = [other for other in usable if other.key in named]
    found = stated or [other for other in usable if follows(ending, other)]
    if not found:
        return Outlook(Outcome.MISSING)
    best = min(found, key=lambda other: (other.status in _TO_COME, other.start or date.max, other.key))
    outcome = Outcome.PLANNED if best.status in _TO_COME else Outcome.FOUND
    return Outlook(outcome, best.key, bool(stated), gap(ending.end, best.start))


_TO_COME = frozenset({*PIPELINE.values(), Status.UNCONFIRMED}) - {Status.AWARDED}


def names(title: titles.Title) -> frozenset[titles.Words]:
    """Each name of a title that another may have or nearly have."""
    return frozenset({*title.names, title.head}) - {frozenset()}


def least_shared(name: titles.Words) -> int:
    """So many words of a name stand in any title that agrees with it: all, all but one, or most of those that tell."""
    telling = len(titles.telling(name))
    most = ceil(round(telling * (TITLES_AGREE - 0.6) / 0.25, 6)) if telling > 1 else len(name)
    return max(1, min(len(name) - 1, most))


class Family:
    """The frameworks of one owner, by the words of their titles: of many, few need to be compared with one."""

    def __init__(self, generations: Iterable[Generation]) -> None:
        self._with: dict[str, dict[str, Generation]] = defaultdict(dict)
        for each in generations:
            for word in frozenset[str]().union(*names(each.profile.title)):
                self._with[word][each.key] = each

    def near(self, ending: Generation) -> Iterator[Generation]:
        """All whose titles may agree: one that shares so many words of a name has one of its rarest words."""
        found: dict[str, Generation] = {}
        for name in names(ending.profile.title):
            rarest_first = sorted(name, key=lambda word: len(self._with.get(word, ())))
            for word in rarest_first[: len(name) - least_shared(name) + 1]:
                found |= self._with.get(word, {})
        return iter(found.values())


def gap(end: date | None, start: date | None) -> int | None:
    return (start - end).days - 1 if start and end else None


def follows(ending: Generation, other: Generation) -> bool:
    """A term that could come next, and the same title apart from its number, which takes longest to see."""
    if not _comes_next(ending, other):
        return False
    one, two = ending.profile, other.profile
    if one.lots != two.lots or one.title.calls_off or two.title.calls_off or {one.is_dps, two.is_dps} == {True, False}:
        return False
    return names_agree(one.title, two.title)[0] >= TITLES_AGREE


def _comes_next(ending: Generation, other: Generation) -> bool:
    if other.start is None:
        return other.status in _TO_COME
    if ending.start is not None and other.start < ending.start + NEXT_BEGINS:
        return False
    return ending.end is None or other.start > ending.end - AHEAD
