"""What a backend keeps of one document: its words, its references, and what is shown and counted."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from indexer.analysis import reference_forms, tokens
from indexer.base import TEXT_FIELDS, Document

VALUE_GAP = 100
"""Positions between two values of a field, so that no phrase runs from one lot's name into the next."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """The columns of a document: everything a search needs besides its postings and its texts.

    ``keys`` are the canonical forms of its ``references``, ``near`` their further forms.
    ``lengths`` are the numbers of words by field of ``TEXT_FIELDS``.
    """

    id: str
    version: int
    references: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    title_sort: str = ""
    start: date | None = None
    end: date | None = None
    boost: float = 1.0
    lengths: tuple[int, ...] = (0,) * len(TEXT_FIELDS)


FIELD_SHIFT = 29
"""A place in a document is the number of its field times 2 to this power, plus the position in the field.

A place has 32 bits, since the document's number stands above it. So there are three for the field, which is why there
are no more than eight, and 29 for the position: half a thousand million words, or five million values, of one field.
"""

Terms = dict[str, list[int]]
"""The places of each term of one document, ascending."""


@dataclass(frozen=True)
class Analysed:
    """A document ready to be written: its entry and texts, the places of its terms and all their spellings."""

    entry: Entry
    texts: Mapping[str, tuple[str, ...]]
    terms: Terms
    spellings: frozenset[tuple[str, str]]


def analyse(document: Document) -> Analysed:
    """One document, word by word as a query is read.

    For few documents. A backend on disk reads many at once (``Occurrences``), which tests hold against this.
    """
    terms: Terms = {}
    spellings: set[tuple[str, str]] = set()
    lengths = [
        _add_terms(document.texts.get(name, ()), number << FIELD_SHIFT, terms, spellings)
        for number, name in enumerate(TEXT_FIELDS)
    ]
    texts = {name: tuple(values) for name, values in document.texts.items()}
    return Analysed(entry_of(document, tuple(lengths)), texts, terms, frozenset(spellings))


def _add_terms(values: tuple[str, ...], offset: int, terms: Terms, spellings: set[tuple[str, str]]) -> int:
    """Add the terms of one field, whose places begin at ``offset``. Returns the field's number of words."""
    length = 0
    for value in values:
        words = tokens(value)
        for token in words:
            terms.setdefault(token.term, []).append(offset + token.position)
            spellings.add((token.word, token.term))
        plain = sum(not token.compound for token in words)
        length += plain
        offset += plain + VALUE_GAP
    return length


def entry_of(document: Document, lengths: tuple[int, ...]) -> Entry:
    """What is kept of a document besides its words, of which it has so many by field."""
    keys, near = keys_of(document.references)
    return Entry(
        id=document.id,
        version=document.version,
        references=tuple(document.references),
        keys=keys,
        near=near,
        facets={name: tuple(values) for name, values in document.facets.items()},
        title_sort=document.title_sort,
        start=document.start,
        end=document.end,
        boost=document.boost,
        lengths=lengths,
    )


def keys_of(references: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The canonical forms of references, and their further forms."""
    forms = [forms for reference in references if (forms := reference_forms(reference))]
    keys = dict.fromkeys(form[0] for form in forms)
    return tuple(keys), tuple(dict.fromkeys(near for form in forms for near in form[1:]))


def newest(documents: Iterable[Document]) -> dict[str, Document]:
    """The documents by id: of several with one id the highest version, of equal versions the last."""
    kept: dict[str, Document] = {}
    for document in documents:
        known = kept.get(document.id)
        if known is None or document.version >= known.version:
            kept[document.id] = document
    return kept


def unique(documents: Iterable[Document]) -> Iterator[Document]:
    """The documents one by one. Raises ValueError at the second with the same id."""
    seen: set[str] = set()
    for document in documents:
        if document.id in seen:
            raise ValueError(f"document {document.id} comes twice in one rebuild")
        seen.add(document.id)
        yield document
