"""Full-text search behind one small interface. Knows nothing of the database or the web."""

from importlib import import_module
from typing import cast

from indexer.base import (
    ENDING_WITHIN_DAYS,
    FACETS,
    SCHEMA_VERSION,
    SORTS,
    TEXT_FIELDS,
    Document,
    Explanation,
    Fit,
    Fragment,
    Hit,
    IndexUnavailable,
    LiftShare,
    Page,
    Query,
    Ranked,
    SearchIndex,
    WordShare,
)

__all__ = [
    "BACKENDS",
    "ENDING_WITHIN_DAYS",
    "FACETS",
    "SCHEMA_VERSION",
    "SORTS",
    "TEXT_FIELDS",
    "Document",
    "Explanation",
    "Fit",
    "Fragment",
    "Hit",
    "IndexUnavailable",
    "LiftShare",
    "Page",
    "Query",
    "Ranked",
    "SearchIndex",
    "WordShare",
    "open_index",
]

BACKENDS = {
    "memory": "indexer.memory_index:MemoryIndex",
    "whoosh": "indexer.whoosh_index:WhooshIndex",
}


def open_index(url: str) -> SearchIndex:
    """The index at ``url``: ``memory:``, ``whoosh:///var/lib/hub/index`` or, from here, ``whoosh://instance/index``.

    Nothing is read or written before the first call of a method. Raises ValueError for another scheme.
    """
    scheme, colon, location = url.partition(":")
    if not colon or scheme not in BACKENDS:
        raise ValueError(f"no index is called {url!r}; an index address begins with one of {', '.join(BACKENDS)}")
    module, _, name = BACKENDS[scheme].partition(":")
    return cast(SearchIndex, getattr(import_module(module), name)(location.removeprefix("//")))
