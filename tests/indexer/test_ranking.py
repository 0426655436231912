"""What comes first, what comes at all, and what the searcher is told."""

import pytest

from indexer import Document, Query, SearchIndex
from tests.indexer.documents import a_document, found

FILLER = [a_document(f"filler {n}", f"Framework number {n} for something else entirely") for n in range(20)]
"""So that words can be rare."""


@pytest.fixture
def catalogue(memory: SearchIndex) -> SearchIndex:
    memory.apply(FILLER)
    return memory


def hints(index: SearchIndex, text: str) -> tuple[str, ...]:
    return index.search(Query(text=text)).hints


def test_more_of_the_words_rank_higher_and_a_missing_word_empties_nothing(catalogue: SearchIndex):
    catalogue.apply(
        [
            a_document("one", "Electric heating"),
            a_document("all", "Electric vehicle charging"),
            a_document("two", "Vehicle charging"),
        ]
    )

    assert found(catalogue, "electric vehicle charging") == ["all", "two", "one"]


def test_a_document_with_only_the_commonest_word_is_left_out_where_better_ones_are(catalogue: SearchIndex):
    catalogue.apply([a_document("good", "Framework for helicopter rescue")])

    assert found(catalogue, "number of helicopter rescue") == ["good"]


def test_a_word_in_the_title_counts_more_than_in_the_text(catalogue: SearchIndex):
    catalogue.apply([a_document("text", "Furniture", text="desks " * 9), a_document("title", "Desks and more things")])

    assert found(catalogue, "desks") == ["title", "text"]


def test_words_side_by_side_count_more_than_words_apart(catalogue: SearchIndex):
    catalogue.apply([a_document("apart", "Care of the home"), a_document("beside", "The home care")])

    assert found(catalogue, "home care") == ["beside", "apart"]


def test_a_word_that_only_comes_up_in_passing_finds_nothing_for_a_phrase_nobody_has(catalogue: SearchIndex):
    catalogue.apply([a_document("a", "Legal services", text="This page is a guide to what is on offer")])

    page = catalogue.search(Query(text="guide dogs"))

    assert page.total == 0
    assert page.hints == ("Nothing in the catalogue mentions ‘dogs’.",)


def test_every_document_that_has_all_the_words_is_found_wherever_they_stand(catalogue: SearchIndex):
    catalogue.apply(
        [a_document("best", "Legal guide"), a_document("far", "Desks", text="legal " + "x " * 500 + "guide")]
    )

    assert found(catalogue, "legal guide") == ["best", "far"]


@pytest.mark.parametrize("text", ["the of", "???", '""', "( )", "🚒"])
def test_a_search_without_a_word_finds_nothing_and_says_why(catalogue: SearchIndex, text: str):
    page = catalogue.search(Query(text=text))

    assert (page.total, page.hints) == (0, ("There is no word to search for in what you typed.",))


@pytest.mark.parametrize("text", ["", "   ", "\n\x00"])
def test_an_empty_search_finds_everything(catalogue: SearchIndex, text: str):
    assert catalogue.search(Query(text=text)).total == len(FILLER)


def test_words_about_searching_do_not_count_beside_others_but_do_alone(catalogue: SearchIndex):
    catalogue.apply([a_document("desks", "Desks")])

    assert found(catalogue, "we need a framework to buy desks") == ["desks"]
    assert catalogue.search(Query(text="framework")).total == len(FILLER)


# References


