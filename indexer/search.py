"""A search from query to page, the same for every backend."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from indexer.base import FACETS, SORTS, Hit, Page, Query
from indexer.fragments import Marker
from indexer.plan import Plan, plan
from indexer.query import parse
from indexer.ranking import rank
from indexer.selection import Selection
from indexer.snapshot import Snapshot
from indexer.vectors import Floats, Numbers, Weights, summed

MOST_PER_PAGE = 100
RELATED_WEIGHT = 0.5
SCORE_DIGITS = 6  # beyond these, scores differ only by the order in which they were added up
NEVER = 10_000_000
"""More days than there are."""


@dataclass(frozen=True)
class Found:
    """What the text of a query found: the matching documents with their scores, and the plans that found them."""

    scores: Weights
    plans: Sequence[Plan] = ()


def search(query: Query, snapshot: Snapshot) -> Page:
    """One page of hits with the counts over all matches."""
    query, hints = _understood(query)
    found = _find(query, snapshot)
    selection = Selection(query, found.scores.documents, snapshot)
    return Page(
        hits=_hits(query, selection, found, snapshot),
        total=len(selection.documents),
        facets=selection.facet_counts(),
        ending=selection.ending_counts(),
        excluded=selection.excluded_count(),
        hints=(*hints, *(hint for plan in found.plans[:1] for hint in plan.hints)),
    )


def _understood(query: Query) -> tuple[Query, list[str]]:
    """The query without filters and sorts that do not exist, and hints that name them."""
    hints = [f"There is no filter called {name}." for name in (*query.filters, *query.exclude) if name not in FACETS]
    if query.sort not in SORTS:
        hints.append(f"There is no order called {query.sort}.")
    known = replace(
        query,
        filters={name: values for name, values in query.filters.items() if name in FACETS},
        exclude={name: values for name, values in query.exclude.items() if name in FACETS},
        sort=query.sort if query.sort in SORTS else SORTS[0],
        page=max(query.page, 1),
        per_page=min(max(query.per_page, 1), MOST_PER_PAGE),
    )
    return known, hints


def _find(query: Query, snapshot: Snapshot) -> Found:
    parsed = parse(query.text)
    if not parsed.text:
        return Found(Weights(snapshot.everything, snapshot.boosts[snapshot.everything]))
    plans = [plan(parsed, snapshot), *(plan(parse(text), snapshot) for text in query.related)]
    own, *related = [rank(made, snapshot) for made in plans]
    halves = [Weights(found.documents, RELATED_WEIGHT * found.values) for found in related]
    return Found(summed([own, *halves], snapshot.size) if halves else own, plans)


def _hits(query: Query, selection: Selection, found: Found, snapshot: Snapshot) -> tuple[Hit, ...]:
    last = query.page * query.per_page
    first = last - query.per_page
    documents = selection.documents
    if first >= len(documents):
        return ()
    scores = found.scores.values[selection.chosen] if selection.passing else found.scores.values
    order = _first(last, _order(query, documents, scores, snapshot), documents, snapshot)[first:]
    marker = Marker(found.plans)
    return tuple(_hit(int(documents[row]), float(scores[row]), snapshot, marker) for row in order.tolist())


def _hit(number: int, score: float, snapshot: Snapshot, marker: Marker) -> Hit:
    texts = snapshot.texts(number) if marker.wants_words else {}
    fragments = marker.fragments(texts, snapshot.references(number), snapshot.values("cpv", number))
    return Hit(id=snapshot.id(number), score=score, fragments=fragments)


def _first(wanted: int, order: Floats, documents: Numbers, snapshot: Snapshot) -> Numbers:
    """The rows of the ``wanted`` lowest in order. Ties fall to the title, then to the id, so it never wavers."""
    rows = np.arange(len(documents))
    if wanted < len(rows):
        limit = np.partition(order, wanted - 1)[wanted - 1]
        sure, tied = np.flatnonzero(order < limit), np.flatnonzero(order == limit)
        still = wanted - len(sure)
        if still < len(tied):
            tied = tied[np.argpartition(snapshot.title_ranks(documents[tied]), still - 1)[:still]]
        rows = np.concatenate([sure, tied])
    return rows[np.lexsort((snapshot.title_ranks(documents[rows]), order[rows]))].astype(np.int32)


def _order(query: Query, documents: Numbers, scores: Floats, snapshot: Snapshot) -> Floats:
    """What to sort documents by, lowest first."""
    match query.sort:
        case "newest":
            starts = snapshot.starts[documents]
            return np.where(starts > 0, -starts, NEVER)
        case "ending":
            return _ending_first(snapshot.ends[documents], query.today.toordinal())
        case "title":
            return np.zeros(len(documents))
        case _:
            return -np.round(scores, SCORE_DIGITS)


def _ending_first(ends: NDArray[np.int32], today: int) -> Floats:
    """What ends next, then what ended last, then what has no end."""
    return np.where(ends >= today, ends, np.where(ends > 0, NEVER - ends, NEVER))
