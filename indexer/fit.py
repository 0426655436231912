"""How much of what was asked for there is at all: what lets a page of nearest matches say that it is one.

Ranking shows whatever has some of the words, as a missing word should lower a place and not empty the page. The other
side of that is to say when a word is nowhere, when no document has all, and when even the best have them in passing
only: for "fireworks display" the stationery whose long list of keywords has "display" is no answer.
"""

from collections.abc import Sequence
from functools import reduce

import numpy as np

from indexer.base import Fit
from indexer.plan import Ask, Option, Plan
from indexer.ranking import credits_of
from indexer.snapshot import Snapshot
from indexer.vectors import Numbers, Weights

BEST = 3
"""Documents of which one must say in what it is that it fits."""

IN_PASSING = frozenset(["keywords", "text"])
"""Fields that describe, and say much besides what a framework is for."""


def fit(plan: Plan, found: Weights, snapshot: Snapshot) -> Fit:
    """How well the best of the documents found fit the words of a plan. A reference or code that is found fits."""
    if not plan.asks or plan.lifts:
        return Fit()
    best = _best(found)
    whole = any(_has_all(plan.asks, number, snapshot) for number in best) or _some_have_all(plan.asks, snapshot)
    return Fit(
        words=tuple(ask.text for ask in plan.asks),
        missing=() if whole else tuple(ask.text for ask in plan.asks if _is_missing(ask, snapshot)),
        whole=whole,
        named=any(_names(number, option, snapshot) for number in best for ask in plan.asks for option in ask.options),
    )


def _best(found: Weights) -> Sequence[int]:
    if len(found.documents) <= BEST:
        return [int(number) for number in found.documents]
    highest = np.argpartition(-found.values, BEST - 1)[:BEST]
    return [int(number) for number in found.documents[highest]]


def _has_all(asks: Sequence[Ask], number: int, snapshot: Snapshot) -> bool:
    return all(any(_has(number, option, snapshot) for option in ask.options) for ask in asks)


def _has(number: int, option: Option, snapshot: Snapshot) -> bool:
    return number in option.documents or any(snapshot.counts(clause, number) for clause in option.clauses)


def _some_have_all(asks: Sequence[Ask], snapshot: Snapshot) -> bool:
    having = [_having(ask, snapshot) for ask in asks]
    return bool(len(reduce(np.intersect1d, sorted(having, key=len))))


def _having(ask: Ask, snapshot: Snapshot) -> Numbers:
    return credits_of(ask, snapshot).documents


def _is_missing(ask: Ask, snapshot: Snapshot) -> bool:
    """Whether nothing but a guess is found for it. A number is no word: it may be the year or size of anything."""
    known = [option for option in ask.options if not option.guessed]
    return not ask.text.isdigit() and not len(_having(Ask(ask.text, known), snapshot))


def _names(number: int, option: Option, snapshot: Snapshot) -> bool:
    """Whether a document has an option in what it is called, and not by a guess."""
    if option.guessed:
        return False
    found = (snapshot.counts(clause, number) for clause in option.clauses)
    return number in option.documents or any(counts.keys() - IN_PASSING for counts in found)
