"""A moment at which nobody in this process reads or writes: the gate that threads pass to begin a transaction.

While it is closed whoever is inside goes on, and may begin further transactions: a request that reads and then writes
has two at once, and would wait for itself. Whoever is outside waits until it is open again.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, get_ident


class Gate:
    """Open unless somebody asks for it to be empty."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._inside: Counter[int] = Counter()
        self._is_closed = False

    def enter(self) -> int:
        """Begin a transaction of this thread's. What it gives is for leaving."""
        thread = get_ident()
        with self._changed:
            if thread not in self._inside:
                self._changed.wait_for(lambda: not self._is_closed)
            self._inside[thread] += 1
        return thread

    def leave(self, thread: int) -> None:
        """End a transaction, in whichever thread."""
        with self._changed:
            self._inside[thread] -= 1
            if not self._inside[thread]:
                del self._inside[thread]
                self._changed.notify_all()

    @contextmanager
    def emptied(self, patience: float) -> Iterator[bool]:
        """Closed until the end of the block; whether it got empty within so many seconds."""
        with self._changed:
            self._is_closed = True
            is_empty = self._changed.wait_for(lambda: not self._inside, patience)
        try:
            yield is_empty
        finally:
            with self._changed:
                self._is_closed = False
                self._changed.notify_all()
