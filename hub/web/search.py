"""Search: words and filters in the address, frameworks in answer."""

import re
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from flask import Blueprint, current_app, render_template, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from hub import catalogue
from hub.db import get_session
from hub.needs import Need
from hub.search import with_labels
from hub.security import policy
from hub.web.cards import Card, answered, card, found_cards
from hub.web.choices import Choices, read
from hub.web.context import today
from hub.web.counting import count
from hub.web.facets import Chip, Facet, Value, chips, ending_values, facets
from hub.web.links import search_link
from hub.web.memory import catalogue_version, remembered, remembered_each
from hub.web.nearest import Meaning, Nearest, Way
from hub.web.needs import form
from hub.web.pages import KeptPage, dependence, keep, kept
from hub.web.paging import last_page, pagination
from hub.web.shortlisted import can_toggle, shortlisted, toggled
from hub.web.visitor import named_in_address, visitor
from hub.web.vocabulary import Words, vocabulary
from indexer import Fit, IndexUnavailable, Page

bp = Blueprint("search", __name__)

OPERATORS = ("AND", "OR", "NOT")

SORTS = {
    "relevance": "Most relevant",
    "title": "A to Z",
    "newest": "Newest first",
    "ending": "Ending soonest",
}


ANY_KEY, ANY_KEY_IN_ADDRESS = "\x01", "%01"
"""Stands for the key of any framework where a link is made once for all of them; no search has that character."""


@dataclass(frozen=True)
class Results:
    """All a page of results says. ``fit`` tells how far to believe that they are what was asked for.

    ``meanings`` are other spellings of words that no framework has, ``ways`` the searches offered where this one finds
    nothing. ``by_title_only``: the index was not there, so the database answered. ``admitted`` is how many cover the
    organisation the visitor buys for.
    """

    choices: Choices
    cards: Sequence[Card]
    total: int
    hidden: int
    facets: Mapping[str, Facet]
    ending: Sequence[Value]
    chips: Sequence[Chip]
    hints: Sequence[str]
    last: int
    pagination: dict[str, Any] | None
    meanings: Sequence[Meaning] = ()
    ways: Sequence[Way] = ()
    by_title_only: bool = False
    admitted: int = 0
    fit: Fit = Fit()

    @property
    def in_doubt(self) -> bool:
        """Whether there may well be nothing of what was asked for, whatever was found."""
        return not self.total or not self.fit.named or bool(self.fit.missing)

    @property
    def past_the_end(self) -> bool:
        return bool(self.total) and self.choices.page > self.last

    def link(self, **changes: Any) -> str:
        """This search with something changed, on its first page unless the page is what changes."""
        return search_link(**replace(self.choices, **{"page": 1, **changes}).parameters())

    def shortlist_link(self, key: str) -> str:
        """This page with the framework put on the shortlist, or taken off it; empty where the list is full."""
        if not can_toggle(key):
            return ""
        if key in shortlisted():
            return f"{search_link(**self.choices.parameters(), shortlist=toggled(key))}#framework-{key}"
        return f"{self._with_another.replace(ANY_KEY_IN_ADDRESS, key)}#framework-{key}"

    @cached_property
    def _with_another(self) -> str:
        """This page with one more framework on the shortlist, whichever it is: as every card has such a link."""
        return search_link(**self.choices.parameters(), shortlist=toggled(ANY_KEY))


@bp.get("/search")
@policy("public")
def search() -> str:
    version = catalogue_version()
    depends = dependence(version)
    if page := kept(depends):
        count(page.choices, page.total)
        return page.html
    results = _results_of(request.args, version)
    told = form(Need(text=results.choices.q)) if results.in_doubt and results.choices.q else {}
    dates = remembered(version, "dates", lambda: catalogue.dates(get_session()))
    html = render_template(
        "search/results.html",
        results=results,
        sorts=_sorts(results.choices),
        catalogue_dates=lambda: dates,
        **told,
    )
    if not told and not results.by_title_only:  # a form has a token of this moment
        keep(depends, KeptPage(html, results.choices, results.total))
    return html


def _results_of(parameters: MultiDict[str, str], version: Hashable | None) -> Results:
    session = get_session()
    choices, words, hints = asked(parameters, version)
    try:
        return _from_index(session, choices, words, hints, version)
    except IndexUnavailable as reason:
        current_app.logger.error("Search answers from the database only: %s", reason)
        return _from_database(session, choices, hints, today())


