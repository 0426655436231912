"""An index held in memory: for tests, and the plainest statement of what a backend keeps."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from threading import RLock

from indexer.base import Document, Page, Query
from indexer.entry import Analysed, analyse, newest, unique
from indexer.search import search
from indexer.snapshot import Snapshot


class MemoryIndex:
    """``memory:`` – each one opened is new and empty."""

    def __init__(self, location: str = "") -> None:
        self._documents: dict[str, Document] = {}
        self._generation = 0
        self._writing = RLock()
        self._snapshot = _snapshot({})

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

    def versions(self) -> Mapping[str, int]:
        return {entry.id: entry.version for entry in self._snapshot.columns.entries}

    def generation(self) -> str:
        return str(self._generation) if self._generation else ""

    def _switch(self, documents: dict[str, Document], generation: int) -> None:
        self._snapshot = _snapshot(documents)
        self._documents, self._generation = documents, generation


def _snapshot(documents: Mapping[str, Document]) -> Snapshot:
    analysed = [analyse(document) for document in documents.values()]
    return Snapshot([document.entry for document in analysed], MemoryPostings(analysed))


class MemoryPostings:
    """Where each term stands, in a dict."""

    def __init__(self, analysed: Sequence[Analysed]) -> None:
        self._texts = [document.texts for document in analysed]
        self._spellings = set[tuple[str, str]]().union(*(document.spellings for document in analysed))
        self._positions: dict[tuple[str, str], dict[int, list[int]]] = defaultdict(dict)
        for number, document in enumerate(analysed):
            for field, terms in document.terms.items():
                for term, positions in terms.items():
                    self._positions[field, term][number] = positions

    def frequencies(self, field: str, term: str) -> Mapping[int, int]:
        return {number: len(positions) for number, positions in self.positions(field, term).items()}

    def positions(self, field: str, term: str) -> Mapping[int, Sequence[int]]:
        return self._positions.get((field, term), {})

    def spellings(self) -> Iterable[tuple[str, str]]:
        return self._spellings

    def texts(self, number: int) -> Mapping[str, tuple[str, ...]]:
        return self._texts[number]
