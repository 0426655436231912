"""A search in words, as a shortlist and a file note tell it: what was typed, narrowed how."""

from urllib.parse import parse_qs

from werkzeug.datastructures import MultiDict

from hub import catalogue
from hub.db import get_session
from hub.web.choices import LONGEST_GIVEN, read
from hub.web.facets import chips
from hub.web.vocabulary import vocabulary


def search_in_words(query: str) -> str:
    """ "“cleaning”, narrowed to Status: Live" of ``q=cleaning&status=live``; empty where nothing was asked for."""
    parameters: MultiDict[str, str] = MultiDict(parse_qs(query[:LONGEST_GIVEN], errors="replace", max_num_fields=None))
    if not parameters:
        return ""
    words = vocabulary(catalogue.owner_names(get_session()))
    choices, _ = read(parameters, words)
    narrowed = [f"{chip.title}: {chip.label}" for chip in chips(choices, words)]
    found = [f"“{choices.q}”" if choices.q else "", f"narrowed to {'; '.join(narrowed)}" if narrowed else ""]
    found.append("with those that have ended" if choices.ended else "")
    return ", ".join(filter(None, found))
