"""What a searcher may be about to type: frameworks, categories, suppliers, owners and references, a few of each.

Every word typed is the beginning of some word of the name. What can be used now comes first among frameworks, what
begins with the text first among names.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import Session, joinedload

from hub import data
from hub.models import Framework, Lot, Organisation, OrganisationName, SupplierPlace, listed
from hub.status import OVER
from indexer import IndexUnavailable, Query, SearchIndex
from indexer.analysis import reference_key
from indexer.query import SHORTEST_BEGINNING

LONGEST_TEXT = 100
MOST_WORDS = 8
SHORTEST_TEXT = 2
SHORTEST_NUMBER = 3

_WORD = re.compile(r"[^\W_]+")
_OVER = [status.value for status in OVER]


@dataclass(frozen=True)
class Suggestions:
    """A few of each kind. Categories are slugs."""

    frameworks: Sequence[Framework] = ()
    categories: Sequence[str] = ()
    suppliers: Sequence[Organisation] = ()
    owners: Sequence[Organisation] = ()
    references: Sequence[Framework] = ()


def suggest(session: Session, index: SearchIndex, text: str, limit: int = 3) -> Suggestions:
    """At most ``limit`` of each kind for what has been typed so far; nothing for less than two characters."""
    text = text[:LONGEST_TEXT].strip()
    words = _WORD.findall(text)[:MOST_WORDS]
    if len(text) < SHORTEST_TEXT or not words:
        return Suggestions()
    return Suggestions(
        frameworks=_frameworks(session, index, words, limit),
        categories=_categories(words, limit),
        suppliers=_suppliers(session, text, words, limit),
        owners=_owners(session, text, words, limit),
        references=_references(session, text, limit),
    )


def _frameworks(session: Session, index: SearchIndex, words: Sequence[str], limit: int) -> Sequence[Framework]:
    """By the words of their titles: from the index, or from the database while there is none."""
    try:
        keys = _in_index(index, words, limit)
    except IndexUnavailable:
        keys = None
    wanted = select(Framework).options(joinedload(Framework.owner))
    if keys is None:
        titled = select(Framework.id).where(*(_begins_a_word(Framework.title_sort, word.lower()) for word in words))
        first = case((Framework.status.in_(_OVER), 1), else_=0)
        return session.scalars(
            wanted.where(Framework.id.in_(titled), *listed()).order_by(first, Framework.title_sort).limit(limit)
        ).all()
    found = {row.key: row for row in session.scalars(wanted.where(Framework.key.in_(keys), *listed()))}
    return [found[key] for key in keys if key in found]


def _in_index(index: SearchIndex, words: Sequence[str], limit: int) -> list[str] | None:
    """The keys of the best frameworks; None where the index cannot tell, as for a word just begun."""
    if not index.generation() or not all(_can_begin(word) for word in words[-1:]):
        return None
    text = " ".join([*(f"title:{word}" for word in words[:-1]), f"title:{words[-1]}*"])
    return [hit.id for hit in index.search(Query(text=text, per_page=limit)).hits]


def _can_begin(word: str) -> bool:
    return word.isalpha() and len(word) >= SHORTEST_BEGINNING


def _categories(words: Sequence[str], limit: int) -> list[str]:
    found = [slug for slug, category in data.categories().items() if _begin_words(words, category.title)]
    return sorted(found, key=lambda slug: (len(data.category_ancestors(slug)), data.categories()[slug].title))[:limit]


def _begin_words(beginnings: Iterable[str], name: str) -> bool:
    words = [word.casefold() for word in _WORD.findall(name)]
    return all(any(word.startswith(start.casefold()) for word in words) for start in beginnings)


def _suppliers(session: Session, text: str, words: Sequence[str], limit: int) -> Sequence[Organisation]:
    """Those with a place on a listed framework, by name. The inner query reads an index instead of the table."""
    name = func.lower(Organisation.name)
    named = select(Organisation.id).where(*(_begins_a_word(name, word.lower()) for word in words))
    placed = (
        select(SupplierPlace.id)
        .join(Lot, SupplierPlace.lot_id == Lot.id)
        .join(Framework, Lot.framework_id == Framework.id)
        .where(SupplierPlace.supplier_id == Organisation.id, *listed())
    )
    return session.scalars(
        _by_name(select(Organisation).where(Organisation.id.in_(named), exists(placed)), text).limit(limit)
    ).all()


def _owners(session: Session, text: str, words: Sequence[str], limit: int) -> Sequence[Organisation]:
    """Those with a listed framework, by any name they have or had: CCS, Crown Commercial Service."""
    owners = select(Framework.owner_id).where(Framework.owner_id.is_not(None)).distinct()
    other = select(OrganisationName.organisation_id).where(
        OrganisationName.organisation_id.in_(owners),
        *(_begins_a_word(func.lower(OrganisationName.name), word.lower()) for word in words),
    )
    of_owner = (func.lower(Organisation.name), func.lower(Organisation.short_name))
    named = [and_(*(_begins_a_word(name, word.lower()) for word in words)) for name in of_owner]
    owning = exists(select(Framework.id).where(Framework.owner_id == Organisation.id, *listed()))
    wanted = select(Organisation).where(Organisation.id.in_(owners), or_(*named, Organisation.id.in_(other)), owning)
    return session.scalars(_by_name(wanted, text).limit(limit)).all()


def known_as(organisation: Organisation, text: str) -> str:
    """The other name by which the text finds an organisation; empty where its own does."""
    words = _WORD.findall(text[:LONGEST_TEXT])
    names = [organisation.name, organisation.short_name, *sorted(name.name for name in organisation.names)]
    named = next((name for name in names if _begin_words(words, name)), organisation.name)
    return "" if named == organisation.name else named


def _by_name(wanted: Select[Organisation], text: str) -> Select[Organisation]:
    first = case((func.lower(Organisation.name).startswith(text.lower(), autoescape=True), 0), else_=1)
    return wanted.order_by(first, Organisation.name, Organisation.id)


def _references(session: Session, text: str, limit: int) -> Sequence[Framework]:
    """Frameworks whose reference begins with the text, in any spelling; a number may stand after letters."""
    key = reference_key(text)
    if len(key) < SHORTEST_TEXT:
        return ()
    wanted = Framework.reference_key.startswith(key, autoescape=True)
    if key.isdigit() and len(key) >= SHORTEST_NUMBER:
        wanted = Framework.reference_key.contains(key, autoescape=True)
    called = select(Framework.id).where(wanted)
    rows = select(Framework).where(Framework.id.in_(called), *listed()).options(joinedload(Framework.owner))
    return session.scalars(rows.order_by(Framework.reference_key, Framework.id).limit(limit)).all()


def _begins_a_word(name: SQLColumnExpression[str], word: str) -> ColumnElement[bool]:
    """Whether a name in lower case has a word that begins with ``word``. One comparison: every row is looked at."""
    spaced = func.replace(func.replace(name, "-", " "), "(", " ")
    return (literal(" ") + spaced).contains(f" {word}", autoescape=True)
