"""Which matching documents pass the filters, and how many would pass if one filter were chosen differently."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from indexer.base import ENDING_WITHIN_DAYS, FACETS, Query
from indexer.facets import Counts
from indexer.snapshot import Snapshot
from indexer.vectors import Mask, Numbers

ENDING = "ending within"
ADMITTING = "admitting who asks"


@dataclass(frozen=True)
class Selection:
    """The matching documents, and for each filter and exclusion of the query which of them pass it.

    A filter takes the place of an exclusion of the same facet: who asks for ended frameworks gets them, though
    they are left out as a rule.
    """

    query: Query
    matching: Numbers
    snapshot: Snapshot

    @cached_property
    def passing(self) -> Mapping[str, Mask]:
        """By facet, ``ENDING`` or ``ADMITTING``, which of the matching documents pass."""
        passing = {name: self._having(name, values) for name, values in self.query.filters.items() if values}
        for name, values in self.query.exclude.items():
            if name not in passing:
                passing[name] = ~self._having(name, values)
        if self.query.ending_within is not None:
            passing[ENDING] = self._ending(self.matching, self.query.ending_within)
        if self.query.admitting:
            passing[ADMITTING] = self._admitting
        return passing

    @cached_property
    def chosen(self) -> Mask:
        """Which of the matching documents pass every filter and have no excluded value."""
        return self._passing_all_but("")

    @cached_property
    def rows(self) -> NDArray[np.intp]:
        """The rows of the chosen among the matching documents."""
        return np.flatnonzero(self.chosen)

    @cached_property
    def documents(self) -> Numbers:
        return self.matching.take(self.rows) if self.passing else self.matching

    def facet_counts(self) -> "FacetCounts":
        """Each facet's values, with the number of documents that choosing the value would give."""
        return FacetCounts(self)

    def count(self, facet: str) -> Mapping[str, int]:
        column = self.snapshot.facet(facet)
        if column is None:
            return {}
        free = self.matching[self._passing_all_but(facet)] if facet in self.passing else self.documents
        return Counts(column.dictionary, column.count(free))

    def ending_counts(self) -> "EndingCounts":
        return EndingCounts(self)

    def count_ending(self) -> dict[int, int]:
        """The steps of the "ending within" filter, with the number of documents that choosing the step would give."""
        free = self.matching[self._passing_all_but(ENDING)] if ENDING in self.passing else self.documents
        soon = free[self._ending(free, max(ENDING_WITHIN_DAYS))]
        return {days: int(np.count_nonzero(self._ending(soon, days))) for days in ENDING_WITHIN_DAYS}

    def admitted_count(self) -> int:
        """How many documents keeping those that admit who asks would give."""
        if not self.query.asker:
            return 0
        return int(np.count_nonzero(self._admitting & self._passing_all_but(ADMITTING)))

    def excluded_count(self) -> int:
        """How many documents are left out only because they have an excluded value."""
        if not any(self.query.exclude.values()):
            return 0
        without = Selection(replace(self.query, exclude={}), self.matching, self.snapshot)
        return int(np.count_nonzero(without.chosen)) - len(self.documents)

    def _passing_all_but(self, name: str) -> Mask:
        masks = [mask for other, mask in self.passing.items() if other != name]
        return reduce(np.logical_and, masks) if masks else np.ones(len(self.matching), np.bool_)

    def _having(self, facet: str, values: tuple[str, ...]) -> Mask:
        return self.snapshot.passing(facet, values).take(self.matching)

    @cached_property
    def _admitting(self) -> Mask:
        """Those that have any mark of who asks among whom they cover, and none among whom they bar."""
        admitting: Mask = self._having("covers", self.query.asker) & ~self._having("bars", self.query.asker)
        return admitting

    def _ending(self, documents: Numbers, days: int) -> Mask:
        """Those whose end is from today to ``days`` later."""
        today = self.query.today.toordinal()
        ends = self.snapshot.ends.take(documents)
        return (ends >= today) & (ends <= min(today + days, date.max.toordinal())) & (ends > 0)


class FacetCounts(Mapping[str, Mapping[str, int]]):
    """The counts of every facet, each counted when it is first read: a page shows some of them."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        self._counted: dict[str, Mapping[str, int]] = {}

    def __getitem__(self, facet: str) -> Mapping[str, int]:
        if facet not in FACETS:
            raise KeyError(facet)
        if facet not in self._counted:
            self._counted[facet] = self._selection.count(facet)
        return self._counted[facet]

    def __iter__(self) -> Iterator[str]:
        return iter(FACETS)

    def __len__(self) -> int:
        return len(FACETS)

    def __repr__(self) -> str:
        return repr(dict(self))


class EndingCounts(Mapping[int, int]):
    """The counts of the "ending within" filter, counted when they are first read."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection

    @cached_property
    def _counted(self) -> dict[int, int]:
        return self._selection.count_ending()

    def __getitem__(self, days: int) -> int:
        return self._counted[days]

    def __iter__(self) -> Iterator[int]:
        return iter(ENDING_WITHIN_DAYS)

    def __len__(self) -> int:
        return len(ENDING_WITHIN_DAYS)

    def __repr__(self) -> str:
        return repr(self._counted)
