"""Signposts: the way from a framework's pages to its owner's page, a notice, a document or a contract under it, counted
but not by whom.

The hub sends nobody to an address it does not itself hold of that framework.
"""

from collections.abc import Iterator

from flask import Blueprint, current_app, redirect, request
from werkzeug.wrappers import Response

from hub import catalogue
from hub.db import get_session
from hub.errors import NotFound
from hub.models import Framework
from hub.security import policy
from hub.web.context import today
from hub.web.links import address_mark
from hub.web.visible import visible

bp = Blueprint("out", __name__)


@bp.get("/out/<ident>")
@policy("public")
def out(ident: str) -> Response:
    """``ident`` is a framework's key and the mark of one of its addresses (hub.web.links.out_link)."""
    key, _, mark = ident.partition("-")
    framework = visible(Framework, key)
    address = next((address for address in _addresses(framework) if address_mark(address) == mark), None)
    if address is None:
        raise NotFound("This framework has no such link any more.")
    if request.method == "GET":  # HEAD is how machines look whether a link works
        current_app.extensions["hub.usage"].followed(framework.key, today())
    answer = redirect(address)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _addresses(framework: Framework) -> Iterator[str]:
    yield from (text for text in (framework.url,) if text)
    yield from (document.url for document in framework.documents)
    yield from (notice.url for notice in framework.notices if notice.url)
    yield from catalogue.call_off_addresses(get_session(), framework)
