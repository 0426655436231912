"""Which documents match a plan, and how well: BM25F, and more for having more of what was asked for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import log

from indexer.bits import members
from indexer.lifts import Lift
from indexer.plan import Ask, Option, Plan
from indexer.query import Clause
from indexer.snapshot import Snapshot

SATURATION = 1.2
"""BM25's k1: how soon further occurrences of a word count for little."""

NEIGHBOURS_WEIGHT = 0.3
"""What two words count for once more, where they stand side by side as they were typed."""

LEAST_SHARE = 0.3
"""What a document that lacks a word must have at least: this share of one average word of the query."""

LEAST_OF_BEST = 0.3
"""What a document that lacks a word must have at least, as a share of what the best document has."""

Credits = Mapping[int, float]
"""Document number → how well it has one thing that was asked for: 1 at most."""


def rank(plan: Plan, snapshot: Snapshot) -> dict[int, float]:
    """Document number → score, for all documents that match.

    A document matches if it has every required phrase, none of the excluded ones, and of the words all, or enough
    in places that matter (see ``LEAST_SHARE``, ``LEAST_OF_BEST``). A word of no document counts as the rarest of
    all, so "guide dogs" finds nothing where "guide" only comes up in passing. Documents with a reference or a
    CPV code that was asked for need not have the words.
    """
    total = len(snapshot.columns.entries)
    credits = [_credits(ask, snapshot) for ask in plan.asks]
    rarities = [_rarity(len(credit), total) for credit in credits]
    points = _points(plan.lifts)
    matching = _good_enough(credits, rarities) | points.keys()
    if plan.excluded and not (plan.asks or plan.lifts):
        matching = set(range(total))
    for ask, credit in zip(plan.asks, credits, strict=True):
        if ask.required:
            matching &= credit.keys()
    for clause in plan.excluded:
        matching -= snapshot.weights(clause.terms, clause.field).keys()
    scores = _scores(credits, rarities, plan.neighbours, snapshot)
    entries = snapshot.columns.entries
    return {n: (points.get(n, 0.0) + scores.get(n, 0.0)) * entries[n].boost for n in matching}


def _credits(ask: Ask, snapshot: Snapshot) -> Credits:
    """What each document gets for one ask: what the best of its options is worth there."""
    best: dict[int, float] = {}
    for option in ask.options:
        for number, credit in _option_credits(option, snapshot).items():
            if credit > best.get(number, 0.0):
                best[number] = credit
    return best


def _option_credits(option: Option, snapshot: Snapshot) -> Credits:
    frequencies: dict[int, float] = defaultdict(float)
    for clause in option.clauses:
        for number, frequency in snapshot.weights(clause.terms, clause.field).items():
            frequencies[number] += frequency
    credits = {number: option.weight * _saturated(frequency) for number, frequency in frequencies.items()}
    return credits | dict.fromkeys(members(option.documents), option.weight)


def _saturated(frequency: float) -> float:
    return frequency / (frequency + SATURATION)


def _rarity(documents: int, total: int) -> float:
    """BM25's inverse document frequency."""
    return log(1 + (total - documents + 0.5) / (documents + 0.5))


def _points(lifts: Sequence[Lift]) -> dict[int, float]:
    points: dict[int, float] = {}
    for lift in lifts:
        for number in members(lift.documents):
            points[number] = max(points.get(number, 0.0), lift.points)
    return points


def _good_enough(credits: Sequence[Credits], rarities: Sequence[float]) -> set[int]:
    if not credits:
        return set()
    sums = _sums(credits, rarities)
    least = max(LEAST_SHARE * sum(rarities) / len(rarities), LEAST_OF_BEST * max(sums.values(), default=0.0))
    enough = {number for number, total in sums.items() if total >= least}
    return enough | set(credits[0]).intersection(*credits[1:])


def _sums(credits: Sequence[Credits], rarities: Sequence[float]) -> dict[int, float]:
    sums: dict[int, float] = defaultdict(float)
    for credit, rarity in zip(credits, rarities, strict=True):
        for number, worth in credit.items():
            sums[number] += rarity * worth
    return sums


def _scores(
    credits: Sequence[Credits], rarities: Sequence[float], neighbours: Sequence[Clause], snapshot: Snapshot
) -> dict[int, float]:
    """The credits by rarity, times the share of what was asked that the document has in any way."""
    scores = _sums(credits, rarities)
    total = len(snapshot.columns.entries)
    for pair in neighbours:
        together = snapshot.weights(pair.terms)
        rarity = NEIGHBOURS_WEIGHT * _rarity(len(together), total)
        for number, frequency in together.items():
            scores[number] += rarity * _saturated(frequency)
    having = _sums([dict.fromkeys(credit, 1.0) for credit in credits], rarities)
    return {number: score * having.get(number, 0.0) / sum(rarities) for number, score in scores.items()}
