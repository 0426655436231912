"""Where to go on after signing in: an address of this hub's own pages, or the front page."""

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

LONGEST = 2000


def next_page(wanted: str, otherwise: str = "home.home") -> str:
    """The wanted address if it is a path that the hub has a page for, else the address of the page ``otherwise``."""
    return wanted if _is_ours(wanted) else url_for(otherwise)


def _is_ours(address: str) -> bool:
    """Browsers take “//”, “/\\” and what they leave out between them for another site, so none of it passes."""
    path, _, _ = address.partition("?")
    if not path.startswith("/") or path.startswith("//") or len(address) > LONGEST:
        return False
    if "\\" in address or "#" in address or not address.isprintable() or any(map(str.isspace, address)):
        return False
    adapter = current_app.url_map.bind(request.host)
    try:
        adapter.match(path, method="GET")
    except RequestRedirect:
        return False
    except HTTPException:
        return False
    return True
