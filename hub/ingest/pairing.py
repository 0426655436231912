"""Which frameworks are worth comparing, out of all of them. Pure.

Only frameworks of one owner can be one, and only where something of one is found in the other: its reference, a
notice, or the words of its title. Each framework is filed under what it has and looked up under what it shows, so
the work grows with the number of frameworks and not with its square. What very many frameworks of one owner share,
such as a title of two everyday words, tells nothing about any of them and is passed over.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from hub.ingest.dedupe import Outcome, judge
from hub.ingest.profiles import Candidate, Profile
from hub.ingest.titles import Words, telling

CROWD = 20
"""More frameworks of one owner than this with one thing in common are not told by it."""


@dataclass(frozen=True)
class Proposal:
    """Two keys in their order, how likely they are one (0 to 1), and the evidence in sentences."""

    keys: tuple[str, str]
    score: float
    evidence: tuple[str, ...]


def proposals(candidates: Iterable[Candidate]) -> Iterator[Proposal]:
    """Every pair a person should look at."""
    by_owner: dict[str, list[Profile]] = defaultdict(list)
    for candidate in sorted(candidates, key=lambda c: c.key):
        by_owner[candidate.owner].append(Profile(candidate))
    for owned in by_owner.values():
        for one, other in sorted(_pairs(owned)):
            found = judge(owned[one], owned[other])
            if found.outcome is Outcome.PROPOSED:
                yield Proposal((owned[one].it.key, owned[other].it.key), found.score, found.evidence)


def _pairs(owned: list[Profile]) -> set[tuple[int, int]]:
    """The places of those that have something in common, each pair once and in order."""
    pairs: set[tuple[int, int]] = set()
    for alike in _shelves(owned):
        pairs.update(combinations(alike, 2))
    pairs.update((min(pair), max(pair)) for pair in _shown(owned))
    pairs.update((min(pair), max(pair)) for pair in _contained(owned))
    return pairs


def _shelves(owned: list[Profile]) -> Iterator[list[int]]:
    """Those with one reference, one notice, one title, or titles that differ in one word at most."""
    shelves: dict[tuple[str, object], list[int]] = defaultdict(list)
    for place, profile in enumerate(owned):
        for label in _labels(profile):
            shelves[label].append(place)
    return (places for places in shelves.values() if 1 < len(places) <= CROWD)


def _labels(profile: Profile) -> set[tuple[str, object]]:
    labels: set[tuple[str, object]] = {("notice", notice) for notice in profile.it.notices}
    labels |= {("reference", reference) for reference in (profile.stated, profile.key) if reference}
    labels |= {("title", name) for name in profile.title.names}
    longest = profile.title.names[0] if profile.title.names else frozenset()
    return labels | {("almost", longest - {word}) for word in longest if len(longest) > 1}


def _shown(owned: list[Profile]) -> Iterator[tuple[int, int]]:
    """Those whose title or address shows the reference of another."""
    holders: dict[str, list[int]] = defaultdict(list)
    for place, profile in enumerate(owned):
        if profile.stated:
            holders[profile.stated].append(place)
    for place, profile in enumerate(owned):
        for reference in profile.mentioned & holders.keys():
            if len(holders[reference]) <= CROWD:
                yield from ((place, holder) for holder in holders[reference] if holder != place)


def _contained(owned: list[Profile]) -> Iterator[tuple[int, int]]:
    """Those whose title, in one of its ways, has all the telling words of another's."""
    named: dict[Words, list[int]] = defaultdict(list)
    holders: dict[str, set[int]] = defaultdict(set)
    for place, profile in enumerate(owned):
        for name in set(map(telling, profile.title.names)):
            named[name].append(place)
            for word in name:
                holders[word].add(place)
    for name, places in named.items():
        within = _holding(name, holders) if len(name) > 1 and len(places) <= CROWD else set()
        if 1 < len(within) <= CROWD:
            yield from ((place, other) for place in places for other in within if other != place)


def _holding(name: Words, holders: Mapping[str, set[int]]) -> set[int]:
    """The places of the titles that have every word of a name, the rarest word looked up first."""
    return set.intersection(*sorted((holders[word] for word in name), key=len))
