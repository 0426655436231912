"""What has been read from an index lately, up to a size."""

from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable, Hashable
from itertools import count
from threading import Lock
from typing import TypeVar
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

Arrays = TypeVar("Arrays", bound=tuple[NDArray[np.generic], ...])
OVERHEAD = 500
"""Bytes an entry takes besides its arrays."""

_numbers = count()


class ArrayCache:
    """Arrays by key, those used longest ago going first. Any number of threads may use it."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._kept: OrderedDict[tuple[int, Hashable], tuple[NDArray[np.generic], ...]] = OrderedDict()
        self._on: defaultdict[int, set[Hashable]] = defaultdict(set)
        self._ended: deque[int] = deque()
        self._bytes = 0
        self._lock = Lock()

    def shelf(self, owner: object) -> "Shelf":
        """Where the arrays of one owner are kept, for as long as it is there itself."""
        number = next(_numbers)
        finalize(owner, self._ended.append, number)  # which may run at any moment, so it takes no lock
        return Shelf(self, number)

    def get(self, shelf: int, key: Hashable, make: Callable[[], Arrays]) -> Arrays:
        """The arrays of a key, made if they are not there; perhaps twice, if two threads ask at once."""
        with self._lock:
            known = self._kept.get((shelf, key))
            if known is not None:
                self._kept.move_to_end((shelf, key))
                return known  # type: ignore[return-value]
        made = make()
        with self._lock:
            self._clear_ended()
            if (shelf, key) not in self._kept:
                self._kept[shelf, key] = made
                self._on[shelf].add(key)
                self._bytes += _size(made)
            while self._bytes > self.limit:
                self._drop(*next(iter(self._kept)))
        return made

    def _clear_ended(self) -> None:
        """A commit makes a new snapshot, and what was reckoned for the one before is of no more use to anybody."""
        while self._ended:
            shelf = self._ended.popleft()
            for key in [*self._on.get(shelf, ())]:
                self._drop(shelf, key)

    def _drop(self, shelf: int, key: Hashable) -> None:
        self._bytes -= _size(self._kept.pop((shelf, key)))
        self._on[shelf].discard(key)
        if not self._on[shelf]:
            del self._on[shelf]


class Shelf:
    """The part of a cache that goes with its owner. Its ``number`` is never another's."""

    def __init__(self, cache: ArrayCache, number: int) -> None:
        self._cache = cache
        self.number = number

    @property
    def limit(self) -> int:
        """Bytes the whole cache may take."""
        return self._cache.limit

    def get(self, key: Hashable, make: Callable[[], Arrays]) -> Arrays:
        """See ``ArrayCache.get``."""
        return self._cache.get(self.number, key, make)


def _size(arrays: tuple[NDArray[np.generic], ...]) -> int:
    return OVERHEAD + sum(array.nbytes for array in arrays)
