"""A visitor's shortlist. It is in the address and nowhere else, so every link between pages carries it along."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Flask, has_request_context, request

PARAMETER = "shortlist"
MOST = 20
"""Frameworks that a shortlist holds."""

SEARCH = "search.search"
QUESTIONS = "find.find"
CARRYING = frozenset(
    {
        *(SEARCH, QUESTIONS),
        *("home.home", "search.how", "suggestions.suggestions", "shortlist.shortlist", "compare.compare"),
        *("frameworks.framework", "frameworks.sources", "call_offs.call_offs", "award.award", "cost.cost"),
        *("categories.categories", "categories.category", "a_to_z.a_to_z", "owners.owners", "owners.owner"),
        *("suppliers.suppliers", "suppliers.supplier", "replacements.replacements"),
    }
)
"""Pages on the way from a search to a comparison, and what suggests them; links to them carry the shortlist."""

TOLD_OF_THE_SEARCH = frozenset({"shortlist.shortlist", "compare.compare"})
"""From these a file note may be started, which says what was searched for."""

LONGEST_SEARCH = 1000
BY_QUESTIONS = "questions"
"""What marks a search as one by the six questions, whose answers it then holds."""

NO_ANSWERS = (PARAMETER, BY_QUESTIONS, "for", "change")
KEY = re.compile(r"[0-9a-z]{1,16}")
SEPARATOR = ","


def init_app(app: Flask) -> None:
    app.url_defaults(_carry)
    app.jinja_env.globals.update(shortlisted=shortlisted, shortlist_with=joined)


def shortlisted() -> list[str]:
    """The keys in this page's address, each once, as many as a shortlist holds; what can be no key is left out."""
    if not has_request_context() or PARAMETER not in request.args:
        return []
    return [key for key in named() if KEY.fullmatch(key)][:MOST]


def named() -> list[str]:
    """All that this page's address names as a shortlist, each once, whatever it is."""
    given = SEPARATOR.join(request.args.getlist(PARAMETER)).split(SEPARATOR)
    return [key for key in dict.fromkeys(word.strip() for word in given) if key]


def joined(keys: Sequence[str]) -> str | None:
    """Keys as an address gives them; None for none, which leaves the parameter out."""
    return SEPARATOR.join(keys) or None


def toggled(key: str) -> str | None:
    """This page's shortlist with the framework added at its end, or taken out if it is on it."""
    keys = shortlisted()
    return joined([other for other in keys if other != key] if key in keys else [*keys, key])


def can_toggle(key: str) -> bool:
    """Whether it can be taken off, or there is room to put it on."""
    keys = shortlisted()
    return key in keys or len(keys) < MOST


def _carry(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint not in CARRYING or PARAMETER in values or not (keys := shortlisted()):
        return
    values[PARAMETER] = joined(keys)
    if endpoint in TOLD_OF_THE_SEARCH and (search := _search()):
        values["search"] = search


def _search() -> str:
    """The search this page shows or was told of, as addresses give it."""
    if request.endpoint == QUESTIONS:
        return search_of_questions()
    if request.endpoint != SEARCH:
        return request.args.get("search", "")[:LONGEST_SEARCH]
    asked = [(name, value) for name, value in request.args.items(multi=True) if name not in (PARAMETER, "page")]
    return urlencode([pair for pair in asked if all(pair)])[:LONGEST_SEARCH]


def search_of_questions() -> str:
    """The answers to the six questions, marked as such. The words come last, as they are what may be too long."""
    asked = [pair for pair in request.args.items(multi=True) if all(pair) and pair[0] not in NO_ANSWERS]
    told = sorted(asked, key=lambda pair: pair[0] == "q")
    return urlencode([(BY_QUESTIONS, 1), *told])[:LONGEST_SEARCH] if told else ""
