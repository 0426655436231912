"""Searches by many threads while another commits: each sees some committed state, whole.

HUB_SECONDS says how long the thorough run takes, and the hard one.
"""

import os
import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from time import monotonic

import pytest

from indexer import Document, Page, Query, SearchIndex, open_index
from tests.assurance import Figure
from tests.indexer.documents import a_document

SECONDS = float(os.environ.get("HUB_SECONDS", "60"))
THREADS = 8
FEWEST_COMMITS = 6
WORDS = ("gravel", "salt", "fencing", "turf", "paint", "lamps")
OWNERS = ("north", "south", "east")
SEARCHES = (
    Query(),
    *(Query(text=word) for word in WORDS),
    *(Query(text=f'"{word} supply"', sort="title") for word in WORDS[:2]),
    Query(text="fenc*", page=2),
    Query(text="title:turf"),
    Query(text="salt", filters={"owner": OWNERS[:1]}),
)
REBUILD_EVERY = 12

Catalogue = dict[str, Document]


class Ledger:
    """What a writer is about to commit and has committed, and what each search must find then."""

    def __init__(self) -> None:
        self.states: list[list[dict[str, int]]] = []
        self.committed = 0

    def announce(self, catalogue: Catalogue) -> None:
        self.states.append([expected(query, catalogue) for query in SEARCHES])

    def confirm(self) -> None:
        self.committed = len(self.states)

    def admits(self, search: int, found: dict[str, int], since: int) -> bool:
        """Whether a search that began when so many states were committed may have found this."""
        return found in [state[search] for state in self.states[max(since - 1, 0) :]]


def expected(query: Query, catalogue: Catalogue) -> dict[str, int]:
    """How many documents of each owner the query finds, reckoned without an index."""
    word = query.text.strip('"').removeprefix("title:").removesuffix("*").split(" ")[0]
    matching = [document for document in catalogue.values() if word in document.texts["title"][0].lower()]
    owners = Counter(document.facets["owner"][0] for document in matching)
    wanted = query.filters.get("owner", OWNERS)
    return {owner: count for owner, count in owners.items() if owner in wanted}


def changes(catalogue: Catalogue, chance: random.Random, version: int) -> tuple[list[Document], list[str]]:
    """Some documents added or changed, and some taken away."""
    added = [
        a_document(
            f"d{number}",
            f"{chance.choice(WORDS).title()} supply {version}",
            version=version,
            facets={"owner": (chance.choice(OWNERS),)},
        )
        for number in chance.sample(range(400), chance.randint(1, 25))
    ]
    gone = chance.sample(sorted(catalogue), min(len(catalogue), chance.randint(0, 5)))
    return added, [id for id in gone if id not in {document.id for document in added}]


@pytest.mark.assurance(
    "R7",
    "8 threads search while a writer commits and rebuilds, and each search counts what was committed",
    missing="8 processes that read",
)
@pytest.mark.parametrize(
    ("writer_is", "seconds"),
    [
        ("the same", 0.5),
        ("another process", 0.5),
        pytest.param("another process", SECONDS, marks=pytest.mark.thorough),
        pytest.param("the same", SECONDS, marks=pytest.mark.hard),
    ],
)
def test_searches_while_a_writer_commits_count_what_was_committed(
    tmp_path: Path, writer_is: str, seconds: float, figure: Figure
):
    index = open_index(f"whoosh://{tmp_path}/index")
    writer = index if writer_is == "the same" else open_index(f"whoosh://{tmp_path}/index")
    ledger, over = Ledger(), Event()

    with ThreadPoolExecutor(THREADS) as threads:
        searching = [threads.submit(search_on, index, ledger, over, seed) for seed in range(THREADS)]
        try:
            commit_on(writer, ledger, until=monotonic() + seconds)
        finally:
            over.set()
        searches = [search.result() for search in searching]

    assert all(searches) and ledger.committed >= FEWEST_COMMITS
    assert search_once(index, 0, ledger) == ledger.states[-1][0]
    figure(f"{seconds:g} seconds, {sum(searches)} searches, {ledger.committed} commits, 0 errors")


def commit_on(writer: SearchIndex, ledger: Ledger, until: float) -> None:
    catalogue: Catalogue = {}
    chance = random.Random(1)  # noqa: S311
    while monotonic() < until or ledger.committed < FEWEST_COMMITS:
        version = len(ledger.states) + 1
        added, gone = changes(catalogue, chance, version)
        catalogue = {id: document for id, document in catalogue.items() if id not in gone}
        catalogue |= {document.id: document for document in added}
        ledger.announce(catalogue)
        if version % REBUILD_EVERY:
            writer.apply(added, gone)
        else:
            writer.rebuild(documents_of(catalogue))
        ledger.confirm()


def documents_of(catalogue: Catalogue) -> Iterator[Document]:
    yield from catalogue.values()


def search_on(index: SearchIndex, ledger: Ledger, over: Event, seed: int) -> int:
    """Search until the writer is done, once at least. Returns how many searches there were."""
    chance, searches = random.Random(seed), 0  # noqa: S311
    while not over.is_set() or (ledger.committed and not searches):
        if ledger.committed:
            search_once(index, chance.randrange(len(SEARCHES)), ledger)
            searches += 1
        else:
            over.wait(0.01)
    return searches


def search_once(index: SearchIndex, search: int, ledger: Ledger) -> dict[str, int]:
    since = ledger.committed
    page = index.search(SEARCHES[search])
    found = counts(page, SEARCHES[search])
    assert ledger.admits(search, found, since), f"{SEARCHES[search]} found {found}, which was never so"
    return found


def counts(page: Page, query: Query) -> dict[str, int]:
    """The documents found by owner, once the page's numbers agree with each other."""
    first = (query.page - 1) * query.per_page
    assert len(page.hits) == len({hit.id for hit in page.hits}) == min(max(page.total - first, 0), query.per_page)
    found = {name: count for name, count in page.facets["owner"].items() if name in query.filters.get("owner", OWNERS)}
    assert sum(found.values()) == page.total
    return found
