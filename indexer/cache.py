"""What has been read from an index lately, up to a size."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Arrays = TypeVar("Arrays", bound=tuple[NDArray[np.generic], ...])
OVERHEAD = 500
"""Bytes an entry takes besides its arrays."""


class ArrayCache:
    """Arrays by key, those used longest ago going first. Any number of threads may use it."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._kept: OrderedDict[Hashable, tuple[NDArray[np.generic], ...]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Arrays]) -> Arrays:
        """The arrays of a key, made if they are not there; perhaps twice, if two threads ask at once."""
        with self._lock:
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
                return known  # type: ignore[return-value]
        made = make()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = made
                self._bytes += _size(made)
            while self._bytes > self.limit:
                self._bytes -= _size(self._kept.popitem(last=False)[1])
        return made


def _size(arrays: tuple[NDArray[np.generic], ...]) -> int:
    return OVERHEAD + sum(array.nbytes for array in arrays)
