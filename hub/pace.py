"""How often each program asks the API, counted over the last minute.

It is kept in an SQLite file of its own, as asking must not write to the hub's database, and every process that serves
the hub has to know of every question. Nothing in the file is older than a minute or says who asked, and nothing is lost
with it: if it cannot be used, everybody may ask.
"""

import logging
from datetime import datetime
from hashlib import blake2b
from math import ceil
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Column, Engine, Float, Index, LargeBinary, MetaData, Table, delete, event, func, or_, select
from sqlalchemy.exc import SQLAlchemyError

from hub.db import make_engine

log = logging.getLogger(__name__)

SECONDS = 60

metadata = MetaData()
asked = Table("asked", metadata, Column("who", LargeBinary), Column("at", Float, index=True))
Index("ix_asked_who", asked.c.who, asked.c.at)


class Pace:
    """The questions of the last minute, in the file at ``path``, which is made when it is first needed."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._lock = Lock()
        self._engine: Engine | None = None
        self._failing = False

    def wait(self, who: str, most: int, at: datetime) -> int:
        """Count a question of somebody who may ask ``most`` a minute: 0, or in how many seconds they may ask again.

        One that has to wait is not counted.
        """
        mark = blake2b(who.encode(errors="replace"), digest_size=16).digest()
        try:
            return self._count(mark, most, at.timestamp())
        except (SQLAlchemyError, OSError) as error:
            self._warn(error)
            return 0

    def _count(self, mark: bytes, most: int, now: float) -> int:
        with self._opened().begin() as connection:
            is_over = or_(asked.c.at <= now - SECONDS, asked.c.at > now + SECONDS)  # the clock may have been set back
            connection.execute(delete(asked).where(is_over))
            mine = select(func.count(), func.min(asked.c.at)).where(asked.c.who == mark)
            count, first = connection.execute(mine).one()
            if count >= most:
                return max(1, ceil(first + SECONDS - now))
            connection.execute(asked.insert().values(who=mark, at=now))
        return 0

    def _opened(self) -> Engine:
        with self._lock:
            if self._engine is None:
                engine = make_engine(f"sqlite:///{self.path}").execution_options(writes=True)
                event.listen(engine, "connect", _need_not_last)
                metadata.create_all(engine)
                self._engine = engine
        return self._engine

    def _warn(self, error: Exception) -> None:
        """Said once, not with every question."""
        if not self._failing:
            log.warning("Questions to the API are not being counted, in %s. %s", self.path, error)
        self._failing = True


def _need_not_last(connection: Any, _record: Any) -> None:
    """What is counted for a minute need not survive the machine, and asking does not wait for the disk."""
    connection.execute("PRAGMA synchronous=OFF")
