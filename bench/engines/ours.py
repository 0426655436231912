"""The hub's own index, on disk, by its public interface."""

from collections.abc import Iterable
from pathlib import Path

from bench.engines import FACETS, Answer
from bench.searches import Search
from indexer import Document, Query, open_index


class Engine:
    def build(self, documents: Iterable[Document], folder: Path) -> None:
        open_index(_address(folder)).rebuild(documents)

    def open(self, folder: Path) -> None:
        self._index = open_index(_address(folder))
        self._index.search(Query(per_page=1))

    def search(self, search: Search) -> Answer:
        page = self._index.search(search.query)
        facets = {facet: dict(page.facets[facet]) for facet in FACETS}
        return Answer(page.total, [hit.id for hit in page.hits], facets, [hit.fragments for hit in page.hits])

    def add(self, document: Document) -> None:
        self._index.apply([document])


def _address(folder: Path) -> str:
    return f"whoosh://{folder}/index"
