"""Search as the hub means it: frameworks in, frameworks out, whatever engine is underneath."""

from hub.search.find import Found, Result, find
from hub.search.sync import IndexState, rebuild, refresh_statuses, state, sync

__all__ = ["Found", "IndexState", "Result", "find", "rebuild", "refresh_statuses", "state", "sync"]