REFERENCES = [
    a_document("13", "G-Cloud 13", references=("RM1557.13",)),
    a_document("13L4", "G-Cloud 13 Lot 4", references=("RM1557.13L4",)),
    a_document("14", "G-Cloud 14", references=("RM1557.14",)),
    a_document("network", "Network Services", references=("RM6116",), text="Replaces RM3808"),
    a_document("salt", "De-icing salt", references=("220_24",), owner="ESPO"),
    a_document("software", "Software", references=("1095",), owner="YPO"),
    a_document("reseller", "Software", references=("YPO1095",), owner="NEPO"),
    a_document("decoy", "RM6116 RM6116 RM6116 network 220 1095"),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rm 6116", ["network"]),
        ("RM-6116", ["network"]),
        ("6116", ["network"]),
        ("rm6116 network", ["network", "decoy"]),
        ("rm1557/13", ["13", "13L4"]),
        ("RM1557.13 L4", ["13L4"]),
        ("rm1557", ["13", "13L4", "14"]),
        ("framework 220-24", ["salt"]),
        ("espo 220", ["salt"]),
        ("1095", ["software"]),
    ],
)
def test_a_reference_in_any_spelling_comes_first(catalogue: SearchIndex, text: str, expected: list[str]):
    catalogue.apply(REFERENCES)

    assert found(catalogue, text)[: len(expected)] == expected


def test_an_owner_and_a_number_are_the_owners_framework_or_its_listing_elsewhere(catalogue: SearchIndex):
    catalogue.apply(REFERENCES)

    assert set(found(catalogue, "YPO 1095")[:2]) == {"software", "reseller"}


def test_a_reference_in_quotation_marks_is_still_a_reference(catalogue: SearchIndex):
    catalogue.apply(REFERENCES)

    assert found(catalogue, '"RM6116"')[0] == "network"


def test_a_number_lifts_only_a_document_that_has_the_other_words_too(catalogue: SearchIndex):
    catalogue.apply(
        [
            a_document("furniture", "Classroom furniture", references=("365_20",)),
            a_document("software", "Microsoft licences", text="365"),
        ]
    )

    assert found(catalogue, "microsoft 365 licences")[0] == "software"


def test_a_reference_nobody_has_finds_nothing_and_is_said_to_be_unknown(catalogue: SearchIndex):
    catalogue.apply(REFERENCES)

    page = catalogue.search(Query(text="RM9999"))

    assert (page.total, page.hints) == (0, ("No framework here has the reference RM9999.",))


def test_a_reference_nobody_has_does_not_stand_in_the_way_of_other_words(catalogue: SearchIndex):
    catalogue.apply(REFERENCES)

    assert found(catalogue, "RM9999 salt") == ["salt"]
    assert hints(catalogue, "RM9999 salt") == ("No framework here has the reference RM9999.",)


def test_a_reference_nobody_has_is_found_where_another_framework_mentions_it(catalogue: SearchIndex):
    catalogue.apply(REFERENCES)

    assert found(catalogue, "replacement for RM3808")[0] == "network"


def test_a_product_and_a_year_are_no_reference(catalogue: SearchIndex):
    catalogue.apply(REFERENCES)

    assert hints(catalogue, "windows 2019") == (
        "Nothing in the catalogue mentions ‘windows’.",
        "Nothing in the catalogue mentions ‘2019’.",
    )


# CPV codes


def with_code(id: str, code: str) -> Document:
    levels = dict.fromkeys(code[:digits].ljust(8, "0") for digits in range(2, 9))
    return a_document(id, facets={"cpv": tuple(levels)})


CODED = [
    with_code("exact", "30213000"),
    with_code("under", "30213100"),
    with_code("division", "30000000"),
    with_code("sibling", "30230000"),
    with_code("other", "45000000"),
]


def test_a_cpv_code_finds_itself_then_what_is_under_it_then_what_is_above(catalogue: SearchIndex):
    catalogue.apply(CODED)

    assert found(catalogue, "30213000-5") == ["exact", "under", "division"]
    assert found(catalogue, "30213100") == ["under", "exact", "division"]
    assert set(found(catalogue, "30000000")) == {"division", "exact", "under", "sibling"}
    assert found(catalogue, "30000000")[0] == "division"


def test_a_code_no_document_has_finds_nothing(catalogue: SearchIndex):
    catalogue.apply(CODED)

    page = catalogue.search(Query(text="98765432-1"))

    assert (page.total, page.hints) == (0, ("No framework here has the CPV code 98765432-1.",))


