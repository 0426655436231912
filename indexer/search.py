"""A search from query to page, the same for every backend."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from indexer.base import FACETS, SORTS, Fit, Hit, Page, Query, Ranked
from indexer.fit import fit
from indexer.fragments import Marker
from indexer.plan import Plan, plans
from indexer.query import parse
from indexer.ranking import OURS, Ranking, rank
from indexer.selection import Selection
from indexer.snapshot import Snapshot
from indexer.vectors import Floats, Numbers, Weights, lowest, summed

MOST_PER_PAGE = 100
RELATED_WEIGHT = 0.5
SCORE_DIGITS = 6  # beyond these, scores differ only by the order in which they were added up
SAME_SCORE = 10**-SCORE_DIGITS
NEVER = 10_000_000
"""More days than there are."""

Order = NDArray[np.float64] | NDArray[np.int32]


@dataclass(frozen=True)
class Found:
    """What the text of a query found: the matching documents with their scores, and the plans that found them."""

    scores: Weights
    plans: Sequence[Plan] = ()


def search(query: Query, snapshot: Snapshot, ranking: Ranking = OURS) -> Page:
    """One page of hits with the counts over all matches."""
    query, hints = _understood(query)
    found = _find(query, snapshot, ranking)
    selection = Selection(query, found.scores.documents, snapshot)
    return Page(
        hits=_hits(query, selection, found, snapshot),
        total=len(selection.documents),
        facets=selection.facet_counts(),
        ending=selection.ending_counts(),
        admitted=selection.admitted_count(),
        excluded=selection.excluded_count(),
        hints=(*hints, *(hint for plan in found.plans[:1] for hint in plan.hints)),
        fitting=lambda: fit(found.plans[0], found.scores, snapshot) if found.plans else Fit(),
    )


def ranked(query: Query, most: int, snapshot: Snapshot, ranking: Ranking = OURS) -> Ranked:
    """The ids of the first hits in order, and how many hits there are."""
    query, _ = _understood(query)
    found = _find(query, snapshot, ranking)
    selection = Selection(query, found.scores.documents, snapshot)
    numbers = selection.documents
    rows = _ordered(query, selection, found, snapshot, most) if len(numbers) else ()
    return Ranked(ids=tuple(snapshot.id(int(numbers[row])) for row in rows), total=len(numbers))


def _understood(query: Query) -> tuple[Query, list[str]]:
    """The query without filters and sorts that do not exist, and hints that name them."""
    named = (*query.filters, *query.exclude, *query.prefer)
    hints = [f"There is no filter called {name}." for name in named if name not in FACETS]
    if query.sort not in SORTS:
        hints.append(f"There is no order called {query.sort}.")
    known = replace(
        query,
        filters=_of_facets(query.filters),
        exclude=_of_facets(query.exclude),
        prefer=_of_facets(query.prefer),
        sort=query.sort if query.sort in SORTS else SORTS[0],
        page=max(query.page, 1),
        per_page=min(max(query.per_page, 1), MOST_PER_PAGE),
    )
    return known, hints


def _of_facets(values: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {name: chosen for name, chosen in values.items() if name in FACETS}


def _find(query: Query, snapshot: Snapshot, ranking: Ranking) -> Found:
    parsed = parse(query.text)
    if not parsed.text:
        return Found(Weights(snapshot.everything, snapshot.boosts[snapshot.everything]))
    made = plans(parsed, query.related, snapshot)
    own, *related = [rank(each, snapshot, ranking) for each in made]
    halves = [Weights(found.documents, RELATED_WEIGHT * found.values) for found in related]
    return Found(summed([own, *halves], snapshot.size) if halves else own, made)


def _hits(query: Query, selection: Selection, found: Found, snapshot: Snapshot) -> tuple[Hit, ...]:
    last = query.page * query.per_page
    first = last - query.per_page
    documents, scores = selection.documents, _scores(selection, found)
    if first >= len(documents):
        return ()
    order = _ordered(query, selection, found, snapshot, last)[first:]
    marker = Marker(found.plans)
    return tuple(_hit(int(documents[row]), float(scores[row]), snapshot, marker) for row in order)


def _ordered(query: Query, selection: Selection, found: Found, snapshot: Snapshot, wanted: int) -> list[int]:
    """The rows of the first hits among the documents selected, best first."""
    documents = selection.documents
    scores = _scores(selection, found)
    order = _preferred_first(_order(query, documents, scores, snapshot), query, documents, snapshot)
    rows: list[int] = _first(wanted, order, documents, snapshot).tolist()
    return rows


def _scores(selection: Selection, found: Found) -> Floats:
    """The score of each document selected."""
    scores = found.scores.values
    return scores.take(selection.rows) if selection.passing else scores


def _hit(number: int, score: float, snapshot: Snapshot, marker: Marker) -> Hit:
    texts = snapshot.texts(number) if marker.wants_words else {}
    references = snapshot.references(number) if marker.wants_references else ()
    codes = snapshot.values("cpv", number) if marker.wants_codes else ()
    fragments = marker.fragments(texts, references, codes)
    return Hit(id=snapshot.id(number), score=score, fragments=fragments)


def _first(wanted: int, order: Order, documents: Numbers, snapshot: Snapshot) -> NDArray[np.intp]:
    """The rows of the ``wanted`` lowest in order. Ties fall to the title, then to the id, so it never wavers."""
    rows = lowest(order, wanted, slack=SAME_SCORE)
    keys = np.round(order[rows].astype(np.float64), SCORE_DIGITS)
    if wanted < len(rows):
        limit = np.partition(keys, wanted - 1)[wanted - 1]
        sure, tied = np.flatnonzero(keys < limit), np.flatnonzero(keys == limit)
        still = wanted - len(sure)
        if still < len(tied):
            tied = tied[np.argpartition(snapshot.title_ranks(documents[rows[tied]]), still - 1)[:still]]
        kept = np.concatenate([sure, tied])
        rows, keys = rows[kept], keys[kept]
    return rows[np.lexsort((snapshot.title_ranks(documents[rows]), keys))]


def _order(query: Query, documents: Numbers, scores: Floats, snapshot: Snapshot) -> Order:
    """What to sort documents by, lowest first."""
    match query.sort:
        case "newest":
            starts = snapshot.starts.take(documents)
            return np.where(starts > 0, -starts, np.int32(NEVER))
        case "ending":
            return _ending_first(snapshot.ends.take(documents), query.today.toordinal())
        case "title":
            return np.zeros(len(documents))
        case _:
            return -scores


def _preferred_first(order: Order, query: Query, documents: Numbers, snapshot: Snapshot) -> Order:
    """The order with all that is not preferred moved behind all that is."""
    if not any(query.prefer.values()):
        return order
    masks = [snapshot.passing(name, values).take(documents) for name, values in query.prefer.items()]
    behind = float(order.max()) - float(order.min()) + 1
    return np.where(reduce(np.logical_or, masks), order, order + behind)


def _ending_first(ends: NDArray[np.int32], today: int) -> Order:
    """What ends next, then what ended last, then what has no end, which is written as 0."""
    return np.where(ends >= today, ends, np.int32(NEVER) - ends)
