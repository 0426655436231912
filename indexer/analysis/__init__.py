"""How text becomes searchable words and how a reference becomes one canonical form.

Every backend and the query parser use this one analysis, so a word typed and a word published meet.
"""

from indexer.analysis.references import Reference, find_references, reference_forms, reference_key, scheme
from indexer.analysis.words import (
    Token,
    compound_of,
    folded,
    occurrences,
    parts_of,
    read_word,
    sightings,
    tokens,
    words_of,
)

__all__ = [
    "Reference",
    "Token",
    "compound_of",
    "find_references",
    "folded",
    "occurrences",
    "parts_of",
    "read_word",
    "reference_forms",
    "reference_key",
    "scheme",
    "sightings",
    "tokens",
    "words_of",
]
