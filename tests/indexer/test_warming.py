"""What is read before the first search, so that it takes no longer than the next."""

from pathlib import Path
from typing import Any

import pytest
from numpy.typing import NDArray

from indexer import IndexUnavailable, Query, SearchIndex, open_index
from indexer.cache import ArrayCache
from indexer.snapshot import Snapshot
from indexer.whoosh_index import WhooshIndex
from indexer.whoosh_index.stored import StoredColumns, StoredSegment
from tests.indexer.documents import a_document

FRAMEWORKS = [
    a_document(f"{n}", f"Sprockets and gaskets {n}", text=f"Sprockets, flanges or sprockets of kind {n % 9}")
    for n in range(60)
]
SEARCHES = [
    Query(),
    Query(text="sprockets"),
    Query(text="flagnes 7"),
    Query(text="gas*"),
    Query(text="sprockets", sort="title"),
]


def usage(index: SearchIndex) -> tuple[int, int]:
    """How much of what was read is at hand: entries, and their bytes."""
    cache: ArrayCache = index._cache  # type: ignore[attr-defined]
    return len(cache._kept), cache._bytes


@pytest.fixture
def built(tmp_path: Path) -> str:
    address = f"whoosh://{tmp_path}/index"
    open_index(address).rebuild(FRAMEWORKS)
    return address


def test_a_common_word_is_at_hand_once_the_index_is_warm(built: str):
    index = open_index(built)
    index.warm()
    before = usage(index)

    assert index.search(Query(text="sprockets")).total == 60
    assert usage(index) == before


def test_a_warm_index_has_read_the_words_and_the_facets(built: str, monkeypatch: pytest.MonkeyPatch):
    index = open_index(built)
    index.warm()
    monkeypatch.delattr(StoredSegment, "spellings")
    read = _read_from(monkeypatch)

    assert index.search(Query(text="gaskets sprokets")).total == 60
    assert index.similar("flagnes") == ["flanges"]
    assert read <= {"text ends", "references", "reference ends"}


def test_what_a_commit_adds_is_at_hand_once_the_index_is_warm_again(built: str):
    index = open_index(built)
    index.warm()
    index.apply([a_document("new", "Sprockets")])
    cold = usage(index)
    index.warm()
    warm = usage(index)

    assert warm > cold
    assert index.search(Query(text="sprockets")).total == 61
    assert usage(index) == warm


def test_an_index_that_is_warm_is_not_read_again(built: str):
    index = open_index(built)
    index.warm()
    read_once = usage(index)
    index._cache._kept.clear()  # type: ignore[attr-defined]
    index.warm()

    assert (read_once[0] > 0, usage(index)[0]) == (True, 0)


def test_a_small_cache_keeps_the_commonest_words_and_not_those_that_were_read_last(built: str):
    index = open_index(built)
    index._cache.limit = 20_000  # type: ignore[attr-defined]
    index.warm()
    before = usage(index)
    index.search(Query(text="sprockets"))

    assert usage(index) == before
    index.search(Query(text="44"))
    assert usage(index) != before


def test_what_was_reckoned_for_one_state_goes_with_it(built: str):
    index = open_index(built)
    held = []
    for version in range(2, 40):
        index.apply([a_document("0", "Sprockets", version=version, text="sprockets flanges")])
        index.warm()
        index.search(Query(text="sprockets gaskets"))
        held.append(usage(index)[0])

    assert max(held) < 4 * held[0]


def test_without_a_cache_nothing_is_kept(built: str):
    index = open_index(f"{built}?cache_mb=0")
    index.warm()

    assert usage(index) == (0, 0)
    assert index.search(Query(text="sprockets")).total == 60


def test_the_commonest_words_are_those_that_stand_in_most_places(index: SearchIndex):
    index.apply(
        [a_document("a", "Desks", text="desk, desks"), a_document("b", "Chairs", text="chair"), a_document("c", "")]
    )
    (written,) = _snapshot(index)._segments

    assert [*written.commonest()] == ["desk", "chair"]


def test_the_commonest_words_are_known_after_segments_are_merged(tmp_path: Path):
    index = open_index(f"whoosh://{tmp_path}/index")
    for number in range(30):
        index.apply([a_document(f"{number}", "Desks", text="chairs" if number % 2 else "")])

    largest = max(_snapshot(index)._segments, key=len)
    assert [*largest.commonest()] == ["desk", "chair"]


def test_searches_find_the_same_in_a_warm_index(index: SearchIndex):
    index.rebuild(FRAMEWORKS)
    pages = [index.search(query) for query in SEARCHES]
    index.warm()

    assert [index.search(query) for query in SEARCHES] == pages


def test_an_index_that_is_not_there_or_empty_can_be_warmed(index: SearchIndex):
    index.warm()
    index.apply([])
    index.warm()

    assert index.search(Query()).total == 0


def test_an_index_that_cannot_be_read_says_so(built: str, tmp_path: Path):
    for path in tmp_path.glob("index/gen-*/*.arrays"):
        path.unlink()

    with pytest.raises(IndexUnavailable):
        open_index(built).warm()


def _read_from(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of the columns that are read from now on."""
    names: set[str] = set()
    column = StoredColumns.__getitem__

    def read(columns: StoredColumns, name: str) -> NDArray[Any]:
        names.add(name)
        return column(columns, name)

    monkeypatch.setattr(StoredColumns, "__getitem__", read)
    return names


def _snapshot(index: SearchIndex) -> Snapshot:
    if isinstance(index, WhooshIndex):
        return index._current()
    snapshot: Snapshot = index._snapshot  # type: ignore[attr-defined]
    return snapshot
