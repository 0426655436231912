"""The counters of a running hub: counted in memory by any thread, written down by one."""

import logging
from datetime import date
from pathlib import Path
from threading import Lock

from hub.errors import Refused
from hub.usage.batch import Batch
from hub.usage.tables import opened
from hub.usage.writing import write

log = logging.getLogger(__name__)


class Counters:
    """Counts for the file at ``path``. Counting touches no file; only ``flush`` does."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._lock = Lock()
        self._waiting = Batch()
        self._written_on: date | None = None
        self._failing = False

    def searched(self, text: str, results: int, day: date) -> None:
        """Somebody searched for ``text`` on that day and was told of so many results."""
        with self._lock:
            self._waiting.searched(text, results, day)

    def followed(self, framework: str, day: date) -> None:
        """Somebody followed a signpost away from the framework of that key."""
        with self._lock:
            self._waiting.followed(framework, day)

    def flush(self, today: date) -> None:
        """Write down what waits. Never raises: what cannot be written waits on, as far as memory is set aside for it.

        On a new day the file is opened even if nothing waits, since what is too old must go.
        """
        with self._lock:
            batch, self._waiting = self._waiting, Batch()
        if not batch and today == self._written_on:
            return
        try:
            with opened(self.path, writes=True) as connection:
                write(connection, batch, today)
        except Refused as error:
            self._put_back(batch, error)
        else:
            self._written_on, self._failing = today, False

    def _put_back(self, batch: Batch, error: Refused) -> None:
        """Said once, not every few seconds."""
        if not self._failing:
            log.warning("Searches are not being counted. %s", error)
        self._failing = True
        with self._lock:
            self._waiting.add(batch)