def _by_visitor(choices: Choices, hints: list[str]) -> Choices:
    """The choices with what they mean for this visitor; those that mean nothing are left out, with a hint."""
    who = visitor()
    if choices.covers and who.current is None:
        hints.append("Say whom you buy for, and this search can keep what covers your organisation. It was ignored.")
    if choices.approved and not who.approved_owners:
        hints.append("Mark the owners your organisation has approved, and they can come first. It was ignored.")
    return replace(
        choices,
        covers=choices.covers and who.current is not None,
        approved=choices.approved and bool(who.approved_owners),
        buyer=named_in_address(),
        buyer_marks=who.marks,
        own_owners=who.approved_owners,
    )


def asked(parameters: MultiDict[str, str], version: Hashable | None) -> tuple[Choices, Mapping[str, Words], list[str]]:
    """What an address asks for, the words its filters are called by, and hints on what was left out of it."""
    session = get_session()
    words = vocabulary(remembered(version, "owners", lambda: catalogue.owner_names(session)))
    choices, hints = read(parameters, words)
    choices = replace(choices, names_one=catalogue.names_a_framework(session, choices.q))
    return _by_visitor(choices, hints), words, hints


@bp.get("/search/how")
@policy("public")
def how() -> str:
    """How to write a search."""
    return render_template("search/how.html")


def _sorts(choices: Choices) -> dict[str, str]:
    """The orders to choose from. The usual one has no name, so that it follows when words are added or removed."""
    others = {name: label for name, label in SORTS.items() if name not in (choices.usual_sort, "relevance")}
    return {"": SORTS[choices.usual_sort], **others}


def _from_index(
    session: Session, choices: Choices, words: Mapping[str, Words], hints: list[str], version: Hashable | None
) -> Results:
    index, day = current_app.extensions["hub.index"], today()
    if not index.generation():  # not built yet: what it does not know may well be in the database
        raise IndexUnavailable("The search index has not been built.")
    page = index.search(with_labels(choices.query(day, current_app.config["RESULTS_PER_PAGE"])))
    shown = _cards(session, page, choices, day, version)
    results = _results(choices, shown, page, words, [*hints, *page.hints])
    near = Nearest(session, index, choices, day)
    meanings = near.meanings() if page.hints else []
    ways = near.ways() if not results.total else []
    return replace(results, meanings=meanings, ways=ways, fit=page.fit if results.total else Fit())


def _cards(session: Session, page: Page, choices: Choices, day: date, version: Hashable | None) -> list[Card]:
    """The frameworks found, in the index's order. One deleted since it was indexed is left out."""

    def read(keys: Collection[str]) -> Mapping[str, Card]:
        return {framework.key: card(framework, day) for framework in catalogue.with_lots(session, keys)}

    keys = [hit.id for hit in page.hits]
    carried = (request.root_path, named_in_address(), *shortlisted())  # what links hold
    depends = (version, day, *carried) if version is not None else None
    plain = remembered_each(depends, "cards", keys, read)
    found = [(plain[hit.id], hit.fragments) for hit in page.hits if hit.id in plain]
    return answered(found_cards(found, choices.q), visitor())


def _results(
    choices: Choices, shown: Sequence[Card], page: Page, words: Mapping[str, Words], hints: Sequence[str]
) -> Results:
    last = last_page(page.total, choices.per_page or current_app.config["RESULTS_PER_PAGE"])
    return Results(
        choices=choices,
        cards=shown,
        total=page.total,
        hidden=page.excluded,
        facets=facets(page, choices, words),
        ending=ending_values(page, choices),
        chips=chips(choices, words),
        hints=hints,
        last=last,
        pagination=pagination(choices.page, last, _pages(choices)),
        admitted=page.admitted,
    )


def _from_database(session: Session, choices: Choices, hints: Sequence[str], day: date) -> Results:
    """By titles, references and owners that hold every word, while the index cannot be read. No filter applies."""
    plain = replace(choices.bare(), ended=choices.ended, page=choices.page, sort="")
    per_page = choices.per_page or current_app.config["RESULTS_PER_PAGE"]
    rows, total, hidden = catalogue.titled(session, plain_words(choices.q), plain.hides_ended, choices.page, per_page)
    catalogue.with_lots(session, [row.key for row in rows])
    last = last_page(total, per_page)
    return Results(
        choices=plain,
        cards=found_cards([(card(row, day), ()) for row in rows], searched=""),
        total=total,
        hidden=hidden,
        facets={},
        ending=(),
        chips=(),
        hints=hints,
        last=last,
        pagination=pagination(choices.page, last, _pages(plain)),
        by_title_only=True,
    )


def plain_words(text: str) -> str:
    """A search without the signs of its language and what they exclude; all of it where nothing else is left."""
    words = [re.sub(r"^\w+:|[()*\"]", "", word) for word in text.split() if word[0] != "-" and word not in OPERATORS]
    return " ".join(filter(None, words)) or text


def _pages(choices: Choices) -> Callable[[int], str]:
    return lambda number: search_link(**replace(choices, page=number).parameters())
