"""The hub's own category tree, and the words and CPV codes that lead to it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from hub.data import tables
from hub.data.names import matching_form

ANY_SOURCE = "*"
MOST_FROM_CODES = 3


@dataclass(frozen=True)
class Category:
    """A branch of the tree (``parent`` empty) or a leaf of it; ``scope`` says in a line what belongs here."""

    slug: str
    title: str
    parent: str
    scope: str


@cache
def categories() -> Mapping[str, Category]:
    """Every category by slug; a parent comes before its children."""
    found = (Category(row["slug"], row["title"], row["parent"], row["scope"]) for row in tables.rows("categories.csv"))
    return MappingProxyType({category.slug: category for category in found})


def category_ancestors(slug: str) -> tuple[str, ...]:
    """The categories above this one, widest first."""
    above: list[str] = []
    category = categories().get(slug)
    while category and category.parent:
        above.insert(0, category.parent)
        category = categories().get(category.parent)
    return tuple(above)


@lru_cache(maxsize=1000)
def category_children(slug: str) -> tuple[str, ...]:
    """The categories directly below this one; of "" the top of the tree."""
    return tuple(category.slug for category in categories().values() if category.parent == slug)


def categories_for(words: Iterable[str], cpv: Iterable[str] = (), source: str = "", title: str = "") -> tuple[str, ...]:
    """Our categories for a framework: by its source's own category words, else its CPV codes; and by its title.

    ``source`` is the source's name, as words differ between sources. Where words or codes say no more than the
    top of the tree, what the title says stands in their place: GCA has food under facilities management. Of
    categories that follow from codes the first few count, as some notices list a hundred codes. Empty: nothing
    known fits.
    """
    by_title = _categories_for_title(title) if title else []
    by_words = [slug for text in words for slug in _categories_for_words(text, source)]
    by_code = dict.fromkeys(slug for code in cpv if (slug := category_for_cpv(code)))
    published = by_words or list(by_code)[:MOST_FROM_CODES]
    if by_title:
        published = [slug for slug in published if categories()[slug].parent]
    return _most_exact([*published, *by_title])


def category_for_cpv(code: str) -> str | None:
    """The category of the longest listed prefix of a CPV code; None for codes of no known division."""
    prefixes = _categories_by_prefix()
    return next((prefixes[code[:size]] for size in range(len(code), 1, -1) if code[:size] in prefixes), None)


def _categories_for_words(text: str, source: str) -> tuple[str, ...]:
    """The source's own meaning of the words first, then any source's, then our own slugs and titles.

    A source's words listed without a category say nothing of use: GCA's "Estates" is half of all it has.
    """
    form = matching_form(text)
    by_words = _categories_by_words()
    own = by_words.get((source, form), by_words.get((ANY_SOURCE, form)))
    return _categories_by_own_words().get(form, ()) if own is None else own


def _categories_for_title(title: str) -> list[str]:
    """Longer words first, and each part of a title counts once: cyber security services are no guards."""
    text = f" {matching_form(title)} "
    found = []
    for words, slug in _categories_by_title_words().items():
        if re.search(rf" {words}s? ", text):
            found.append(slug)
            text = re.sub(rf" {words}s? ", " | ", text)
    return found


def _most_exact(slugs: Iterable[str]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(slugs))
    wider = {above for slug in found for above in category_ancestors(slug)}
    return tuple(slug for slug in found if slug not in wider)


@cache
def _categories_by_words() -> Mapping[tuple[str, str], tuple[str, ...]]:
    return {
        (source, matching_form(row["words"])): tables.listed(row["category"])
        for row in tables.rows("source_categories.csv")
        for source in tables.listed(row["source"])
    }


@cache
def _categories_by_own_words() -> Mapping[str, tuple[str, ...]]:
    by_title = {matching_form(category.title): (slug,) for slug, category in categories().items()}
    return by_title | {matching_form(slug): (slug,) for slug in categories()}


@cache
def _categories_by_title_words() -> Mapping[str, str]:
    """Longest first."""
    listed = {matching_form(row["words"]): row["category"] for row in tables.rows("title_categories.csv")}
    return {words: listed[words] for words in sorted(listed, key=len, reverse=True)}


@cache
def _categories_by_prefix() -> Mapping[str, str]:
    return {row["cpv_prefix"]: row["category"] for row in tables.rows("cpv_categories.csv")}
