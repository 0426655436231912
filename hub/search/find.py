"""One search: the index says which frameworks and why, the database says what they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from hub.models import Framework, listed
from indexer import Hit, Page, Query, SearchIndex


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
    page = index.search(query)
    keys = [hit.id for hit in page.hits]
    rows = session.scalars(
        select(Framework)
        .where(Framework.key.in_(keys), *listed())
        .options(joinedload(Framework.owner), selectinload(Framework.routes), selectinload(Framework.fees))
    )
    by_key = {row.key: row for row in rows}
    return Found(page, [Result(by_key[hit.id], hit) for hit in page.hits if hit.id in by_key])
