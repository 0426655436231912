"""SQLite's write-ahead log, kept short.

SQLite begins it anew only at a moment when nobody reads, which a busy hub does not have: under 20 requests a second it
grew to 500 MB in half an hour.
"""

from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

MOST = 16_000_000
"""Bytes it may have before it is shortened."""

PATIENCE = 3000
"""Milliseconds to wait for those who read. Nobody can write meanwhile, which other processes bear for 5000."""


def shorten(engine: Engine, most: int = MOST) -> bool:
    """Take what a long log holds over into the database, and empty it. False where somebody went on reading."""
    if size(engine) <= most:
        return True
    with closing(engine.raw_connection()) as held:
        connection = held.driver_connection
        connection.await_turn()  # type: ignore[union-attr]
        try:
            return _empty(connection)
        finally:
            connection.end_turn()  # type: ignore[union-attr]


def size(engine: Engine) -> int:
    """Bytes of the log; 0 for a server's database, which looks after its own."""
    log = Path(f"{engine.url.database}-wal")
    return log.stat().st_size if engine.dialect.name == "sqlite" and log.exists() else 0


def _empty(connection: object) -> bool:
    execute = connection.execute  # type: ignore[attr-defined]
    (usual,) = execute("PRAGMA busy_timeout").fetchone()
    execute(f"PRAGMA busy_timeout={PATIENCE}")
    try:
        (is_busy, *_) = execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        execute(f"PRAGMA busy_timeout={usual}")
    return not is_busy
