"""Known words that are nearly spelt like one that was typed."""

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from indexer.analysis import folded
from indexer.snapshot import Snapshot

MOST_EDITS = 2
SHORTEST = 3
"""Letters of the shortest word that is compared: of two letters, all others are two edits away."""

SHORTEST_FOR_TWO_EDITS = 6

MOST_COUNTED = 40
"""Words of which it is looked up how common they are, the nearest first."""


def similar(word: str, limit: int, snapshot: Snapshot) -> list[str]:
    """At most ``limit`` words, first those one letter away, of these the commonest."""
    typed, _ = folded(word)
    if len(typed) < SHORTEST:
        return []
    edits = MOST_EDITS if len(typed) >= SHORTEST_FOR_TWO_EDITS else 1
    near = [
        (distance, -snapshot.documents_with(known), known)
        for known, distance, _ in extract(
            typed, snapshot.lexicon.words, scorer=OSA.distance, score_cutoff=edits, limit=MOST_COUNTED
        )
    ]
    return [known for distance, documents, known in sorted(near) if distance and documents][:limit]
