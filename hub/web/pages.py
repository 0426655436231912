"""Pages of results kept until the catalogue changes: a search asked again costs next to nothing.

Popular searches, the way back to one's results and links that are passed on ask for what has just been made.
"""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from flask import Flask, current_app, request
from sqlalchemy import Engine

from hub.web.choices import Choices
from hub.web.context import today
from indexer import IndexUnavailable, Query

MOST = 200
"""Pages kept, of some 50 kB each; those asked for longest ago go first."""


@dataclass(frozen=True)
class KeptPage:
    """A page as it was sent, and what its search is counted by."""

    html: str
    choices: Choices
    total: int


class Pages:
    """The pages last made, each under all it depends on. Safe from any thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._watching: Any = None
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, KeptPage] = OrderedDict()

    def catalogue_version(self) -> int | None:
        """A number that changes with every commit to the database; None where nothing tells it so cheaply.

        SQLite tells it of commits by other connections only, so a connection of its own watches and never writes.
        """
        if self._engine.dialect.name != "sqlite":
            return None
        with self._lock:
            try:
                if self._watching is None:
                    self._watching = self._engine.raw_connection()
                    self._watching.detach()
                [(version,)] = self._watching.cursor().execute("PRAGMA data_version").fetchall()
            except self._engine.dialect.loaded_dbapi.Error:  # making the page will say what is wrong
                return None
            return int(version)

    def get(self, key: Hashable) -> KeptPage | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: Hashable, page: KeptPage) -> None:
        with self._lock:
            self._kept[key] = page
            if len(self._kept) > MOST:
                self._kept.popitem(last=False)


def init_app(app: Flask) -> None:
    app.extensions["hub.pages"] = Pages(app.extensions["hub.engine"])


def dependence() -> Hashable | None:
    """All that this request's page depends on; None if that cannot be told, and no page is to be kept.

    It is to be asked before the page is made: what changes meanwhile is then seen at the next request.
    """
    index = current_app.extensions["hub.index"]
    try:
        generation = index.generation()
        index.explain(Query(), "")  # a damaged index is noticed here as it would be by the search
    except IndexUnavailable:
        return None
    version = current_app.extensions["hub.pages"].catalogue_version()
    return (request.query_string, today(), version, generation) if version is not None and generation else None


def kept(depends: Hashable | None) -> KeptPage | None:
    pages: Pages = current_app.extensions["hub.pages"]
    return None if depends is None else pages.get(depends)


def keep(depends: Hashable | None, page: KeptPage) -> None:
    if depends is not None:
        current_app.extensions["hub.pages"].keep(depends, page)
