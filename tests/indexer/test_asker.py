"""Documents that admit who asks, and documents that are preferred, on every backend."""

from random import Random

from hypothesis import given, settings, strategies as st

from indexer import Query, SearchIndex, open_index
from tests.indexer.documents import a_document, found

MARKS = "a b c d".split()
some = st.lists(st.sampled_from(MARKS), max_size=3, unique=True)
rows = st.lists(st.tuples(some, some, st.sampled_from(("live", "ended"))), max_size=20)


@settings(max_examples=100, deadline=None)
@given(rows=rows, asker=some, status=st.sampled_from(("", "live")), admitting=st.booleans())
def test_the_count_is_that_of_asking_each_document(rows, asker, status, admitting):
    index = open_index("memory:")
    index.apply(
        a_document(f"{n}", facets={"covers": covers, "bars": bars, "status": (own,)})
        for n, (covers, bars, own) in enumerate(rows)
    )

    filters = {"status": (status,)} if status else {}
    page = index.search(Query(filters=filters, asker=tuple(asker), admitting=admitting, exclude={"status": ("ended",)}))

    shown = [row for row in rows if row[2] == status or not status and row[2] != "ended"]
    admitted = [row for row in shown if set(row[0]) & set(asker) and not set(row[1]) & set(asker)]
    assert page.admitted == len(admitted)
    assert page.total == len(admitted if admitting else shown)
    assert page.facets["status"].get("live", 0) == sum(
        row[2] == "live" for row in rows if not admitting or (set(row[0]) & set(asker) and not set(row[1]) & set(asker))
    )


def test_what_bars_the_asker_does_not_count_as_left_out(index: SearchIndex):
    index.apply([a_document("in", facets={"covers": ("x",)}), a_document("out", facets={"bars": ("x",)})])

    page = index.search(Query(asker=("x",), admitting=True, exclude={"status": ("ended",)}))

    assert ([hit.id for hit in page.hits], page.excluded) == (["in"], 0)


def test_a_document_that_both_covers_and_bars_the_asker_does_not_admit_them(index: SearchIndex):
    index.apply([a_document("a", facets={"covers": ("x", "y"), "bars": ("y",)})])

    assert found(index, asker=("x",), admitting=True) == ["a"]
    assert found(index, asker=("x", "y"), admitting=True) == []
    assert found(index, asker=("z",), admitting=True) == []


def test_preferred_documents_come_first_and_each_part_keeps_its_order(index: SearchIndex):
    chance = Random(2)  # noqa: S311
    titles = ["cleaning", "cleaning cleaning of offices", "office supplies and cleaning", "cleaning materials"]
    index.apply(
        a_document(f"{n:02}", title=chance.choice(titles), facets={"owner": (chance.choice("abc"),)}, start=None)
        for n in range(40)
    )
    for sort in ("relevance", "title", "newest", "ending"):
        usual = found(index, "cleaning", sort=sort, per_page=50)
        owners = {hit: index.search(Query(text="cleaning", filters={"owner": ("b",)}, per_page=50)) for hit in ("b",)}
        preferred = {hit.id for hit in owners["b"].hits}

        first = found(index, "cleaning", sort=sort, per_page=50, prefer={"owner": ("b",)})

        assert first == [id for id in usual if id in preferred] + [id for id in usual if id not in preferred]
        assert 0 < len(preferred) < len(usual)


def test_a_preference_holds_over_all_pages(index: SearchIndex):
    index.apply(a_document(f"{n:02}", facets={"owner": ("b" if n % 5 == 0 else "a",)}) for n in range(30))

    pages = [found(index, page=number, per_page=4, prefer={"owner": ("b",)}) for number in range(1, 9)]

    assert [id for page in pages for id in page][:6] == ["00", "05", "10", "15", "20", "25"]
    assert len({id for page in pages for id in page}) == 30


def test_preferring_what_nobody_has_changes_nothing_and_an_unknown_facet_is_named(index: SearchIndex):
    index.apply([a_document("a"), a_document("b", title="Allotments")])

    assert found(index, prefer={"owner": ("x",)}) == found(index)
    assert found(index, "nothing", prefer={"owner": ("x",)}) == []
    assert index.search(Query(prefer={"colour": ("red",)})).hints == ("There is no filter called colour.",)
