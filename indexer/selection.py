"""Which matching documents pass the filters, and how many would pass if one filter were chosen differently."""

from bisect import bisect_left
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from functools import reduce
from operator import or_

from indexer.base import ENDING_WITHIN_DAYS, FACETS, Query
from indexer.bits import bits
from indexer.snapshot import ByValue, Columns


def select(query: Query, matching: int, columns: Columns) -> int:
    """The documents of ``matching`` that pass every filter and have no excluded value.

    A filter takes the place of an exclusion of the same facet: who asks for ended frameworks gets them, though
    they are left out as a rule.
    """
    for name, values in query.filters.items():
        if values:
            matching &= _having_any(columns.facets.get(name, {}), values)
    for name, values in query.exclude.items():
        if not query.filters.get(name):
            matching &= ~_having_any(columns.facets.get(name, {}), values)
    if query.ending_within is not None:
        matching &= _ending(columns, query.today, query.ending_within)
    return matching


def facet_counts(query: Query, matching: int, columns: Columns) -> dict[str, dict[str, int]]:
    """Each facet's values, with the number of documents that choosing the value would give."""
    return {name: _counts(columns.facets[name], select(_free(query, name), matching, columns)) for name in FACETS}


def ending_counts(query: Query, matching: int, columns: Columns) -> dict[int, int]:
    """The steps of the "ending within" filter, with the number of documents that choosing the step would give."""
    free = select(replace(query, ending_within=None), matching, columns)
    return {days: (free & _ending(columns, query.today, days)).bit_count() for days in ENDING_WITHIN_DAYS}


def excluded_count(query: Query, matching: int, columns: Columns) -> int:
    """How many documents are left out only because they have an excluded value."""
    without = select(replace(query, exclude={}), matching, columns)
    return (without & ~select(query, matching, columns)).bit_count()


def _free(query: Query, facet: str) -> Query:
    """The query without its filter on one facet, nor what it excludes by it."""

    def others(filters: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        return {name: values for name, values in filters.items() if name != facet}

    return replace(query, filters=others(query.filters), exclude=others(query.exclude))


def _having_any(by_value: ByValue, values: Collection[str]) -> int:
    return reduce(or_, (by_value.get(value, 0) for value in values), 0)


def _counts(by_value: ByValue, documents: int) -> dict[str, int]:
    """The values some of the documents have, commonest first."""
    counts = {value: count for value, having in by_value.items() if (count := (having & documents).bit_count())}
    return {value: counts[value] for value in sorted(sorted(counts), key=counts.__getitem__, reverse=True)}


def _ending(columns: Columns, today: date, days: int) -> int:
    """Documents whose end is from ``today`` to ``days`` later."""
    first = bisect_left(columns.ends, (today.toordinal(), 0))
    after_last = bisect_left(columns.ends, (today.toordinal() + days + 1, 0))
    return bits((number for _, number in columns.ends[first:after_last]), len(columns.entries))
