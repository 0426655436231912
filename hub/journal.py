"""SQLite's write-ahead log, kept short.

SQLite begins it anew only at a moment when nobody reads, which a busy hub does not have: under 20 requests a second it
grew to 500 MB in half an hour. Nor is there one while SQLite waits for those who read and lets nobody write, as some
of them are about to write.
"""

from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

MOST = 16_000_000
"""Bytes it may have before it is shortened."""

PATIENCE = 5.0
"""Seconds to wait for who is being answered by this process; whoever asks meanwhile waits as well."""

OTHERS = 1000
"""Milliseconds to wait for other processes that read."""


def shorten(engine: Engine, most: int = MOST) -> bool:
    """Take what a long log holds over into the database, and empty it. False where somebody went on reading."""
    if size(engine) <= most:
        return True
    with closing(engine.raw_connection()) as held:
        connection: Any = held.driver_connection
        with connection.gate.emptied(PATIENCE) as is_empty:
            return is_empty and _empty(connection)


def size(engine: Engine) -> int:
    """Bytes of the log; 0 for a server's database, which looks after its own."""
    log = Path(f"{engine.url.database}-wal")
    return log.stat().st_size if engine.dialect.name == "sqlite" and log.exists() else 0


def _empty(connection: Any) -> bool:
    (usual,) = connection.execute("PRAGMA busy_timeout").fetchone()
    connection.execute(f"PRAGMA busy_timeout={OTHERS}")
    try:
        (is_busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.execute(f"PRAGMA busy_timeout={usual}")
    return not is_busy
