"""The nearest thing to a search: other spellings of words nobody uses, fewer words, categories that fit.

Only what to try. How many frameworks each would give is for who tries it to count.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from hub import data
from indexer import Query, SearchIndex
from indexer.analysis import tokens
from indexer.plan import MOST_WORDS
from indexer.query import Part, parse

MOST_SPELLINGS = 2
"""Other spellings of one word."""

MOST_UNKNOWN = 3
"""Words of one search that other spellings are sought for: each is compared with all words there are."""

MOST_ITEMS = 8
"""Of a longer search only so many words are tried without."""

MOST_CATEGORIES = 3

_ITEM = re.compile(r'-?(?:\w+:)?"[^"]*"|\S+')
_OPERATORS = frozenset({"AND", "OR", "NOT"})


@dataclass(frozen=True)
class Spelling:
    """``unknown`` is a word of the search that no framework has, ``word`` one that is nearly the same.

    ``text`` is the whole search with it.
    """

    unknown: str
    word: str
    text: str


def spellings(index: SearchIndex, text: str) -> list[Spelling]:
    """For each of the first words that no document has, the known ones nearest to it."""
    parsed = parse(text)
    plain = [part for part in parsed.parts if part.is_word][:MOST_WORDS]
    unknown = (part for part in plain if _is_unknown(index, part))
    return [
        Spelling(part.text, word, f"{parsed.text[: part.start]}{word}{parsed.text[part.end :]}")
        for part in islice(unknown, MOST_UNKNOWN)
        for word in index.similar(part.clauses[0].words[0], MOST_SPELLINGS)
    ]


def _is_unknown(index: SearchIndex, part: Part) -> bool:
    """Whether the index has to guess: the word is in no document, nor has it a synonym that is."""
    guessed = index.search(Query(text=part.text, per_page=1)).hints
    return bool(guessed) and not index.search(Query(text=f'"{part.text}"', per_page=1)).total


def fewer_words(text: str) -> list[tuple[str, str]]:
    """Each way to leave one thing out of a search: what is left out, and the rest."""
    items = [match[0] for match in _ITEM.finditer(text)][:MOST_ITEMS]
    if len(items) < 2:
        return []
    rests = [(item, _joined([*items[:n], *items[n + 1 :]])) for n, item in enumerate(items) if item not in _OPERATORS]
    return [(item, rest) for item, rest in rests if rest]


def single_words(text: str) -> list[str]:
    """Each word of a search by itself, where it has several."""
    items = [match[0] for match in _ITEM.finditer(text) if match[0] not in _OPERATORS and match[0][0] != "-"]
    return list(dict.fromkeys(items))[:MOST_ITEMS] if len(items) > 1 else []


def _joined(items: Sequence[str]) -> str:
    """A search of these items, without operators that have lost what they joined."""
    kept = [item for n, item in enumerate(items) if item not in _OPERATORS or _joins(items, n)]
    return " ".join(kept)


def _joins(items: Sequence[str], n: int) -> bool:
    follows = n + 1 < len(items) and items[n + 1] not in _OPERATORS
    return follows and (n > 0 or items[n] == "NOT")


def without_quotation_marks(text: str) -> str:
    """The search with its phrases as plain words; empty where it has none."""
    return " ".join(text.replace('"', " ").split()) if '"' in text else ""


def fitting_categories(text: str) -> list[str]:
    """The categories whose title or scope says something of what was searched for, the best first."""
    named = data.categories_for([text], title=text)
    asked = {token.term for token in tokens(text, typed=True)}
    overlap = Counter({slug: len(asked & _terms(slug)) for slug in data.categories()})
    found = [*named, *(slug for slug, shared in overlap.most_common(MOST_CATEGORIES) if shared)]
    return list(dict.fromkeys(found))[:MOST_CATEGORIES]


@cache
def _terms(slug: str) -> set[str]:
    category = data.categories()[slug]
    return {token.term for token in tokens(f"{category.title}. {category.scope}")}
