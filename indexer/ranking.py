"""Which documents match a plan, and how well: BM25F, and more for having more of what was asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from math import log

import numpy as np

from indexer.lifts import Lift
from indexer.plan import Ask, Option, Plan
from indexer.query import Clause
from indexer.snapshot import Snapshot
from indexer.vectors import NO_WEIGHTS, Floats, Mask, Numbers, Weights, among, highest, summed, union

SATURATION = 1.2
"""BM25's k1: how soon further occurrences of a word count for little."""

NEIGHBOURS_WEIGHT = 0.3
"""What two words count for once more, where they stand side by side as they were typed."""

LEAST_SHARE = 0.3
"""What a document that lacks a word must have at least: this share of one average word of the query."""

NEARLY = 1 - 1e-9
"""All of it, but for what is lost in adding."""

LEAST_OF_BEST = 0.1
"""What a document that lacks a word must have at least, as a share of what the best document has."""


def rarity(documents: int, total: int) -> float:
    """BM25's inverse document frequency."""
    return log(1 + (total - documents + 0.5) / (documents + 0.5))


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """How the parts of a score are weighed. ``coverage`` is whether having more of what was asked for counts."""

    rarity: Callable[[int, int], float] = rarity
    saturation: float = SATURATION
    neighbours: float = NEIGHBOURS_WEIGHT
    least_share: float = LEAST_SHARE
    least_of_best: float = LEAST_OF_BEST
    coverage: bool = True

    def saturated(self, frequencies: Floats) -> Floats:
        return frequencies / (frequencies + self.saturation)


OURS = Ranking()
PLAIN = Ranking(neighbours=0.0, least_share=0.0, least_of_best=0.0, coverage=False)
"""Nothing but BM25F: any word finds a document, and scores add up. For comparing it with what others reckon."""


def rank(plan: Plan, snapshot: Snapshot, ranking: Ranking = OURS) -> Weights:
    """All documents that match, with their scores.

    A document matches if it has every required phrase, none of the excluded ones, and of the words all, or enough
    in places that matter (see ``LEAST_SHARE``, ``LEAST_OF_BEST``). A word of no document counts as the rarest of
    all, so "guide dogs" finds nothing where "guide" only comes up in passing. Documents with a reference or a
    CPV code that was asked for need not have the words.
    """
    credits = [credits_of(ask, snapshot, ranking) for ask in plan.asks]
    lifted = _points(plan.lifts, snapshot)
    if plan.excluded and not (plan.asks or plan.lifts):
        found = Weights(snapshot.everything, np.ones(snapshot.total))
    else:
        found = summed([_scores(credits, plan, snapshot, lifted, ranking), lifted], snapshot.size)
    masks = [among(found.documents, _having(clauses, snapshot)) for clauses in plan.required]
    if plan.excluded:
        masks.append(~among(found.documents, _having(plan.excluded, snapshot)))
    if masks:
        rows = np.flatnonzero(reduce(np.logical_and, masks))
        found = Weights(found.documents[rows], found.values[rows])
    return Weights(found.documents, found.values * snapshot.boosts.take(found.documents))


def _having(clauses: Sequence[Clause], snapshot: Snapshot) -> Numbers:
    """The documents with any of the clauses."""
    return union([snapshot.weights(clause.terms, clause.field).documents for clause in clauses])


def credits_of(ask: Ask, snapshot: Snapshot, ranking: Ranking = OURS) -> Weights:
    """What each document gets for one ask: what the best of its options is worth there, 1 at most."""
    return highest([_option_credits(option, snapshot, ranking) for option in ask.options], snapshot.size)


def _option_credits(option: Option, snapshot: Snapshot, ranking: Ranking) -> Weights:
    frequencies = summed([snapshot.weights(clause.terms, clause.field) for clause in option.clauses], snapshot.size)
    words = Weights(frequencies.documents, option.weight * ranking.saturated(frequencies.values))
    if not len(option.documents):
        return words
    return highest([words, Weights(option.documents, np.full(len(option.documents), option.weight))], snapshot.size)


def _points(lifts: Sequence[Lift], snapshot: Snapshot) -> Weights:
    points = [Weights(lift.documents, np.full(len(lift.documents), lift.points)) for lift in lifts]
    return highest(points, snapshot.size)


def _scores(credits: Sequence[Weights], plan: Plan, snapshot: Snapshot, lifted: Weights, ranking: Ranking) -> Weights:
    """The credits by rarity, times the share of what was asked that the document has in any way.

    Only documents that are good enough, or lifted, are given.
    """
    if not credits:
        return NO_WEIGHTS
    rarities = [ranking.rarity(len(credit.documents), snapshot.total) for credit in credits]
    if len(credits) == 1:
        return Weights(credits[0].documents, rarities[0] * credits[0].values)
    rare = [*zip(credits, rarities, strict=True)]
    documents, scores = summed([Weights(c.documents, worth * c.values) for c, worth in rare], snapshot.size)
    parts = [Weights(c.documents, np.full(len(c.documents), worth)) for c, worth in rare]
    having, whole = summed(parts, snapshot.size).values, sum(rarities)
    enough = _good_enough(scores, rarities, ranking) | (having > whole * NEARLY)
    if len(lifted.documents):
        enough |= among(documents, lifted.documents)
    for pair in plan.neighbours:
        together = bonus_of(pair, snapshot, ranking)
        scores[np.searchsorted(documents, together.documents)] += together.values  # what has both words is among them
    kept = np.flatnonzero(enough)
    covered = having[kept] / whole if ranking.coverage else 1.0
    return Weights(documents[kept], scores[kept] * covered)


def bonus_of(pair: Clause, snapshot: Snapshot, ranking: Ranking = OURS) -> Weights:
    """What each document gets for having two words side by side."""
    together = snapshot.weights(pair.terms)
    worth = ranking.neighbours * ranking.rarity(len(together.documents), snapshot.total)
    return Weights(together.documents, worth * ranking.saturated(together.values))


def _good_enough(scores: Floats, rarities: Sequence[float], ranking: Ranking) -> Mask:
    best = float(scores.max(initial=0.0))
    least = max(ranking.least_share * sum(rarities) / len(rarities), ranking.least_of_best * best)
    enough: Mask = scores >= least
    return enough
