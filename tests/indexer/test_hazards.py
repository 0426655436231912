"""Searches that have brought search engines down. Each gets a page, and little is looked up for it."""

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

pytest.importorskip("bench", reason="the source archive has no benches")

from bench.hazards import HAZARDS
from indexer import Query, SearchIndex, open_index
from indexer.entry import analyse
from indexer.memory_index import MemoryPostings, snapshot_of, snapshot_over
from indexer.search import search
from indexer.segment import Places
from tests.indexer.documents import a_document
from tests.thorough import EXAMPLES

MOST_LOOKUPS = 4_000
"""Postings one search may ask for: 8 fields for each word and other spelling of it, and 256 completions."""

DOCUMENTS = [
    a_document(
        f"{n}",
        f"Vehicle hire and contract services {word}",
        references=(f"RM{6100 + n}",),
        facets={"cpv": ("30213100",)},
    )
    for n, word in enumerate(("alpha", "abc", "bravo", "vehicles", "x" * 200, "G-Cloud", "ﷺ", "1.1"))
]


class CountedPostings(MemoryPostings):
    lookups = 0

    def places(self, term: str) -> Places:
        self.lookups += 1
        return super().places(term)


@pytest.mark.assurance(
    "I2",
    "Each gets a page for at most 4,000 look-ups",
    missing="time and memory in a large catalogue, which bench/odd.py measures",
)
@pytest.mark.parametrize("text", HAZARDS.values(), ids=HAZARDS.keys())
def test_each_gets_a_page_for_little_work(text: str):
    analysed = [analyse(document) for document in DOCUMENTS]
    postings = CountedPostings(analysed)
    snapshot = snapshot_over(analysed, postings)

    page = search(Query(text=text), snapshot)

    assert 0 <= page.total <= len(DOCUMENTS)
    assert postings.lookups <= MOST_LOOKUPS


def test_a_vocabulary_full_of_neighbours_makes_no_more_work():
    words = [f"{a}{b}c{c}d" for a in "abcdefgh" for b in "abcdefgh" for c in "abcdefghijklmnop"]
    analysed = [analyse(a_document(f"{n}", " ".join(words))) for n in range(2)]
    for text in ("many beginnings", "many rare words", "real ors", "long misspelling"):
        postings = CountedPostings(analysed)

        search(Query(text=HAZARDS[text]), snapshot_over(analysed, postings))

        assert postings.lookups <= MOST_LOOKUPS


def test_each_gets_the_same_page_from_whoosh(tmp_path):
    whoosh, memory = open_index(f"whoosh://{tmp_path}/index"), open_index("memory:")
    whoosh.rebuild(DOCUMENTS)
    memory.rebuild(DOCUMENTS)

    for name, text in HAZARDS.items():
        assert whoosh.search(Query(text=text)) == memory.search(Query(text=text)), name


@pytest.mark.assurance("I12", "Hostile names and values of filters and sorts do the index no harm")
@pytest.mark.parametrize("name", ["status", "", "'; DROP TABLE x; --", "__class__", "a" * 10_000, "\x00", "../etc"])
def test_hostile_names_and_values_of_filters_do_no_harm(index: SearchIndex, name: str):
    index.apply(DOCUMENTS)

    for value in ("", "'", "\x00", "x" * 10_000, "\ud800"):
        index.search(Query(filters={name: (value,)}, exclude={name: (value,)}, sort=name))


@pytest.mark.parametrize("text", HAZARDS.values(), ids=HAZARDS.keys())
def test_each_may_be_published_too(memory: SearchIndex, text: str):
    memory.apply([a_document("hazard", text, references=(text,), lots=(text, text), facets={"cpv": (text,)})])

    assert memory.search(Query()).total == 1
    memory.search(Query(text=text))


def test_all_of_them_may_be_published_in_whoosh(tmp_path):
    index = open_index(f"whoosh://{tmp_path}/index")
    index.rebuild(
        a_document(f"h{n}", text, references=(text,), lots=(text,), facets={"supplier": (text,)})
        for n, text in enumerate(HAZARDS.values())
    )

    assert index.search(Query()).total == len(HAZARDS)
    assert index.search(Query(text="vehicle")).total > 5


@settings(max_examples=3 * EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80) | st.lists(st.sampled_from([*HAZARDS.values()]), max_size=3).map(" ".join))
def test_any_text_gets_a_page(text: str):
    page = search(Query(text=text), ANY_SNAPSHOT)

    assert page.total >= len(page.hits)
    assert all(isinstance(hint, str) and hint.endswith(".") for hint in page.hints)


ANY_SNAPSHOT = snapshot_of([analyse(document) for document in DOCUMENTS])
