"""Documents and searches, short to write: name only what a test is about."""

from typing import Any

from indexer import Document, Query, SearchIndex


def a_document(id: str = "a", title: str = "Grounds maintenance", **fields: Any) -> Document:
    """A document; text fields (lots, owner, text …) are given by name, as one string or several."""
    texts = {"title": title} | {name: fields.pop(name) for name in _TEXTS if name in fields}
    defaults: dict[str, Any] = {
        "version": 1,
        "texts": {name: (text,) if isinstance(text, str) else tuple(text) for name, text in texts.items()},
        "title_sort": title.casefold(),
    }
    return Document(id=id, **defaults | fields)


_TEXTS = ("lots", "keywords", "categories", "cpv", "owner", "suppliers", "text")


def found(index: SearchIndex, text: str = "", **query: Any) -> list[str]:
    """The ids found, best first."""
    return [hit.id for hit in index.search(Query(text=text, **query)).hits]
