"""Documents and their weights as arrays, and how several are brought together. Documents are ascending numbers."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
"""Numbers of documents, ascending, each once."""

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

NO_DOCUMENTS: Numbers = np.zeros(0, np.int32)

CROWDED = 16
"""Where a part in this many of all documents comes up, a place for every document is quicker than sorting."""

STRETCH = 64


class Weights(NamedTuple):
    """What each of some documents has of something."""

    documents: Numbers
    values: Floats

    def of(self, document: int) -> float:
        """The weight of one document; 0 if it is not among them."""
        at = int(np.searchsorted(self.documents, document))
        found = at < len(self.documents) and self.documents[at] == document
        return float(self.values[at]) if found else 0.0


NO_WEIGHTS = Weights(NO_DOCUMENTS, np.zeros(0))


class Frame:
    """Documents in rows, in which weights of several things are brought together."""

    def __init__(self, parts: Sequence[Numbers], size: int) -> None:
        self._all = False
        if len(parts) == 1:
            self.documents = parts[0]
        elif sum(map(len, parts)) * CROWDED < size:
            self.documents = union(parts)
        else:
            self.documents = np.arange(size, dtype=np.int32)
            self._all = True

    def rows(self, documents: Numbers) -> Any:
        """The rows of some documents, all of which must be in the frame."""
        if self._all:
            return documents
        return slice(None) if documents is self.documents else np.searchsorted(self.documents, documents)

    def zeros(self) -> Floats:
        return np.zeros(len(self.documents))


def summed(parts: Sequence[Weights], size: int) -> Weights:
    """The documents of any part, of ``size`` in all, with the sum of their weights, which are above 0."""
    filled = [part for part in parts if len(part.documents)]
    if len(filled) < 2:
        return filled[0] if filled else NO_WEIGHTS
    documents, values = np.concatenate([part.documents for part in filled]), np.concatenate([p.values for p in filled])
    if len(documents) * CROWDED < size:
        together, rows = np.unique(documents, return_inverse=True)
        of_each = np.bincount(rows, values).astype(np.float64, copy=False)
        return Weights(together, of_each)
    sums = np.bincount(documents, values).astype(np.float64, copy=False)
    having = np.flatnonzero(sums > 0)
    return Weights(having.astype(np.int32), sums.take(having))


def highest(parts: Sequence[Weights], size: int) -> Weights:
    """The documents of any part, of ``size`` in all, with the highest of their weights, which are above 0."""
    filled = [part for part in parts if len(part.documents)]
    if len(filled) < 2:
        return filled[0] if filled else NO_WEIGHTS
    frame = Frame([part.documents for part in filled], size)
    values = frame.zeros()
    for part in filled:
        rows = frame.rows(part.documents)
        values[rows] = np.maximum(values[rows], part.values)
    having = np.flatnonzero(values > 0)
    return Weights(frame.documents[having], values[having])


def union(parts: Sequence[Numbers]) -> Numbers:
    filled = [part for part in parts if len(part)]
    if len(filled) < 2:
        return filled[0] if filled else NO_DOCUMENTS
    documents = np.sort(np.concatenate(filled))
    return documents[np.concatenate(([True], documents[1:] != documents[:-1]))]


def lowest(values: NDArray[Any], wanted: int, slack: float) -> NDArray[np.intp]:
    """The rows of the ``wanted`` lowest values, and of all that are not more than ``slack`` higher.

    There may be some more of them. The lowest of each stretch of rows tell how low a value must be at least, and
    the others need not be put in order.
    """
    stretches = np.minimum.reduceat(values, np.arange(0, len(values), STRETCH)) if len(values) else values
    if wanted >= len(stretches):
        return np.arange(len(values))
    return np.flatnonzero(values <= np.partition(stretches, wanted - 1)[wanted - 1] + slack)


def among(documents: Numbers, others: Numbers) -> Mask:
    """For each of ``documents`` whether it is among ``others``."""
    if not len(others):
        return np.zeros(len(documents), np.bool_)
    at = np.minimum(np.searchsorted(others, documents), len(others) - 1)
    found: Mask = others[at] == documents
    return found
