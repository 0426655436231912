"""What most searches need, read before the first of them."""

from indexer.base import Query
from indexer.search import search
from indexer.snapshot import Snapshot
from indexer.thesaurus import thesaurus


def warm(snapshot: Snapshot) -> None:
    """Have at hand what is shared by all searches: words, facets, and the weights of the commonest words."""
    if snapshot.is_warm:
        return
    thesaurus()
    search(Query(per_page=1), snapshot)
    snapshot.lexicon.prepare()
    snapshot.weigh_commonest()
    snapshot.is_warm = True
