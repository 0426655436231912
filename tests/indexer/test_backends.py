"""What the hub relies on, asked of every backend. A new backend joins the fixture and is done."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from indexer import FACETS, SORTS, Document, Page, Query, Ranked, SearchIndex, open_index
from tests.assurance import Figure
from tests.indexer.documents import a_document, found

pytestmark = pytest.mark.assurance("R13", "Every backend passes one set of tests")


def test_an_index_nobody_wrote_to_is_empty(index: SearchIndex):
    assert index.search(Query(text="desks")) == Page(
        facets={name: {} for name in FACETS},
        ending={30: 0, 90: 0, 180: 0, 365: 0},
        hints=("Nothing in the catalogue mentions ‘desks’.",),
    )
    assert index.versions() == {}
    assert index.generation() == ""


def test_every_text_field_is_searched(index: SearchIndex):
    index.apply(
        [
            a_document("a", "Alpha", lots="Ropes"),
            a_document("b", "Bravo", keywords=("Twine", "Ropes")),
            a_document("c", "Charlie", categories="Ropes and twine"),
            a_document("d", "Delta", cpv="Ropes"),
            a_document("e", "Echo", owner="Ropes Consortium"),
            a_document("f", "Foxtrot", suppliers="Ropes Ltd"),
            a_document("g", "Golf", text="For ropes of all kinds"),
            a_document("h", "Ropes"),
            a_document("i", "India"),
        ]
    )

    assert set(found(index, "rope")) == set("abcdefgh")
    assert found(index, "rope")[0] == "h"


def test_adding_again_replaces(index: SearchIndex):
    index.apply([a_document("a", "Desks")])
    index.apply([a_document("a", "Chairs", version=2)])

    assert found(index, "desks") == []
    assert found(index, "chairs") == ["a"]
    assert index.search(Query()).total == 1


def test_a_higher_version_is_never_replaced_by_a_lower_one(index: SearchIndex):
    index.apply([a_document("a", "Chairs", version=2)])
    index.apply([a_document("a", "Desks", version=1)])

    assert found(index) == ["a"]
    assert found(index, "desks") == []
    assert index.versions() == {"a": 2}


def test_of_two_states_given_at_once_the_newer_counts(index: SearchIndex):
    index.apply([a_document("a", "Chairs", version=2), a_document("a", "Desks", version=1)])

    assert found(index, "chairs") == ["a"]
    assert index.search(Query()).total == 1


def test_the_same_version_again_replaces_what_time_has_changed(index: SearchIndex):
    index.apply([a_document("a", facets={"status": ("live",)})])
    index.apply([a_document("a", facets={"status": ("ended",)})])

    assert found(index, filters={"status": ("ended",)}) == ["a"]


def test_applying_twice_changes_nothing(index: SearchIndex):
    documents = [a_document("a", "Desks"), a_document("b", "Chairs")]
    index.apply(documents, deleted=["c"])
    once = index.search(Query(text="desks chairs"))
    index.apply(documents, deleted=["c"])

    assert index.search(Query(text="desks chairs")) == once
    assert index.versions() == {"a": 1, "b": 1}


def test_deleted_documents_are_gone_and_the_rest_counts_as_if_they_had_never_been(index: SearchIndex):
    index.apply([a_document("a", "Desks"), a_document("b", "Oak desks"), a_document("c", "Chairs")])
    index.apply([], deleted=["b", "never there"])
    fresh = open_index("memory:")
    fresh.apply([a_document("a", "Desks"), a_document("c", "Chairs")])

    assert index.versions() == {"a": 1, "c": 1}
    assert index.search(Query(text="desks")) == fresh.search(Query(text="desks"))


def test_what_is_both_given_and_deleted_is_deleted(index: SearchIndex):
    index.apply([a_document("a")])
    index.apply([a_document("a", version=2)], deleted=["a"])

    assert index.versions() == {}


def test_a_rebuild_replaces_everything_and_names_a_new_generation(index: SearchIndex):
    index.apply([a_document("old")])
    before = index.generation()

    assert index.rebuild([a_document("new"), a_document("newer")]) == 2
    assert set(found(index)) == {"new", "newer"}
    assert index.generation() not in ("", before)


def test_a_rebuild_refuses_the_same_id_twice_and_keeps_the_old_state(index: SearchIndex):
    index.rebuild([a_document("old")])

    with pytest.raises(ValueError, match="new comes twice"):
        index.rebuild([a_document("new"), a_document("new")])

    assert found(index) == ["old"]


def test_a_document_with_an_unknown_field_is_refused_by_name():
    with pytest.raises(ValueError, match="document a has fields the index does not know: colour, titel"):
        a_document("a", texts={"titel": ("Desks",)}, facets={"colour": ("red",)})


def test_values_of_one_filter_widen_and_filters_narrow(index: SearchIndex):
    index.apply(
        [
            a_document("a", facets={"status": ("live",), "region": ("UKH", "UKI")}),
            a_document("b", facets={"status": ("ended",), "region": ("UKH",)}),
            a_document("c", facets={"status": ("planned",), "region": ("UKH",)}),
            a_document("d", facets={"status": ("live",), "region": ("UKC",)}),
        ]
    )

    assert set(found(index, filters={"status": ("live", "ended"), "region": ("UKH",)})) == {"a", "b"}
    assert found(index, filters={"region": ("UKX",)}) == []
    assert len(found(index, filters={"region": ()})) == 4


def test_excluded_values_are_left_out_and_counted(index: SearchIndex):
    statuses = {"a": "live", "b": "ended", "c": "ended", "d": "live"}
    index.apply(a_document(id, facets={"status": (status,)}) for id, status in statuses.items())

    page = index.search(Query(exclude={"status": ("ended",)}))

    assert {hit.id for hit in page.hits} == {"a", "d"}
    assert (page.total, page.excluded) == (2, 2)


def test_a_filter_takes_the_place_of_an_exclusion_by_the_same_facet(index: SearchIndex):
    index.apply([a_document("a", facets={"status": ("live",)}), a_document("b", facets={"status": ("ended",)})])

    page = index.search(Query(filters={"status": ("ended",)}, exclude={"status": ("ended",)}))

    assert [hit.id for hit in page.hits] == ["b"]
    assert page.excluded == 0


def test_facets_count_all_matches_as_choosing_a_value_would_give(index: SearchIndex):
    rows = [("live", "ict"), ("live", "food"), ("ended", "ict"), ("ended", "ict"), ("planned", "food")]
    index.apply(
        a_document(str(n), facets={"status": (status,), "category": (category,)})
        for n, (status, category) in enumerate(rows)
    )
    query = Query(filters={"category": ("ict",), "status": ("live",)}, exclude={"status": ("ended",)}, per_page=1)

    page = index.search(query)

    assert page.total == 1
    assert page.facets["status"] == {"ended": 2, "live": 1}
    assert page.facets["category"] == {"food": 1, "ict": 1}
    for facet, counts in page.facets.items():
        for value, count in counts.items():
            chosen = Query(filters={**query.filters, facet: (value,)}, exclude=query.exclude)
            assert index.search(chosen).total == count


def test_facets_count_matches_of_the_text_only_and_the_commonest_value_comes_first(index: SearchIndex):
    index.apply(
        [
            a_document("a", "Desks", facets={"owner": ("anglian",)}),
            a_document("b", "Desks", facets={"owner": ("northern",)}),
            a_document("c", "Oak desks", facets={"owner": ("northern",)}),
            a_document("d", "Chairs", facets={"owner": ("anglian",)}),
        ]
    )

    assert list(index.search(Query(text="desk")).facets["owner"].items()) == [("northern", 2), ("anglian", 1)]


def test_facet_values_are_opaque(index: SearchIndex):
    strange = 'Smith, Jones & Co: "a b" – ’é\x00\n\ud800'
    index.apply([a_document("a", facets={"supplier": (strange,)}), a_document("b")])

    assert index.search(Query()).facets["supplier"] == {strange: 1}
    assert found(index, filters={"supplier": (strange,)}) == ["a"]


def test_ending_within_keeps_and_counts_what_ends_from_today_on(index: SearchIndex):
    today = date(2026, 11, 21)
    ends = {"past": date(2026, 11, 20), "today": today, "month": date(2026, 12, 21), "later": date(2026, 12, 22)}
    index.apply([*(a_document(id, end=end) for id, end in ends.items()), a_document("undated")])

    page = index.search(Query(today=today, ending_within=30))

    assert {hit.id for hit in page.hits} == {"today", "month"}
    assert page.ending == {30: 2, 90: 3, 180: 3, 365: 3}


@pytest.mark.parametrize("days", [-1, 10**9])
def test_absurd_numbers_of_days_do_no_harm(index: SearchIndex, days: int):
    index.apply([a_document("a", end=date.max), a_document("b", end=date.min)])

    assert index.search(Query(today=date.max, ending_within=days)).total == (1 if days > 0 else 0)


def test_sorts_by_title_then_id(index: SearchIndex):
    index.apply([a_document("1", "Zebra"), a_document("3", "Aardvark"), a_document("2", "Aardvark")])

    assert found(index, sort="title") == ["2", "3", "1"]


def test_sorts_newest_first_and_the_undated_last(index: SearchIndex):
    index.apply([a_document("none"), *(a_document(str(y), start=date(y, 1, 1)) for y in (2024, 2026, 2025))])

    assert found(index, sort="newest") == ["2026", "2025", "2024", "none"]


def test_sorts_ending_soonest_first_then_the_lately_ended_then_the_undated(index: SearchIndex):
    index.apply([a_document("none"), *(a_document(str(y), end=date(y, 6, 1)) for y in (2024, 2025, 2027, 2028))])

    assert found(index, sort="ending", today=date(2026, 11, 21)) == ["2027", "2028", "2025", "2024", "none"]


def test_of_equal_relevance_the_higher_boost_comes_first_then_the_title(index: SearchIndex):
    index.apply([a_document("a", "Desks", boost=0.9), a_document("b", "Desks"), a_document("c", "Desks")])

    assert found(index, "desks") == ["b", "c", "a"]
    assert found(index) == ["b", "c", "a"]


def test_pages_divide_the_matches(index: SearchIndex):
    index.apply(a_document(f"{n:02}", f"Desks {n:02}") for n in range(7))

    pages = [found(index, sort="title", page=page, per_page=3) for page in (1, 2, 3, 4)]

    assert pages == [["00", "01", "02"], ["03", "04", "05"], ["06"], []]
    assert index.search(Query(page=10**9)).total == 7


def test_page_numbers_and_sizes_are_kept_in_bounds(index: SearchIndex):
    index.apply(a_document(f"{n:03}") for n in range(120))

    assert len(found(index, per_page=10**6)) == 100
    assert len(found(index, per_page=0)) == 1
    assert found(index, page=-5) == found(index, page=1)


def test_a_filter_or_order_that_does_not_exist_is_ignored_and_named(index: SearchIndex):
    index.apply([a_document("a")])

    page = index.search(Query(filters={"colour": ("red",)}, exclude={"shape": ("round",)}, sort="price"))

    assert [hit.id for hit in page.hits] == ["a"]
    assert page.hints == (
        "There is no filter called colour.",
        "There is no filter called shape.",
        "There is no order called price.",
    )


def test_both_backends_give_the_same_page(index: SearchIndex):
    documents = [
        a_document("a", "Refuse collection vehicles", references=("RM6100",), lots=("Sweepers", "E-vehicles")),
        a_document("b", "Waste containers", text="Wheelie bins, in e-plastic and steel, not vehicles"),
        a_document("c", "Vehicle hire", owner="Anglian Buying Group", references=("6100",)),
    ]
    memory = open_index("memory:")
    memory.apply(documents)
    for document in documents:  # one commit each, so that Whoosh has several segments
        index.apply([document])

    for text in ("bin lorry", "RM6100", '"collection vehicles"', "evehicles", "vehical", "veh* -hire", "title:vehicle"):
        assert index.search(Query(text=text)) == memory.search(Query(text=text)), text


ASKED = ("", "council", "road salt", '"road salt"', "road -salt", "sal*", "raod", "lots:winter", "road OR desks")


@pytest.mark.assurance("R13", "Each finds the same, in the same order, whatever is asked, filtered, sorted and paged")
def test_every_backend_finds_the_same_in_the_same_order(index: SearchIndex, figure: Figure):
    memory, documents = open_index("memory:"), made_up(120)
    memory.apply(documents)
    for start in range(0, len(documents), 50):  # several segments
        index.apply(documents[start : start + 50])

    filters: tuple[dict[str, tuple[str, ...]], ...] = ({}, {"status": ("live",)}, {"status": ("live", "ended")})
    queries = [
        Query(text=text, filters=chosen, sort=sort, page=page, per_page=10)
        for text in ASKED
        for chosen in filters
        for sort in SORTS
        for page in (1, 2, 13)
    ]
    assert sum(memory.search(query).total > 0 for query in queries) > len(queries) / 2
    different = [query for query in queries if index.search(query) != memory.search(query)]
    assert different == []
    figure(f"{len(queries)} searches, {len(different)} answered otherwise")


def made_up(count: int) -> list[Document]:
    titles = ("Road salt", "Road markings", "Desks", "Salt spreaders", "Council desks", "Road and rail")
    states = ("live", "ended", "planned")
    return [
        a_document(
            f"d{n:03}",
            f"{titles[n % 6]} {n}",
            text=f"For councils. {'Road salt in winter. ' * (n % 4)}",
            lots=("Winter",) if n % 5 == 0 else (),
            facets={"status": (states[n % 3],)},
        )
        for n in range(count)
    ]


def test_many_threads_may_search_while_one_writes(index: SearchIndex):
    index.apply([a_document("a", "Desks")])

    with ThreadPoolExecutor(4) as pool:
        searches = [pool.submit(lambda: [found(index, "desks") for _ in range(30)]) for _ in range(4)]
        for n in range(8):
            index.apply([a_document(f"more {n}", "Oak desks")])
        index.rebuild([a_document("a", "Desks")])

    assert all("a" in ids for search in searches for ids in search.result())


@pytest.mark.parametrize("url", ["sqlite:///x", "whoosh", "", "memory", "whoosh:", "whoosh://"])
def test_an_address_that_names_no_index_is_refused(url: str):
    with pytest.raises(ValueError, match="an? index|no index"):
        open_index(url)


@pytest.mark.parametrize("sort", ["relevance", "title", "newest", "ending"])
def test_all_hits_are_ranked_as_on_their_pages(index: SearchIndex, sort: str):
    days = [date(2025, 1, 1 + number % 28) for number in range(45)]
    index.apply([a_document(f"d{n:02}", f"Desk {n % 7}", start=day, end=day) for n, day in enumerate(days)])
    query = Query(text="desk", sort=sort, today=date(2025, 1, 10), per_page=20)

    pages = [index.search(replace(query, page=page)) for page in (1, 2, 3)]

    assert index.ranked(query, 100) == Ranked(ids=tuple(hit.id for page in pages for hit in page.hits), total=45)
    assert index.ranked(query, 7) == Ranked(ids=tuple(hit.id for hit in pages[0].hits[:7]), total=45)


def test_nothing_found_ranks_nothing(index: SearchIndex):
    index.apply([a_document("a", "Desks", facets={"status": ("live",)})])

    assert index.ranked(Query(text="ropes"), 10) == Ranked()
    assert index.ranked(Query(filters={"status": ("ended",)}), 10) == Ranked()
