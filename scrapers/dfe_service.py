"""The list of frameworks for schools as the service "Get help buying for schools" gives it, in the older list's words.

An item has title, url, expiry, and objects for the body (provider: initials, title) and the category (cat: title, ref).
"""

from collections.abc import Mapping
from dataclasses import replace

from scrapers.content import Entry

KEYS = {"title", "url", "provider", "cat", "expiry"}


def as_listed(entry: Entry) -> Entry:
    """The item with the keys scrapers.dfe_list reads; what is wrong with an item stays as it is."""
    if not entry.values:
        return entry
    given = entry.values
    listed = {
        "framework": _within(given, "provider", "initials"),
        "frameworkLong": _within(given, "provider", "title"),
        "category": _within(given, "cat", "title"),
        "title": given.get("title"),
        "url": given.get("url"),
        "expiry": given.get("expiry"),
    }
    return replace(entry, values=listed, repeated=tuple(name for name in entry.repeated if name in listed))


def _within(given: Mapping[str, object], outer: str, inner: str) -> object:
    """The value in an object; whatever stands in the object's place is handed on, so that it is told of."""
    value = given.get(outer)
    return value.get(inner) if isinstance(value, dict) else value
