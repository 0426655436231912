"""Our own index and its rivals behind one interface. A rival is imported only where it is used."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from bench.searches import Search
from indexer import Document

ENGINES = ("ours", "tantivy", "fts5", "naive")

NAMES = {
    "ours": "the hub",
    "tantivy": "tantivy",
    "fts5": "SQLite FTS5",
    "naive": "Whoosh as in its manual",
}

TEXTS = ("title", "owner", "suppliers", "text")
FACETS = ("category", "region", "owner", "status", "kind")
TITLE_WEIGHT = 3.0
"""What a word in the title counts for a rival; other fields count once."""


class NotOffered(Exception):
    """The engine has no such search."""


@dataclass(frozen=True)
class Answer:
    """What a search gives: the exact total, the first ids, counts over all matches and a fragment for each id."""

    total: int
    ids: Sequence[str]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    fragments: Sequence[object] = ()


class Engine(Protocol):
    def build(self, documents: Iterable[Document], folder: Path) -> None:
        """Index the documents in an empty folder, made ready for searching."""

    def open(self, folder: Path) -> None: ...

    def search(self, search: Search) -> Answer:
        """Raises NotOffered if the engine has no such search."""

    def add(self, document: Document) -> None:
        """Add one document to an open index. The next search finds it."""


def engine(name: str) -> Engine:
    return cast(Engine, import_module(f"bench.engines.{name}").Engine())


def joined(document: Document, field: str) -> str:
    """The text of a field as one string."""
    return " ".join(document.texts.get(field, ()))


def compact(words: Sequence[str]) -> str:
    """A reference as rivals keep it: without spaces, in small letters."""
    return "".join(words).lower()


def references(document: Document) -> list[str]:
    return [compact(reference.split()) for reference in document.references]


def single(document: Document, facet: str) -> str:
    return next(iter(document.facets.get(facet, ())), "")