def test_related_words_find_what_the_text_does_not_and_count_half(catalogue: SearchIndex):
    catalogue.apply([*CODED, a_document("uncoded", "Portable computers")])

    assert found(catalogue, "30213100", related=("Portable computers",)) == ["under", "exact", "uncoded", "division"]


@pytest.mark.parametrize("condition", ["-tablets", '"for schools"', "title:schools"])
def test_conditions_of_the_text_hold_for_related_words_too(catalogue: SearchIndex, condition: str):
    titles = {"schools": "Portable computers for schools", "tablets": "Portable computers and tablets"}
    catalogue.apply([*CODED, *(a_document(id, title) for id, title in titles.items())])
    query = Query(text=f"30213100 {condition}", related=("Portable computers",))

    ids = [hit.id for hit in catalogue.search(query).hits]

    assert ("schools" in ids, "tablets" in ids) == (True, False)
    assert not catalogue.explain(query, "tablets").found


# Conditions


def test_what_is_left_by_exclusions_alone_stands_in_the_order_of_an_empty_search(memory: SearchIndex):
    memory.apply([a_document("over", "A", boost=0.8), a_document("live", "B"), a_document("c", "C unwanted")])

    assert found(memory, "-unwanted") == ["live", "over"]
    assert memory.explain(Query(text="-unwanted"), "over").found
    assert not memory.explain(Query(text="-unwanted"), "c").found


def test_a_phrase_is_required_and_matches_across_small_words(catalogue: SearchIndex):
    catalogue.apply(
        [
            a_document("a", "Terms and conditions"),
            a_document("b", "Conditions, terms"),
            a_document("c", lots=("Terms", "conditions")),
        ]
    )

    assert found(catalogue, '"terms conditions"') == ["a"]
    assert found(catalogue, '"conditions terms" something') == ["b"]


def test_a_phrase_nobody_has_finds_nothing_and_is_said_so(catalogue: SearchIndex):
    page = catalogue.search(Query(text='"entirely something" framework'))

    assert (page.total, page.hints) == (0, ("No framework here has ‘entirely something’ exactly as you typed it.",))


def test_a_field_restricts_a_word_to_it(catalogue: SearchIndex):
    catalogue.apply([a_document("a", "Desks", owner="YPO"), a_document("b", "YPO desks", owner="NEPO")])

    assert found(catalogue, "desks owner:ypo") == ["a"]
    assert found(catalogue, "title:ypo") == ["b"]


def test_excluded_words_remove_documents(catalogue: SearchIndex):
    catalogue.apply([a_document("a", "Vehicle hire"), a_document("b", "Vehicle purchase")])

    assert found(catalogue, "vehicle -hire") == ["b"]
    assert set(found(catalogue, "-framework")) == {"a", "b"}


def test_or_takes_any_of_its_words_as_one(catalogue: SearchIndex):
    catalogue.apply([a_document("a", "Ropes"), a_document("b", "Twine"), a_document("c", "Nets")])

    assert set(found(catalogue, "ropes OR twine")) == {"a", "b"}


def test_a_beginning_finds_all_words_it_begins(catalogue: SearchIndex):
    catalogue.apply([a_document("a", "Procurement"), a_document("b", "Procuring"), a_document("c", "Products")])

    assert set(found(catalogue, "procure*")) == {"a", "b"}  # one stem
    assert set(found(catalogue, "pro*")) == {"a", "b", "c"}
    assert set(found(catalogue, "-pro*")) == {document.id for document in FILLER}


def test_a_beginning_of_too_many_words_is_limited_and_said_to_be(memory: SearchIndex):
    words = [f"xyz{a}{b}" for a in "bcdfghjklmnpqrtvwxz" for b in "bcdfghjklmnpqrtvwxz"]
    memory.apply(a_document(word, word) for word in words)

    page = memory.search(Query(text="xyz*"))

    assert page.total == 256 < len(words)
    assert page.hints == ("Many words begin with ‘xyz’, so only the first 256 were used.",)


