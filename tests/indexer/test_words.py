"""Words that must meet, however they are written, and words that must not."""

import pytest

from indexer.analysis import tokens
from indexer.analysis.words import LONGEST_WORD


def terms(text: str, *, typed: bool = False) -> list[str]:
    return [token.term for token in tokens(text, typed=typed)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vehicles", "vehicle"),
        ("printing", "printed"),
        ("consultancy", "consultants"),
        ("HGVs", "hgv"),
        ("children's", "child"),
        ("schools’", "school"),
        ("O'Brien", "obrien"),
        ("café", "CAFE"),
        ("ﬁre", "fire"),
        ("Ｗａｓｔｅ", "waste"),
        ("soft\u00adware", "software"),
        ("organization", "organisation"),
        ("organized", "organised"),
        ("analyze", "analyse"),
        ("color", "colours"),
        ("harbor", "harbour"),
        ("centers", "centre"),
        ("catalog", "catalogues"),
        ("labeling", "labelling"),
        ("program", "programmes"),
        ("licensed", "licence"),
        ("pediatric", "paediatric"),
        ("tires", "tyres"),
        ("jewelry", "jewellery"),
    ],
)
def test_two_ways_to_write_a_word_are_one(one: str, other: str):
    assert terms(one) == terms(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("communications", "community"),
        ("university", "universal"),
        ("size", "sis"),
        ("prize", "pris"),
        ("laboratory", "labouratory"),
        ("meter", "metre"),
        ("policy", "police"),
        ("DPS", "DP"),
        ("tired", "tyred"),
    ],
)
def test_different_words_stay_apart(one: str, other: str):
    assert terms(one) != terms(other)


def test_hyphenated_words_are_found_by_their_parts_and_as_one():
    assert terms("G-Cloud") == ["g", "cloud", "gcloud"]
    assert terms("multi-functional")[-1] == terms("multifunctional")[0]
    assert terms("e–auction")[-1] == "eauction"


def test_a_dash_between_spaces_joins_nothing():
    assert terms("Lots - services") == ["lot", "servic"]


def test_a_long_chain_of_hyphens_makes_no_compound():
    assert terms("one-two-three-four-five") == ["one", "two", "three", "four", "five"]


def test_an_ampersand_stands_for_and():
    assert terms("health & safety") == terms("health and safety") == ["health", "safeti"]


def test_a_compound_stands_where_its_last_word_does():
    compound = next(token for token in tokens("The G-Cloud 14") if token.compound)

    assert (compound.start, compound.end, compound.position) == (4, 11, 1)
    assert [token.position for token in tokens("The G-Cloud 14") if not token.compound] == [0, 1, 2]


def test_it_is_information_technology_when_published_in_capitals_or_typed():
    assert terms("IT support") == ["it", "support"]
    assert terms("It is support") == ["support"]
    assert terms("it support", typed=True) == ["it", "support"]


def test_a_word_without_end_is_cut_alike_in_documents_and_queries():
    assert terms("x" * 100_000) == terms("X" * 99) == ["x" * LONGEST_WORD]


@pytest.mark.parametrize("text", ["", " \n\t", "()[]{}", "\x00\x01", "🚒", "\ud800", "’", "-_-", "ﷺ ª ½"])
def test_any_text_gives_terms_without_spaces(text: str):
    assert all(term and " " not in term for term in terms(text))
