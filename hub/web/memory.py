"""What pages are made of, kept until the catalogue changes.

Whoever keeps something asks for the catalogue's version before the session reads anything: what was read from an
older state would otherwise pass for a newer one's. What changes meanwhile is seen at the next request.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping
from pathlib import Path
from threading import Lock
from typing import Any, Generic, TypeVar

from flask import Flask, current_app
from sqlalchemy import Engine, String, cast, func, select
from sqlalchemy.exc import SQLAlchemyError

MOST = 2_000
"""Values kept: cards of frameworks, most of them, of some 2 kB each."""

Value = TypeVar("Value")


class Memory(Generic[Value]):
    """The values asked for last, each under all it depends on. Safe from any thread."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, Value] = OrderedDict()

    def get(self, key: Hashable) -> Value | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: Hashable, value: Value) -> None:
        with self._lock:
            self._kept[key] = value
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)


class Watch:
    """Tells cheaply whether anything was committed to the database. Safe from any thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._file = Path(engine.url.database or ":memory:")
        self._lock = Lock()
        self._connection: Any = None
        self._watched: tuple[int, int] | None = None
        self._opened = 0

    def version(self) -> Hashable | None:
        """Two that are equal stand for the same state; None where the database cannot be asked."""
        ask = self._of_sqlite if self._engine.dialect.name == "sqlite" else self._of_postgresql
        try:
            return ask()
        except (OSError, SQLAlchemyError, self._engine.dialect.loaded_dbapi.Error):  # the page will say what is wrong
            return None

    def _of_sqlite(self) -> Hashable:
        """SQLite tells it of commits by other connections only, so a connection of its own watches and never writes."""
        status = self._file.stat()
        with self._lock:
            if self._watched != (status.st_dev, status.st_ino):
                self._open()
                self._watched = (status.st_dev, status.st_ino)
            [(version,)] = self._connection.cursor().execute("PRAGMA data_version").fetchall()
            return self._opened, int(version)

    def _open(self) -> None:
        """Where a backup has taken the place of the file, connections that are open still read the old one."""
        if self._connection is not None:
            self._connection.close()
            self._engine.dispose()
        self._connection = self._engine.raw_connection()
        self._connection.detach()
        self._opened += 1

    def _of_postgresql(self) -> Hashable:
        """Which transactions are over: two that see the same ones see the same rows."""
        with self._engine.connect() as connection:
            return connection.scalar(select(cast(func.txid_current_snapshot(), String)))


def init_app(app: Flask) -> None:
    app.extensions["hub.watch"] = Watch(app.extensions["hub.engine"])
    app.extensions["hub.memory"] = Memory(MOST)


def catalogue_version() -> Hashable | None:
    """What stands for the state of the catalogue; None where nothing is to be kept."""
    watch: Watch = current_app.extensions["hub.watch"]
    return watch.version()


def remembered(version: Hashable | None, name: str, read: Callable[[], Value]) -> Value:
    """What ``read`` gives, read once for each state of the catalogue."""
    return remembered_each(version, name, ("",), lambda _: {"": read()})[""]


def remembered_each(
    version: Hashable | None, name: str, keys: Collection[str], read: Callable[[Collection[str]], Mapping[str, Value]]
) -> Mapping[str, Value]:
    """What ``read`` gives for each of the keys, asked only for those it has not yet read."""
    memory: Memory[Value] = current_app.extensions["hub.memory"]
    kept = {key: memory.get((version, name, key)) for key in keys} if version is not None else {}
    found = {key: value for key, value in kept.items() if value is not None}
    missing = [key for key in keys if key not in found]
    for key, value in (read(missing) if missing else {}).items():
        found[key] = value
        if version is not None:
            memory.keep((version, name, key), value)
    return found
