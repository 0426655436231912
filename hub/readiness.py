"""Whether the hub can answer: its database, the database's shape, the index, and room on the disk.

A part's trouble is told to anybody who asks, so it names no path, host or setting.
"""

import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from hub import schema
from hub.models import Framework, IndexChange
from indexer import IndexUnavailable, Query, SearchIndex

LONGEST_LAG = timedelta(seconds=60)
"""So long a change may wait to be searchable."""

LEAST_ROOM = 0.05
"""Of the disk: where less is free, SQLite and the index soon cannot write."""

PATIENCE = 4.0
"""Seconds for the database to answer: whoever asks is told within five."""

OLD_DATABASE = "it has not been brought up to date"


@dataclass(frozen=True)
class Part:
    """A part of the hub. ``trouble`` is empty where it does its work; ``cure`` is for whoever runs the hub."""

    name: str
    trouble: str = ""
    cure: str = ""


def parts(settings: Mapping[str, Any], engine: Engine, index: SearchIndex, now: datetime) -> list[Part]:
    """Each part as it stands. A database that says nothing is asked by one thread at a time, however many ask."""
    try:
        return _in_time(lambda: [*_database(engine), _index(engine, index, now), disk(settings)])
    except (SQLAlchemyError, OSError):  # one of which is TimeoutError
        cure = "See that it runs and that HUB_DATABASE_URL names it; else restore a backup: `hub restore FILE`."
        return [Part("database", "it does not answer", cure), _index(None, index, now), disk(settings)]


_ASKING = threading.Lock()


def _in_time(look: Callable[[], list[Part]]) -> list[Part]:
    """What a look at the parts finds. Raises TimeoutError after PATIENCE; the look then ends when it can."""
    until = time.monotonic() + PATIENCE
    if not _ASKING.acquire(timeout=PATIENCE):
        raise TimeoutError
    found: Future[list[Part]] = Future()
    threading.Thread(target=_answer, args=(found, look), name="readiness", daemon=True).start()
    return found.result(timeout=max(until - time.monotonic(), 0))


def _answer(found: Future[list[Part]], look: Callable[[], list[Part]]) -> None:
    try:
        found.set_result(look())
    except Exception as error:
        found.set_exception(error)
    finally:
        _ASKING.release()


def _database(engine: Engine) -> Iterator[Part]:
    if engine.dialect.name == "sqlite" and not Path(str(engine.url.database)).exists():
        raise FileNotFoundError
    found = schema.current(engine)
    yield Part("database")
    is_new = found == schema.newest()
    yield Part("migrations") if is_new else Part("migrations", OLD_DATABASE, "Run `hub migrate`.")


def _index(engine: Engine | None, index: SearchIndex, now: datetime) -> Part:
    cure = "Run `hub index verify --repair`."
    try:
        index.check()
        if not index.generation():
            return Part("index", "it has not been built", cure)
        index.search(Query(per_page=1))
    except IndexUnavailable:
        return Part("index", "it cannot be read", cure)
    waited = lag(engine, now) if engine is not None else timedelta()
    if waited > LONGEST_LAG:
        words = f"changes have waited for it for {waited.total_seconds():.0f} seconds"
        return Part("index", words, "See that `hub run` is at work, or run `hub index`.")
    return Part("index")


def lag(engine: Engine, now: datetime) -> timedelta:
    """How long the change that has waited longest to be searchable has waited."""
    waiting = select(func.min(Framework.changed_at)).where(Framework.id.in_(select(IndexChange.framework_id)))
    with Session(engine) as session:
        since = session.scalar(waiting)
    return max(now - since, timedelta()) if since else timedelta()


def disk(settings: Mapping[str, Any]) -> Part:
    home = Path(settings["HOME"])
    if not home.is_dir():
        return Part("disk", "the hub's folder is not there", "Set HUB_HOME to it.")
    usage = shutil.disk_usage(home)
    if usage.free < usage.total * LEAST_ROOM:
        words = f"{100 * usage.free / usage.total:.1f} % is free"
        return Part("disk", words, "Make room: delete old backups and what was kept by a restore.")
    return Part("disk")
