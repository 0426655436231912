"""How a document lies in Whoosh: its terms with their places, its spellings, and its columns."""

import json
from array import array
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from whoosh import columns, fields, formats

from indexer.base import FACETS, TEXT_FIELDS
from indexer.entry import FIELD_SHIFT, Analysed, Entry, Terms
from indexer.whoosh_index.codec import NUMBER

IndexItem = tuple[bytes, int, float, bytes]
"""What Whoosh stores of a term in a document: its bytes, frequency, weight and encoded places."""

_WEIGHTS = [*TEXT_FIELDS.values()]


class Places(formats.Existence):  # type: ignore[misc]
    """The places of a term in a document, as an array."""

    def fixed_value_size(self) -> None:
        return None


class WordField(fields.FieldType):  # type: ignore[misc]
    """Terms and places as our own analysis gave them. The weight of a term is that of its fields, added up."""

    def __init__(self) -> None:
        super().__init__(Places(), None, scorable=True)

    def index(self, value: Terms, **_: Any) -> Iterator[IndexItem]:
        for term, places in value.items():
            weight = sum(_WEIGHTS[place >> FIELD_SHIFT] for place in places)
            yield term.encode(), len(places), weight, array(NUMBER, places).tobytes()


class SpellingField(fields.FieldType):  # type: ignore[misc]
    """Words with their terms, kept only to list them."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None)

    def index(self, value: Iterable[tuple[str, str]], **_: Any) -> Iterator[IndexItem]:
        for word, term in value:
            yield f"{word} {term}".encode(), 1, 1.0, b""


WORDS, SPELLINGS, ENTRY, TEXTS = "words", "spellings", "entry", "texts"

SCHEMA = fields.Schema(
    **{
        WORDS: WordField(),
        SPELLINGS: SpellingField(),
        ENTRY: fields.COLUMN(columns.VarBytesColumn()),
        TEXTS: fields.COLUMN(columns.VarBytesColumn()),
    }
)


def whoosh_document(document: Analysed, spellings: Iterable[tuple[str, str]]) -> dict[str, object]:
    """The keyword arguments of Whoosh's ``add_document``; ``spellings`` are those not yet in the segment."""
    return {
        WORDS: document.terms,
        SPELLINGS: spellings,
        ENTRY: packed_entry(document.entry),
        TEXTS: json.dumps(document.texts, separators=(",", ":")).encode(),
    }


def packed_entry(entry: Entry) -> bytes:
    return json.dumps(
        [
            *(entry.id, entry.version, entry.references, entry.keys, entry.near),
            [entry.facets.get(name, ()) for name in FACETS],
            entry.title_sort,
            entry.start.toordinal() if entry.start else 0,
            entry.end.toordinal() if entry.end else 0,
            entry.boost,
            entry.lengths,
        ],
        separators=(",", ":"),
    ).encode()


def unpacked_entry(packed: bytes) -> Entry:
    id, version, references, keys, near, facets, title_sort, start, end, boost, lengths = json.loads(packed)
    return Entry(
        id=id,
        version=version,
        references=tuple(references),
        keys=keys,
        near=near,
        facets=dict(zip(FACETS, facets, strict=True)),
        title_sort=title_sort,
        start=date.fromordinal(start) if start else None,
        end=date.fromordinal(end) if end else None,
        boost=boost,
        lengths=lengths,
    )


def unpacked_texts(packed: bytes) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in json.loads(packed).items()}
