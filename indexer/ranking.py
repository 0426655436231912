"""Which documents match a plan, and how well: BM25F, and more for having more of what was asked for."""

from collections.abc import Sequence
from math import log

import numpy as np

from indexer.lifts import Lift
from indexer.plan import Ask, Option, Plan
from indexer.snapshot import Snapshot
from indexer.vectors import NO_WEIGHTS, Floats, Frame, Mask, Weights, among, highest, summed

SATURATION = 1.2
"""BM25's k1: how soon further occurrences of a word count for little."""

NEIGHBOURS_WEIGHT = 0.3
"""What two words count for once more, where they stand side by side as they were typed."""

LEAST_SHARE = 0.3
"""What a document that lacks a word must have at least: this share of one average word of the query."""

LEAST_OF_BEST = 0.3
"""What a document that lacks a word must have at least, as a share of what the best document has."""


def rank(plan: Plan, snapshot: Snapshot) -> Weights:
    """All documents that match, with their scores.

    A document matches if it has every required phrase, none of the excluded ones, and of the words all, or enough
    in places that matter (see ``LEAST_SHARE``, ``LEAST_OF_BEST``). A word of no document counts as the rarest of
    all, so "guide dogs" finds nothing where "guide" only comes up in passing. Documents with a reference or a
    CPV code that was asked for need not have the words.
    """
    credits = [credits_of(ask, snapshot) for ask in plan.asks]
    lifted = _points(plan.lifts, snapshot)
    if plan.excluded and not (plan.asks or plan.lifts):
        found = Weights(snapshot.everything, np.zeros(snapshot.total))
    else:
        found = summed([_scores(credits, plan, snapshot, lifted), lifted], snapshot.size)
    kept = np.ones(len(found.documents), np.bool_)
    for ask, credit in zip(plan.asks, credits, strict=True):
        if ask.required:
            kept &= among(found.documents, credit.documents)
    for clause in plan.excluded:
        kept &= ~among(found.documents, snapshot.weights(clause.terms, clause.field).documents)
    documents = found.documents[kept]
    return Weights(documents, found.values[kept] * snapshot.boosts[documents])


def credits_of(ask: Ask, snapshot: Snapshot) -> Weights:
    """What each document gets for one ask: what the best of its options is worth there, 1 at most."""
    return highest([_option_credits(option, snapshot) for option in ask.options], snapshot.size)


def _option_credits(option: Option, snapshot: Snapshot) -> Weights:
    frequencies = summed([snapshot.weights(clause.terms, clause.field) for clause in option.clauses], snapshot.size)
    words = Weights(frequencies.documents, option.weight * saturated(frequencies.values))
    if not len(option.documents):
        return words
    return highest([words, Weights(option.documents, np.full(len(option.documents), option.weight))], snapshot.size)


def saturated(frequencies: Floats) -> Floats:
    return frequencies / (frequencies + SATURATION)


def rarity(documents: int, total: int) -> float:
    """BM25's inverse document frequency."""
    return log(1 + (total - documents + 0.5) / (documents + 0.5))


def _points(lifts: Sequence[Lift], snapshot: Snapshot) -> Weights:
    points = [Weights(lift.documents, np.full(len(lift.documents), lift.points)) for lift in lifts]
    return highest(points, snapshot.size)


def _scores(credits: Sequence[Weights], plan: Plan, snapshot: Snapshot, lifted: Weights) -> Weights:
    """The credits by rarity, times the share of what was asked that the document has in any way.

    Only documents that are good enough, or lifted, are given.
    """
    if not credits:
        return NO_WEIGHTS
    rarities = [rarity(len(credit.documents), snapshot.total) for credit in credits]
    frame = Frame([credit.documents for credit in credits], snapshot.size)
    scores, having, asks_had = frame.zeros(), frame.zeros(), frame.zeros()
    for credit, worth in zip(credits, rarities, strict=True):
        rows = frame.rows(credit.documents)
        scores[rows] += worth * credit.values
        having[rows] += worth
        asks_had[rows] += 1
    enough = _good_enough(scores, rarities) | (asks_had == len(credits))
    enough |= (scores > 0) & among(frame.documents, lifted.documents) if len(lifted.documents) else False
    for pair in plan.neighbours:
        together = snapshot.weights(pair.terms)
        bonus = NEIGHBOURS_WEIGHT * rarity(len(together.documents), snapshot.total)
        scores[frame.rows(together.documents)] += bonus * saturated(together.values)
    kept = np.flatnonzero(enough)
    return Weights(frame.documents[kept], scores[kept] * having[kept] / sum(rarities))


def _good_enough(scores: Floats, rarities: Sequence[float]) -> Mask:
    best = float(scores.max(initial=0.0))
    least = max(LEAST_SHARE * sum(rarities) / len(rarities), LEAST_OF_BEST * best)
    enough: Mask = scores >= least
    return enough
