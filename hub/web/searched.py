"""A search in words, as a shortlist and a file note tell it: what was typed, narrowed how, or asked by questions."""

from urllib.parse import parse_qs

from werkzeug.datastructures import MultiDict

from hub import catalogue
from hub.db import get_session
from hub.formatters import count_text, date_text, listing
from hub.web import find_form
from hub.web.choices import LONGEST_GIVEN, read
from hub.web.context import today
from hub.web.facets import chips
from hub.web.shortlisted import BY_QUESTIONS
from hub.web.sifted import value_asked
from hub.web.vocabulary import category_word, vocabulary


def search_in_words(query: str) -> str:
    """ "“cleaning”, narrowed to Status: Live" of ``q=cleaning&status=live``; empty where nothing was asked for."""
    parameters: MultiDict[str, str] = MultiDict(parse_qs(query[:LONGEST_GIVEN], errors="replace", max_num_fields=None))
    if not parameters:
        return ""
    if BY_QUESTIONS in parameters:
        return questions_in_words(parameters)
    words = vocabulary(catalogue.owner_names(get_session()))
    choices, _ = read(parameters, words)
    narrowed = [f"{chip.title}: {chip.label}" for chip in chips(choices, words)]
    found = [f"“{choices.q}”" if choices.q else "", f"narrowed to {'; '.join(narrowed)}" if narrowed else ""]
    found.append("with those that have ended" if choices.ended else "")
    return ", ".join(filter(None, found))


def questions_in_words(parameters: MultiDict[str, str]) -> str:
    """ "“cleaning”, worth £1 million without VAT …, for 24 months, from 1 April 2027, in London, for use by A and B".

    What has become wrong since it was asked, such as a start that has passed, is left out.
    """
    form = find_form.read(parameters, today())
    needs = form.needs(today())
    category = category_word(form.typed["category"])
    region = find_form.regions().get(needs.region, "")
    told = (
        f"“{needs.words}”" if needs.words else "anything",
        f"in the category {category}" if category else "",
        f"worth {value_asked(needs)}" if needs.least is not None else "",
        f"for {count_text(needs.months, 'month')}" if needs.months else "",
        f"from {date_text(needs.start)}" if needs.start else "",
        f"in {region}" if region else "",
        f"for use by {listing([buyer.name for buyer in needs.buyers])}" if needs.buyers else "",
    )
    return ", ".join(filter(None, told)) if any(told[1:]) or needs.words else ""
