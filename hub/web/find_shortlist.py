"""The shortlist beside the answers: in the address, as the shortlist's own page reads it."""

from collections.abc import Sequence

from flask import current_app, request, url_for

PARAMETER = "shortlist"
SEPARATOR = ","
PAGE = "shortlist.shortlist"


def shortlisted() -> list[str]:
    """The keys that the address carries, each once."""
    keys = SEPARATOR.join(request.args.getlist(PARAMETER)).split(SEPARATOR)
    return [key for key in dict.fromkeys(map(str.strip, keys)) if key.isalnum() and len(key) <= 16][:20]


def toggled(key: str = "") -> str | None:
    """The shortlist with a framework added, or taken out if it is on it; None where it is empty."""
    keys = shortlisted()
    changed = [other for other in keys if other != key] if key in keys else [*keys, *filter(None, [key])]
    return SEPARATOR.join(changed) or None


def shortlist_link(keys: Sequence[str]) -> str:
    """The shortlist of these frameworks; empty where the hub has no such page."""
    if PAGE not in current_app.view_functions:
        return ""
    return url_for(PAGE, shortlist=SEPARATOR.join(keys))
