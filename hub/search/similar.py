"""Frameworks like another: what else a buyer could look at.

The index proposes those with like words in their titles, codes and categories, and those with the same suppliers;
what they really share decides. What can be used now comes first.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from hub import data
from hub.models import Framework, Lot, listed
from hub.status import OVER, Status
from indexer import IndexUnavailable, Query, SearchIndex
from indexer.analysis import tokens

CANDIDATES = 20
"""How many frameworks the index proposes for each reason."""

MOST_SUPPLIERS = 20
"""Suppliers whose other frameworks are looked at: some lists have a thousand."""

LEAST = 1.0
"""Points below which two frameworks are not alike: a single word of their titles is not enough."""

DIVISION = 2
"""The first figures of a CPV code that say no more than "services"."""

SAY_LITTLE = frozenset(
    "agreement contract dps dynam framework manag market nation procur product provis provision purchas region servic"
    " solut suppli support system work".split()
)
"""Terms of so many titles that they make no two frameworks alike."""

_NUMBER = re.compile(r"\d+|\b[ivx]+\b")


@dataclass(frozen=True)
class Alike:
    """A framework and what it shares with another: categories as slugs, CPV codes, suppliers counted, and words of
    both titles as the other writes them.
    """

    framework: Framework
    categories: Sequence[str]
    codes: Sequence[str]
    suppliers: int
    words: Sequence[str]

    @property
    def points(self) -> float:
        return (
            min(len(self.categories), 2) + min(len(self.codes), 3) + min(self.suppliers, 4) / 2 + 0.8 * len(self.words)
        )


def similar(
    session: Session, index: SearchIndex, framework: Framework, related: Collection[str] = (), limit: int = 5
) -> list[Alike]:
    """The frameworks most like one, without those of the keys ``related``; none while there is no index."""
    try:
        keys = _proposed(index, framework) - {framework.key, *related}
    except IndexUnavailable:
        return []
    rows = session.scalars(
        select(Framework)
        .where(Framework.key.in_(keys), *listed())
        .options(
            joinedload(Framework.owner),
            selectinload(Framework.categories),
            selectinload(Framework.cpv),
            selectinload(Framework.lots).selectinload(Lot.places),
        )
    )
    found = [_alike(framework, other) for other in rows if not _is_predecessor(framework, other)]
    return sorted((each for each in found if each.points >= LEAST), key=_nearest_first)[:limit]


def _proposed(index: SearchIndex, framework: Framework) -> set[str]:
    if not index.generation():
        return set()
    text = " ".join(_title_words(framework).values()).lower()  # in lower case none of them is an operator
    over = tuple(status.value for status in OVER)
    queries = [Query(text=text, per_page=CANDIDATES)] if text else []
    for name, values in (
        ("category", _categories(framework)),
        ("cpv", _codes(framework)),
        ("supplier", _supplier_slugs(framework)),
    ):
        if values:
            filters = {name: tuple(values)}
            queries.append(Query(text=text, filters=filters, per_page=CANDIDATES))
            queries.append(Query(filters=filters, exclude={"status": over}, per_page=CANDIDATES))
    return {hit.id for query in queries for hit in index.search(query).hits}


def _alike(framework: Framework, other: Framework) -> Alike:
    return Alike(
        framework=other,
        categories=_shared(_categories(framework), _categories(other)),
        codes=_shared(_codes(framework), _codes(other)),
        suppliers=len(_suppliers(framework) & _suppliers(other)),
        words=[word for term, word in _title_words(framework).items() if term in _title_words(other)],
    )


def _shared(mine: Iterable[str], others: Iterable[str]) -> list[str]:
    among = set(others)
    return [value for value in dict.fromkeys(mine) if value in among]


def _categories(framework: Framework) -> list[str]:
    """Its categories, without the tops of the tree, which hold half the catalogue, if it has others."""
    slugs = [row.slug for row in framework.categories]
    return [slug for slug in slugs if data.category_ancestors(slug)] or slugs


def _codes(framework: Framework) -> list[str]:
    """Its own and its lots' CPV codes that say more than a division."""
    codes = [row.code for row in framework.cpv] + [code for lot in framework.lots for code in lot.cpv]
    return [code for code in dict.fromkeys(codes) if len(code.rstrip("0")) > DIVISION]


def _suppliers(framework: Framework) -> set[int]:
    return {place.supplier_id for lot in framework.lots for place in lot.places}


def _supplier_slugs(framework: Framework) -> list[str]:
    slugs = dict.fromkeys(place.supplier.slug for lot in framework.lots for place in lot.places)
    return list(slugs)[:MOST_SUPPLIERS]


def _title_words(framework: Framework) -> dict[str, str]:
    """The telling words of its title as they are written, by their terms."""
    title = framework.title
    found = [token for token in tokens(title) if not token.compound and token.term.isalpha()]
    return {token.term: title[token.start : token.end] for token in found if token.term not in SAY_LITTLE}


def _is_predecessor(framework: Framework, other: Framework) -> bool:
    """Whether the other is the same thing of another year: same owner, and a title that differs in a number only."""
    same = framework.owner_id == other.owner_id and _undated(framework.title) == _undated(other.title)
    return same and bool(other.start and framework.start and other.start != framework.start)


def _undated(title: str) -> str:
    return " ".join(_NUMBER.sub(" ", title.casefold()).split())


def _nearest_first(alike: Alike) -> tuple[bool, float, str, str]:
    framework = alike.framework
    return (Status(framework.status) in OVER, -alike.points, framework.title_sort, framework.key)
