"""A search from query to page, the same for every backend."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest

from indexer.base import FACETS, SORTS, Hit, Page, Query
from indexer.bits import bits, members
from indexer.entry import Entry
from indexer.fragments import Marker
from indexer.plan import Plan, plan
from indexer.query import parse
from indexer.ranking import rank
from indexer.selection import ending_counts, excluded_count, facet_counts, select
from indexer.snapshot import Snapshot

MOST_PER_PAGE = 100
RELATED_WEIGHT = 0.5
SCORE_DIGITS = 6  # beyond these, scores differ only by the order in which they were added up


@dataclass(frozen=True)
class Found:
    """What the text of a query found: the score of each matching document by number, and the plans that found it."""

    scores: Mapping[int, float]
    plans: Sequence[Plan] = ()


def search(query: Query, snapshot: Snapshot) -> Page:
    """One page of hits with the counts over all matches."""
    columns = snapshot.columns
    query, hints = _understood(query)
    found = _find(query, snapshot)
    matching = bits(found.scores, len(columns.entries))
    chosen = select(query, matching, columns)
    return Page(
        hits=_hits(query, chosen, found, snapshot),
        total=chosen.bit_count(),
        facets=facet_counts(query, matching, columns),
        ending=ending_counts(query, matching, columns),
        excluded=excluded_count(query, matching, columns),
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
        return Found({number: entry.boost for number, entry in enumerate(snapshot.columns.entries)})
    plans = [plan(parsed, snapshot), *(plan(parse(text), snapshot) for text in query.related)]
    scores = rank(plans[0], snapshot)
    for related in plans[1:]:
        for number, score in rank(related, snapshot).items():
            scores[number] = scores.get(number, 0.0) + RELATED_WEIGHT * score
    return Found(scores, plans)


def _hits(query: Query, chosen: int, found: Found, snapshot: Snapshot) -> tuple[Hit, ...]:
    entries, scores = snapshot.columns.entries, found.scores
    order = _order(query, entries, scores)
    last = query.page * query.per_page
    first = last - query.per_page
    if first >= chosen.bit_count():
        return ()
    numbers = nsmallest(last, members(chosen), key=order)[first:]
    marker = Marker(found.plans)
    return tuple(_hit(number, scores[number], snapshot, marker) for number in numbers)


def _hit(number: int, score: float, snapshot: Snapshot, marker: Marker) -> Hit:
    entry = snapshot.columns.entries[number]
    fragments = marker.fragments(snapshot.texts(number), entry.references, entry.facets.get("cpv", ()))
    return Hit(id=entry.id, score=score, fragments=fragments)


def _order(query: Query, entries: Sequence[Entry], scores: Mapping[int, float]) -> Callable[[int], tuple[object, ...]]:
    """The key to sort document numbers by. Ties fall to the title, then to the id, so the order never wavers."""
    today = query.today.toordinal()

    def key(number: int) -> tuple[object, ...]:
        entry = entries[number]
        match query.sort:
            case "newest":
                first: tuple[int, float] = (0, -entry.start.toordinal()) if entry.start else (1, 0)
            case "ending":
                first = _ending_first(entry.end.toordinal() if entry.end else None, today)
            case "title":
                first = (0, 0)
            case _:
                first = (0, -round(scores[number], SCORE_DIGITS))
        return *first, entry.title_sort, entry.id

    return key


def _ending_first(end: int | None, today: int) -> tuple[int, float]:
    """What ends next, then what ended last, then what has no end."""
    if end is None:
        return 2, 0
    return (0, end) if end >= today else (1, -end)
