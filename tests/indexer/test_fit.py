"""Whether what was found is what was asked for, or only the nearest there is."""

import pytest

from indexer import Fit, Query, SearchIndex
from tests.indexer.documents import a_document


@pytest.fixture
def catalogue(index: SearchIndex) -> SearchIndex:
    index.rebuild(
        [
            a_document("gas", "Gas supply", references=("AB101",)),
            a_document("books", "Library books for schools"),
            a_document("print", "Printing", keywords=("leaflets", "display boards", "parade banners")),
            a_document("fleet", "Fleet", lots=("Vans", "Minibuses"), suppliers=("Fenland Motors Ltd",)),
            a_document("pens", "Stationery", text="Pens and pencils, by the box."),
            *(a_document(f"other {n}", f"Grounds maintenance {n}") for n in range(20)),
        ]
    )
    return index


def fit(index: SearchIndex, text: str, **query: object) -> Fit:
    return index.search(Query(text=text, **query)).fit  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["gas", "gas supply", "AB101", "", "-gas", "supply of gas", "gas AB101 unheard-of"])
def test_what_has_all_that_was_asked_for_fits(catalogue: SearchIndex, text: str):
    found = fit(catalogue, text)

    assert (found.missing, found.whole, found.named) == ((), True, True)


def test_words_that_no_framework_has_together_are_not_met_in_whole(catalogue: SearchIndex):
    assert fit(catalogue, "gas for schools") == Fit(words=("gas", "schools"), whole=False)


def test_a_word_that_is_nowhere_is_missing(catalogue: SearchIndex):
    assert fit(catalogue, "gas zeppelins").missing == ("zeppelins",)


def test_a_number_that_is_nowhere_is_no_missing_word(catalogue: SearchIndex):
    assert fit(catalogue, "gas 365") == Fit(words=("gas", "365"), whole=False)


def test_a_word_in_a_description_only_is_mentioned_in_passing(catalogue: SearchIndex):
    assert fit(catalogue, "fireworks display") == Fit(
        words=("fireworks", "display"), missing=("fireworks",), whole=False, named=False
    )
    assert fit(catalogue, "fireworks display").nothing


def test_a_word_that_a_description_has_whole_is_not_nothing(catalogue: SearchIndex):
    assert fit(catalogue, "pencils") == Fit(words=("pencils",), named=False)
    assert not fit(catalogue, "pencils").nothing


@pytest.mark.parametrize("text", ["vans", "fenland motors", "minibus"])
def test_a_lot_or_a_supplier_says_what_a_framework_is_for(catalogue: SearchIndex, text: str):
    assert fit(catalogue, text).named


def test_another_spelling_that_is_found_beside_all_the_rest_is_what_was_meant(catalogue: SearchIndex):
    assert fit(catalogue, "libary books").missing == ()
    assert fit(catalogue, "libary").missing == ()


def test_another_spelling_that_nothing_speaks_for_leaves_the_word_missing(catalogue: SearchIndex):
    assert fit(catalogue, "libary gas").missing == ("libary",)


def test_filters_and_pages_change_nothing_about_it(catalogue: SearchIndex):
    assert fit(catalogue, "gas", filters={"owner": ("nobody",)}) == fit(catalogue, "gas", page=9) == Fit(words=("gas",))
