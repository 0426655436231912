"""How text becomes searchable words and how a reference becomes one canonical form.

Every backend and the query parser use this one analysis, so a word typed and a word published meet.
"""

from indexer.analysis.references import Reference, find_references, reference_forms, reference_key, scheme
from indexer.analysis.spotting import Spotted, Spotter, is_passed_over
from indexer.analysis.words import Token, compound_of, folded, parts_of, read_word, tokens, words_of

__all__ = [
    "Reference",
    "Spotted",
    "Spotter",
    "Token",
    "compound_of",
    "find_references",
    "folded",
    "is_passed_over",
    "parts_of",
    "read_word",
    "reference_forms",
    "reference_key",
    "scheme",
    "tokens",
    "words_of",
]
