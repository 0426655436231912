"""The pieces of a document that show why it was found."""

import pytest

from indexer import Fragment, Query, SearchIndex
from tests.indexer.documents import a_document


def fragments(index: SearchIndex, text: str) -> list[str]:
    """The first hit's fragments, matches in square brackets."""
    [hit, *_] = index.search(Query(text=text)).hits
    return [shown(fragment) for fragment in hit.fragments]


def shown(fragment: Fragment) -> str:
    return f"{fragment.field}: " + "".join(f"[{text}]" if matched else text for text, matched in fragment.pieces)


def test_fragments_name_their_field_and_mark_matches_in_any_form(index: SearchIndex):
    index.apply([a_document("a", "Vehicle hire", lots=("Cars", "Hiring of Vans"), text="Self-drive.")])

    assert fragments(index, "hired") == ["title: Vehicle [hire]", "lots: [Hiring] of Vans"]


def test_a_field_that_did_not_match_is_not_shown_not_even_the_title(index: SearchIndex):
    index.apply([a_document("a", "Vehicle hire", suppliers=("Alpha Ltd", "Bravo Ltd"))])

    assert fragments(index, "bravo") == ["suppliers: [Bravo] Ltd"]


def test_there_are_three_at_most_the_title_first_and_then_what_matched_most(index: SearchIndex):
    index.apply(
        [
            a_document(
                "a",
                "Desks",
                lots="Desks",
                keywords="Desks",
                categories="Oak desks",
                text="Oak desks and chairs",
                owner="X",
            )
        ]
    )

    assert fragments(index, "oak desks chairs") == [
        "title: [Desks]",
        "text: [Oak] [desks] and [chairs]",
        "categories: [Oak] [desks]",
    ]


def test_synonyms_corrections_completions_and_compounds_are_marked(index: SearchIndex):
    index.apply([a_document("a", "Refuse collection vehicles on G-Cloud from procurement")])

    assert fragments(index, "dustcart gcloud") == ["title: [Refuse collection vehicles] on [G-Cloud] from procurement"]
    assert fragments(index, "vehical proc*") == ["title: Refuse collection [vehicles] on G-Cloud from [procurement]"]


def test_a_phrase_is_marked_only_where_it_stands_together(index: SearchIndex):
    index.apply([a_document("a", "Terms and conditions", text="Terms of use. Conditions. Terms & conditions.")])

    assert fragments(index, '"terms and conditions"') == [
        "title: [Terms and conditions]",
        "text: Terms of use. Conditions. [Terms & conditions].",
    ]


def test_a_reference_is_shown_as_it_was_published(index: SearchIndex):
    index.apply([a_document("a", "G-Cloud 13", references=("2023/S 000-1", "RM1557.13"))])

    assert fragments(index, "rm1557/13") == ["reference: [RM1557.13]"]


@pytest.mark.parametrize(
    ("typed", "code"), [("30213100", "30213100"), ("30213000", "30213000"), ("30213200", "30213000")]
)
def test_a_cpv_code_shows_the_documents_nearest_one(index: SearchIndex, typed: str, code: str):
    codes = ("30000000", "30200000", "30210000", "30213000") + (("30213100",) if typed != "30213200" else ())
    index.apply([a_document("a", facets={"cpv": codes})])

    assert fragments(index, typed) == [f"cpv: [{code}]"]


def test_a_long_text_is_cut_between_words_around_its_best_part(index: SearchIndex):
    text = "oak " + "padding " * 100 + "where oak desks and chairs stand " + "padding " * 100
    index.apply([a_document("a", "Joinery", text=text)])

    [fragment] = index.search(Query(text="oak desks chairs")).hits[0].fragments

    plain = "".join(piece for piece, _ in fragment.pieces)
    assert [piece for piece, matched in fragment.pieces if matched] == ["oak", "desks", "chairs"]
    assert plain.startswith("… ") and plain.endswith(" …")
    assert plain.removeprefix("… ").removesuffix(" …") in text
    assert len(plain) <= 210
    assert set(plain.split()) <= {*text.split(), "…"}


def test_a_word_longer_than_a_fragment_is_cut(index: SearchIndex):
    index.apply([a_document("a", "Desks", text="x" * 5000)])

    [fragment] = index.search(Query(text="x" * 50)).hits[0].fragments

    assert sum(len(piece) for piece, _ in fragment.pieces) <= 210


def test_the_pieces_of_a_short_text_are_the_text(index: SearchIndex):
    title = "Oak <b>desks</b> & “chairs” – été"
    index.apply([a_document("a", title)])

    [fragment] = index.search(Query(text="desk ete")).hits[0].fragments

    assert "".join(piece for piece, _ in fragment.pieces) == title


def test_browsing_shows_no_fragments(index: SearchIndex):
    index.apply([a_document("a")])

    assert index.search(Query()).hits[0].fragments == ()
