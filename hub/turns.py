"""Who writes next: the transactions of one process that write to one SQLite file take turns, in the order they asked.

SQLite lets whoever tries at the right moment go first, and one of many who try may have no luck for seconds. Other
processes are waited for by SQLite itself (busy_timeout).
"""

from collections import deque
from collections.abc import Callable
from threading import Lock, get_ident
from typing import Any

from hub.errors import Busy
from hub.gate import Gate

PATIENCE = 10.0
"""Seconds to wait for a turn; whoever has waited so long is told to try again."""


class Turns:
    """One at a time, first come first served."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._lock = Lock()
        self._waiting: deque[Lock] = deque()  # each is held until it is that one's turn
        self._is_taken = False
        self._thread: int | None = None

    def take(self) -> None:
        """Wait for the turn. Raises Busy after ``patience``, and RuntimeError where this thread has it already."""
        with self._lock:
            if not self._is_taken:
                self._is_taken, self._thread = True, get_ident()
                return
            if self._thread == get_ident():
                raise RuntimeError("A transaction that writes was begun inside another one: it would wait for itself.")
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        self._wait(mine)
        self._thread = get_ident()

    def give_back(self) -> None:
        """Let the next one write."""
        with self._lock:
            self._thread = None
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False

    def _wait(self, mine: Lock) -> None:
        try:
            came = mine.acquire(timeout=self._patience)
        except BaseException:  # Ctrl+C: nobody may be given a turn that is not taken
            if not self._withdraw(mine):
                self.give_back()
            raise
        if not came and self._withdraw(mine):
            raise Busy

    def _withdraw(self, mine: Lock) -> bool:
        """Stand no longer in line. False where the turn came at this very moment."""
        with self._lock:
            if mine not in self._waiting:
                return False
            self._waiting.remove(mine)
            return True


def connection_class(kind: type[Any]) -> type[Any]:
    """A driver's class of connections, for one engine: all go through its gate, and those that write take turns."""
    return type("ConnectionInTurn", (_InTurn, kind), {"gate": Gate(), "turns": Turns()})


class _InTurn:
    """Before a driver's class of connections: a turn ends with the transaction, be it by commit, by rollback or because
    the connection is closed."""

    gate: Gate
    entered: int | None = None
    turns: Turns
    has_turn = False
    in_transaction: bool

    def enter(self) -> None:
        self.entered = self.gate.enter()

    def leave(self) -> None:
        if self.entered is not None:
            self.gate.leave(self.entered)
            self.entered = None

    def await_turn(self) -> None:
        self.turns.take()
        self.has_turn = True

    def end_turn(self) -> None:
        if self.has_turn:
            self.has_turn = False
            self.turns.give_back()

    def commit(self) -> None:
        self._do(super().commit)  # type: ignore[misc]

    def rollback(self) -> None:
        self._do(super().rollback)  # type: ignore[misc]

    def close(self) -> None:
        try:
            super().close()  # type: ignore[misc]
        finally:
            self.end_turn()
            self.leave()

    def _do(self, end: Callable[[], None]) -> None:
        """A commit that failed may have left the transaction open; it is then rolled back."""
        try:
            end()
        finally:
            if not self.in_transaction:
                self.end_turn()
                self.leave()
