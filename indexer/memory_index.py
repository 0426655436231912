"""An index held in memory: for tests, and the plainest statement of what a backend keeps."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from threading import RLock

import numpy as np

from indexer.base import Document, Explanation, Page, Query, Ranked
from indexer.cache import ArrayCache
from indexer.columns import columns_of
from indexer.entry import Analysed, analyse, newest, unique
from indexer.explain import explain
from indexer.search import ranked, search
from indexer.segment import MOST_COMMON, NO_PLACES, Places, Segment, dictionaries
from indexer.similar import similar
from indexer.snapshot import Snapshot
from indexer.warming import warm

CACHE_BYTES = 64_000_000


class MemoryIndex:
    """``memory:`` – each one opened is new and empty."""

    def __init__(self, location: str = "") -> None:
        self._documents: dict[str, Document] = {}
        self._generation = 0
        self._writing = RLock()
        self._snapshot = snapshot_of(())

    def writing(self) -> RLock:
        return self._writing

    def apply(self, documents: Iterable[Document], deleted: Iterable[str] = ()) -> None:
        with self._writing:
            kept = newest([*self._documents.values(), *documents])
            for id in deleted:
                kept.pop(id, None)
            self._switch(kept, max(self._generation, 1))

    def rebuild(self, documents: Iterable[Document]) -> int:
        with self._writing:
            self._switch({document.id: document for document in unique(documents)}, self._generation + 1)
            return len(self._documents)

    def search(self, query: Query) -> Page:
        return search(query, self._snapshot)

    def ranked(self, query: Query, most: int) -> Ranked:
        return ranked(query, most, self._snapshot)

    def similar(self, word: str, limit: int = 5) -> list[str]:
        return similar(word, limit, self._snapshot)

    def explain(self, query: Query, id: str) -> Explanation:
        return explain(query, id, self._snapshot)

    def warm(self) -> None:
        warm(self._snapshot)

    def check(self) -> None:
        pass  # what is held in memory stays what it was

    def versions(self) -> Mapping[str, int]:
        return dict(self._snapshot.versions())

    def generation(self) -> str:
        return str(self._generation) if self._generation else ""

    def _switch(self, documents: dict[str, Document], generation: int) -> None:
        self._snapshot = snapshot_of([analyse(document) for document in documents.values()])
        self._documents, self._generation = documents, generation


def snapshot_of(analysed: Sequence[Analysed]) -> Snapshot:
    """A snapshot of one segment that is held in memory."""
    return snapshot_over(analysed, MemoryPostings(analysed))


def snapshot_over(analysed: Sequence[Analysed], postings: "MemoryPostings") -> Snapshot:
    cache = ArrayCache(CACHE_BYTES)
    segment = Segment(columns_of(document.entry for document in analysed), postings, dictionaries(), cache)
    return Snapshot([segment], cache)


class MemoryPostings:
    """Where each term stands, in a dict."""

    def __init__(self, analysed: Sequence[Analysed]) -> None:
        self._texts = [document.texts for document in analysed]
        self._spellings = set[tuple[str, str]]().union(*(document.spellings for document in analysed))
        self._places: dict[str, list[int]] = defaultdict(list)
        for number, document in enumerate(analysed):
            for term, places in document.terms.items():
                self._places[term] += [number << 32 | place for place in places]

    def places(self, term: str) -> Places:
        return np.array(self._places[term], np.int64) if term in self._places else NO_PLACES

    def spellings(self) -> Iterable[tuple[str, str]]:
        return self._spellings

    def commonest(self) -> Sequence[str]:
        return nlargest(MOST_COMMON, self._places, key=lambda term: len(self._places[term]))

    def texts(self, number: int) -> Mapping[str, tuple[str, ...]]:
        return self._texts[number]
