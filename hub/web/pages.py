"""Pages of results kept until the catalogue changes: a search asked again costs next to nothing.

Popular searches, the way back to one's results and links that are passed on ask for what has just been made.
"""

from collections.abc import Hashable
from dataclasses import dataclass

from flask import Flask, current_app, request

from hub.web.choices import Choices
from hub.web.context import today
from hub.web.memory import Memory
from hub.web.visitor import whose
from indexer import IndexUnavailable, Query

MOST = 200
"""Pages kept, of some 50 kB each; those asked for longest ago go first."""


@dataclass(frozen=True)
class KeptPage:
    """A page as it was sent, and what its search is counted by."""

    html: str
    choices: Choices
    total: int


Pages = Memory[KeptPage]


def init_app(app: Flask) -> None:
    app.extensions["hub.pages"] = Pages(MOST)


def dependence(version: Hashable | None) -> Hashable | None:
    """All that this request's page depends on; None if that cannot be told, and no page is to be kept.

    ``version`` is the catalogue's. Settings are read when the app starts, and so is the thesaurus. Visitors who have
    said whom they buy for get pages of their own.
    """
    index = current_app.extensions["hub.index"]
    try:
        generation = index.generation()
        index.explain(Query(), "")  # a damaged index is noticed here as it would be by the search
    except IndexUnavailable:
        return None
    if version is None or not generation:
        return None
    return (request.root_path, request.query_string, today(), version, generation, whose())


def kept(depends: Hashable | None) -> KeptPage | None:
    pages: Pages = current_app.extensions["hub.pages"]
    return None if depends is None else pages.get(depends)


def keep(depends: Hashable | None, page: KeptPage) -> None:
    if depends is not None:
        current_app.extensions["hub.pages"].keep(depends, page)
