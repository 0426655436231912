"""How good a ranking is, and how sure one can be that one is better than another."""

from collections.abc import Sequence
from math import log2

import numpy as np
from numpy.typing import NDArray

from bench.corpus import SEED

RESAMPLES = 10_000
Values = NDArray[np.float64]


def ndcg(grades: Sequence[int], ideal: Sequence[int], top: int = 10) -> float:
    """Discounted cumulative gain of the first results, as a share of the best there could be."""
    return gain(grades[:top]) / gain(sorted(ideal, reverse=True)[:top])


def gain(grades: Sequence[int]) -> float:
    return float(sum((2**grade - 1) / log2(place + 1) for place, grade in enumerate(grades, start=1)))


def reciprocal_rank(grades: Sequence[int]) -> float:
    """1 if the first result is a good one, 1/2 if the second is the first good one, and so on."""
    return next((1 / place for place, grade in enumerate(grades, start=1) if grade), 0.0)


def interval(differences: Values) -> tuple[float, float]:
    """The bounds between which the mean lies in 95 of 100 samples drawn again from the same (paired bootstrap)."""
    chance = np.random.default_rng(SEED)
    rows = chance.integers(0, len(differences), (RESAMPLES, len(differences)))
    low, high = np.percentile(differences[rows].mean(axis=1), (2.5, 97.5))
    return float(low), float(high)
