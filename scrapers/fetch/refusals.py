"""What to tell people about an answer that brings no page: what, where, and what they can do. Pure."""

from scrapers.fetch.walls import quote, wall
from scrapers.site import AskedTooMuch, FetchFailed, Gone, NotAllowed

NOTHING_THERE = (404, 410)
REFUSED = (401, 403)
WRONG_QUESTION = (400, 422)
TOO_BUSY = (429, 503)
OUT_OF_ORDER = (408, 425, 500, 502, 504)
OVERTAXED = (408, 500, 502, 503, 504)
LATER = "what is kept stays as it is; try again later"


def refusal(address: str, status: int, media_type: str, head: bytes, tries: int) -> FetchFailed:
    """What to raise for an answer with ``status`` that begins with ``head`` and was given at the last of ``tries``."""
    if status in NOTHING_THERE:
        return Gone(f"{address} is not there any more: the site answers {status}; look for its new address.")
    kind = NotAllowed if status in REFUSED else AskedTooMuch if status in OVERTAXED else FetchFailed
    return kind(f"{address} {_what(status, tries)}{_said(media_type, head)}; {_cure(status)}.")


def _what(status: int, tries: int) -> str:
    if status in REFUSED:
        return f"is not given to the hub: the site answers {status} (forbidden)"
    if status in WRONG_QUESTION:
        return f"is a question the site does not understand: it answers {status}"
    if status in TOO_BUSY:
        return f"is on a site that has too much to do: it answered {status} {tries} times"
    if status in OUT_OF_ORDER:
        return f"is on a site that is out of order: it answered {status} {tries} times"
    return f"brings no page: the site answers {status}"


def _said(media_type: str, head: bytes) -> str:
    if shows := wall(media_type, head):
        return f" with a page that only keeps machines out (“{shows}”)"
    readable = media_type.startswith("text/") or media_type.endswith("json")
    said = quote(head) if readable else ""
    return f" (“{said}”)" if said else ""


def _cure(status: int) -> str:
    if status in REFUSED:
        return "ask its owner for leave, or for another way to the data"
    if status in WRONG_QUESTION:
        return "the hub's code for this source must be put right"
    return LATER
