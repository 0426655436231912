"""Frameworks like the one on the page, with what they have in common in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import current_app
from sqlalchemy.orm import Session

from hub import catalogue, search
from hub.formatters import count_text, listing
from hub.models import Framework
from hub.search import Alike
from hub.web.cards import Entry, entry
from hub.web.vocabulary import category_word


@dataclass(frozen=True)
class Similar:
    """A framework and what it shares with the one on the page."""

    entry: Entry
    shared: str


def similar(session: Session, framework: Framework, day: date) -> list[Similar]:
    """Without what it replaces, is replaced by, lists or is a lot of: those are on the page already."""
    related = {other.key for _, _, other in catalogue.related(session, framework) if other}
    found = search.similar(session, current_app.extensions["hub.index"], framework, related)
    return [Similar(entry(alike.framework, day), listing(list(_shared(alike)))) for alike in found]


def _shared(alike: Alike) -> Iterator[str]:
    if alike.categories:
        yield _named("category", "categories", [category_word(slug) or slug for slug in alike.categories])
    if alike.codes:
        yield count_text(len(alike.codes), "CPV code")
    if alike.suppliers:
        yield count_text(alike.suppliers, "supplier")
    if alike.words:
        yield _named("word", "words", alike.words)


def _named(one: str, several: str, names: Sequence[str]) -> str:
    quoted = ", ".join(f"“{name}”" for name in names)
    return f"the {one if len(names) == 1 else several} {quoted}"
