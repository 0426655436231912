"""Ways on from a search: what somebody may have meant, and the nearest searches that do find something.

Each is tried before it is offered, so the number beside it is what following it gives.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from hub import catalogue
from hub.search import nearest, with_labels
from hub.web.choices import Choices
from hub.web.facets import COVERS, TITLES
from hub.web.links import search_link
from hub.web.vocabulary import category_word
from indexer import SearchIndex

MOST_OF_A_SORT = 3
"""Searches with fewer words that are offered at once."""


@dataclass(frozen=True)
class Way:
    """A search in words and how many frameworks it finds."""

    text: str
    address: str
    total: int


@dataclass(frozen=True)
class Meaning:
    """A known ``word`` that somebody may have meant by one that no framework has."""

    unknown: str
    word: str
    address: str
    total: int


class Nearest:
    """What is near to the search of some choices."""

    def __init__(self, session: Session, index: SearchIndex, choices: Choices, day: date) -> None:
        self._session, self._index, self._choices, self._day = session, index, choices, day

    def meanings(self) -> list[Meaning]:
        """Other spellings of words that no framework has, where that finds something."""
        found = []
        for each in nearest.spellings(self._index, self._choices.q):
            if way := self._way("", q=each.text):
                found.append(Meaning(each.unknown, each.word, way.address, way.total))
        return found

    def ways(self) -> list[Way]:
        """Searches that find something when this one does not, the nearest first."""
        ways = [*self._with_ended(), *self._without_filters(), *self._fewer_words()]
        if not ways:
            ways = [*self._without_filters(ended=True), *self._single_words()]
        return [*ways, *self._categories()]

    def _with_ended(self) -> Iterator[Way]:
        if self._choices.hides_ended and (way := self._way("include frameworks that have ended", ended=True)):
            yield way

    def _without_filters(self, **changes: Any) -> Iterator[Way]:
        """Without each filter alone, and without all of them."""
        chosen = self._choices.filters
        besides = " and include frameworks that have ended" if changes else ""
        if len(chosen) + bool(self._choices.ending) + self._choices.covers > 1:
            if self._choices.covers:
                text = f"remove the filter “{COVERS}”{besides}"
                yield from self._if_found(text, covers=False, **changes)
            for name in chosen:
                others = {other: values for other, values in chosen.items() if other != name}
                yield from self._if_found(f"remove the filter “{TITLES[name]}”{besides}", filters=others, **changes)
        if self._choices.narrows:
            yield from self._if_found(f"remove all filters{besides}", filters={}, ending=None, covers=False, **changes)

    def _fewer_words(self) -> list[Way]:
        text = self._choices.q
        plain = nearest.without_quotation_marks(text)
        found = self._if_found(f"search without quotation marks: {plain}", q=plain) if plain else ()
        tried = [self._way(f"leave out “{left_out}”", q=rest) for left_out, rest in nearest.fewer_words(text)]
        fewer = sorted((way for way in tried if way), key=lambda way: way.total)
        return [*found, *fewer[:MOST_OF_A_SORT]]

    def _single_words(self) -> list[Way]:
        tried = [self._way(f"search for “{word}” only", q=word) for word in nearest.single_words(self._choices.q)]
        return sorted((way for way in tried if way), key=lambda way: way.total)[:MOST_OF_A_SORT]

    def _categories(self) -> Iterator[Way]:
        for slug in nearest.fitting_categories(self._choices.q):
            label = f"look through the category “{category_word(slug)}”"
            yield from self._if_found(label, q="", filters={"category": (slug,)}, ending=None, covers=False, sort="")

    def _if_found(self, text: str, **changes: Any) -> Sequence[Way]:
        way = self._way(text, **changes)
        return (way,) if way else ()

    def _way(self, text: str, **changes: Any) -> Way | None:
        """The search with something changed, if that finds anything."""
        choices = replace(self._choices, page=1, **changes)
        choices = replace(choices, names_one=catalogue.names_a_framework(self._session, choices.q))
        total = self._index.search(with_labels(choices.query(self._day, 1))).total
        return Way(text, search_link(**choices.parameters()), total) if total else None