# Other words for the same thing


@pytest.mark.parametrize(
    ("typed", "published"),
    [
        ("gcloud", "G-Cloud"),
        ("g cloud", "Gcloud"),
        ("g-cloud", "G Cloud"),
        ("multifunctional", "Multi-functional"),
        ("multi functional", "Multifunctional"),
        ("eauction", "E Auction"),
        ("bin lorry", "Refuse collection vehicles"),
        ("wheelie bins", "Wheeled bin"),
        ("temps", "Agency staff"),
        ("MFDs", "Photocopiers"),
        ("bailiffs", "Enforcement agents"),
        ("stationery", "Office supplies"),
        ("gritting", "Winter maintenance"),
        ("solicitors", "Legal services"),
        ("astroturf pitches", "Synthetic sports pitches"),
        ("organization color center", "Organisation colour centres"),
    ],
)
def test_what_is_typed_finds_what_is_published(catalogue: SearchIndex, typed: str, published: str):
    catalogue.apply([a_document("published", published)])

    assert found(catalogue, typed) == ["published"]


def test_the_very_word_ranks_above_its_synonym(catalogue: SearchIndex):
    catalogue.apply([a_document("synonym", "Office supplies"), a_document("word", "Stationery supplies")])

    assert found(catalogue, "stationery") == ["word", "synonym"]


def test_a_one_way_synonym_does_not_lead_back(catalogue: SearchIndex):
    catalogue.apply([a_document("laptops", "Laptops"), a_document("hardware", "IT hardware")])

    assert found(catalogue, "laptop") == ["laptops", "hardware"]
    assert found(catalogue, "IT hardware") == ["hardware"]


def test_synonyms_of_a_part_of_a_phrase_need_the_whole_part(catalogue: SearchIndex):
    catalogue.apply([a_document("a", "Refuse collection"), a_document("b", "Collection of vehicles")])

    assert "b" not in found(catalogue, "dustcart")


# Corrections


def test_a_misspelt_word_is_corrected_and_the_searcher_told(catalogue: SearchIndex):
    catalogue.apply([a_document("a", "Vehicle hire"), a_document("b", "Vessel hire")])

    assert found(catalogue, "vehical") == ["a"]
    assert hints(catalogue, "vehical") == ("No match for ‘vehical’. Showing results for ‘vehicle’.",)


def test_a_word_some_document_has_is_not_corrected(catalogue: SearchIndex):
    catalogue.apply([a_document("a", "Stationary engines"), a_document("b", "Stationery")])

    assert found(catalogue, "stationary") == ["a"]


def test_the_commonest_of_several_neighbours_is_taken(catalogue: SearchIndex):
    catalogue.apply([a_document("a", "Grants"), a_document("b", "Giants"), a_document("c", "Giants of old")])

    assert hints(catalogue, "gpants") == ("No match for ‘gpants’. Showing results for ‘giants’.",)


@pytest.mark.parametrize("text", ["bosts", "xoats", "bo4ts", "boa"])
def test_short_words_numbers_and_first_letters_are_not_guessed(catalogue: SearchIndex, text: str):
    catalogue.apply([a_document("a", "Boats" if text != "bosts" else "Post")])

    assert found(catalogue, text) == []


# Long sentences


def test_of_a_long_sentence_the_rarest_known_words_are_kept_and_named(catalogue: SearchIndex):
    rare = [f"rare{letter}" for letter in "abcdefghijkl"]
    catalogue.apply([a_document("a", " ".join(rare))])

    page = catalogue.search(Query(text="something else entirely unheard " + " ".join(rare) + " number"))

    assert [hit.id for hit in page.hits] == ["a"]
    assert page.hints == (f"Your search is long, so we looked for its 12 least common words: {', '.join(rare)}.",)
