"""Search as the hub means it: frameworks in, frameworks out, whatever engine is underneath."""

from hub.search.find import Found, Result, find, with_labels
from hub.search.similar import Alike, similar
from hub.search.suggest import Suggestions, known_as, suggest
from hub.search.sync import IndexState, rebuild, refresh_statuses, state, sync

__all__ = [
    "Alike",
    "Found",
    "IndexState",
    "Result",
    "Suggestions",
    "find",
    "known_as",
    "rebuild",
    "refresh_statuses",
    "similar",
    "state",
    "suggest",
    "sync",
    "with_labels",
]
