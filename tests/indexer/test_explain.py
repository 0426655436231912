"""Why a document is found, asked of every backend."""

import pytest

from indexer import Document, Query, SearchIndex
from tests.indexer.documents import a_document

DOCUMENTS = [
    a_document("bins", "Wheeled bins", text="Bins and refuse vehicles", references=("RM6100",), boost=0.8),
    a_document("lorries", "Refuse collection vehicles", lots=("Sweepers",), facets={"cpv": ("34144510", "34000000")}),
    a_document("hire", "Vehicle hire", text="Hire of a vehicle; collection of refuse is another matter"),
    *(a_document(f"filler {n}", f"Number {n} for something else") for n in range(9)),
]


@pytest.fixture
def catalogue(index: SearchIndex) -> SearchIndex:
    index.apply(DOCUMENTS)
    return index


def shares(index: SearchIndex, id: str, **query: object) -> float:
    why = index.explain(Query(**query), id)  # type: ignore[arg-type]
    parts = [*(word.share for word in why.words), *(lift.share for lift in why.lifts), why.neighbours, why.related]
    return sum(parts)


def test_each_word_tells_the_fields_it_was_found_in_and_how_often(catalogue: SearchIndex):
    [vehicle, hire] = catalogue.explain(Query(text="vehicles hire"), "hire").words

    assert (vehicle.word, vehicle.fields, vehicle.found_as) == ("vehicles", {"title": 1, "text": 1}, ("vehicles",))
    assert (hire.word, hire.fields) == ("hire", {"title": 1, "text": 1})
    assert hire.share > vehicle.share > 0  # the rarer word says more


def test_a_word_that_is_lacking_has_no_share_and_lowers_the_coverage(catalogue: SearchIndex):
    why = catalogue.explain(Query(text="vehicle sweepers"), "hire")

    assert [(word.word, bool(word.share), dict(word.fields)) for word in why.words] == [
        ("vehicle", True, {"title": 1, "text": 1}),
        ("sweepers", False, {}),
    ]
    assert 0 < why.coverage < 1


def test_a_synonym_is_named(catalogue: SearchIndex):
    found_as = [word.found_as for word in catalogue.explain(Query(text="bin lorry"), "lorries").words]

    assert ("refuse collection vehicle",) in found_as


@pytest.mark.parametrize(
    "query",
    [
        {"text": "refuse collection"},
        {"text": "RM6100 bins"},
        {"text": "34144510 vehicles", "related": ("Refuse collection vehicles",)},
        {"text": "bin lorry"},
        {"text": "vehicle sweepers"},
    ],
)
def test_the_shares_are_those_of_the_score_the_search_gave_and_make_a_whole(
    catalogue: SearchIndex, query: dict[str, object]
):
    hits = catalogue.search(Query(**query)).hits  # type: ignore[arg-type]

    assert hits
    for hit in hits:
        why = catalogue.explain(Query(**query), hit.id)  # type: ignore[arg-type]
        assert why.found
        assert why.score == pytest.approx(hit.score)
        assert shares(catalogue, hit.id, **query) == pytest.approx(1)


def test_a_reference_explains_itself(catalogue: SearchIndex):
    why = catalogue.explain(Query(text="rm 6100"), "bins")

    assert [(lift.kind, lift.exact, lift.share) for lift in why.lifts] == [("reference", True, 1.0)]
    assert why.boost == 0.8


def test_a_code_explains_itself(catalogue: SearchIndex):
    [lift] = catalogue.explain(Query(text="34000000"), "lorries").lifts

    assert (lift.text, lift.kind, lift.exact) == ("34000000", "code", False)


@pytest.mark.parametrize(("text", "id"), [("bins", "never there"), ("bins", "hire"), ("", "never there")])
def test_what_is_not_found_is_said_not_to_be(catalogue: SearchIndex, text: str, id: str):
    assert not catalogue.explain(Query(text=text), id).found


def test_an_empty_search_finds_all_for_no_reason(catalogue: SearchIndex):
    why = catalogue.explain(Query(), "bins")

    assert (why.found, why.words, why.score) == (True, (), 0.8)


def spelt(index: SearchIndex, *titles: str) -> SearchIndex:
    documents: list[Document] = [a_document(f"{n}", title) for n, title in enumerate(titles)]
    index.apply(documents)
    return index


def test_similar_words_come_nearest_first_and_then_the_commonest(index: SearchIndex):
    spelt(index, "Stationery", "Stationary", "Stationary engines", "Stations", "Rations")

    assert index.similar("stationeri") == ["stationery", "stationary"]
    assert index.similar("stationery") == ["stationary"]
    assert index.similar("statoinary", limit=1) == ["stationary"]


def test_a_first_letter_may_be_wrong_too(index: SearchIndex):
    assert spelt(index, "Vehicles").similar("behicles") == ["vehicles"]


def test_words_of_deleted_documents_are_not_suggested(index: SearchIndex):
    spelt(index, "Vehicles", "Desks").apply([], deleted=["0"])

    assert index.similar("vehicels") == []


@pytest.mark.parametrize("word", ["", "a", "🚒", "\x00", "x" * 10_000, "a b c", "٣٠"])
def test_any_text_may_be_compared(index: SearchIndex, word: str):
    assert spelt(index, "Vehicles").similar(word) == []
