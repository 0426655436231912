"""One search: the index says which frameworks and why, the database says what they are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from hub import data
from hub.models import Framework, listed
from indexer import Hit, Page, Query, SearchIndex
from indexer.query import parse

_CODE = re.compile(r"\d{8}")


@dataclass(frozen=True)
class Result:
    """A framework and why it was found."""

    framework: Framework
    hit: Hit


@dataclass(frozen=True)
class Found:
    """A page of results with the exact counts over all matches."""

    page: Page
    results: Sequence[Result]


def find(session: Session, index: SearchIndex, query: Query) -> Found:
    """Frameworks that match, in the index's order. One deleted since it was indexed is left out."""
    page = index.search(with_labels(query))
    keys = [hit.id for hit in page.hits]
    rows = session.scalars(
        select(Framework).where(Framework.key.in_(keys), *listed()).options(joinedload(Framework.owner))
    )
    by_key = {row.key: row for row in rows}
    return Found(page, [Result(by_key[hit.id], hit) for hit in page.hits if hit.id in by_key])


def with_labels(query: Query) -> Query:
    """The query as the index is asked it: what CPV codes in it mean counts too."""
    return replace(query, related=labels_of_codes(query.text))


def labels_of_codes(text: str) -> tuple[str, ...]:
    """What the CPV codes in a search mean: most sources publish words and no codes."""
    codes = parse(text).cpv_codes if _CODE.search(text) else ()
    return tuple(label for code in codes if (label := data.cpv_labels().get(code.key)))
