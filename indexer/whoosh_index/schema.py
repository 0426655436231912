"""How a document lies in Whoosh: its terms with their positions by text field, its spellings, and what is stored."""

from collections.abc import Iterable, Iterator
from typing import Any

from whoosh import fields, formats

from indexer.base import TEXT_FIELDS
from indexer.entry import Analysed, Terms

IndexItem = tuple[bytes, int, float, bytes]
"""What Whoosh stores of a term in a document: its bytes, frequency, weight and encoded positions."""


class AnalysedField(fields.FieldType):  # type: ignore[misc]
    """Terms and positions as our own analysis gave them."""

    def __init__(self) -> None:
        super().__init__(formats.Positions(), None)

    def index(self, value: Terms, **_: Any) -> Iterator[IndexItem]:
        for term, positions in value.items():
            yield term.encode(), len(positions), float(len(positions)), self.format.encode(positions)


class SpellingField(fields.FieldType):  # type: ignore[misc]
    """Words with their terms, kept only to list them."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None)

    def index(self, value: Iterable[tuple[str, str]], **_: Any) -> Iterator[IndexItem]:
        for word, term in value:
            yield f"{word} {term}".encode(), 1, 1.0, b""


def text_field(name: str) -> str:
    """Whoosh's name for one of ``TEXT_FIELDS``."""
    return f"text_{name}"


SCHEMA = fields.Schema(
    id=fields.ID(unique=True),
    entry=fields.STORED(),
    texts=fields.STORED(),
    spellings=SpellingField(),
    **{text_field(name): AnalysedField() for name in TEXT_FIELDS},
)


def whoosh_document(document: Analysed) -> dict[str, object]:
    """The keyword arguments of Whoosh's ``add_document``."""
    return {
        "id": document.entry.id,
        "entry": document.entry,
        "texts": dict(document.texts),
        "spellings": document.spellings,
        **{text_field(name): terms for name, terms in document.terms.items()},
    }
