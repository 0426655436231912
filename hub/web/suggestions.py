"""Suggestions while somebody types, for the script of the search box. The page works as well without."""

from collections.abc import Iterator, Sequence

from flask import Blueprint, Response, current_app, jsonify, request

from hub import data
from hub.db import get_session
from hub.models import Framework
from hub.search import known_as, suggest
from hub.security import policy
from hub.status import assess
from hub.web.choices import words_of
from hub.web.context import today
from hub.web.links import category_link, framework_link, owner_link, supplier_link
from hub.web.values import reference_beside

bp = Blueprint("suggestions", __name__)

GOOD_FOR_SECONDS = 60

Option = dict[str, str]
"""What an option says, what it says beside it, and where it leads."""


@bp.get("/suggest")
@policy("public")
def suggestions() -> Response:
    """``{"groups": [{"title", "options": [{"text", "note", "address"}]}]}``; a group without options is left out."""
    groups = [{"title": title, "options": options} for title, options in _groups(words_of(request.args)) if options]
    response = jsonify(groups=groups)
    response.cache_control.max_age = GOOD_FOR_SECONDS
    return response


def _groups(text: str) -> Iterator[tuple[str, Sequence[Option]]]:
    found = suggest(get_session(), current_app.extensions["hub.index"], text)
    yield "References", [_option(row.reference, framework_link(row), row.title) for row in found.references]
    yield "Frameworks", [_option(row.title, framework_link(row), _beside(row)) for row in found.frameworks]
    yield "Categories", [_option(data.categories()[slug].title, category_link(slug)) for slug in found.categories]
    yield "Owners", [_option(row.name, owner_link(row), known_as(row, text)) for row in found.owners]
    yield "Suppliers", [_option(row.name, supplier_link(row)) for row in found.suppliers]


def _option(text: str, address: str, note: str = "") -> Option:
    return {"text": text, "note": note, "address": address}


def _beside(framework: Framework) -> str:
    owner = framework.owner.name if framework.owner else ""
    parts = (owner, reference_beside(framework), assess(framework, today()).status.label)
    return " · ".join(filter(None, parts))
